//! How soon a task starts that has nothing to wait for.

use super::{person::Person, quantile};
use crate::{pictures, report::Report, server::Server};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::path::Path;

const TASKS: u32 = 200;
const SIDE: u32 = 64;

pub async fn measure(program: &Path, threads: usize, report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let server = Server::start(program, folder.path(), threads).await?;
    let person = Person::register(&server.url, "start").await?;
    let mut waits_ms = Vec::new();
    for number in 0..=TASKS {
        let task: Value =
            person.upscale(pictures::png(SIDE, number)?)?.send().await?.error_for_status()?.json().await?;
        ensure!(task["state"] == "succeeded", "the task did not succeed: {task}");
        // The first one waits for its model.
        if number > 0 {
            waits_ms.push(task["timings_ms"]["queue"].as_f64().context("no time in the queue")?);
        }
    }
    report.note("from added to started, p50", quantile(&mut waits_ms, 0.5), "ms");
    report.note("from added to started, p99", quantile(&mut waits_ms, 0.99), "ms");
    server.stop().await
}
