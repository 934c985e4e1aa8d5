//! Stored pictures.

use crate::{
    Error,
    db::{from_text, unsigned},
    page::Cursor,
};
use sqlx::{PgConnection, PgExecutor, PgPool};
use studio_domain::{
    BoardFilter, BoardId, Feedback, FeedbackReason, Image, ImageId, ImageKind, ImageListQuery, ImagePatch, MediaType,
    RatingFilter, TaskId, TaskKinds, UserId, limits,
};
use time::OffsetDateTime;
use uuid::Uuid;

pub struct NewImage<'a> {
    pub id: ImageId,
    pub user_id: UserId,
    pub kind: ImageKind,
    pub object_key: &'a str,
    pub thumbnail_key: &'a str,
    pub facts: &'a Facts,
    pub task_id: Option<TaskId>,
    pub source_image_id: Option<ImageId>,
}

/// What is recorded of the two files of a picture.
pub struct Facts {
    pub media_type: MediaType,
    pub thumbnail_media_type: MediaType,
    pub width: u32,
    pub height: u32,
    pub bytes: u64,
    pub sha256: [u8; 32],
    pub blurhash: String,
}

/// Everything a client may see of an image, its owner's opinion included.
pub struct ImageRow {
    id: ImageId,
    kind: String,
    media_type: String,
    width: i32,
    height: i32,
    bytes: i64,
    sha256: Vec<u8>,
    blurhash: String,
    title: Option<String>,
    favorite: bool,
    created_at: OffsetDateTime,
    deleted_at: Option<OffsetDateTime>,
    task_id: Option<Uuid>,
    task_kind: Option<String>,
    model: Option<String>,
    prompt: Option<String>,
    source_image_id: Option<Uuid>,
    board_id: Option<Uuid>,
    feedback_id: Option<Uuid>,
    rating: Option<String>,
    reasons: Option<Vec<String>>,
    comment: Option<String>,
    consent_training: Option<bool>,
    rated_at: Option<OffsetDateTime>,
    rerated_at: Option<OffsetDateTime>,
}

impl ImageRow {
    pub fn cursor(&self) -> Cursor {
        Cursor { at: self.created_at, id: self.id.0 }
    }

    pub fn into_image(self) -> Result<Image, Error> {
        let feedback = self.feedback()?;
        Ok(Image {
            id: self.id,
            kind: from_text(&self.kind)?,
            url: format!("/v1/images/{}/file", self.id),
            thumbnail_url: format!("/v1/images/{}/file?variant=thumbnail", self.id),
            width: unsigned(self.width)?,
            height: unsigned(self.height)?,
            media_type: from_text(&self.media_type)?,
            bytes: unsigned(self.bytes)?,
            sha256: hex::encode(&self.sha256),
            blurhash: self.blurhash,
            title: self.title,
            favorite: self.favorite,
            created_at: self.created_at,
            deleted_at: self.deleted_at,
            task_id: self.task_id.map(TaskId),
            task: self.task_kind.as_deref().map(from_text).transpose()?,
            model: self.model,
            prompt: self.prompt,
            source_image_id: self.source_image_id.map(ImageId),
            board: self.board_id.map(BoardId),
            feedback,
        })
    }

    fn feedback(&self) -> Result<Option<Feedback>, Error> {
        let (Some(id), Some(rating), Some(reasons), Some(comment), Some(consent), Some(created), Some(updated)) = (
            self.feedback_id,
            &self.rating,
            &self.reasons,
            &self.comment,
            self.consent_training,
            self.rated_at,
            self.rerated_at,
        ) else {
            return Ok(None);
        };
        let reasons = reasons.iter().map(|r| from_text(r)).collect::<Result<Vec<FeedbackReason>, _>>()?;
        Ok(Some(Feedback {
            id: id.into(),
            image_id: self.id,
            rating: from_text(rating)?,
            reasons,
            comment: comment.clone(),
            consent_training: consent,
            created_at: created,
            updated_at: updated,
        }))
    }
}

/// Where the files of an image are.
pub struct FilesRow {
    pub object_key: String,
    pub thumbnail_key: String,
    pub media_type: String,
    pub thumbnail_media_type: String,
    pub sha256: Vec<u8>,
    pub bytes: i64,
    pub width: i32,
    pub height: i32,
}

pub async fn insert(db: impl PgExecutor<'_>, image: &NewImage<'_>) -> Result<(), Error> {
    let facts = image.facts;
    sqlx::query!(
        "insert into images (id, user_id, kind, object_key, thumbnail_key, media_type, thumbnail_media_type, width, height,
                             bytes, sha256, blurhash, task_id, source_image_id, board_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                 -- The source may have been purged while the task ran.
                 (select id from images where id = $14),
                 (select board_id from tasks where id = $13))",
        image.id.0,
        image.user_id.0,
        image.kind.as_str(),
        image.object_key,
        image.thumbnail_key,
        facts.media_type.as_str(),
        facts.thumbnail_media_type.as_str(),
        unsigned::<i32, _>(facts.width)?,
        unsigned::<i32, _>(facts.height)?,
        unsigned::<i64, _>(facts.bytes)?,
        facts.sha256.as_slice(),
        facts.blurhash,
        image.task_id.map(|id| id.0),
        image.source_image_id.map(|id| id.0),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The ids of one page, newest first.
pub async fn page(
    db: impl PgExecutor<'_>,
    owner: UserId,
    query: &ImageListQuery,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Uuid>, sqlx::Error> {
    let words = Some(query.words()).filter(|words| !words.is_empty());
    let names = |TaskKinds(kinds): &TaskKinds| kinds.iter().map(|kind| kind.as_str().to_owned()).collect::<Vec<_>>();
    let tasks = query.task.as_ref().map(names);
    sqlx::query_scalar!(
        "select i.id from images i
         left join tasks t on t.id = i.task_id
         left join feedback f on f.image_id = i.id and f.user_id = i.user_id
         where i.user_id = $1 and i.deleted_at is null
           and (i.kind = $2 or $2::text is null and i.kind <> 'mask') and ($3::boolean is null or i.favorite = $3)
           and ($4::timestamptz is null or (i.created_at, i.id) < ($4, $5))
           and ($7::text[] is null or (
               select bool_and(strpos(lower(concat_ws(' ', i.title, t.inputs ->> 'prompt')), word) > 0)
               from unnest($7::text[]) word))
           and ($8::text[] is null or t.kind = any($8)) and ($9::text is null or t.model = $9)
           and ($10::text is null or coalesce(f.rating, 'none') = $10)
           and ($11::timestamptz is null or i.created_at >= $11) and ($12::timestamptz is null or i.created_at < $12)
           and ($13::uuid is null or i.board_id = $13) and (not $14 or i.board_id is null)
         order by i.created_at desc, i.id desc limit $6",
        owner.0,
        query.kind.map(ImageKind::as_str),
        query.favorite,
        after.map(|c| c.at),
        after.map(|c| c.id),
        limit,
        words.as_deref(),
        tasks.as_deref(),
        query.model,
        query.rating.map(RatingFilter::as_str),
        query.after,
        query.before,
        query.board.and_then(BoardFilter::board).map(|board| board.0),
        query.board == Some(BoardFilter::None),
    )
    .fetch_all(db)
    .await
}

/// Those of the images that belong to `owner`, newest first; deleted ones too.
pub async fn details(db: impl PgExecutor<'_>, owner: UserId, ids: &[Uuid]) -> Result<Vec<ImageRow>, sqlx::Error> {
    sqlx::query_as!(
        ImageRow,
        r#"select i.id, i.kind, i.media_type, i.width, i.height, i.bytes, i.sha256, i.blurhash, i.title, i.favorite,
                  i.created_at, i.deleted_at, i.task_id, t.kind as "task_kind?", t.model as "model?",
                  t.inputs ->> 'prompt' as prompt, i.source_image_id, i.board_id,
                  f.id as "feedback_id?", f.rating as "rating?", f.reasons as "reasons?", f.comment as "comment?",
                  f.consent_training as "consent_training?", f.created_at as "rated_at?", f.updated_at as "rerated_at?"
           from images i
           left join tasks t on t.id = i.task_id
           left join feedback f on f.image_id = i.id and f.user_id = i.user_id
           where i.user_id = $1 and i.id = any($2)
           order by i.created_at desc, i.id desc"#,
        owner.0,
        ids,
    )
    .fetch_all(db)
    .await
}

pub struct StoredRow {
    pub id: ImageId,
    pub object_key: String,
    pub media_type: String,
}

/// All that is stored of a person, masks and deleted pictures, too, in order of their ids.
pub async fn stored_after(
    db: impl PgExecutor<'_>,
    owner: UserId,
    after: Uuid,
    limit: i64,
) -> Result<Vec<StoredRow>, sqlx::Error> {
    sqlx::query_as!(
        StoredRow,
        "select id, object_key, media_type from images where user_id = $1 and id > $2 order by id limit $3",
        owner.0,
        after,
        limit,
    )
    .fetch_all(db)
    .await
}

/// How many were changed: those of `owner` that are not deleted.
pub async fn patch(
    db: impl PgExecutor<'_>,
    owner: UserId,
    ids: &[Uuid],
    patch: &ImagePatch,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "update images
         set favorite = coalesce($3, favorite),
             title = case when $4::text is null then title else nullif(btrim($4), '') end,
             board_id = case when $5 then $6 else board_id end
         where user_id = $1 and id = any($2) and deleted_at is null",
        owner.0,
        ids,
        patch.favorite,
        patch.title,
        patch.board.is_some(),
        patch.board.flatten().map(|board| board.0),
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// How many of them `owner` has.
pub async fn set_deleted(
    db: impl PgExecutor<'_>,
    owner: UserId,
    ids: &[Uuid],
    deleted: bool,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "update images set deleted_at = case when $3 then coalesce(deleted_at, now()) end
         where user_id = $1 and id = any($2)",
        owner.0,
        ids,
        deleted,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Where the files of an image are that is not deleted; of anybody's when no owner is given.
pub async fn files(
    db: impl PgExecutor<'_>,
    owner: Option<UserId>,
    id: ImageId,
) -> Result<Option<FilesRow>, sqlx::Error> {
    sqlx::query_as!(
        FilesRow,
        "select object_key, thumbnail_key, media_type, thumbnail_media_type, sha256, bytes, width, height from images
         where ($1::uuid is null or user_id = $1) and id = $2 and deleted_at is null",
        owner.map(|owner| owner.0),
        id.0,
    )
    .fetch_optional(db)
    .await
}

/// The file of an input of a task, which may have been deleted (but not purged) since.
pub async fn input_key(db: impl PgExecutor<'_>, task: TaskId, image: ImageId) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select i.object_key from images i join tasks t on t.user_id = i.user_id where t.id = $1 and i.id = $2",
        task.0,
        image.0,
    )
    .fetch_optional(db)
    .await
}

/// Objects that must be there.
pub async fn newest_keys(db: impl PgExecutor<'_>) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("select object_key from images order by id desc limit 3").fetch_all(db).await
}

/// A result of a task, with where its files are.
pub struct ResultRow {
    pub object_key: String,
    pub thumbnail_key: String,
    pub media_type: String,
    pub thumbnail_media_type: String,
    pub width: i32,
    pub height: i32,
    pub bytes: i64,
    pub sha256: Vec<u8>,
    pub blurhash: String,
}

/// Those that are not deleted, in their order.
pub async fn results(db: impl PgExecutor<'_>, task: TaskId) -> Result<Vec<ResultRow>, sqlx::Error> {
    sqlx::query_as!(
        ResultRow,
        "select object_key, thumbnail_key, media_type, thumbnail_media_type, width, height, bytes, sha256, blurhash
         from images where task_id = $1 and deleted_at is null order by created_at, id",
        task.0,
    )
    .fetch_all(db)
    .await
}

/// What a task has to know of an image it works on.
pub struct InputRow {
    /// Width and height.
    pub size: (u32, u32),
    pub sha256: Vec<u8>,
}

/// An image that is not deleted.
pub async fn input(db: impl PgExecutor<'_>, owner: UserId, id: ImageId) -> Result<Option<InputRow>, Error> {
    let row = sqlx::query!(
        "select width, height, sha256 from images where user_id = $1 and id = $2 and deleted_at is null",
        owner.0,
        id.0,
    )
    .fetch_optional(db)
    .await?;
    row.map(|row| Ok(InputRow { size: (unsigned(row.width)?, unsigned(row.height)?), sha256: row.sha256 })).transpose()
}

/// Removes images whose time to be brought back is over, giving their objects to the sweep.
pub async fn purge(pool: &PgPool) -> Result<u64, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    let keys = delete_purgeable(&mut transaction).await?;
    crate::db::objects::retire(&mut *transaction, &keys).await?;
    transaction.commit().await?;
    Ok(keys.len() as u64 / 2)
}

async fn delete_purgeable(db: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    let rows = sqlx::query!(
        "delete from images where id in (
             select id from images where deleted_at < now() - make_interval(days => $1)
             limit 500 for update skip locked)
         returning object_key, thumbnail_key",
        i32::try_from(limits::UNDO_DAYS).unwrap_or(i32::MAX),
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().flat_map(|r| [r.object_key, r.thumbnail_key]).collect())
}
