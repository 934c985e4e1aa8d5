//! Boards.

use crate::{Error, db::unsigned};
use sqlx::{PgConnection, PgExecutor};
use studio_domain::{Board, BoardId, ImageId, UserId, limits};
use time::OffsetDateTime;
use uuid::Uuid;

pub struct BoardRow {
    id: BoardId,
    name: String,
    created_at: OffsetDateTime,
    images: i64,
    cover: Option<Uuid>,
}

impl BoardRow {
    pub fn into_board(self) -> Result<Board, Error> {
        Ok(Board {
            id: self.id,
            name: self.name,
            images: unsigned(self.images)?,
            cover_url: self.cover.map(|id| format!("/v1/images/{}/file?variant=thumbnail", ImageId(id))),
            created_at: self.created_at,
        })
    }
}

/// Those of `owner`, or the one of them that is named, in the order of their names.
pub async fn list(db: impl PgExecutor<'_>, owner: UserId, only: Option<BoardId>) -> Result<Vec<BoardRow>, sqlx::Error> {
    sqlx::query_as!(
        BoardRow,
        r#"select b.id, b.name, b.created_at, count(i.id) as "images!",
                  (array_agg(i.id order by i.created_at desc, i.id desc) filter (where i.id is not null))[1] as cover
           from boards b left join images i on i.board_id = b.id and i.deleted_at is null
           where b.user_id = $1 and ($2::uuid is null or b.id = $2)
           group by b.id order by lower(b.name)"#,
        owner.0,
        only.map(|id| id.0),
    )
    .fetch_all(db)
    .await
}

/// `false` when the owner has as many boards as one may have.
pub async fn insert(db: &mut PgConnection, owner: UserId, id: BoardId, name: &str) -> Result<bool, sqlx::Error> {
    // One at a time, so that none is made between counting and making.
    sqlx::query!("select from users where id = $1 for no key update", owner.0).execute(&mut *db).await?;
    let done = sqlx::query!(
        "insert into boards (id, user_id, name)
         select $1, $2, $3 where (select count(*) from boards where user_id = $2) < $4",
        id.0,
        owner.0,
        name,
        limits::MAX_BOARDS,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// `false` when there is no such board.
pub async fn rename(db: impl PgExecutor<'_>, owner: UserId, id: BoardId, name: &str) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("update boards set name = $3 where user_id = $1 and id = $2", owner.0, id.0, name)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Its pictures stay, on no board. `false` when there is no such board.
pub async fn delete(db: impl PgExecutor<'_>, owner: UserId, id: BoardId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("delete from boards where user_id = $1 and id = $2", owner.0, id.0).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// Whether `owner` has the board, which then stays until the transaction ends.
pub async fn hold(db: impl PgExecutor<'_>, owner: UserId, id: BoardId) -> Result<bool, sqlx::Error> {
    let found = sqlx::query!("select id from boards where user_id = $1 and id = $2 for key share", owner.0, id.0)
        .fetch_optional(db)
        .await?;
    Ok(found.is_some())
}
