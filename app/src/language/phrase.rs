//! The same words in every language.

use super::Language;
use leptos::{
    prelude::{IntoAttributeValue, IntoRender, Signal},
    text_prop::TextProp,
};
use std::fmt;

/// What the page says, in the order of [`Language::ALL`]: a phrase without one of them does not compile. It becomes the
/// words of the current language wherever text is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase(pub &'static [&'static str; Language::ALL.len()]);

impl Phrase {
    /// In the current language.
    // Not copied into the hundreds of places that ask.
    #[inline(never)]
    #[must_use]
    pub fn text(self) -> &'static str {
        self.0[Language::current() as usize]
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl From<Phrase> for &'static str {
    fn from(phrase: Phrase) -> Self {
        phrase.text()
    }
}

impl From<Phrase> for String {
    fn from(phrase: Phrase) -> Self {
        phrase.text().into()
    }
}

impl From<Phrase> for TextProp {
    fn from(phrase: Phrase) -> Self {
        phrase.text().into()
    }
}

impl From<Phrase> for Signal<String> {
    fn from(phrase: Phrase) -> Self {
        Self::stored(phrase.into())
    }
}

impl IntoRender for Phrase {
    type Output = &'static str;

    fn into_render(self) -> &'static str {
        self.text()
    }
}

impl IntoAttributeValue for Phrase {
    type Output = &'static str;

    fn into_attribute_value(self) -> &'static str {
        self.text()
    }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;

    const GREETING: Phrase = Phrase(&["Hello", "안녕하세요"]);

    #[tokio::test]
    async fn says_itself_in_the_language_of_the_request() {
        assert_eq!(GREETING.text(), "Hello");
        Language::Korean
            .speak(async {
                assert_eq!(format!("{GREETING}!"), "안녕하세요!");
                tokio::task::yield_now().await;
                assert_eq!(String::from(GREETING), "안녕하세요");
            })
            .await;
        assert_eq!(GREETING.text(), "Hello");
    }
}
