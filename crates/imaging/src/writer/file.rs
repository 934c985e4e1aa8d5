//! The file behind a writer: counted, hashed, and removed when it is not finished.

use crate::ImageError;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// A handle to the file. Clones write to the same one: an encoder swallows its writer, and does not give it back.
#[derive(Clone)]
pub(super) struct OutputFile(Arc<Mutex<Inner>>);

struct Inner {
    file: BufWriter<File>,
    path: PathBuf,
    sha256: Sha256,
    bytes: u64,
    /// The first failure, for good: the PNG encoder writes its last chunk from a destructor, which cannot report it.
    failure: Option<io::Error>,
    finished: bool,
}

impl OutputFile {
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = BufWriter::with_capacity(1 << 16, File::create(path)?);
        let inner =
            Inner { file, path: path.to_owned(), sha256: Sha256::new(), bytes: 0, failure: None, finished: false };
        Ok(Self(Arc::new(Mutex::new(inner))))
    }

    /// Length and SHA-256 of what was written.
    pub fn finish(self) -> io::Result<(u64, [u8; 32])> {
        self.with(|inner| {
            inner.file.flush()?;
            inner.finished = true;
            Ok((inner.bytes, inner.sha256.finalize_reset().into()))
        })
    }

    /// The failure of the file that lies behind an encoder's error, if there is one: encoders reduce it to a text.
    pub fn cause(&self, error: ImageError) -> ImageError {
        self.with(|_| Ok(())).err().map_or(error, ImageError::Io)
    }

    fn with<T>(&self, act: impl FnOnce(&mut Inner) -> io::Result<T>) -> io::Result<T> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(failure) = &inner.failure {
            return Err(copy(failure));
        }
        act(&mut inner).inspect_err(|error| inner.failure = Some(copy(error)))
    }
}

fn copy(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

impl Write for OutputFile {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.with(|inner| {
            inner.file.write_all(data)?;
            inner.sha256.update(data);
            inner.bytes += data.len() as u64;
            Ok(data.len())
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        // Encoders flush after every row; the buffer is flushed once, at the end.
        self.with(|_| Ok(()))
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if !self.finished {
            // Best effort: the caller already has an error, or was canceled.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}
