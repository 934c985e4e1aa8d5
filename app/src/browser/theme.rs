//! Light, dark, or as the system says; kept in a cookie so that the server renders the right one.

use super::cookie;
use crate::{language::Phrase, text::header as words};
use leptos::prelude::document;

const COOKIE: &str = "studio_theme";

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

    /// The theme of the request being answered, or of this page.
    #[cfg(feature = "ssr")]
    pub fn of_request() -> Self {
        Self::of_attribute(cookie::of_request(COOKIE))
    }

    /// The theme of the request being answered, or of this page.
    #[cfg(not(feature = "ssr"))]
    pub fn of_request() -> Self {
        Self::of_attribute(document().document_element().and_then(|html| html.get_attribute("data-theme")))
    }

    fn of_attribute(attribute: Option<String>) -> Self {
        Self::ALL.into_iter().find(|theme| theme.attribute() == attribute.as_deref()).unwrap_or_default()
    }

    /// Shows the theme and remembers it.
    pub fn apply(self) {
        if let Some(html) = document().document_element() {
            // Setting or removing an attribute of an element in the document cannot fail for this name.
            let _ = match self.attribute() {
                Some(value) => html.set_attribute("data-theme", value),
                None => html.remove_attribute("data-theme"),
            };
        }
        cookie::set(COOKIE, self.attribute());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_theme_is_the_systems() {
        assert_eq!(Theme::of_attribute(Some("dark".into())), Theme::Dark);
        assert_eq!(Theme::of_attribute(Some("neon".into())), Theme::System);
        assert_eq!(Theme::of_attribute(None), Theme::System);
    }
}
