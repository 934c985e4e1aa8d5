//! Splits normalised text into words as CLIP's pattern does:
//! `'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+`.

use crate::normalize::NormalChar;
use std::ops::Range;
use unicode_normalization::char::is_combining_mark;

const CONTRACTIONS: [&str; 7] = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

/// The pattern also names these, so that they end a run of signs. They get here only where they are not special
/// tokens, and are then split further, into signs, letters and signs.
const MARKERS: [&str; 2] = ["<|startoftext|>", "<|endoftext|>"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Letter,
    Number,
    Sign,
}

/// The words of a text, as ranges of its characters; white space is in none.
pub(crate) fn words(chars: &[NormalChar]) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = 0;
    while let Some(first) = chars.get(start) {
        let rest = &chars[start..];
        let class = class(first.value);
        let length = if class == Class::Space || class == Class::Number {
            1
        } else if let Some(length) = one_of(rest, &MARKERS) {
            words.push(start..start + 2);
            words.push(start + 2..start + length - 2);
            start += length - 2;
            2
        } else if let Some(length) = one_of(rest, &CONTRACTIONS) {
            length
        } else {
            run(rest, class)
        };
        if class != Class::Space {
            words.push(start..start + length);
        }
        start += length;
    }
    words
}

/// How many characters at the beginning are of this class.
fn run(chars: &[NormalChar], wanted: Class) -> usize {
    chars.iter().take_while(|normal| class(normal.value) == wanted).count()
}

/// How many characters the first of these texts takes that `chars` begins with.
fn one_of(chars: &[NormalChar], texts: &[&str]) -> Option<usize> {
    texts.iter().find(|text| starts_with(chars, text)).map(|text| text.len())
}

fn starts_with(chars: &[NormalChar], ascii: &str) -> bool {
    chars.len() >= ascii.len() && ascii.chars().zip(chars).all(|(wanted, normal)| normal.value == wanted)
}

fn class(value: char) -> Class {
    if value.is_whitespace() {
        Class::Space
    } else if value.is_numeric() {
        Class::Number
    } else if is_letter(value) {
        Class::Letter
    } else {
        Class::Sign
    }
}

/// Whether a character, not a number, is of the general category L. The standard library knows what is alphabetic:
/// letters, numbers such as Ⅷ, some combining marks, and the letters in circles and squares, which are symbols.
fn is_letter(value: char) -> bool {
    let enclosed = matches!(value, '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}');
    value.is_alphabetic() && !enclosed && (value.is_ascii() || !is_combining_mark(value))
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::normalize::normalize;

    fn split(text: &str) -> Vec<String> {
        let chars = normalize(text, 0..text.len());
        words(&chars).into_iter().map(|word| chars[word].iter().map(|normal| normal.value).collect()).collect()
    }

    #[test]
    fn letters_numbers_and_signs() {
        assert_eq!(split("3d cat_42!?"), ["3", "d", "cat", "_", "4", "2", "!?"]);
        assert_eq!(split("Ⅷ½ ⓐa 🄰"), ["ⅷ", "½", "ⓐ", "a", "🄰"]);
        assert_eq!(split("नमस्ते"), ["नमस", "्", "त", "े"], "vowel signs are no letters");
    }

    #[test]
    fn contractions_only_where_a_word_begins() {
        assert_eq!(split("it's they'RE 'said"), ["it", "'s", "they", "'re", "'s", "aid"]);
        assert_eq!(split("a''s"), ["a", "''", "s"]);
    }

    #[test]
    fn markers_end_a_run_of_signs() {
        assert_eq!(split("<|endoftext|>!!"), ["<|", "endoftext", "|>", "!!"]);
        assert_eq!(split("<|endoftext>!!"), ["<|", "endoftext", ">!!"]);
    }
}
