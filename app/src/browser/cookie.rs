//! What the browser tells the server with every request, so that the first thing it renders is right.

use leptos::prelude::document;
use wasm_bindgen::JsCast;

/// One year, in seconds.
const MAX_AGE: u32 = 31_536_000;

/// Remembers a value, or forgets it. Values must need no quoting.
pub fn set(name: &str, value: Option<&str>) {
    let cookie = match value {
        Some(value) => format!("{name}={value}; Path=/; Max-Age={MAX_AGE}; SameSite=Lax"),
        None => format!("{name}=; Path=/; Max-Age=0; SameSite=Lax"),
    };
    if let Some(document) = document().dyn_ref::<web_sys::HtmlDocument>() {
        // Fails only where cookies are blocked altogether; what was chosen then lasts as long as the page.
        let _ = document.set_cookie(&cookie);
    }
}

/// Reads a `Cookie` header.
#[cfg(any(feature = "ssr", test))]
fn find<'a>(cookies: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// The value that came with the request being answered.
#[cfg(feature = "ssr")]
pub fn of_request(name: &str) -> Option<String> {
    use axum::http::{header::COOKIE, request::Parts};
    let parts = leptos::prelude::use_context::<Parts>()?;
    find(parts.headers.get(COOKIE)?.to_str().ok()?, name).map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn finds_its_own_among_others() {
        assert_eq!(find("id=1; studio_theme=dark", "studio_theme"), Some("dark"));
        assert_eq!(find("studio_theme=light; id=1", "studio_theme"), Some("light"));
        assert_eq!(find("xstudio_theme=dark", "studio_theme"), None);
        assert_eq!(find("", "studio_theme"), None);
    }
}
