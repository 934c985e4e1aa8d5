//! Windows in which something is counted: the tasks that somebody asks for in an hour, wrong passwords. A window begins
//! with the first use after the end of the last one, and has a fixed length.
//!
//! Postgres keeps them, or Redis where one is configured, and both in the same way.

mod redis;

pub use self::redis::Redis;

use crate::Error;
use sqlx::PgPool;
use std::{future::Future, time::Duration};

/// At most so many in a window of this length.
#[derive(Clone, Copy)]
pub struct Limit {
    pub most: i32,
    pub window: Duration,
}

/// Where a window stands.
#[derive(Clone, Copy)]
pub struct Window {
    pub used: u32,
    pub ends_in: Duration,
}

pub trait Windows {
    /// Counts `cost`, beginning a new window where the last one is over. `false`, and nothing counted, when that would
    /// be more than the limit. Of any number of simultaneous calls exactly as many get through as there is room for.
    fn take(&mut self, subject: &str, limit: Limit, cost: i32) -> impl Future<Output = Result<bool, Error>> + Send;

    /// Takes back what was counted, unless its window is over.
    fn give_back(&mut self, subject: &str, cost: i32) -> impl Future<Output = Result<(), Error>> + Send;

    /// `None` when nothing was counted lately.
    fn look(&mut self, subject: &str) -> impl Future<Output = Result<Option<Window>, Error>> + Send;
}

/// Who keeps them.
#[derive(Clone)]
pub enum Keeper {
    Postgres(PgPool),
    Redis(Redis),
}

impl Windows for Keeper {
    async fn take(&mut self, subject: &str, limit: Limit, cost: i32) -> Result<bool, Error> {
        match self {
            Self::Postgres(pool) => pool.acquire().await?.take(subject, limit, cost).await,
            Self::Redis(redis) => redis.take(subject, limit, cost).await,
        }
    }

    async fn give_back(&mut self, subject: &str, cost: i32) -> Result<(), Error> {
        match self {
            Self::Postgres(pool) => pool.acquire().await?.give_back(subject, cost).await,
            Self::Redis(redis) => redis.give_back(subject, cost).await,
        }
    }

    async fn look(&mut self, subject: &str) -> Result<Option<Window>, Error> {
        match self {
            Self::Postgres(pool) => pool.acquire().await?.look(subject).await,
            Self::Redis(redis) => redis.look(subject).await,
        }
    }
}
