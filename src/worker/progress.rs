//! The line between a running task and the queue: progress goes out, cancellation comes in, the lease stays alive.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use studio_inference::{CancelToken, Progress};
use studio_services::{Heartbeat, Lease, Services};
use tokio::time::{MissedTickBehavior, interval};

/// Often enough for a smooth bar and a prompt cancel, seldom enough for the database not to notice.
const BEAT: Duration = Duration::from_millis(400);
/// Without an answer for this long the lease has run out, so the work would be thrown away anyway.
const GIVE_UP: Duration = Duration::from_secs(10);

/// Latest step and steps, packed into one word so that the inference thread never waits.
#[derive(Clone, Default)]
pub struct ProgressCell(Arc<AtomicU64>);

impl ProgressCell {
    pub fn set(&self, progress: Progress) {
        self.0.store(u64::from(progress.step) << 32 | u64::from(progress.steps), Ordering::Relaxed);
    }

    fn get(&self) -> Option<(u32, u32)> {
        let packed = self.0.load(Ordering::Relaxed);
        let (step, steps) = ((packed >> 32) as u32, packed as u32);
        (steps > 0).then_some((step, steps))
    }
}

/// Beats until dropped. Cancels the run when the task was canceled, taken away, or its lease cannot be kept.
pub async fn beat(services: &Services, lease: &Lease, progress: &ProgressCell, cancel: &CancelToken) -> Infallible {
    let mut tick = interval(BEAT);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last_answer = Instant::now();
    loop {
        tick.tick().await;
        match services.queue().heartbeat(lease, progress.get()).await {
            Ok(Heartbeat::Continue) => last_answer = Instant::now(),
            Ok(Heartbeat::Cancel | Heartbeat::Lost) => cancel.cancel(),
            Err(error) => {
                tracing::warn!(error = format!("{:#}", anyhow::Error::new(error)), "a heartbeat did not get through");
                if last_answer.elapsed() > GIVE_UP {
                    cancel.cancel();
                }
            }
        }
    }
}
