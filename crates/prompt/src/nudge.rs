//! Weighing a word more or less while the prompt is written.

use crate::{
    MAX_WEIGHT,
    brackets::{Event, Kind, events},
};
use std::ops::Range;

/// How much one step is.
const STEP: f64 = 0.1;

/// A change of a prompt, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What of the prompt is replaced, …
    pub range: Range<usize>,
    /// … by what, …
    pub text: String,
    /// … and what of the new prompt is selected then.
    pub selection: Range<usize>,
}

/// Weighs what is selected a tenth more or less: the innermost bracket around it, else the selection, else the word at
/// the cursor. A bracket that would weigh nothing more or less goes. `None` where there is nothing to weigh.
#[must_use]
pub fn nudge(prompt: &str, selection: Range<usize>, more: bool) -> Option<Edit> {
    prompt.get(selection.clone())?;
    let pairs = pairs(prompt);
    let around = pairs.iter().filter(|pair| pair.open.start <= selection.start && selection.end <= pair.close.end);
    if let Some(pair) = around.max_by_key(|pair| pair.open.start) {
        return pair.nudge(prompt, selection, more);
    }
    let range = if selection.is_empty() { word(prompt, selection.start) } else { trimmed(prompt, selection) };
    // What begins in a bracket and ends outside of it cannot have one of its own.
    let cut = |pair: &Pair| range.contains(&pair.open.start) != range.contains(&pair.close.start);
    if range.is_empty() || pairs.iter().any(cut) {
        return None;
    }
    Some(bracketed(&prompt[range.clone()], step(1.0, more), range.clone(), 0..range.len()))
}

/// Two brackets that belong together.
struct Pair {
    open: Range<usize>,
    close: Range<usize>,
    factor: f64,
}

impl Pair {
    fn nudge(&self, prompt: &str, selection: Range<usize>, more: bool) -> Option<Edit> {
        let weight = step(self.factor, more);
        let inner = &prompt[self.open.end..self.close.start];
        let within = |at: usize| at.saturating_sub(self.open.end).min(inner.len());
        let selection = within(selection.start)..within(selection.end);
        (weight != self.factor).then(|| bracketed(inner, weight, self.open.start..self.close.end, selection))
    }
}

/// `selection` is in bytes of `text`.
fn bracketed(text: &str, weight: f64, range: Range<usize>, selection: Range<usize>) -> Edit {
    let (text, sign) = if weight == 1.0 { (text.to_owned(), 0) } else { (format!("({text}:{weight})"), 1) };
    let start = range.start + sign;
    Edit { range, text, selection: start + selection.start..start + selection.end }
}

/// Hundredths are kept, so that what somebody wrote is not rounded off.
fn step(weight: f64, more: bool) -> f64 {
    let moved = if more { weight + STEP } else { weight - STEP };
    (moved * 100.0).round().clamp(0.0, f64::from(MAX_WEIGHT) * 100.0) / 100.0
}

fn pairs(prompt: &str) -> Vec<Pair> {
    let (mut pairs, mut round, mut square) = (Vec::new(), Vec::new(), Vec::new());
    for event in events(prompt) {
        match event {
            Event::Open(Kind::Round, factor, open) => round.push((factor, open)),
            // A tenth less, for whom counts in tenths.
            Event::Open(Kind::Square, _, open) => square.push((1.0 - STEP, open)),
            Event::Close(kind, close) => {
                let opened = if kind == Kind::Round { round.pop() } else { square.pop() };
                pairs.extend(opened.map(|(factor, open)| Pair { open, close, factor }));
            }
            Event::Text(_) | Event::Break(_) => {}
        }
    }
    pairs
}

/// The word at `at`, or before it.
fn word(prompt: &str, at: usize) -> Range<usize> {
    let is_word = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '\'');
    let (before, after) = prompt.split_at(at);
    let start =
        before.len() - before.chars().rev().take_while(|sign| is_word(*sign)).map(char::len_utf8).sum::<usize>();
    let end = at + after.chars().take_while(|sign| is_word(*sign)).map(char::len_utf8).sum::<usize>();
    start..end
}

fn trimmed(prompt: &str, range: Range<usize>) -> Range<usize> {
    let text = prompt[range.clone()].trim_start();
    let start = range.end - text.len();
    start..start + text.trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::nudge;

    /// `|` stands at both ends of what is selected, or once for a cursor.
    fn nudged(written: &str, more: bool) -> Option<String> {
        let (start, prompt) = (written.find('|').expect("a cursor"), written.replace('|', ""));
        let end = written.rfind('|').filter(|end| *end > start).map_or(start, |end| end - 1);
        let edit = nudge(&prompt, start..end, more)?;
        let mut new = prompt;
        new.replace_range(edit.range, &edit.text);
        new.insert(edit.selection.end, '|');
        if !edit.selection.is_empty() {
            new.insert(edit.selection.start, '|');
        }
        Some(new)
    }

    #[track_caller]
    fn assert_steps(steps: &[&str]) {
        for pair in steps.windows(2) {
            assert_eq!(nudged(pair[0], true).as_deref(), Some(pair[1]), "more of {}", pair[0]);
            assert_eq!(nudged(pair[1], false).as_deref(), Some(pair[0]), "less of {}", pair[1]);
        }
    }

    #[test]
    fn what_is_selected_goes_up_and_down() {
        assert_steps(&[
            "a (|red|:0.8) boat",
            "a (|red|:0.9) boat",
            "a |red| boat",
            "a (|red|:1.1) boat",
            "a (|red|:1.2) boat",
        ]);
        assert_steps(&["(a |red| boat:1.25)", "(a |red| boat:1.35)"]);
        assert_steps(&["|한글| x", "(|한글|:1.1) x"]);
    }

    #[test]
    fn without_a_selection_it_is_the_word_at_the_cursor() {
        assert_eq!(nudged("a re|d-ish, boat", true).as_deref(), Some("a (|red-ish|:1.1), boat"));
        assert_eq!(nudged("boat|", false).as_deref(), Some("(|boat|:0.9)"));
        assert_eq!(nudged("a , | b", true), None);
        assert_eq!(nudged("|", true), None);
    }

    #[test]
    fn plain_brackets_get_a_number() {
        assert_eq!(nudged("((re|d))", true).as_deref(), Some("((re|d:1.2))"));
        assert_eq!(nudged("(re|d)", false).as_deref(), Some("re|d"));
        assert_eq!(nudged("[re|d]", true).as_deref(), Some("re|d"));
        assert_eq!(nudged("[re|d]", false).as_deref(), Some("(re|d:0.8)"));
        assert_eq!(nudged("|(red:1.1)|", true).as_deref(), Some("(|red|:1.2)"));
    }

    #[test]
    fn bounds_and_torn_brackets_are_left_alone() {
        assert_eq!(nudged("(re|d:10)", true), None);
        assert_eq!(nudged("(re|d:0)", false), None);
        assert_eq!(nudged("|a (red| boat)", true), None);
        assert_eq!(nudged("| a (red) |", true).as_deref(), Some(" (|a (red)|:1.1) "));
        assert_eq!(nudge("é", 1..1, true), None, "the middle of a letter");
    }
}
