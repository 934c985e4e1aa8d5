//! Boards: making, naming, removing them. What is on them is said of the pictures. API keys need the scope
//! `images:write`, or `images:read` to list.

use crate::{Error, db, services::Inner};
use sqlx::PgExecutor;
use studio_domain::{Actor, Board, BoardId, BoardRequest, ErrorCode, FieldError, Problem, Scope, UserId, limits};

pub struct Boards<'a> {
    inner: &'a Inner,
}

impl<'a> Boards<'a> {
    pub(crate) fn new(inner: &'a Inner) -> Self {
        Self { inner }
    }

    /// The caller's boards, in the order of their names.
    ///
    /// # Errors
    /// `forbidden` for API keys without the scope `images:read`.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<Board>, Error> {
        actor.require(Scope::ImagesRead)?;
        let rows = db::boards::list(&self.inner.pool, actor.user_id, None).await?;
        rows.into_iter().map(db::boards::BoardRow::into_board).collect()
    }

    /// # Errors
    /// `validation_failed`; `conflict` naming `name` when the caller has a board of that name; `quota_exceeded` with as
    /// many boards as one may have.
    pub async fn create(&self, actor: &Actor, request: &BoardRequest) -> Result<Board, Error> {
        actor.require(Scope::ImagesWrite)?;
        request.validate()?;
        let id = BoardId::generate();
        let mut transaction = self.inner.pool.begin().await?;
        let made = db::boards::insert(&mut transaction, actor.user_id, id, request.name.trim()).await;
        if !made.map_err(or_taken)? {
            let detail = format!("There are {} boards already. Delete one that is not needed.", limits::MAX_BOARDS);
            return Err(Problem::new(ErrorCode::QuotaExceeded, detail).into());
        }
        transaction.commit().await?;
        self.get(actor, id).await
    }

    /// # Errors
    /// `validation_failed`; `conflict` naming `name`; `not_found`, also for someone else's.
    pub async fn rename(&self, actor: &Actor, id: BoardId, request: &BoardRequest) -> Result<Board, Error> {
        actor.require(Scope::ImagesWrite)?;
        request.validate()?;
        let renamed = db::boards::rename(&self.inner.pool, actor.user_id, id, request.name.trim()).await;
        if !renamed.map_err(or_taken)? {
            return Err(Error::not_found("board"));
        }
        self.get(actor, id).await
    }

    /// Its pictures stay.
    ///
    /// # Errors
    /// `not_found`, also for someone else's.
    pub async fn delete(&self, actor: &Actor, id: BoardId) -> Result<(), Error> {
        actor.require(Scope::ImagesWrite)?;
        match db::boards::delete(&self.inner.pool, actor.user_id, id).await? {
            true => Ok(()),
            false => Err(Error::not_found("board")),
        }
    }

    async fn get(&self, actor: &Actor, id: BoardId) -> Result<Board, Error> {
        let mut rows = db::boards::list(&self.inner.pool, actor.user_id, Some(id)).await?;
        rows.pop().ok_or_else(|| Error::not_found("board"))?.into_board()
    }
}

/// That pictures may be put on the board.
///
/// # Errors
/// `not_found` naming `field`.
pub async fn check(db: impl PgExecutor<'_>, owner: UserId, id: BoardId, field: &str) -> Result<(), Error> {
    if db::boards::hold(db, owner, id).await? {
        return Ok(());
    }
    let message = "This board is not there any more. Please choose another.";
    let errors = vec![FieldError::new(field, "not_found", message)];
    Err(Problem { errors, ..Problem::new(ErrorCode::NotFound, message) }.into())
}

fn or_taken(error: sqlx::Error) -> Error {
    if error.as_database_error().and_then(|e| e.constraint()) != Some("boards_name_unique") {
        return error.into();
    }
    let message = "There is a board of this name already.";
    let errors = vec![FieldError::new("name", "taken", message)];
    Problem { errors, ..Problem::new(ErrorCode::Conflict, message) }.into()
}
