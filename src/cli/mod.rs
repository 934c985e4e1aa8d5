//! Commands that do without a server what its tasks do.

pub mod generate;
pub mod inpaint;
pub mod models;
mod pictures;
pub mod remove_background;
pub mod segment;
pub mod style;
pub mod upscale;
pub mod users;

use std::{
    io::{IsTerminal, Write},
    path::Path,
};
use studio_inference::{Progress, RunReport};

/// A line for the person at the terminal.
fn say(line: &str) {
    // Nobody to tell is no reason to stop.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// What was written, by which model, and how long each stage took.
fn say_what_ran(output: &Path, report: &RunReport) {
    let RunReport { model, version, device, load, preprocess, inference, postprocess } = report;
    say(&format!(
        "{} by {model}@{version} on {device}: load {load:.1?}, preprocess {preprocess:.1?}, inference {inference:.1?}, \
         postprocess {postprocess:.1?}",
        output.display()
    ));
}

/// Progress, where someone is watching.
fn show(progress: Progress) {
    let mut screen = std::io::stderr();
    if screen.is_terminal() {
        let end = if progress.step == progress.steps { "\n" } else { "" };
        let _ = write!(screen, "\rStep {} of {}{end}", progress.step, progress.steps);
    }
}
