//! Light, dark, or as the system says; kept in a cookie so that the server renders the right one.

use crate::{language::Phrase, text::header as words};
use leptos::prelude::document;
use wasm_bindgen::JsCast;

const COOKIE: &str = "studio_theme";
/// One year, in seconds.
const MAX_AGE: u32 = 31_536_000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Word for people.
    pub fn name(self) -> Phrase {
        match self {
            Self::System => words::THEME_SYSTEM,
            Self::Light => words::THEME_LIGHT,
            Self::Dark => words::THEME_DARK,
        }
    }

    /// Value of `<html data-theme>` and of the cookie; absent for the system's choice.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// The next one in the toggle's round.
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    /// Reads a `Cookie` header.
    #[cfg(any(feature = "ssr", test))]
    fn from_cookies(cookies: &str) -> Self {
        let value = cookies.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(name, _)| *name == COOKIE);
        Self::ALL
            .into_iter()
            .find(|theme| theme.attribute().is_some() && theme.attribute() == value.map(|(_, value)| value))
            .unwrap_or_default()
    }

    /// The theme of the request being answered, or of this page.
    #[cfg(feature = "ssr")]
    pub fn of_request() -> Self {
        use axum::http::{header::COOKIE, request::Parts};
        leptos::prelude::use_context::<Parts>()
            .and_then(|parts| parts.headers.get(COOKIE)?.to_str().map(Self::from_cookies).ok())
            .unwrap_or_default()
    }

    /// The theme of the request being answered, or of this page.
    #[cfg(not(feature = "ssr"))]
    pub fn of_request() -> Self {
        let attribute = document().document_element().and_then(|html| html.get_attribute("data-theme"));
        Self::ALL.into_iter().find(|theme| theme.attribute() == attribute.as_deref()).unwrap_or_default()
    }

    /// Shows the theme and remembers it.
    pub fn apply(self) {
        let document = document();
        if let Some(html) = document.document_element() {
            // Setting or removing an attribute of an element in the document cannot fail for this name.
            let _ = match self.attribute() {
                Some(value) => html.set_attribute("data-theme", value),
                None => html.remove_attribute("data-theme"),
            };
        }
        let cookie = match self.attribute() {
            Some(value) => format!("{COOKIE}={value}; Path=/; Max-Age={MAX_AGE}; SameSite=Lax"),
            None => format!("{COOKIE}=; Path=/; Max-Age=0; SameSite=Lax"),
        };
        if let Some(document) = document.dyn_ref::<web_sys::HtmlDocument>() {
            // Fails only where cookies are blocked altogether; the theme then lasts as long as the page.
            let _ = document.set_cookie(&cookie);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_its_cookie_among_others() {
        assert_eq!(Theme::from_cookies("id=1; studio_theme=dark"), Theme::Dark);
        assert_eq!(Theme::from_cookies("studio_theme=light; id=1"), Theme::Light);
        assert_eq!(Theme::from_cookies("studio_theme=neon"), Theme::System);
        assert_eq!(Theme::from_cookies("xstudio_theme=dark"), Theme::System);
        assert_eq!(Theme::from_cookies(""), Theme::System);
    }
}
