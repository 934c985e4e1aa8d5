//! Runs end when they are told to, and errors end them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;

use common::{Collected, job, scene, starter, upscale};
use std::{
    io, thread,
    time::{Duration, Instant},
};
use studio_domain::ErrorCode;
use studio_imaging::{ImageError, RowSink};
use studio_inference::{CancelToken, Engine, InferenceError, RunControl, UpscaleJob};

/// Long enough to be stopped in the middle: half a minute and more.
fn long_job(engine: &Engine) -> UpscaleJob {
    job(engine, 4, scene(2000, 1500))
}

/// One tile takes longer than this on a slow machine, so a prompt end must come from within the network.
const PROMPT: Duration = Duration::from_secs(2);

#[test]
fn a_canceled_run_ends_at_once_and_the_model_stays_usable() {
    let engine = starter();
    let expected = upscale(&engine, 4, scene(20, 20));
    let (cancel, job) = (CancelToken::new(), long_job(&engine));
    let control = RunControl::default().with_cancel(cancel.clone());
    let canceled = thread::spawn(move || {
        thread::sleep(Duration::from_millis(500));
        cancel.cancel();
        Instant::now()
    });
    let result = engine.upscale(&job, &control, &mut Collected::default());
    let delay = canceled.join().unwrap().elapsed();
    assert!(matches!(result, Err(InferenceError::Canceled)), "{result:?}");
    assert!(delay < Duration::from_millis(500), "took {delay:?}");
    // The run that was under way is broken off, too: the next one need not wait for it.
    let started = Instant::now();
    assert_eq!(upscale(&engine, 4, scene(20, 20)), expected);
    assert!(started.elapsed() < PROMPT, "took {:?}", started.elapsed());
}

#[test]
fn a_run_canceled_before_does_nothing() {
    let engine = starter();
    let cancel = CancelToken::new();
    cancel.cancel();
    let control = RunControl::default().with_cancel(cancel);
    let result = engine.upscale(&long_job(&engine), &control, &mut Collected::default());
    assert_eq!(result.unwrap_err().code(), ErrorCode::Canceled);
}

#[test]
fn a_deadline_ends_a_run() {
    let engine = starter();
    let started = Instant::now();
    let control = RunControl::default().with_deadline(started + Duration::from_millis(600));
    let result = engine.upscale(&long_job(&engine), &control, &mut Collected::default());
    assert_eq!(result.unwrap_err().code(), ErrorCode::DeadlineExceeded);
    assert!(started.elapsed() < Duration::from_millis(600) + PROMPT, "took {:?}", started.elapsed());
}

struct FullDisk;

impl RowSink for FullDisk {
    fn write_rows(&mut self, _: &[u8]) -> Result<(), ImageError> {
        Err(ImageError::Io(io::ErrorKind::StorageFull.into()))
    }
}

#[test]
fn a_sink_that_fails_ends_the_run_with_its_error() {
    let engine = starter().with_tile(80);
    let result = engine.upscale(&job(&engine, 2, scene(400, 400)), &RunControl::default(), &mut FullDisk);
    assert_eq!(result.unwrap_err().code(), ErrorCode::StorageUnavailable);
}

#[test]
fn runs_beside_each_other_do_not_disturb_each_other() {
    let engine = starter().with_tile(80);
    let sizes = [(100, 90), (91, 160), (40, 30), (200, 20)];
    let alone: Vec<_> = sizes.iter().map(|&(w, h)| upscale(&engine, 2, scene(w, h))).collect();
    thread::scope(|scope| {
        for (&(w, h), alone) in sizes.iter().zip(&alone) {
            let engine = &engine;
            scope.spawn(move || assert_eq!(&upscale(engine, 2, scene(w, h)), alone));
        }
    });
}
