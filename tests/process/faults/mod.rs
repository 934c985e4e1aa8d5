//! What may go wrong, made to go wrong under load: short by default, at length by `make test-faults`, which prints the
//! numbers. Whatever was accepted must end exactly once, with its files and nothing besides.

mod database;
mod ledger;
mod paused;
mod server;
mod workers;

use std::time::Duration;
use uuid::Uuid;

/// How often to do it.
fn rounds(short: u32, long: u32) -> u32 {
    if std::env::var_os("STUDIO_FAULTS").is_some_and(|length| length == "long") { long } else { short }
}

/// A moment that nobody can foresee.
async fn some_time_below(most: Duration) {
    let share = (Uuid::new_v4().as_u128() % 1000) as f64 / 1000.0;
    tokio::time::sleep(most.mul_f64(share)).await;
}

/// The value below which `share` of them lie.
fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    values.get((last as f64 * share).ceil() as usize).copied()
}
