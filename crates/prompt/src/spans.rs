//! A prompt as it is written, cut into what counts how much and what is syntax, for those who show it.

use crate::weights::{Run, limited, runs};
use std::ops::Range;

/// A piece of a prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// In bytes of the prompt.
    pub range: Range<usize>,
    pub kind: SpanKind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SpanKind {
    /// With its weight, as [`parse`](crate::parse) has it.
    Text(f32),
    /// Brackets, weights, and the backslash before a sign.
    Sign,
    Break,
}

/// Cuts a prompt up, by the rules of [`parse`](crate::parse). The pieces are all of the prompt, without gaps.
#[must_use]
pub fn spans(prompt: &str) -> Vec<Span> {
    let mut spans = Spans { prompt, found: Vec::new(), end: 0 };
    for run in runs(prompt) {
        match run {
            Run::Text(range, product) => spans.push(range, SpanKind::Text(limited(product))),
            Run::Break(range) => spans.push(range, SpanKind::Break),
        }
    }
    spans.fill(prompt.len());
    spans.found
}

struct Spans<'a> {
    prompt: &'a str,
    found: Vec<Span>,
    end: usize,
}

impl Spans<'_> {
    fn push(&mut self, range: Range<usize>, kind: SpanKind) {
        self.fill(range.start);
        self.append(range, kind);
    }

    /// What no part of a prompt came from is syntax, or the white space that goes with a break.
    fn fill(&mut self, end: usize) {
        let gap = &self.prompt[self.end..end];
        let start = end - gap.trim_start().len();
        let last = start + gap.trim().len();
        for (range, kind) in
            [(self.end..start, SpanKind::Text(1.0)), (start..last, SpanKind::Sign), (last..end, SpanKind::Text(1.0))]
        {
            if !range.is_empty() {
                self.append(range, kind);
            }
        }
    }

    fn append(&mut self, range: Range<usize>, kind: SpanKind) {
        self.end = range.end;
        match self.found.last_mut() {
            Some(last) if last.kind == kind && kind != SpanKind::Break => last.range.end = range.end,
            _ => self.found.push(Span { range, kind }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SpanKind::{Break, Sign, Text};

    fn assert_spans(prompt: &str, expected: &[(&str, SpanKind)]) {
        let found: Vec<_> = spans(prompt).into_iter().map(|span| (&prompt[span.range], span.kind)).collect();
        assert_eq!(found, expected, "{prompt:?}");
    }

    #[test]
    fn every_byte_is_somewhere() {
        assert_spans("", &[]);
        assert_spans("a red: boat", &[("a red: boat", Text(1.0))]);
        assert_spans(
            r"a (é:1.5) \(b\) BREAK [c",
            &[
                ("a ", Text(1.0)),
                ("(", Sign),
                ("é", Text(1.5)),
                (":1.5)", Sign),
                (" ", Text(1.0)),
                (r"\", Sign),
                ("(b", Text(1.0)),
                (r"\", Sign),
                (") ", Text(1.0)),
                ("BREAK", Break),
                (" ", Text(1.0)),
                ("[", Sign),
                ("c", Text((1.0 / 1.1_f64) as f32)),
            ],
        );
        assert_spans("((a))b)", &[("((", Sign), ("a", Text(1.21)), ("))", Sign), ("b)", Text(1.0))]);
    }

    #[test]
    fn the_pieces_are_the_prompt() {
        for prompt in ["(((a:1.3)) [on] a (hill:0.5), (((sky))).", r"\\(a\:2) BREAK BREAK", "한(글:1.2)]"] {
            let pieces: String = spans(prompt).into_iter().map(|span| &prompt[span.range]).collect();
            assert_eq!(pieces, prompt);
        }
    }
}
