//! What was measured, beside what was aimed at.

use std::fmt::Write as _;
use std::io::Write as _;

#[derive(Default)]
pub struct Report(Vec<Line>);

struct Line {
    name: String,
    value: String,
    goal: String,
    /// Whether the goal is met, where there is one.
    met: Option<bool>,
}

impl Report {
    pub fn note(&mut self, name: &str, value: f64, unit: &str) {
        self.0.push(Line { name: name.into(), value: number(value, unit), goal: String::new(), met: None });
    }

    pub fn at_most(&mut self, name: &str, value: f64, goal: f64, unit: &str) {
        self.goal(name, value, unit, format!("≤ {}", number(goal, unit)), value <= goal);
    }

    pub fn at_least(&mut self, name: &str, value: f64, goal: f64, unit: &str) {
        self.goal(name, value, unit, format!("≥ {}", number(goal, unit)), value >= goal);
    }

    fn goal(&mut self, name: &str, value: f64, unit: &str, goal: String, met: bool) {
        self.0.push(Line { name: name.into(), value: number(value, unit), goal, met: Some(met) });
    }

    pub fn print(&self, threads: usize) {
        let mut text = format!("\nBenchmark, {threads} threads\n");
        for Line { name, value, goal, met } in &self.0 {
            let verdict = match met {
                Some(true) => "met",
                Some(false) => "MISSED",
                None => "",
            };
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  {name:<50}{value:>12}  {goal:<12}{verdict}");
        }
        // Nobody is left to tell when standard output is closed.
        let _ = std::io::stdout().write_all(text.as_bytes());
    }
}

fn number(value: f64, unit: &str) -> String {
    let digits = if value.abs() < 10.0 {
        2
    } else if value.abs() < 100.0 {
        1
    } else {
        0
    };
    format!("{value:.digits$} {unit}").trim_end().to_owned()
}
