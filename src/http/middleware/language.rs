//! Which language a person reads: the one they chose, else the one their browser asks for, else English. Answers to
//! programs are in English always.

use app::Language;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// What the choice depends on.
pub const VARY: HeaderValue = HeaderValue::from_static("Cookie, Accept-Language");

/// Middleware: pages and server functions are answered in this language.
pub async fn language(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let language = chosen(headers).or_else(|| preferred(headers)).unwrap_or_default();
    language.speak(next.run(request)).await
}

fn values<'a>(headers: &'a HeaderMap, name: &header::HeaderName, separator: char) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(move |line| line.split(separator)).map(str::trim)
}

fn chosen(headers: &HeaderMap) -> Option<Language> {
    let pairs = values(headers, &header::COOKIE, ';').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| *name == Language::COOKIE).find_map(|(_, value)| Language::of_tag(value))
}

/// The language with the greatest weight, and of equal ones the first (RFC 9110 §12.5.4). A range stands for all that it
/// begins: `ko-KR` is Korean.
fn preferred(headers: &HeaderMap) -> Option<Language> {
    let mut best = None;
    for range in values(headers, &header::ACCEPT_LANGUAGE, ',') {
        let mut parts = range.split(';').map(str::trim);
        let language = match parts.next().unwrap_or_default() {
            "*" => Some(Language::default()),
            tag => Language::of_tag(tag.split('-').next().unwrap_or_default()),
        };
        let weight = match parts.find_map(|part| part.strip_prefix("q=")) {
            Some(weight) => weight.parse().unwrap_or(0.0),
            None => 1.0,
        };
        if let Some(language) = language
            && weight > best.map_or(0.0, |(most, _)| most)
            && weight <= 1.0_f32
        {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(accept: &'static str) -> Option<Language> {
        preferred(&HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accept))]))
    }

    #[test]
    fn the_weightiest_language_is_taken() {
        assert_eq!(asked("ko"), Some(Language::Korean));
        assert_eq!(asked("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7"), Some(Language::Korean));
        assert_eq!(asked("en-US, ko;q=0.9"), Some(Language::English));
        assert_eq!(asked("fr, ko;q=0.2, en;q=0.3"), Some(Language::English));
        assert_eq!(asked("en;q=0.5, KO ; q=0.8"), Some(Language::Korean));
        assert_eq!(asked("ja, *;q=0.5, ko;q=0.1"), Some(Language::English));
    }

    #[test]
    fn of_equal_weights_the_first_is_taken() {
        assert_eq!(asked("ko, en"), Some(Language::Korean));
        assert_eq!(asked("en, ko"), Some(Language::English));
    }

    #[test]
    fn what_is_refused_or_nonsense_is_passed_over() {
        assert_eq!(asked("ko;q=0, en;q=0.1"), Some(Language::English));
        assert_eq!(asked("ko;q=0"), None);
        assert_eq!(asked("ko;q=NaN, ko;q=7, ko;q="), None);
        assert_eq!(asked("fr, de;q=0.5"), None);
        assert_eq!(asked(",;,q=1"), None);
    }

    #[test]
    fn the_choice_is_found_among_other_cookies() {
        let cookies = |value| HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(value))]);
        assert_eq!(chosen(&cookies("id=1; studio_lang=ko")), Some(Language::Korean));
        assert_eq!(chosen(&cookies("studio_lang=en; id=1")), Some(Language::English));
        assert_eq!(chosen(&cookies("studio_lang=tlh")), None);
        assert_eq!(chosen(&cookies("xstudio_lang=ko")), None);
        let mut several = cookies("id=1");
        several.append(header::COOKIE, HeaderValue::from_static("studio_lang=ko"));
        assert_eq!(chosen(&several), Some(Language::Korean));
    }
}
