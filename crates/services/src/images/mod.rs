//! Stored pictures: uploading, listing, reading, favourites, deletion with undo.

use crate::Error;
use bytes::Bytes;
use futures::stream::BoxStream;
use studio_domain::{Actor, Image, ImageId, ImageListQuery, ImagePatch, MediaType, Page};

/// Which file of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    Original,
    Thumbnail,
}

/// An open file, ready to be sent.
pub struct StoredFile {
    pub media_type: MediaType,
    /// Length in bytes.
    pub bytes: u64,
    /// A strong validator with its quotes, ready for the `ETag` header (RFC 9110 §8.8.3).
    pub etag: String,
    pub stream: BoxStream<'static, Result<Bytes, Error>>,
}

pub struct Images<'a> {
    _services: std::marker::PhantomData<&'a ()>,
}

impl Images<'_> {
    /// Stores an uploaded picture, re-encoded without metadata. `declared` is what the client said it is.
    ///
    /// # Errors
    /// `upload_too_large`, `unsupported_media_type`, `invalid_image`, `image_too_large`; `overloaded` when too many
    /// uploads wait for the processor; `storage_unavailable`. Nothing is stored then.
    pub async fn upload(&self, actor: &Actor, bytes: Bytes, declared: Option<MediaType>) -> Result<Image, Error> {
        todo!()
    }

    /// The caller's pictures, newest first, without deleted ones.
    ///
    /// # Errors
    /// `validation_failed` for a cursor that is none or a limit out of bounds.
    pub async fn list(&self, actor: &Actor, query: &ImageListQuery) -> Result<Page<Image>, Error> {
        todo!()
    }

    /// One picture. A deleted one is found too (with `deleted_at`) for as long as it can be restored.
    ///
    /// # Errors
    /// `not_found`, also for someone else's.
    pub async fn get(&self, actor: &Actor, id: ImageId) -> Result<Image, Error> {
        todo!()
    }

    /// Changes title or favourite.
    ///
    /// # Errors
    /// `validation_failed`; `not_found` also for someone else's and for a deleted one.
    pub async fn patch(&self, actor: &Actor, id: ImageId, patch: &ImagePatch) -> Result<Image, Error> {
        todo!()
    }

    /// Deletes; [`Self::restore`] brings back within 30 days. Deleting twice is no error.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn delete(&self, actor: &Actor, id: ImageId) -> Result<(), Error> {
        todo!()
    }

    /// Undoes [`Self::delete`].
    ///
    /// # Errors
    /// `not_found` once the files are gone.
    pub async fn restore(&self, actor: &Actor, id: ImageId) -> Result<Image, Error> {
        todo!()
    }

    /// Opens a file of an image that is not deleted.
    ///
    /// # Errors
    /// `not_found`; `storage_unavailable`.
    pub async fn open(&self, actor: &Actor, id: ImageId, variant: Variant) -> Result<StoredFile, Error> {
        todo!()
    }
}
