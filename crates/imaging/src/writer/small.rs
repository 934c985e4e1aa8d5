//! Thumbnail and blurhash, made on a thread of their own while the encoder has the rows.

use super::Channels;
use crate::{ImageError, Thumbnail, thumbnail::Thumbnailer};
use std::{
    sync::mpsc::{SyncSender, sync_channel},
    thread::{self, JoinHandle},
};

/// Pieces of rows that may wait: memory stays flat.
const WAITING: usize = 8;

pub(super) struct SmallVersions {
    rows: SyncSender<Vec<u8>>,
    thread: JoinHandle<Result<(Thumbnail, String), ImageError>>,
}

impl SmallVersions {
    /// # Errors
    /// [`ImageError::Io`] when no thread can be started.
    pub fn start(size: (u32, u32), channels: Channels, icc_profile: Option<Vec<u8>>) -> Result<Self, ImageError> {
        let (rows, inbox) = sync_channel::<Vec<u8>>(WAITING);
        let stride = size.0 as usize * channels.count();
        let make = move || {
            let mut thumbnailer = Thumbnailer::new(size.0, size.1, channels == Channels::Rgba);
            for piece in inbox {
                piece.chunks_exact(stride).for_each(|row| thumbnailer.push_row(row));
            }
            thumbnailer.finish(icc_profile.as_deref())
        };
        let thread = thread::Builder::new().name("thumbnail".into()).spawn(make).map_err(ImageError::Io)?;
        Ok(Self { rows, thread })
    }

    /// Takes whole rows.
    ///
    /// # Errors
    /// [`ImageError::Encode`] when the thread is gone.
    pub fn push(&self, rows: &[u8]) -> Result<(), ImageError> {
        self.rows.send(rows.to_vec()).map_err(|_| gone())
    }

    /// To be called after the last row.
    ///
    /// # Errors
    /// [`ImageError::Encode`].
    pub fn finish(self) -> Result<(Thumbnail, String), ImageError> {
        drop(self.rows);
        self.thread.join().map_err(|_| gone())?
    }
}

fn gone() -> ImageError {
    ImageError::Encode("the thumbnail broke off".into())
}
