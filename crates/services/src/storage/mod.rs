//! Files: the object store, and the scratch folder in which workers write results before they are stored.
//!
//! Objects are written whole or not at all. Which of them may exist is kept in the database: see
//! [`db::objects`](crate::db::objects). They lie in a folder or in a bucket, and nobody outside needs to know in which.

mod bucket;
mod client;
mod failure;
mod folder;
mod key;
mod parts;
mod scratch;

pub use key::StorageKey;

use crate::{Error, ObjectsConfig};
use bucket::Bucket;
use bytes::{Bytes, BytesMut};
use folder::Folder;
use futures::{TryStreamExt, stream::BoxStream};
use object_store::{GetOptions, GetRange, path::Path as Key};
use scratch::Scratch;
use std::{
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
};
use uuid::Uuid;

pub struct Storage {
    objects: Objects,
    scratch: Scratch,
}

enum Objects {
    Folder(Folder),
    Bucket(Bucket),
}

/// An open object, or a part of one.
pub struct Object {
    /// Bytes that come.
    pub bytes: u64,
    pub stream: BoxStream<'static, Result<Bytes, Error>>,
}

impl Storage {
    /// Makes sure that objects can be written.
    pub async fn open(data_dir: &Path, objects: &ObjectsConfig) -> Result<Self, Error> {
        let objects = match objects {
            ObjectsConfig::Folder => Objects::Folder(Folder::open(data_dir)?),
            ObjectsConfig::S3(config) => Objects::Bucket(Bucket::open(config).await?),
        };
        Ok(Self { objects, scratch: Scratch::open(data_dir)? })
    }

    /// For messages.
    pub fn address(&self) -> String {
        match &self.objects {
            Objects::Folder(folder) => folder.address(),
            Objects::Bucket(bucket) => bucket.address().to_owned(),
        }
    }

    /// Whether objects and scratch files can be reached.
    pub async fn ping(&self) -> Result<(), Error> {
        self.scratch.ping().await?;
        match &self.objects {
            Objects::Folder(folder) => folder.ping().await,
            Objects::Bucket(bucket) => bucket.ping().await,
        }
    }

    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<(), Error> {
        match &self.objects {
            Objects::Folder(folder) => folder.put(key, bytes).await,
            Objects::Bucket(bucket) => bucket.put(key, bytes).await,
        }
    }

    /// Stores a scratch file, a piece at a time, so that memory does not grow with it. A folder takes the file itself; a
    /// bucket leaves it until [`Self::remove_scratch`], so that storing can be tried again.
    pub async fn take_file(&self, key: &str, file: &Path) -> Result<(), Error> {
        match &self.objects {
            Objects::Folder(folder) => folder.take_file(key, file).await,
            Objects::Bucket(bucket) => bucket.put_file(key, file).await,
        }
    }

    /// An object with the bytes of another.
    pub async fn copy(&self, from: &str, to: &str) -> Result<(), Error> {
        match &self.objects {
            Objects::Folder(folder) => folder.copy(from, to).await,
            Objects::Bucket(bucket) => bucket.copy(from, to).await,
        }
    }

    pub async fn open_object(&self, key: &str) -> Result<Object, Error> {
        self.open_part(key, None).await
    }

    /// Opens an object, or a part that lies within it.
    pub async fn open_part(&self, key: &str, part: Option<Range<u64>>) -> Result<Object, Error> {
        match &self.objects {
            Objects::Folder(folder) => folder.open_object(key, part).await,
            Objects::Bucket(bucket) => bucket.open_object(key, part).await,
        }
    }

    pub async fn read(&self, key: &str) -> Result<Bytes, Error> {
        let Object { bytes, mut stream } = self.open_object(key).await?;
        let mut read = BytesMut::with_capacity(usize::try_from(bytes).unwrap_or_default());
        while let Some(piece) = stream.try_next().await? {
            read.extend_from_slice(&piece);
        }
        Ok(read.freeze())
    }

    /// Deletes an object, together with what writing it may have left behind. One that is not there is no error.
    pub async fn delete(&self, key: &str) -> Result<(), Error> {
        match &self.objects {
            Objects::Folder(folder) => folder.delete(key).await,
            Objects::Bucket(bucket) => bucket.delete(key).await,
        }
    }

    /// The scratch file of a lease. Several may differ in extension.
    pub fn scratch_file(&self, lease: Uuid, extension: &str) -> PathBuf {
        self.scratch.file(lease, extension)
    }

    /// The leases that have scratch files.
    pub async fn scratch_leases(&self) -> Result<Vec<Uuid>, Error> {
        self.scratch.leases().await
    }

    /// Removes the scratch files of those leases; returns how many.
    pub async fn remove_scratch(&self, leases: &[Uuid]) -> Result<u64, Error> {
        self.scratch.remove(leases).await
    }
}

/// Asks for the whole, or for a part.
fn asking_for(part: Option<Range<u64>>) -> GetOptions {
    GetOptions { range: part.map(GetRange::Bounded), ..GetOptions::default() }
}

fn parse(key: &str) -> Result<Key, Error> {
    Key::parse(key).map_err(|e| Error::Internal(format!("{key:?} is no object key: {e}")))
}

/// Only the server itself has business in there.
fn make_private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}
