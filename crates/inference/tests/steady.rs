//! Failure upon failure, and the next picture is done all the same, in the same memory.
//!
//! The only test of its process: others would take memory too.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;
#[path = "families/installed.rs"]
mod installed;

use common::{scene, try_upscale};
use installed::install;
use std::fs;
use studio_inference::{Engine, InferenceError, RunControl, StyleJob, UpscaleJob};

const SECTION: &str = "[style]\ninput = { range = \"0-1\" }\noutput_range = \"0-1\"";
const ROUNDS: usize = 50;
/// Rounds after which everything that is kept for good is there.
const SETTLED: usize = 10;
/// What allocators may still add, in kB; a run that kept its picture would add three times as much each time.
const ALLOWED_KB: u64 = 24_000;

/// Resident memory of this process, in kB.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn style(engine: &Engine, style: &str) -> Result<(), InferenceError> {
    let picture = scene(1000, 800).into();
    let job = StyleJob { model: "test".into(), version: "1".into(), style: Some(style.into()), strength: 1.0, picture };
    engine.stylize(&job, &RunControl::default()).map(drop)
}

#[test]
fn good_and_failing_tasks_in_turn_leave_memory_as_it_was() {
    let files = [
        ("negative.onnx", "style = \"good\""),
        ("not_a_number.onnx", "style = \"not-a-number\""),
        ("half_size.onnx", "style = \"half\""),
        ("huge.onnx", "style = \"huge\""),
        ("cyclic.onnx", "style = \"cyclic\""),
    ];
    let installed = install("style-transfer", "style-transfer", SECTION, &files);
    let mut settled = 0;
    for round in 0..ROUNDS {
        let bad = ["not-a-number", "half", "huge", "cyclic"][round % 4];
        let error = style(&installed.engine, bad).expect_err(bad);
        assert!(!error.to_string().is_empty());
        style(&installed.engine, "good").expect("the next one is done");
        // An upscaler asked of a model that is none, too.
        let job = UpscaleJob { model: "test".into(), version: "1".into(), scale: 2, picture: scene(8, 8).into() };
        assert!(try_upscale(&installed.engine, &job).is_err());
        if round == SETTLED {
            settled = resident();
        }
    }
    let grown = resident().saturating_sub(settled);
    assert!(grown < ALLOWED_KB, "{ROUNDS} failures and as many pictures: {grown} kB more than after {SETTLED}");
}
