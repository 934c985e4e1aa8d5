//! Stored pictures: uploading, listing, reading, favourites, boards, deletion with undo. API keys need the scope `images:write`,
//! or `images:read` to list and read.

mod decoding;
mod file;
mod links;
mod upload;

pub(crate) use decoding::Decoding;
pub use file::{FoundFile, StoredFile, Variant};
pub(crate) use links::LinkKey;

use crate::{Error, boards, db, page::PageRequest, services::Inner};
use bytes::Bytes;
use sqlx::{Postgres, Transaction};
use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
    time::Duration,
};
use studio_domain::{
    Actor, FieldError, Image, ImageId, ImageLink, ImageListQuery, ImagePatch, LinkRequest, MediaType, Page, Problem,
    Scope, UploadKind, limits,
};
use time::OffsetDateTime;
use uuid::Uuid;

pub struct Images<'a> {
    inner: &'a Inner,
}

impl<'a> Images<'a> {
    pub(crate) fn new(inner: &'a Inner) -> Self {
        Self { inner }
    }

    /// Stores an uploaded picture, or a mask, re-encoded without metadata. `declared` is what the client said it is.
    /// The scope `tasks:write` will do, too: a task's pictures come with it.
    ///
    /// # Errors
    /// `upload_too_large`, `unsupported_media_type`, `invalid_image`, `image_too_large`; `overloaded` when too many
    /// uploads wait for the processor; `storage_unavailable`. Nothing is stored then.
    pub async fn upload(
        &self,
        actor: &Actor,
        kind: UploadKind,
        bytes: Bytes,
        declared: Option<MediaType>,
    ) -> Result<Image, Error> {
        actor.require_any(&[Scope::ImagesWrite, Scope::TasksWrite])?;
        let id = upload::upload(self.inner, actor.user_id, kind, bytes, declared).await?;
        self.load(actor, id).await
    }

    /// The caller's pictures, newest first, without deleted ones.
    ///
    /// # Errors
    /// `validation_failed` for a cursor that is none, a limit out of bounds, or a search text that is too long.
    pub async fn list(&self, actor: &Actor, query: &ImageListQuery) -> Result<Page<Image>, Error> {
        actor.require(Scope::ImagesRead)?;
        let request = PageRequest::parse(query.limit, query.cursor.as_deref())?;
        query.validate()?;
        let pool = &self.inner.pool;
        let mut ids = db::images::page(pool, actor.user_id, query, request.after, request.rows()).await?;
        let more = ids.len() > request.limit;
        ids.truncate(request.limit);
        let rows = db::images::details(pool, actor.user_id, &ids).await?;
        let next_cursor = rows.last().filter(|_| more).map(|row| row.cursor().encode());
        let data = rows.into_iter().map(db::images::ImageRow::into_image).collect::<Result<_, _>>()?;
        Ok(Page { data, next_cursor })
    }

    /// One picture. A deleted one is found too (with `deleted_at`) for as long as it can be restored.
    ///
    /// # Errors
    /// `not_found`, also for someone else's.
    pub async fn get(&self, actor: &Actor, id: ImageId) -> Result<Image, Error> {
        actor.require(Scope::ImagesRead)?;
        self.load(actor, id).await
    }

    async fn load(&self, actor: &Actor, id: ImageId) -> Result<Image, Error> {
        let rows = db::images::details(&self.inner.pool, actor.user_id, &[id.0]).await?;
        rows.into_iter().next().ok_or_else(not_found)?.into_image()
    }

    /// Pictures that are not deleted, in the order of `ids`.
    ///
    /// # Errors
    /// `not_found` when one of them is not there.
    pub async fn several(&self, actor: &Actor, ids: &[ImageId]) -> Result<Vec<Image>, Error> {
        actor.require(Scope::ImagesRead)?;
        let raw: Vec<_> = ids.iter().map(|id| id.0).collect();
        let rows = db::images::details(&self.inner.pool, actor.user_id, &raw).await?;
        let mut found = HashMap::new();
        for row in rows {
            let image = row.into_image()?;
            found.insert(image.id, image);
        }
        let present = |id: &ImageId| found.remove(id).filter(|image| image.deleted_at.is_none()).ok_or_else(not_found);
        ids.iter().map(present).collect()
    }

    /// Changes title, favourite or board.
    ///
    /// # Errors
    /// `validation_failed`; `not_found` also for someone else's and for a deleted one, and for a board that is not the
    /// caller's.
    pub async fn patch(&self, actor: &Actor, id: ImageId, patch: &ImagePatch) -> Result<Image, Error> {
        self.patch_all(actor, &[id], patch).await?;
        self.load(actor, id).await
    }

    /// Changes several as [`Self::patch`] does one: all of them or none.
    ///
    /// # Errors
    /// As [`Self::patch`]; `validation_failed` for more than [`limits::MAX_ARCHIVE`].
    pub async fn patch_all(&self, actor: &Actor, ids: &[ImageId], patch: &ImagePatch) -> Result<(), Error> {
        actor.require(Scope::ImagesWrite)?;
        patch.validate()?;
        let ids = distinct(ids)?;
        let mut transaction = self.inner.pool.begin().await?;
        if let Some(board) = patch.board.flatten() {
            boards::check(&mut *transaction, actor.user_id, board, "board").await?;
        }
        let changed = db::images::patch(&mut *transaction, actor.user_id, &ids, patch).await?;
        commit_if_all(transaction, &ids, changed).await
    }

    /// Deletes; [`Self::restore`] brings back within 30 days. Deleting twice is no error.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn delete(&self, actor: &Actor, id: ImageId) -> Result<(), Error> {
        self.delete_all(actor, &[id]).await
    }

    /// Deletes several as [`Self::delete`] does one: all of them or none.
    ///
    /// # Errors
    /// As [`Self::delete`]; `validation_failed` for more than [`limits::MAX_ARCHIVE`].
    pub async fn delete_all(&self, actor: &Actor, ids: &[ImageId]) -> Result<(), Error> {
        actor.require(Scope::ImagesWrite)?;
        self.set_deleted(actor, ids, true).await
    }

    /// Deletes an upload that no task came to use. As for [`Self::upload`], the scope `tasks:write` will do.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn take_back(&self, actor: &Actor, id: ImageId) -> Result<(), Error> {
        actor.require_any(&[Scope::ImagesWrite, Scope::TasksWrite])?;
        self.set_deleted(actor, &[id], true).await
    }

    async fn set_deleted(&self, actor: &Actor, ids: &[ImageId], deleted: bool) -> Result<(), Error> {
        let ids = distinct(ids)?;
        let mut transaction = self.inner.pool.begin().await?;
        let changed = db::images::set_deleted(&mut *transaction, actor.user_id, &ids, deleted).await?;
        commit_if_all(transaction, &ids, changed).await
    }

    /// Undoes [`Self::delete`].
    ///
    /// # Errors
    /// `not_found` once the files are gone.
    pub async fn restore(&self, actor: &Actor, id: ImageId) -> Result<Image, Error> {
        self.restore_all(actor, &[id]).await?;
        self.load(actor, id).await
    }

    /// Undoes [`Self::delete_all`]: for all of them or none.
    ///
    /// # Errors
    /// As [`Self::restore`]; `validation_failed` for more than [`limits::MAX_ARCHIVE`].
    pub async fn restore_all(&self, actor: &Actor, ids: &[ImageId]) -> Result<(), Error> {
        actor.require(Scope::ImagesWrite)?;
        self.set_deleted(actor, ids, false).await
    }

    /// Opens a file of an image that is not deleted.
    ///
    /// # Errors
    /// `not_found`; `storage_unavailable`; those of [`Self::read`].
    pub async fn open(&self, actor: &Actor, id: ImageId, variant: Variant) -> Result<StoredFile, Error> {
        self.read(self.find(actor, id, variant).await?, None).await
    }

    /// What there is to be read of an image that is not deleted.
    ///
    /// # Errors
    /// `not_found`; `image_too_large` for a picture that is too large to be put into another format.
    pub async fn find(&self, actor: &Actor, id: ImageId, variant: Variant) -> Result<FoundFile, Error> {
        actor.require(Scope::ImagesRead)?;
        file::find(db::images::files(&self.inner.pool, Some(actor.user_id), id).await?, variant)
    }

    /// Finds a file by what [`Self::link`] gave.
    ///
    /// # Errors
    /// `forbidden` for a link that is not valid or has expired; those of [`Self::find`].
    pub async fn find_by_link(
        &self,
        id: ImageId,
        expires: i64,
        signature: &str,
        variant: Variant,
    ) -> Result<FoundFile, Error> {
        links::verify(self.inner, id, expires, signature).await?;
        file::find(db::images::files(&self.inner.pool, None, id).await?, variant)
    }

    /// Opens what was found; of a file whose length is known, a part will do.
    ///
    /// # Errors
    /// `storage_unavailable`; `image_too_large` for what the format cannot hold; `overloaded`.
    pub async fn read(&self, file: FoundFile, part: Option<Range<u64>>) -> Result<StoredFile, Error> {
        file::read(self.inner, file, part).await
    }

    /// A query that, put behind the address of the picture's file, opens it for anybody for a while.
    ///
    /// # Errors
    /// `not_found`, also for someone else's and for a deleted one.
    pub async fn link(&self, actor: &Actor, id: ImageId, lifetime: Duration) -> Result<String, Error> {
        actor.require(Scope::ImagesRead)?;
        if self.load(actor, id).await?.deleted_at.is_some() {
            return Err(not_found());
        }
        links::sign(self.inner, id, OffsetDateTime::now_utc() + lifetime).await
    }

    /// As [`Self::link`], for people to pass on.
    ///
    /// # Errors
    /// As [`Self::link`]; `validation_failed` for a time out of bounds.
    pub async fn share(&self, actor: &Actor, id: ImageId, request: &LinkRequest) -> Result<ImageLink, Error> {
        let lifetime = Duration::from_secs(u64::from(request.days()?) * 86_400);
        let expires_at = OffsetDateTime::now_utc() + lifetime;
        let query = self.link(actor, id, lifetime).await?;
        Ok(ImageLink { url: format!("/v1/images/{id}/file{query}"), expires_at })
    }
}

/// What is named twice counts once.
fn distinct(ids: &[ImageId]) -> Result<Vec<Uuid>, Error> {
    if ids.len() > limits::MAX_ARCHIVE {
        let message = format!("At most {} pictures can be changed at a time.", limits::MAX_ARCHIVE);
        return Err(Problem::validation(vec![FieldError::new("ids", "out_of_range", message)]).into());
    }
    let ids: BTreeSet<_> = ids.iter().map(|id| id.0).collect();
    Ok(ids.into_iter().collect())
}

async fn commit_if_all(transaction: Transaction<'_, Postgres>, ids: &[Uuid], changed: u64) -> Result<(), Error> {
    if changed < ids.len() as u64 {
        return Err(not_found());
    }
    Ok(transaction.commit().await?)
}

fn not_found() -> Error {
    Error::not_found("picture")
}
