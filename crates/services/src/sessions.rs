//! Sessions in Postgres.

use crate::{
    db::{self, sessions::SessionRow},
    error::Chain,
};
use async_trait::async_trait;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};
use uuid::Uuid;

/// The session key under which doors keep the id of who is signed in.
const USER: &str = "user_id";

/// A `tower_sessions::SessionStore`. The value under the key `user_id` of a session is also kept in a column, so that
/// all sessions of a person can be found, and end with the person.
#[derive(Clone, Debug)]
pub struct PgSessionStore {
    pool: PgPool,
}

impl PgSessionStore {
    pub(crate) fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

#[async_trait]
impl SessionStore for PgSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits do not collide; the loop is there because the contract asks for it.
        while !db::sessions::insert(&self.pool, &hash(&record.id), user(record), &row(record)?)
            .await
            .map_err(backend)?
        {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let found = db::sessions::update(&self.pool, &hash(&record.id), user(record), &row(record)?).await;
        if !found.map_err(backend)? {
            // It ended while the request ran, and must not come back to life.
            tracing::debug!("a session ended before it could be saved");
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = db::sessions::find(&self.pool, &hash(id)).await.map_err(backend)?;
        found
            .map(|row| {
                let data = serde_json::from_value(row.data).map_err(|e| Error::Decode(e.to_string()))?;
                Ok(Record { id: *id, data, expiry_date: row.expires_at })
            })
            .transpose()
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        db::sessions::delete(&self.pool, &hash(id)).await.map_err(backend)
    }
}

pub(crate) fn hash(id: &Id) -> [u8; 32] {
    Sha256::digest(id.0.to_be_bytes()).into()
}

fn row(record: &Record) -> Result<SessionRow> {
    let data = serde_json::to_value(&record.data).map_err(|e| Error::Encode(e.to_string()))?;
    Ok(SessionRow { data, expires_at: record.expiry_date })
}

fn user(record: &Record) -> Option<Uuid> {
    record.data.get(USER).and_then(Value::as_str).and_then(|id| id.parse().ok())
}

fn backend(error: sqlx::Error) -> Error {
    Error::Backend(Chain(&error).to_string())
}
