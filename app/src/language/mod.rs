//! Which language the page speaks, and phrases that know how to say themselves in it: see
//! docs/adr/0012-two-languages.md.

mod phrase;
mod switch;

pub use phrase::Phrase;
use serde::{Deserialize, Serialize};
pub use switch::LanguageSwitch;

/// A language of the page. The order is that of the words in a [`Phrase`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "ko")]
    Korean,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Korean];

    /// The cookie that keeps what was chosen.
    pub const COOKIE: &str = "studio_lang";

    /// As in `<html lang>`, in the cookie and in `Accept-Language`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// What the language calls itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Korean => "한국어",
        }
    }

    /// As `Intl` knows it: the English here writes dates as the British do.
    #[must_use]
    pub fn locale(self) -> &'static str {
        match self {
            Self::English => "en-GB",
            Self::Korean => "ko-KR",
        }
    }

    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(tag))
    }
}

#[cfg(feature = "ssr")]
mod current {
    use super::Language;

    tokio::task_local! {
        /// Of the request that this task answers. Not in Leptos' context, which is gone after the first `.await` of a
        /// server function and when the title is put into the document.
        static LANGUAGE: Language;
    }

    impl Language {
        /// That of the request being answered.
        #[must_use]
        pub fn current() -> Self {
            LANGUAGE.try_with(|language| *language).unwrap_or_default()
        }

        /// Answers a request in this language.
        pub async fn speak<T>(self, answer: impl Future<Output = T>) -> T {
            LANGUAGE.scope(self, answer).await
        }
    }
}

#[cfg(not(feature = "ssr"))]
mod current {
    use super::Language;
    use leptos::prelude::document;
    use std::sync::OnceLock;

    static LANGUAGE: OnceLock<Language> = OnceLock::new();

    impl Language {
        /// That of the page, which stays the same until another one is loaded.
        #[must_use]
        pub fn current() -> Self {
            *LANGUAGE.get_or_init(|| {
                let tag = document().document_element().and_then(|html| html.get_attribute("lang"));
                tag.and_then(|tag| Self::of_tag(&tag)).unwrap_or_default()
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_they_are_written() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
        }
        assert_eq!(Language::of_tag("KO"), Some(Language::Korean));
        assert_eq!(Language::of_tag("fr"), None);
    }
}
