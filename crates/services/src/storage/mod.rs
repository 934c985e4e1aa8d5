//! Files: the object store, and the scratch folder in which workers write results before they are stored.
//!
//! Objects are written whole or not at all. Which of them may exist is kept in the database: see
//! [`db::objects`](crate::db::objects).

mod key;

pub use key::StorageKey;

use crate::Error;
use bytes::Bytes;
use futures::{StreamExt, stream::BoxStream};
use object_store::{ObjectStore, ObjectStoreExt, buffered::BufWriter, local::LocalFileSystem, path::Path as Key};
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

pub struct Storage {
    store: Arc<dyn ObjectStore>,
    /// Where the store keeps its objects.
    objects: PathBuf,
    scratch: PathBuf,
}

/// An open object.
pub struct Object {
    pub bytes: u64,
    pub stream: BoxStream<'static, Result<Bytes, Error>>,
}

impl Storage {
    pub fn open(data_dir: &Path) -> Result<Self, Error> {
        let (objects, scratch) = (data_dir.join("objects"), data_dir.join("temp"));
        for folder in [&objects, &scratch] {
            make_private_folder(folder).map_err(Error::file("create", folder))?;
        }
        // A row that points at an object is durable, so the object must be durable before.
        let store = LocalFileSystem::new_with_prefix(&objects)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), objects, scratch })
    }

    /// Whether the folders are there.
    pub async fn ping(&self) -> Result<(), Error> {
        for folder in [&self.objects, &self.scratch] {
            tokio::fs::metadata(folder).await.map_err(Error::file("find", folder))?;
        }
        Ok(())
    }

    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<(), Error> {
        self.store.put(&parse(key)?, bytes.into()).await?;
        Ok(())
    }

    /// Moves a scratch file into the store.
    pub async fn take_file(&self, key: &str, file: &Path) -> Result<(), Error> {
        // The key's form is checked before it becomes a path.
        let (root, to, from) = (self.objects.clone(), self.objects.join(parse(key)?.as_ref()), file.to_owned());
        let moved = tokio::task::spawn_blocking(move || move_durably(&root, &from, &to)).await;
        match moved.map_err(|e| Error::Internal(format!("storing a file broke off: {e}")))? {
            // The two folders are on file systems of their own.
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => self.copy_file(key, file).await,
            moved => moved.map_err(Error::file("store", file)),
        }
    }

    /// An object with the bytes of another.
    pub async fn copy(&self, from: &str, to: &str) -> Result<(), Error> {
        Ok(self.store.copy(&parse(from)?, &parse(to)?).await?)
    }

    /// A piece at a time, so that memory does not grow with the file.
    async fn copy_file(&self, key: &str, file: &Path) -> Result<(), Error> {
        let mut reader = tokio::fs::File::open(file).await.map_err(Error::file("open", file))?;
        let mut writer = BufWriter::new(self.store.clone(), parse(key)?);
        let copied = async {
            tokio::io::copy(&mut reader, &mut writer).await?;
            writer.shutdown().await
        };
        if let Err(source) = copied.await {
            // Best effort: the sweep removes what is left of it.
            if let Err(error) = writer.abort().await {
                tracing::debug!(%error, "a broken upload could not be aborted");
            }
            return Err(Error::File { action: "store", path: file.into(), source });
        }
        Ok(())
    }

    pub async fn open_object(&self, key: &str) -> Result<Object, Error> {
        let found = self.store.get(&parse(key)?).await?;
        Ok(Object { bytes: found.meta.size, stream: found.into_stream().map(|piece| Ok(piece?)).boxed() })
    }

    pub async fn read(&self, key: &str) -> Result<Bytes, Error> {
        Ok(self.store.get(&parse(key)?).await?.bytes().await?)
    }

    /// Deletes an object, together with what writing it may have left behind. One that is not there is no error.
    pub async fn delete(&self, key: &str) -> Result<(), Error> {
        match self.store.delete(&parse(key)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        let (root, file) = (self.objects.clone(), self.objects.join(key));
        let tidied = tokio::task::spawn_blocking(move || tidy(&root, &file).map_err(Error::file("tidy", file))).await;
        tidied.map_err(|e| Error::Internal(format!("deleting a file broke off: {e}")))?
    }

    /// The scratch file of a lease. Several may differ in extension.
    pub fn scratch_file(&self, lease: Uuid, extension: &str) -> PathBuf {
        self.scratch.join(format!("{lease}.{extension}"))
    }

    /// The leases that have scratch files.
    pub async fn scratch_leases(&self) -> Result<Vec<Uuid>, Error> {
        let mut leases: Vec<_> = self.scratch_files().await?.into_iter().map(|(lease, _)| lease).collect();
        leases.dedup();
        Ok(leases)
    }

    /// Removes the scratch files of those leases; returns how many.
    pub async fn remove_scratch(&self, leases: &[Uuid]) -> Result<u64, Error> {
        let mut removed = 0;
        for (lease, path) in self.scratch_files().await? {
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

    async fn scratch_files(&self) -> Result<Vec<(Uuid, PathBuf)>, Error> {
        let failed = || Error::file("list", &self.scratch);
        let mut found = Vec::new();
        let mut entries = tokio::fs::read_dir(&self.scratch).await.map_err(failed())?;
        while let Some(entry) = entries.next_entry().await.map_err(failed())? {
            let name = entry.file_name();
            let lease = name.to_str().and_then(|n| n.split('.').next()).and_then(|n| Uuid::parse_str(n).ok());
            found.extend(lease.map(|lease| (lease, entry.path())));
        }
        found.sort();
        Ok(found)
    }
}

fn parse(key: &str) -> Result<Key, Error> {
    Key::parse(key).map_err(|e| Error::Internal(format!("{key:?} is no object key: {e}")))
}

/// Only the server itself has business in there.
fn make_private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Renames `from` to `to`, below `root`, so that a power cut leaves the whole file in one of the two places.
fn move_durably(root: &Path, from: &Path, to: &Path) -> io::Result<()> {
    fs::File::open(from)?.sync_all()?;
    let folder = to.parent().unwrap_or(root);
    let mut tries = 0;
    loop {
        make_private_folder(folder)?;
        match fs::rename(from, to) {
            // `tidy` took the folder away in between.
            Err(e) if e.kind() == io::ErrorKind::NotFound && from.exists() && tries < 10 => tries += 1,
            Err(e) => return Err(e),
            Ok(()) => break,
        }
    }
    // The folder's entry, and those of the folders that may be new.
    folder.ancestors().take_while(|f| f.starts_with(root)).try_for_each(|f| fs::File::open(f)?.sync_all())
}

/// Removes the files `name#1`, `name#2` … into which `LocalFileSystem` writes before it renames, then every folder that
/// has become empty.
fn tidy(root: &Path, file: &Path) -> io::Result<()> {
    let (Some(folder), Some(name)) = (file.parent(), file.file_name().and_then(|n| n.to_str())) else { return Ok(()) };
    let staged = format!("{name}#");
    match fs::read_dir(folder) {
        Ok(entries) => {
            for entry in entries {
                let entry = entry?;
                if entry.file_name().to_str().is_some_and(|n| n.starts_with(&staged)) {
                    fs::remove_file(entry.path())?;
                }
            }
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(e),
    }
    // Up to the first that is not empty; a folder that is needed again is made again.
    let mut empty = Some(folder);
    while let Some(folder) = empty.filter(|f| *f != root && f.starts_with(root)) {
        match fs::remove_dir(folder) {
            Ok(()) => {}
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(_) => break,
        }
        empty = folder.parent();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(root: &Path) -> Vec<PathBuf> {
        fs::read_dir(root).expect("read").map(|e| e.expect("entry").path()).collect()
    }

    #[tokio::test]
    async fn deleting_leaves_neither_staged_files_nor_empty_folders() {
        let data = tempfile::tempdir().expect("folder");
        let storage = Storage::open(data.path()).expect("open");
        storage.put("users/a/originals/x.png", Bytes::from_static(b"x")).await.expect("put");
        storage.put("users/b/originals/y.png", Bytes::from_static(b"y")).await.expect("put");
        fs::write(data.path().join("objects/users/a/originals/x.png#1"), b"cut off").expect("write");

        storage.delete("users/a/originals/x.png").await.expect("delete");
        storage.delete("users/a/originals/x.png").await.expect("a second time");
        assert_eq!(files(&data.path().join("objects/users")), [data.path().join("objects/users/b")]);
        assert_eq!(storage.read("users/b/originals/y.png").await.expect("read"), "y");
    }

    #[tokio::test]
    async fn a_large_file_arrives_whole_moved_or_copied() {
        let data = tempfile::tempdir().expect("folder");
        let storage = Storage::open(data.path()).expect("open");
        // Larger than the writer's buffer, so that it goes in parts.
        let bytes: Vec<u8> = (0..25_000_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let source = storage.scratch_file(Uuid::now_v7(), "png");
        fs::write(&source, &bytes).expect("write");
        storage.take_file("users/a/generated/big.png", &source).await.expect("store");
        assert!(storage.read("users/a/generated/big.png").await.expect("read") == bytes);
        fs::write(&source, &bytes).expect("write");
        storage.copy_file("users/a/generated/copy.png", &source).await.expect("store");
        assert!(storage.read("users/a/generated/copy.png").await.expect("read") == bytes);
        assert_eq!(files(&data.path().join("objects/users/a/generated")).len(), 2, "nothing staged is left");
    }

    #[tokio::test]
    async fn scratch_files_are_found_by_their_lease() {
        let data = tempfile::tempdir().expect("folder");
        let storage = Storage::open(data.path()).expect("open");
        let (kept, gone) = (Uuid::now_v7(), Uuid::now_v7());
        for path in
            [storage.scratch_file(kept, "png"), storage.scratch_file(gone, "png"), storage.scratch_file(gone, "webp")]
        {
            fs::write(path, b"x").expect("write");
        }
        assert_eq!(storage.scratch_leases().await.expect("list").len(), 2);
        assert_eq!(storage.remove_scratch(&[gone]).await.expect("remove"), 2);
        assert_eq!(storage.scratch_leases().await.expect("list"), [kept]);
    }
}
