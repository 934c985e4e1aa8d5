//! Everything of a person's in one file, made while it is sent: a page of rows, or a piece of a picture, at a time.

use crate::{
    Error,
    db::{self, images::StoredRow},
    error::Chain,
    services::Services,
};
use async_zip::{
    Compression, ZipEntryBuilder,
    base::write::{EntryStreamWriter, ZipFileWriter},
};
use bytes::Bytes;
use futures::{
    AsyncWriteExt, StreamExt, TryStreamExt,
    stream::{self, BoxStream},
};
use serde::Serialize;
use std::fmt::Display;
use studio_domain::{Actor, MediaType, Scope, TaskListQuery, limits};
use tokio::io::{DuplexStream, duplex};
use tokio_util::{
    compat::{Compat, TokioAsyncWriteCompatExt},
    io::ReaderStream,
};
use uuid::Uuid;

/// What may wait between the maker of an archive and its reader.
const BUFFER: usize = 64 * 1024;
const ROWS: i64 = limits::MAX_PAGE as i64;

type Pipe = Compat<DuplexStream>;

/// What belongs to a person, to take along.
pub struct Export<'a> {
    services: &'a Services,
}

impl<'a> Export<'a> {
    pub(crate) fn new(services: &'a Services) -> Self {
        Self { services }
    }

    /// A ZIP with `account.json`, `usage.json`, `api-keys.json`, `sessions.json`, `presets.json`, `boards.json`, `tasks.json`,
    /// `images.json` with the opinions on them, and `pictures/`. Deleted pictures are in it while they can be brought back.
    ///
    /// # Errors
    /// `forbidden` for API keys without the scopes `account:read`, `tasks:read` and `images:read`. What goes wrong later
    /// ends the stream with an error.
    pub async fn archive(&self, actor: &Actor) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        for scope in [Scope::AccountRead, Scope::TasksRead, Scope::ImagesRead] {
            actor.require(scope)?;
        }
        let (reader, writer) = duplex(BUFFER);
        let (services, actor) = (self.services.clone(), actor.clone());
        let made = tokio::spawn(async move { Archive::new(writer).fill(&services, &actor).await });
        let pieces = ReaderStream::new(reader).map_err(broken);
        // The reader ends as soon as the writer is gone. Whether that was the end, the writer knows.
        let end = stream::once(made).filter_map(async |done| match done.map_err(broken).and_then(|done| done) {
            Ok(()) => None,
            Err(error) => {
                tracing::warn!(error = %Chain(&error), "an export broke off");
                Some(Err(error))
            }
        });
        Ok(pieces.chain(end).boxed())
    }
}

struct Archive(ZipFileWriter<Pipe>);

impl Archive {
    fn new(writer: DuplexStream) -> Self {
        Self(ZipFileWriter::new(writer.compat_write()))
    }

    async fn fill(mut self, services: &Services, actor: &Actor) -> Result<(), Error> {
        let accounts = services.accounts();
        self.whole("account.json", &accounts.me(actor).await?).await?;
        self.whole("usage.json", &services.limits().usage(actor).await?).await?;
        self.whole("api-keys.json", &services.api_keys().list(actor).await?).await?;
        self.whole("sessions.json", &accounts.sign_ins(actor, None).await?).await?;
        self.whole("boards.json", &services.boards().list(actor).await?).await?;
        self.whole("presets.json", &services.presets().list(actor).await?).await?;
        self.tasks(services, actor).await?;
        self.images(services, actor).await?;
        self.pictures(services, actor).await?;
        self.0.close().await.map_err(broken)?;
        Ok(())
    }

    async fn whole(&mut self, name: &str, value: &impl Serialize) -> Result<(), Error> {
        let json = serde_json::to_vec_pretty(value).map_err(broken)?;
        self.0.write_entry_whole(entry(name), &json).await.map_err(broken)
    }

    async fn tasks(&mut self, services: &Services, actor: &Actor) -> Result<(), Error> {
        let mut list = List::begin(self, "tasks.json").await?;
        let mut query = TaskListQuery { limit: Some(limits::MAX_PAGE), ..TaskListQuery::default() };
        loop {
            let page = services.tasks().list(actor, &query).await?;
            list.append(&page.data).await?;
            if page.next_cursor.is_none() {
                return list.end().await;
            }
            query.cursor = page.next_cursor;
        }
    }

    async fn images(&mut self, services: &Services, actor: &Actor) -> Result<(), Error> {
        let mut list = List::begin(self, "images.json").await?;
        let mut rows = Rows::of(services, actor);
        while let Some(page) = rows.next().await? {
            let ids: Vec<Uuid> = page.iter().map(|row| row.id.0).collect();
            let details = db::images::details(services.db(), actor.user_id, &ids).await?;
            let images = details.into_iter().map(db::images::ImageRow::into_image).collect::<Result<Vec<_>, _>>()?;
            list.append(&images).await?;
        }
        list.end().await
    }

    async fn pictures(&mut self, services: &Services, actor: &Actor) -> Result<(), Error> {
        let mut rows = Rows::of(services, actor);
        while let Some(page) = rows.next().await? {
            for StoredRow { id, object_key, media_type } in page {
                let media_type: MediaType = db::from_text(&media_type)?;
                let mut object = match services.storage().open_object(&object_key).await {
                    // Purged since the page was read, or lost: no reason to keep the others back.
                    Err(Error::Storage(object_store::Error::NotFound { .. })) => continue,
                    object => object?,
                };
                let name = format!("pictures/{id}.{}", media_type.extension());
                let mut file = self.0.write_entry_stream(entry(&name)).await.map_err(broken)?;
                while let Some(piece) = object.stream.next().await {
                    file.write_all(&piece?).await.map_err(broken)?;
                }
                file.close().await.map_err(broken)?;
            }
        }
        Ok(())
    }
}

/// A JSON array that grows by pages.
struct List<'a> {
    file: EntryStreamWriter<'a, Pipe>,
    empty: bool,
}

impl<'a> List<'a> {
    async fn begin(archive: &'a mut Archive, name: &str) -> Result<Self, Error> {
        let mut file = archive.0.write_entry_stream(entry(name)).await.map_err(broken)?;
        file.write_all(b"[").await.map_err(broken)?;
        Ok(Self { file, empty: true })
    }

    async fn append(&mut self, values: &[impl Serialize]) -> Result<(), Error> {
        for value in values {
            let comma: &[u8] = if self.empty { b"\n" } else { b",\n" };
            self.empty = false;
            self.file.write_all(comma).await.map_err(broken)?;
            self.file.write_all(&serde_json::to_vec(value).map_err(broken)?).await.map_err(broken)?;
        }
        Ok(())
    }

    async fn end(mut self) -> Result<(), Error> {
        self.file.write_all(b"\n]\n").await.map_err(broken)?;
        self.file.close().await.map_err(broken)
    }
}

/// All of a person's pictures, a page at a time, in the order of their ids.
struct Rows<'a> {
    services: &'a Services,
    actor: &'a Actor,
    after: Uuid,
}

impl<'a> Rows<'a> {
    fn of(services: &'a Services, actor: &'a Actor) -> Self {
        Self { services, actor, after: Uuid::nil() }
    }

    async fn next(&mut self) -> Result<Option<Vec<StoredRow>>, Error> {
        let page = db::images::stored_after(self.services.db(), self.actor.user_id, self.after, ROWS).await?;
        let Some(last) = page.last() else { return Ok(None) };
        self.after = last.id.0;
        Ok(Some(page))
    }
}

/// Pictures are compressed already, and the rest is small.
fn entry(name: &str) -> ZipEntryBuilder {
    ZipEntryBuilder::new(name.into(), Compression::Stored).unix_permissions(0o644)
}

fn broken(error: impl Display) -> Error {
    Error::Internal(format!("an archive could not be made: {error}"))
}
