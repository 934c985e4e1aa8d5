//! A task may have taken minutes, so a bucket that is away for a moment must not cost it.

use crate::{Error, error::Chain};
use std::time::Duration;

const PAUSES: [Duration; 4] =
    [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4), Duration::from_secs(8)];

/// Tries for a quarter of a minute.
pub async fn patiently<T, F: Future<Output = Result<T, Error>>>(attempt: impl Fn() -> F) -> Result<T, Error> {
    for pause in PAUSES {
        match attempt().await {
            Err(error) if error.is_bucket_away() => {
                tracing::warn!(error = %Chain(&error), "will try again in {} s", pause.as_secs());
                tokio::time::sleep(pause).await;
            }
            done => return done,
        }
    }
    attempt().await
}
