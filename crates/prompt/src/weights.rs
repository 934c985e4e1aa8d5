//! The web UI's prompt syntax: how much each part of a prompt counts.
//!
//! | Written | Weight |
//! |---|---|
//! | `(word)` | × 1.1 |
//! | `[word]` | ÷ 1.1 |
//! | `(word:1.3)` | × 1.3 |
//! | `\(` `\)` `\[` `\]` `\\` | the sign itself |
//! | `BREAK` | what follows begins a new chunk |
//!
//! Brackets nest and multiply. One that is never closed reaches to the end; one that was never opened is a plain sign,
//! as is a weight that is no decimal number: `(word:nan)` is `word:nan` × 1.1. A lone backslash vanishes. `BREAK`
//! counts in brackets, too.

use crate::brackets::{Event, Kind, events};
use std::ops::Range;

/// The largest weight, in writing as well as the product of all brackets around a word; the smallest is 0.
pub const MAX_WEIGHT: f32 = 10.0;

/// Above this a product only grows in vain; below it no product of two can become infinite.
const LARGEST_PRODUCT: f64 = 1e30;

/// A part of a prompt.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    Text(Fragment),
    /// `BREAK`, and where it stands in the prompt, in bytes.
    Break(Range<usize>),
}

/// Text of one weight, without the syntax around it. Never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragment {
    pub text: String,
    /// 0 to [`MAX_WEIGHT`]; 1 where nothing was said.
    pub weight: f32,
    /// Where runs of bytes of `text` come from, in order.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq)]
struct Piece {
    /// In `text`.
    start: usize,
    /// In the prompt.
    source: Range<usize>,
}

impl Fragment {
    /// The bytes of the prompt from the first to the last one of this text; syntax between them is included.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.source(0..self.text.len())
    }

    /// The bytes of the prompt that `range`, in bytes of the text, came from; what lies beyond the text is left out.
    #[must_use]
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let end = range.end.min(self.text.len());
        let start = range.start.min(end);
        let last = end.saturating_sub(1).max(start);
        self.locate(start)..self.locate(last) + usize::from(end > start)
    }

    fn locate(&self, at: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.start <= at);
        let piece = &self.pieces[after.saturating_sub(1)];
        (piece.source.start + (at - piece.start)).min(piece.source.end)
    }

    fn push(&mut self, prompt: &str, source: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(&prompt[source.clone()]);
        self.pieces.push(Piece { start, source });
    }
}

/// Reads a prompt. Neighbours of the same weight become one fragment, as if no bracket stood between them; an empty
/// prompt has no parts.
///
/// The time is linear in the prompt's length, however deep its brackets nest.
#[must_use]
pub fn parse(prompt: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    // Weights are compared before they are rounded and limited.
    let mut previous = None;
    for run in runs(prompt) {
        match run {
            Run::Break(range) => {
                parts.push(Part::Break(range));
                previous = None;
            }
            Run::Text(source, product) => match parts.last_mut() {
                Some(Part::Text(last)) if previous == Some(product) => last.push(prompt, source),
                _ => {
                    let mut fragment = Fragment { text: String::new(), weight: limited(product), pieces: Vec::new() };
                    fragment.push(prompt, source);
                    parts.push(Part::Text(fragment));
                    previous = Some(product);
                }
            },
        }
    }
    parts
}

/// What is left of a prompt without its brackets.
pub(crate) enum Run {
    /// With the product of the factors of all brackets around it.
    Text(Range<usize>, f64),
    Break(Range<usize>),
}

/// From left to right; ranges are bytes of the prompt.
pub(crate) fn runs(prompt: &str) -> Vec<Run> {
    let (mut runs, mut products) = (Vec::new(), Products::default());
    for event in events(prompt) {
        match event {
            Event::Open(kind, factor, _) => products.open(kind, factor),
            Event::Close(kind, _) => products.close(kind),
            Event::Break(range) => runs.push(Run::Break(range)),
            Event::Text(range) => runs.push(Run::Text(range, products.current())),
        }
    }
    runs
}

pub(crate) fn limited(product: f64) -> f32 {
    product.clamp(0.0, f64::from(MAX_WEIGHT)) as f32
}

/// The products of the factors of all open brackets, apart for either kind, since the two may overlap.
#[derive(Default)]
struct Products {
    round: Vec<f64>,
    square: Vec<f64>,
}

impl Products {
    fn of(&mut self, kind: Kind) -> &mut Vec<f64> {
        match kind {
            Kind::Round => &mut self.round,
            Kind::Square => &mut self.square,
        }
    }

    fn open(&mut self, kind: Kind, factor: f64) {
        let products = self.of(kind);
        let around = products.last().copied().unwrap_or(1.0);
        products.push((around * factor).min(LARGEST_PRODUCT));
    }

    fn close(&mut self, kind: Kind) {
        self.of(kind).pop();
    }

    fn current(&self) -> f64 {
        self.round.last().copied().unwrap_or(1.0) * self.square.last().copied().unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_WEIGHT, Part, parse};

    /// Text and weight of every part; `BREAK` has the weight -1, as the web UI shows it.
    fn weights(prompt: &str) -> Vec<(String, f32)> {
        let show = |part| match part {
            Part::Text(fragment) => (fragment.text, fragment.weight),
            Part::Break(_) => ("BREAK".to_owned(), -1.0),
        };
        parse(prompt).into_iter().map(show).collect()
    }

    fn assert_weights(prompt: &str, expected: &[(&str, f32)]) {
        let found = weights(prompt);
        let close = |((text, weight), (wanted, number)): (&(String, f32), &(&str, f32))| {
            text == wanted && (weight - number).abs() < 1e-6
        };
        assert!(
            found.len() == expected.len() && found.iter().zip(expected).all(close),
            "{prompt:?} gives {found:?} instead of {expected:?}"
        );
    }

    /// The examples in the web UI's own documentation.
    #[test]
    fn documented_examples() {
        assert_weights("normal text", &[("normal text", 1.0)]);
        assert_weights("an (important) word", &[("an ", 1.0), ("important", 1.1), (" word", 1.0)]);
        assert_weights("(unbalanced", &[("unbalanced", 1.1)]);
        assert_weights(r"\(literal\]", &[("(literal]", 1.0)]);
        assert_weights("(unnecessary)(parens)", &[("unnecessaryparens", 1.1)]);
        assert_weights(
            "a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).",
            &[
                ("a ", 1.0),
                ("house", 1.573),
                (" ", 1.1),
                ("on", 1.0),
                (" a ", 1.1),
                ("hill", 0.55),
                (", sun, ", 1.1),
                ("sky", 1.4641),
                (".", 1.1),
            ],
        );
        assert_weights("a ((word))", &[("a ", 1.0), ("word", 1.21)]);
        assert_weights("a [word]", &[("a ", 1.0), ("word", 1.0 / 1.1)]);
        assert_weights("a (word:0.25)", &[("a ", 1.0), ("word", 0.25)]);
        assert_weights(r"a \(word\)", &[("a (word)", 1.0)]);
    }

    #[test]
    fn brackets_without_partner() {
        assert_weights("a [b c", &[("a ", 1.0), ("b c", 1.0 / 1.1)]);
        assert_weights("a) b]", &[("a) b]", 1.0)]);
        assert_weights("a:1.2) b", &[("a:1.2) b", 1.0)]);
        assert_weights("(a[b)c]", &[("a", 1.1), ("b", 1.0), ("c", 1.0 / 1.1)]);
        assert_weights("[a:1.5]", &[("a:1.5", 1.0 / 1.1)]);
        assert_weights("()[]", &[]);
        assert_weights("", &[]);
    }

    #[test]
    fn numbers() {
        assert_weights("(a: 1.5 )(b:.5)(c:+2)(d:1.)", &[("a", 1.5), ("b", 0.5), ("c", 2.0), ("d", 1.0)]);
        assert_weights("(a:nan)", &[("a:nan", 1.1)]);
        assert_weights("(a:1.2.3)", &[("a:1.2.3", 1.1)]);
        assert_weights("(a:1e3)", &[("a:1e3", 1.1)]);
        assert_weights("(a:b:1.5)", &[("a:b", 1.5)]);
        assert_weights("(a:99)(b:-1)(c:0)", &[("a", MAX_WEIGHT), ("bc", 0.0)]);
        assert_weights(&format!("(a:{})", "9".repeat(400)), &[("a", MAX_WEIGHT)]);
    }

    #[test]
    fn escapes() {
        assert_weights(r"(a \(b\):1.5)", &[("a (b)", 1.5)]);
        assert_weights(r"a\\b \c\", &[(r"a\b c", 1.0)]);
    }

    #[test]
    fn break_stands_alone() {
        assert_weights("a BREAK b", &[("a", 1.0), ("BREAK", -1.0), ("b", 1.0)]);
        assert_weights("(a BREAK b:2)", &[("a", 2.0), ("BREAK", -1.0), ("b", 2.0)]);
        assert_weights("a,BREAK\nBREAK", &[("a,", 1.0), ("BREAK", -1.0), ("BREAK", -1.0)]);
        assert_weights("BREAKS aBREAK break", &[("BREAKS aBREAK break", 1.0)]);
    }

    #[test]
    fn many_brackets() {
        let deep = format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000));
        assert_weights(&deep, &[("a", MAX_WEIGHT)]);
        assert_weights(&format!("({deep}:0)"), &[("a", 0.0)]);
        let low = format!("{}a{}", "[".repeat(10_000), "]".repeat(10_000));
        assert_weights(&low, &[("a", 0.0)]);
        let open = weights(&"((a[".repeat(10_000));
        assert_eq!(open.iter().map(|(text, _)| text.len()).sum::<usize>(), 10_000);
        assert!(open.iter().all(|(_, weight)| (0.0..=MAX_WEIGHT).contains(weight)));
    }

    #[test]
    fn ranges_lead_back_to_the_prompt() {
        let prompt = r"a (é \(b\):1.5) BREAK c";
        let ranges: Vec<_> = parse(prompt)
            .into_iter()
            .map(|part| match part {
                Part::Text(fragment) => &prompt[fragment.range()],
                Part::Break(range) => &prompt[range],
            })
            .collect();
        assert_eq!(ranges, ["a ", r"é \(b\)", "BREAK", "c"]);

        let Some(Part::Text(fragment)) = parse("(one)(two)").pop() else { panic!("there is text") };
        assert_eq!(fragment.text, "onetwo");
        assert_eq!(fragment.source(3..6), 6..9);
        assert_eq!(fragment.source(2..4), 3..7);
        assert_eq!(fragment.source(4..99), 7..9);
    }
}
