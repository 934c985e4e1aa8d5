//! One process at a time for each model.

use crate::{Event, HubError, Listener};
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    os::unix::fs::MetadataExt,
    path::PathBuf,
    time::Duration,
};

/// How often someone who waits looks again.
const LOOK: Duration = Duration::from_millis(200);

/// Held until dropped; the system releases it when the process dies.
#[derive(Debug)]
pub(crate) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// `None` when another has it.
    ///
    /// # Errors
    /// [`HubError::Io`]
    pub fn take(path: PathBuf) -> Result<Option<Self>, HubError> {
        let cannot = HubError::io("lock", &path);
        loop {
            let file = OpenOptions::new().create(true).append(true).open(&path).map_err(&cannot)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(cannot(error)),
            }
            // Whoever had it may have removed the file in between; then the lock is on nothing.
            let mine = file.metadata().map_err(&cannot)?.ino();
            if fs::metadata(&path).is_ok_and(|there| there.ino() == mine) {
                return Ok(Some(Self { path, _file: file }));
            }
        }
    }

    /// Waits for whoever has it.
    ///
    /// # Errors
    /// [`HubError::Io`]
    pub async fn wait(path: PathBuf, listener: Listener<'_>) -> Result<Self, HubError> {
        let mut told = false;
        loop {
            if let Some(lock) = Self::take(path.clone())? {
                return Ok(lock);
            }
            if !told {
                listener(Event::Waiting);
                told = true;
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While it is still held, so that nobody else's is removed.
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_has_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a@1.lock");
        let lock = Lock::take(path.clone()).expect("no error").expect("free");
        assert!(Lock::take(path.clone()).expect("no error").is_none());
        drop(lock);
        assert!(!path.exists());
        assert!(Lock::take(path).expect("no error").is_some());
    }
}
