//! Work on whole pictures while somebody waits: on threads of its own, and only so much at a time, since each picture may
//! take hundreds of megabytes.

use crate::http::{
    error::{Error, Result},
    state::AppState,
};
use std::time::Duration;
use studio_domain::ErrorCode;
use tokio::time::timeout;

/// Pictures at a time.
pub const AT_A_TIME: usize = 2;
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Runs `work` when it is its turn.
pub async fn on_pixels<T: Send + 'static>(
    state: &AppState,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let Ok(Ok(permit)) = timeout(LONGEST_WAIT, state.pixels.clone().acquire_owned()).await else {
        let detail = "Too many pictures are being read at the moment. Please try again in a minute.";
        return Err(Error::new(ErrorCode::Overloaded, detail));
    };
    let work = move || {
        let _until_done = permit;
        work()
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "work on a picture broke off");
        Err(Error::new(ErrorCode::Internal, "The picture could not be worked on because of a defect."))
    })
}
