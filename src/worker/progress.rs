//! The line between a running task and the queue: progress goes out, cancellation comes in, the lease stays alive.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use image::{RgbImage, codecs::jpeg::JpegEncoder, imageops};
use std::{
    convert::Infallible,
    sync::{
        Arc, Mutex, PoisonError,
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

/// Longest side of a preview, in pixels: a notification of the database may have 8000 bytes at most.
const PREVIEW_SIDE: u32 = 96;
const PREVIEW_QUALITY: u8 = 70;

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

/// The newest preview that has not been told, as a `data:` URL.
#[derive(Clone, Default)]
pub struct PreviewCell(Arc<Mutex<Option<RgbImage>>>);

impl PreviewCell {
    pub fn set(&self, picture: RgbImage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(picture);
    }

    fn take(&self) -> Option<String> {
        let picture = self.0.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        let longest = picture.width().max(picture.height());
        let side = |length: u32| (length * PREVIEW_SIDE / longest).max(1);
        let (width, height) = (side(picture.width()), side(picture.height()));
        let picture = if longest > PREVIEW_SIDE { imageops::thumbnail(&picture, width, height) } else { picture };
        let mut jpeg = Vec::new();
        let encoded = JpegEncoder::new_with_quality(&mut jpeg, PREVIEW_QUALITY).encode_image(&picture);
        encoded.inspect_err(|error| tracing::warn!(%error, "a preview cannot be written")).ok()?;
        Some(format!("data:image/jpeg;base64,{}", STANDARD.encode(jpeg)))
    }
}

/// Beats until dropped. Cancels the run when the task was canceled, taken away, or its lease cannot be kept.
pub async fn beat(
    services: &Services,
    lease: &Lease,
    progress: &ProgressCell,
    preview: &PreviewCell,
    cancel: &CancelToken,
) -> Infallible {
    let mut tick = interval(BEAT);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last_answer = Instant::now();
    loop {
        tick.tick().await;
        // Before the step it belongs to, so that both are told together.
        if let Some(preview) = preview.take()
            && let Err(error) = services.queue().preview(lease, &preview).await
        {
            tracing::debug!(error = format!("{:#}", anyhow::Error::new(error)), "a preview did not get through");
        }
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
