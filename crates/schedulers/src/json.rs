//! Python's `json` writes `NaN`, `Infinity` and `-Infinity`, which JSON does not have, and scheduler configurations
//! hold them (`lambda_min_clipped` is `-Infinity` by default).

use std::borrow::Cow;

const WORDS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];

/// Makes standard JSON of what Python wrote: the words above become strings, which [`crate::SchedulerConfig`] reads.
#[must_use]
pub fn standard_json(text: &str) -> Cow<'_, str> {
    if !WORDS.iter().any(|word| text.contains(word)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    let (mut quoted, mut escaped) = (false, false);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if !quoted && let Some(word) = WORDS.iter().find(|word| rest.starts_with(**word)) {
            out.extend(["\"", word, "\""]);
            rest = &rest[word.len()..];
            continue;
        }
        if first == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && first == '\\' && !escaped;
        out.push(first);
        rest = &rest[first.len_utf8()..];
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::standard_json;

    #[test]
    fn quotes_bare_words_only() {
        assert_eq!(
            standard_json(r#"{"a": -Infinity, "NaN \" NaN": [NaN, Infinity]}"#),
            r#"{"a": "-Infinity", "NaN \" NaN": ["NaN", "Infinity"]}"#
        );
        assert_eq!(standard_json(r#"{"a": 1}"#), r#"{"a": 1}"#);
    }
}
