//! Many people at once: how fast tasks are accepted, how soon they start, what a long queue costs, what ten thousand
//! open pages cost, and what is left of the speed when too much is asked for.
//!
//! Everything is on loopback, and whoever asks takes its share of the same processors.

mod accept;
mod backlog;
mod overload;
mod person;
pub mod sockets;
mod start;

use crate::report::Report;
use anyhow::Result;
use std::path::Path;

/// Measures it all; beside the other server where `python` has what that needs.
///
/// # Errors
/// When a server cannot do its work.
pub async fn measure(program: &Path, python: Option<&Path>, threads: usize, report: &mut Report) -> Result<()> {
    accept::measure(program, python, threads, report).await?;
    start::measure(program, threads, report).await?;
    overload::measure(program, threads, report).await?;
    backlog::measure(report).await?;
    sockets::measure(program, threads, report).await
}

/// In place: sorts, and takes the value below which `share` of them lie; 0 of none.
fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get((last as f64 * share).ceil() as usize).copied().unwrap_or_default()
}
