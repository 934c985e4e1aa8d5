//! Progress: a bar on a terminal, now and then a line elsewhere.

use crate::cli::say;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    io::IsTerminal,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};
use studio_hub::human;

/// Between two lines where there is no terminal.
const PAUSE: Duration = Duration::from_secs(10);

pub struct Bar {
    bar: ProgressBar,
    terminal: bool,
    said: Mutex<Option<Instant>>,
}

impl Bar {
    /// A bar of `size` bytes.
    pub fn new(size: u64) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(Some(size), ProgressDrawTarget::stderr());
        // A mistake in the template would leave the plain bar.
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {percent:>3} %  {msg}") {
            bar.set_style(style.progress_chars("━╸ "));
        }
        Self { bar, terminal, said: Mutex::new(None) }
    }

    pub fn set(&self, bytes: u64, size: u64, words: &str) {
        self.bar.set_length(size);
        self.bar.set_position(bytes);
        let words = format!("{} of {}{words}", human::bytes(bytes), human::bytes(size));
        if !self.terminal && self.is_time() {
            say(&words);
        }
        self.bar.set_message(words);
    }

    /// Words beside the bar, where there is one.
    pub fn note(&self, words: &str) {
        self.bar.set_message(words.to_owned());
    }

    /// A line above the bar.
    pub fn say(&self, line: &str) {
        self.bar.suspend(|| say(line));
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn is_time(&self) -> bool {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let first = said.is_none();
        // The first is not worth a line: nothing has happened yet.
        let due = said.is_some_and(|at| at.elapsed() >= PAUSE);
        if due || first {
            *said = Some(Instant::now());
        }
        due
    }
}
