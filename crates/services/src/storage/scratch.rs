//! The folder in which results are written before they are stored. Always on this machine.

use super::make_private_folder;
use crate::Error;
use std::{
    io,
    path::{Path, PathBuf},
};
use uuid::Uuid;

pub struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    pub fn open(data_dir: &Path) -> Result<Self, Error> {
        let folder = data_dir.join("temp");
        make_private_folder(&folder).map_err(Error::file("create", &folder))?;
        Ok(Self { folder })
    }

    pub async fn ping(&self) -> Result<(), Error> {
        tokio::fs::metadata(&self.folder).await.map_err(Error::file("find", &self.folder))?;
        Ok(())
    }

    /// The scratch file of a lease. Several may differ in extension.
    pub fn file(&self, lease: Uuid, extension: &str) -> PathBuf {
        self.folder.join(format!("{lease}.{extension}"))
    }

    /// The leases that have scratch files.
    pub async fn leases(&self) -> Result<Vec<Uuid>, Error> {
        let mut leases: Vec<_> = self.files().await?.into_iter().map(|(lease, _)| lease).collect();
        leases.dedup();
        Ok(leases)
    }

    /// Removes the scratch files of those leases; returns how many.
    pub async fn remove(&self, leases: &[Uuid]) -> Result<u64, Error> {
        let mut removed = 0;
        for (lease, path) in self.files().await? {
            if leases.contains(&lease) {
                match tokio::fs::remove_file(&path).await {
                    Ok(()) => removed += 1,
                    // Several servers may sweep one folder.
                    Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                    Err(e) => return Err(Error::file("remove", path)(e)),
                }
            }
        }
        Ok(removed)
    }

    async fn files(&self) -> Result<Vec<(Uuid, PathBuf)>, Error> {
        let failed = || Error::file("list", &self.folder);
        let mut found = Vec::new();
        let mut entries = tokio::fs::read_dir(&self.folder).await.map_err(failed())?;
        while let Some(entry) = entries.next_entry().await.map_err(failed())? {
            let name = entry.file_name();
            let lease = name.to_str().and_then(|n| n.split('.').next()).and_then(|n| Uuid::parse_str(n).ok());
            found.extend(lease.map(|lease| (lease, entry.path())));
        }
        found.sort();
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn scratch_files_are_found_by_their_lease() {
        let data = tempfile::tempdir().expect("folder");
        let scratch = Scratch::open(data.path()).expect("open");
        let (kept, gone) = (Uuid::now_v7(), Uuid::now_v7());
        for path in [scratch.file(kept, "png"), scratch.file(gone, "png"), scratch.file(gone, "webp")] {
            std::fs::write(path, b"x").expect("write");
        }
        assert_eq!(scratch.leases().await.expect("list").len(), 2);
        assert_eq!(scratch.remove(&[gone]).await.expect("remove"), 2);
        assert_eq!(scratch.leases().await.expect("list"), [kept]);
    }
}
