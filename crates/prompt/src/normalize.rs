//! Text as CLIP sees it: composed (NFC), white space collapsed, in lower case. Every character remembers the bytes of
//! the text it came from.

use std::ops::Range;
use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// A character of the normalised text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NormalChar {
    pub value: char,
    /// Where the characters it was made of begin and end in the text, in bytes.
    pub start: usize,
    pub end: usize,
}

/// Normalises the part `range` of `text`.
pub(crate) fn normalize(text: &str, range: Range<usize>) -> Vec<NormalChar> {
    let mut result = Vec::with_capacity(range.len());
    let mut start = range.start;
    while start < range.end {
        let cluster = cluster(&text[start..range.end]);
        let end = start + cluster.len();
        match single(cluster) {
            Some(value) => push(&mut result, value, start, end),
            None => nfc(cluster).into_iter().for_each(|value| push(&mut result, value, start, end)),
        }
        start = end;
    }
    result
}

/// The text's first characters up to where composing cannot reach beyond: one, and all that may join it.
fn cluster(text: &str) -> &str {
    let end = text.char_indices().skip(1).find(|(_, value)| begins_cluster(*value)).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Whether nothing before `value` can change or be changed by it.
fn begins_cluster(value: char) -> bool {
    value < '\u{300}' || (canonical_combining_class(value) == 0 && is_composed(value))
}

fn is_composed(value: char) -> bool {
    is_nfc_quick(std::iter::once(value)) == IsNormalized::Yes
}

/// The only character of a cluster, when it is in NFC already.
fn single(cluster: &str) -> Option<char> {
    let mut values = cluster.chars();
    values.next().filter(|value| values.next().is_none() && (*value < '\u{300}' || is_composed(*value)))
}

/// Canonical decomposition, marks in their order, and composition. The iterator of the library would do it too, but
/// brings the tables of NFKC into the page: 100 KB.
fn nfc(cluster: &str) -> Vec<char> {
    let mut marked = Vec::new();
    for value in cluster.chars() {
        decompose_canonical(value, |part| marked.push((canonical_combining_class(part), part)));
    }
    for marks in marked.split_mut(|(class, _)| *class == 0) {
        marks.sort_by_key(|(class, _)| *class);
    }
    let mut composed: Vec<char> = Vec::with_capacity(marked.len());
    // Where the last starter is, and the class of the last character kept after it.
    let (mut starter, mut previous) = (None, None);
    for (class, value) in marked {
        let blocked = previous.is_some_and(|previous| previous >= class);
        let joined = starter.filter(|_| !blocked).and_then(|at: usize| Some((at, compose(composed[at], value)?)));
        if let Some((at, joined)) = joined {
            composed[at] = joined;
            continue;
        }
        if class == 0 {
            starter = Some(composed.len());
            previous = None;
        } else {
            previous = Some(class);
        }
        composed.push(value);
    }
    composed
}

fn push(result: &mut Vec<NormalChar>, value: char, start: usize, end: usize) {
    if value.is_whitespace() {
        match result.last_mut() {
            Some(last) if last.value == ' ' => last.end = end,
            _ => result.push(NormalChar { value: ' ', start, end }),
        }
    } else {
        result.extend(value.to_lowercase().map(|value| NormalChar { value, start, end }));
    }
}

#[cfg(test)]
mod tests {
    use super::{nfc, normalize};
    use unicode_normalization::UnicodeNormalization;

    fn plain(text: &str) -> String {
        normalize(text, 0..text.len()).iter().map(|normal| normal.value).collect()
    }

    #[test]
    fn composes_collapses_and_lowers() {
        assert_eq!(plain("Cafe\u{301}\t\n X"), "café x");
        assert_eq!(plain("\u{1112}\u{1161}\u{11ab}"), "한", "Hangul of three parts");
        assert_eq!(plain("\u{212b}"), "å", "a character that is another one");
        assert_eq!(plain("a\u{323}\u{302}"), plain("a\u{302}\u{323}"), "marks in either order");
        assert_eq!(plain("İ"), "i\u{307}");
        assert_eq!(plain("ΟΔΟΣ"), "οδοσ", "no final sigma");
    }

    #[test]
    fn composes_as_the_library_does() {
        let marks =
            ["", "\u{301}", "\u{323}\u{302}", "\u{302}\u{323}", "\u{1161}", "\u{1161}\u{11a8}", "\u{11a8}", "\u{93c}"];
        for value in '\0'..=char::MAX {
            let text = format!("{value}{}a{value}", marks[value as usize % marks.len()]);
            assert!(nfc(&text).into_iter().eq(text.nfc()), "{:?}", text.escape_unicode().to_string());
        }
    }

    #[test]
    fn remembers_where_it_came_from() {
        let text = "Xe\u{301}  y";
        let ranges: Vec<_> =
            normalize(text, 0..text.len()).iter().map(|normal| &text[normal.start..normal.end]).collect();
        assert_eq!(ranges, ["X", "e\u{301}", "  ", "y"]);
    }
}
