//! Commands that do without a server what its tasks do.

pub mod generate;
pub mod models;
pub mod upscale;

use std::io::{IsTerminal, Write};
use studio_inference::Progress;

/// A line for the person at the terminal.
fn say(line: &str) {
    // Nobody to tell is no reason to stop.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Progress, where someone is watching.
fn show(progress: Progress) {
    let mut screen = std::io::stderr();
    if screen.is_terminal() {
        let end = if progress.step == progress.steps { "\n" } else { "" };
        let _ = write!(screen, "\rStep {} of {}{end}", progress.step, progress.steps);
    }
}
