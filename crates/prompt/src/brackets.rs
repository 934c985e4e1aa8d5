//! Finds the brackets, escapes and breaks of a prompt, and what each bracket multiplies by.

use std::ops::Range;

/// What a bracket without a number multiplies by, or divides by when it is square.
const STEP: f64 = 1.1;
const MAX_PLACES: usize = 15;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Round,
    Square,
}

/// What happens in a prompt, from left to right; ranges are bytes of the prompt.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    /// With what it multiplies by, and where the sign is.
    Open(Kind, f64, Range<usize>),
    /// With its sign, and the weight before it.
    Close(Kind, Range<usize>),
    Text(Range<usize>),
    Break(Range<usize>),
}

pub(crate) fn events(prompt: &str) -> Vec<Event> {
    let mut reader = Reader { prompt, events: Vec::new(), round: Vec::new(), square: Vec::new() };
    let mut at = 0;
    while let Some(first) = prompt[at..].chars().next() {
        at += reader.read(at, first);
    }
    reader.events
}

struct Reader<'a> {
    prompt: &'a str,
    events: Vec<Event>,
    /// The events of the brackets that are open.
    round: Vec<usize>,
    square: Vec<usize>,
}

impl Reader<'_> {
    /// Reads what begins at `at`, and says how many bytes that were.
    fn read(&mut self, at: usize, first: char) -> usize {
        let rest = &self.prompt[at..];
        match first {
            '\\' => {
                let escaped = rest[1..].starts_with(['(', ')', '[', ']', '\\']);
                if escaped {
                    self.events.push(Event::Text(at + 1..at + 2));
                }
                return 1 + usize::from(escaped);
            }
            '(' => self.open(Kind::Round, at),
            '[' => self.open(Kind::Square, at),
            ')' => self.close(Kind::Round, STEP, at..at + 1),
            ']' => self.close(Kind::Square, 1.0 / STEP, at..at + 1),
            ':' => match weight(rest) {
                Some((factor, length)) => {
                    self.close(Kind::Round, factor, at..at + length);
                    return length;
                }
                None => self.events.push(Event::Text(at..at + 1)),
            },
            _ => {
                let length = rest.find(['\\', '(', ')', '[', ']', ':']).unwrap_or(rest.len());
                self.text(at..at + length);
                return length;
            }
        }
        1
    }

    fn open_brackets(&mut self, kind: Kind) -> &mut Vec<usize> {
        match kind {
            Kind::Round => &mut self.round,
            Kind::Square => &mut self.square,
        }
    }

    /// The factor holds unless another one is found at the end of the bracket.
    fn open(&mut self, kind: Kind, at: usize) {
        let factor = if kind == Kind::Round { STEP } else { 1.0 / STEP };
        let event = self.events.len();
        self.open_brackets(kind).push(event);
        self.events.push(Event::Open(kind, factor, at..at + 1));
    }

    /// What closes nothing is text.
    fn close(&mut self, kind: Kind, factor: f64, source: Range<usize>) {
        match self.open_brackets(kind).pop() {
            Some(event) => {
                if let Event::Open(_, assumed, _) = &mut self.events[event] {
                    *assumed = factor;
                }
                self.events.push(Event::Close(kind, source));
            }
            None => self.events.push(Event::Text(source)),
        }
    }

    /// Text that has no signs in it, only breaks. White space around a break goes with it.
    fn text(&mut self, range: Range<usize>) {
        let text = &self.prompt[range.clone()];
        let mut start = 0;
        for (at, word) in text.match_indices("BREAK") {
            let end = at + word.len();
            let inside_word =
                text[..at].chars().next_back().is_some_and(is_word) || text[end..].chars().next().is_some_and(is_word);
            if inside_word {
                continue;
            }
            self.push_text(range.start + start, text[start..at].trim_end());
            self.events.push(Event::Break(range.start + at..range.start + end));
            start = text.len() - text[end..].trim_start().len();
        }
        self.push_text(range.start + start, &text[start..]);
    }

    fn push_text(&mut self, start: usize, text: &str) {
        if !text.is_empty() {
            self.events.push(Event::Text(start..start + text.len()));
        }
    }
}

fn is_word(value: char) -> bool {
    value.is_alphanumeric() || value == '_'
}

/// Reads `:1.2)`: the number, at most [`crate::MAX_WEIGHT`] and not below 0, and the length of it all in bytes.
fn weight(text: &str) -> Option<(f64, usize)> {
    let number = text.strip_prefix(':')?.trim_start();
    let end = number.find(|sign: char| !matches!(sign, '0'..='9' | '.' | '+' | '-')).unwrap_or(number.len());
    let rest = number[end..].trim_start().strip_prefix(')')?;
    Some((decimal(&number[..end])?.clamp(0.0, f64::from(crate::MAX_WEIGHT)), text.len() - rest.len()))
}

/// Reads a number without an exponent. The standard library would, but its tables are 15 kB of the page.
fn decimal(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    // More of them say nothing that a number can hold.
    let places = fraction.len().min(MAX_PLACES);
    let mut number = 0.0;
    for digit in whole.chars().chain(fraction[..places].chars()) {
        number = number * 10.0 + f64::from(digit.to_digit(10)?);
    }
    fraction
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| sign * number / (0..places).fold(1.0, |power, _| power * 10.0))
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn numbers_are_read_as_the_standard_library_reads_them() {
        for text in [
            "1",
            "1.1",
            "0.95",
            "1.",
            ".5",
            "+1.25",
            "-0.3",
            "007.50",
            "1.123456789012345",
            "12345678",
            "",
            ".",
            "+",
            "-.",
            "1.2.3",
            "1-2",
            "--1",
            "1.2+",
            "1.-2",
        ] {
            assert_eq!(decimal(text), text.parse::<f64>().ok(), "{text:?}");
        }
        assert_eq!(decimal(&"9".repeat(400)), Some(f64::INFINITY));
        let long = decimal(&format!("0.{}", "3".repeat(400))).unwrap_or_default();
        assert!((long - 1.0 / 3.0).abs() < 1e-14);
    }
}
