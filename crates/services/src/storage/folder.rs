//! Objects as files of this machine.

use super::{Object, asking_for, make_private_folder, parse, parts};
use crate::Error;
use bytes::Bytes;
use futures::StreamExt;
use object_store::{ObjectStore, ObjectStoreExt, local::LocalFileSystem};
use std::{
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
};

pub struct Folder {
    store: LocalFileSystem,
    root: PathBuf,
}

impl Folder {
    pub fn open(data_dir: &Path) -> Result<Self, Error> {
        let root = data_dir.join("objects");
        make_private_folder(&root).map_err(Error::file("create", &root))?;
        // A row that points at an object is durable, so the object must be durable before.
        let store = LocalFileSystem::new_with_prefix(&root)?.with_fsync(true);
        Ok(Self { store, root })
    }

    pub fn address(&self) -> String {
        self.root.display().to_string()
    }

    pub async fn ping(&self) -> Result<(), Error> {
        tokio::fs::metadata(&self.root).await.map_err(Error::file("find", &self.root))?;
        Ok(())
    }

    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<(), Error> {
        self.store.put(&parse(key)?, bytes.into()).await?;
        Ok(())
    }

    pub async fn take_file(&self, key: &str, file: &Path) -> Result<(), Error> {
        // The key's form is checked before it becomes a path.
        let (root, to, from) = (self.root.clone(), self.root.join(parse(key)?.as_ref()), file.to_owned());
        let moved = tokio::task::spawn_blocking(move || move_durably(&root, &from, &to)).await;
        match moved.map_err(|e| Error::Internal(format!("storing a file broke off: {e}")))? {
            // The two folders are on file systems of their own.
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => self.copy_file(key, file).await,
            moved => moved.map_err(Error::file("store", file)),
        }
    }

    async fn copy_file(&self, key: &str, file: &Path) -> Result<(), Error> {
        parts::put_parts(&self.store, &parse(key)?, parts::of_file(file).await?, Error::Storage).await
    }

    /// A link: both names are whole, and either may go.
    pub async fn copy(&self, from: &str, to: &str) -> Result<(), Error> {
        Ok(self.store.copy(&parse(from)?, &parse(to)?).await?)
    }

    pub async fn open_object(&self, key: &str, part: Option<Range<u64>>) -> Result<Object, Error> {
        let found = self.store.get_opts(&parse(key)?, asking_for(part)).await?;
        Ok(Object {
            bytes: found.range.end - found.range.start,
            stream: found.into_stream().map(|piece| Ok(piece?)).boxed(),
        })
    }

    /// Deletes also what writing may have left behind.
    pub async fn delete(&self, key: &str) -> Result<(), Error> {
        match self.store.delete(&parse(key)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        let (root, file) = (self.root.clone(), self.root.join(key));
        let tidied = tokio::task::spawn_blocking(move || tidy(&root, &file).map_err(Error::file("tidy", file))).await;
        tidied.map_err(|e| Error::Internal(format!("deleting a file broke off: {e}")))?
    }
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
    use futures::TryStreamExt;

    async fn read(folder: &Folder, key: &str) -> Vec<u8> {
        let pieces: Vec<Bytes> =
            folder.open_object(key, None).await.expect("open").stream.try_collect().await.expect("read");
        pieces.concat()
    }

    #[tokio::test]
    async fn a_part_is_read_alone() {
        let data = tempfile::tempdir().expect("folder");
        let folder = Folder::open(data.path()).expect("open");
        folder.put("users/a/originals/x.png", Bytes::from_static(b"0123456789")).await.expect("put");
        let part = folder.open_object("users/a/originals/x.png", Some(3..6)).await.expect("open");
        assert_eq!(part.bytes, 3);
        assert_eq!(part.stream.try_collect::<Vec<_>>().await.expect("read").concat(), b"345");
    }

    fn files(root: &Path) -> Vec<PathBuf> {
        fs::read_dir(root).expect("read").map(|e| e.expect("entry").path()).collect()
    }

    #[tokio::test]
    async fn deleting_leaves_neither_staged_files_nor_empty_folders() {
        let data = tempfile::tempdir().expect("folder");
        let folder = Folder::open(data.path()).expect("open");
        folder.put("users/a/originals/x.png", Bytes::from_static(b"x")).await.expect("put");
        folder.put("users/b/originals/y.png", Bytes::from_static(b"y")).await.expect("put");
        fs::write(data.path().join("objects/users/a/originals/x.png#1"), b"cut off").expect("write");

        folder.delete("users/a/originals/x.png").await.expect("delete");
        folder.delete("users/a/originals/x.png").await.expect("a second time");
        assert_eq!(files(&data.path().join("objects/users")), [data.path().join("objects/users/b")]);
        assert_eq!(read(&folder, "users/b/originals/y.png").await, b"y");
    }

    #[tokio::test]
    async fn a_large_file_arrives_whole_moved_or_copied() {
        let data = tempfile::tempdir().expect("folder");
        let folder = Folder::open(data.path()).expect("open");
        // Larger than the writer's buffer, so that it goes in parts.
        let bytes: Vec<u8> = (0..25_000_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let source = data.path().join("scratch.png");
        fs::write(&source, &bytes).expect("write");
        folder.take_file("users/a/generated/big.png", &source).await.expect("store");
        assert!(read(&folder, "users/a/generated/big.png").await == bytes);
        fs::write(&source, &bytes).expect("write");
        folder.copy_file("users/a/generated/copy.png", &source).await.expect("store");
        assert!(read(&folder, "users/a/generated/copy.png").await == bytes);
        assert_eq!(files(&data.path().join("objects/users/a/generated")).len(), 2, "nothing staged is left");
    }
}
