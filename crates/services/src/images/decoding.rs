//! Bounds the memory and the processors that pictures may take in the server: uploads that are read, and files that are
//! wanted in another format.

use crate::Error;
use std::{sync::Arc, time::Duration};
use studio_domain::{ErrorCode, Problem};
use studio_imaging::ImageError;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// Pictures decoded at a time: each takes up to 4 bytes for each of 40 million pixels, and more while it is encoded.
const AT_A_TIME: usize = 2;
const LONGEST_WAIT: Duration = Duration::from_secs(30);

pub struct Decoding {
    permits: Arc<Semaphore>,
}

impl Decoding {
    pub fn new() -> Self {
        Self { permits: Arc::new(Semaphore::new(AT_A_TIME)) }
    }

    /// Waits for one's turn.
    ///
    /// # Errors
    /// `overloaded`.
    pub async fn permit(&self) -> Result<OwnedSemaphorePermit, Error> {
        let permit = timeout(LONGEST_WAIT, self.permits.clone().acquire_owned()).await;
        let Ok(Ok(permit)) = permit else {
            let detail = "Too many pictures are being read at the moment. Please try again in a minute.";
            return Err(Problem::new(ErrorCode::Overloaded, detail).into());
        };
        Ok(permit)
    }
}

/// Does it on a thread of its own.
pub async fn work<T: Send + 'static>(
    permit: OwnedSemaphorePermit,
    work: impl FnOnce() -> Result<T, ImageError> + Send + 'static,
) -> Result<T, Error> {
    let working = tokio::task::spawn_blocking(move || {
        let _until_done = permit;
        work()
    });
    Ok(working.await.map_err(|e| Error::Internal(format!("working on a picture broke off: {e}")))??)
}
