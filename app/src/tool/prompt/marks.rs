//! How a prompt is shown behind its words, piece by piece.

use std::ops::Range;
use studio_prompt::{SpanKind, spans};

/// The class of each piece, and where it is in the prompt, in bytes. The pieces are all of the prompt.
pub fn marks(prompt: &str, unknown: &[String]) -> Vec<(&'static str, Range<usize>)> {
    let mut marks = Vec::new();
    for span in spans(prompt) {
        let SpanKind::Text(weight) = span.kind else {
            marks.push((if span.kind == SpanKind::Break { "mark mark--break" } else { "mark mark--sign" }, span.range));
            continue;
        };
        let (class, class_unknown) = classes(weight);
        let mut at = span.range.start;
        while let Some(word) = next_unknown(prompt, at..span.range.end, unknown) {
            marks.push((class, at..word.start));
            at = word.end;
            marks.push((class_unknown, word));
        }
        marks.push((class, at..span.range.end));
    }
    marks.retain(|(_, range)| !range.is_empty());
    marks
}

/// Of text of this weight, and of words in it that are not known.
fn classes(weight: f32) -> (&'static str, &'static str) {
    match weight {
        w if w >= 1.4 => ("mark mark--most", "mark mark--most mark--unknown"),
        w if w > 1.0 => ("mark mark--more", "mark mark--more mark--unknown"),
        w if w < 0.7 => ("mark mark--least", "mark mark--least mark--unknown"),
        w if w < 1.0 => ("mark mark--less", "mark mark--less mark--unknown"),
        _ => ("", "mark--unknown"),
    }
}

/// The first whole word within `range` that is not known.
fn next_unknown(prompt: &str, range: Range<usize>, unknown: &[String]) -> Option<Range<usize>> {
    let is_word = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    let mut first: Option<Range<usize>> = None;
    for word in unknown.iter().filter(|word| !word.is_empty()) {
        let found = prompt[range.clone()].match_indices(word.as_str()).map(|(at, word)| {
            let start = range.start + at;
            start..start + word.len()
        });
        let whole = |word: &Range<usize>| {
            !is_word(prompt[..word.start].chars().next_back()) && !is_word(prompt[word.end..].chars().next())
        };
        for word in found.filter(whole).take(1) {
            if first.as_ref().is_none_or(|first| word.start < first.start) {
                first = Some(word);
            }
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::marks;

    fn shown(prompt: &str, unknown: &[&str]) -> Vec<(&'static str, String)> {
        let unknown: Vec<_> = unknown.iter().map(|word| (*word).to_owned()).collect();
        marks(prompt, &unknown).into_iter().map(|(class, range)| (class, prompt[range].to_owned())).collect()
    }

    #[test]
    fn weights_and_signs_are_told_apart() {
        let expected = [
            ("", "a "),
            ("mark mark--sign", "("),
            ("mark mark--most", "red"),
            ("mark mark--sign", ":1.5)"),
            ("", " "),
            ("mark mark--sign", "["),
            ("mark mark--less", "sea"),
            ("mark mark--sign", "]"),
        ];
        assert_eq!(shown("a (red:1.5) [sea]", &[]), expected.map(|(class, text)| (class, text.to_owned())));
    }

    #[test]
    fn unknown_words_are_whole_words_wherever_they_stand() {
        let found: Vec<_> = shown("cat, cathedral (cat)", &["cat"])
            .into_iter()
            .filter(|(class, _)| class.ends_with("unknown"))
            .map(|(class, _)| class)
            .collect();
        assert_eq!(found, ["mark--unknown", "mark mark--more mark--unknown"]);
        let all: String = shown("고래 (고래:2) x", &["고래", ""]).into_iter().map(|(_, text)| text).collect();
        assert_eq!(all, "고래 (고래:2) x");
    }
}
