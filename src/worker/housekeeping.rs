//! Periodic work. Every server does it; the database sees to it that each thing is done once.

use std::{future::Future, time::Duration};
use studio_services::{Error, Services};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// A dead worker is noticed within its lease (10 s) plus this.
const REAP_EVERY: Duration = Duration::from_secs(3);
const SWEEP_EVERY: Duration = Duration::from_secs(10);

/// Runs until `stopping`: takes tasks back from dead workers, removes files and rows whose time is over.
pub async fn keep_house(services: Services, stopping: CancellationToken) {
    let reap = every(REAP_EVERY, || async {
        let reaped = services.queue().reap().await?;
        if reaped > 0 {
            tracing::warn!(tasks = reaped, "took tasks back from workers that stopped");
        }
        Ok(())
    });
    let sweep = every(SWEEP_EVERY, || async { services.sweep().await.map(|_| ()) });
    tokio::select! {
        () = stopping.cancelled() => {}
        () = reap => {}
        () = sweep => {}
    }
}

/// A round that fails is logged and tried again: the database may be away for a while.
async fn every<F: Future<Output = Result<(), Error>>>(period: Duration, mut work: impl FnMut() -> F) {
    let mut tick = interval(period);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        if let Err(error) = work().await {
            tracing::warn!(error = format!("{:#}", anyhow::Error::new(error)), "housekeeping failed, will try again");
        }
    }
}
