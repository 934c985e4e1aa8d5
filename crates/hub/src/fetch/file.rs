//! One file, from one address after the other.

use super::{
    Event, FetchError, Fetcher, Listener, Next, Progress,
    failure::Failure,
    meter::Meter,
    part::{Part, Pin},
    transfer::{Stop, transfer},
};
use crate::{Address, HubError, PinnedFile};
use std::{path::Path, time::Duration};

/// The files of one model on their way.
pub(crate) struct Download<'a> {
    fetcher: &'a Fetcher,
    listener: Listener<'a>,
    meter: Meter,
    /// Bytes of all files.
    size: u64,
    files: usize,
    /// Bytes of the files that are done.
    done: u64,
    /// Files that are done.
    count: usize,
    /// Bytes that came over the network.
    fetched: u64,
}

impl<'a> Download<'a> {
    pub fn new(fetcher: &'a Fetcher, listener: Listener<'a>, files: &[PinnedFile]) -> Self {
        let size = files.iter().map(|file| file.size).sum();
        Self { fetcher, listener, meter: Meter::new(), size, files: files.len(), done: 0, count: 0, fetched: 0 }
    }

    /// Bytes that came over the network.
    pub fn fetched(&self) -> u64 {
        self.fetched
    }

    /// A file that was there already.
    pub fn skip(&mut self, file: &PinnedFile) {
        self.report(&file.path, file.size);
        self.finish(file);
    }

    /// Fetches `file` by way of `part` to `target`; its SHA-256.
    ///
    /// # Errors
    /// [`HubError::Fetch`] with the last failure of each address, [`HubError::Io`].
    pub async fn file(&mut self, file: &PinnedFile, part: &Path, target: &Path) -> Result<String, HubError> {
        if part.metadata().is_ok_and(|found| found.len() > 0) {
            (self.listener)(Event::Checking(&file.path));
        }
        let (path, pin) = (part.to_owned(), Pin { size: file.size, checksum: file.checksum.clone() });
        let mut part = blocking(move || Part::open(path, pin)).await?;
        self.report(&file.path, part.length());
        let mut failures = Vec::new();
        for (i, address) in file.urls.iter().enumerate() {
            let last = i + 1 == file.urls.len();
            match self.address(file, address, &mut part, last).await? {
                Ok(sha256) => {
                    let target = target.to_owned();
                    blocking(move || part.finish(&target)).await?;
                    self.finish(file);
                    return Ok(sha256);
                }
                Err(failure) => failures.push((address.clone(), failure)),
            }
        }
        Err(FetchError { file: file.path.clone(), failures }.into())
    }

    /// Everything that one address can give.
    async fn address(
        &mut self,
        file: &PinnedFile,
        address: &Address,
        part: &mut Part,
        last: bool,
    ) -> Result<Result<String, Failure>, HubError> {
        let Self { fetcher, listener, .. } = *self;
        // An attempt that brings the file further than ever does not count.
        let (mut tries, mut furthest) = (0, part.length());
        loop {
            let mut before = part.length();
            let mut progress = |part: &Part| {
                // After a restart there is less than before.
                self.fetched += part.length().saturating_sub(before);
                before = part.length();
                self.report(&file.path, part.length());
            };
            let stopped = transfer(&fetcher.client, &fetcher.options, address, part, &mut progress).await;
            let (failure, again) = match stopped {
                Ok(()) => match part.check() {
                    Ok(sha256) => return Ok(Ok(sha256)),
                    Err(found) => {
                        // Parts of different files make none; the address deserves a chance to give it all.
                        let patchwork = part.is_patchwork();
                        part.restart()?;
                        (Failure::WrongHash { found, pinned: file.checksum.clone() }, patchwork)
                    }
                },
                Err(Stop::Address(failure)) => {
                    // A name that could be resolved a moment ago will be again, when the network is back.
                    let lost = matches!(failure, Failure::Dns(_)) && self.fetched > 0;
                    let again = failure.may_pass() || lost;
                    (failure, again)
                }
                Err(Stop::Here(error)) => return Err(error),
            };
            tries = if part.length() > furthest { 0 } else { tries + 1 };
            furthest = furthest.max(part.length());
            let next = match again && tries <= fetcher.options.retries {
                true => Next::Retry(fetcher.options.backoff * 2_u32.saturating_pow(tries.saturating_sub(1))),
                false if last => Next::Nothing,
                false => Next::Mirror,
            };
            listener(Event::Trouble { address, failure: &failure, next });
            let Next::Retry(pause) = next else { return Ok(Err(failure)) };
            tokio::time::sleep(pause).await;
        }
    }

    fn report(&mut self, path: &str, bytes: u64) {
        let bytes = self.done + bytes;
        let speed = self.meter.speed(self.fetched);
        let left = self.size.saturating_sub(bytes) as f64 / speed;
        (self.listener)(Event::Progress(Progress {
            file: self.count + 1,
            files: self.files,
            path,
            bytes,
            size: self.size,
            bytes_per_second: speed,
            eta: Duration::try_from_secs_f64(left).ok(),
        }));
    }

    fn finish(&mut self, file: &PinnedFile) {
        self.done += file.size;
        self.count += 1;
    }
}

/// Runs what reads or writes much on a thread where it may block.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, HubError> + Send + 'static,
) -> Result<T, HubError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(panic) => Err(HubError::Refused(format!("this is a defect of the studio: {panic}"))),
    }
}
