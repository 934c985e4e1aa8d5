//! What people chose through another product's interface: how their tasks are made, so API keys need `tasks:read` and
//! `tasks:write` for it.

use crate::{Error, db, services::Inner};
use serde_json::{Map, Value};
use studio_domain::{Actor, Scope};

pub struct ClientSettings<'a> {
    inner: &'a Inner,
}

impl<'a> ClientSettings<'a> {
    pub(crate) fn new(inner: &'a Inner) -> Self {
        Self { inner }
    }

    /// Nothing, until something is chosen.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn get(&self, actor: &Actor, client: &str) -> Result<Map<String, Value>, Error> {
        actor.require(Scope::TasksRead)?;
        Ok(db::client_settings::get(&self.inner.pool, actor.user_id, client).await?.unwrap_or_default())
    }

    /// Adds to what was chosen before, or replaces it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn merge(&self, actor: &Actor, client: &str, settings: &Map<String, Value>) -> Result<(), Error> {
        actor.require(Scope::TasksWrite)?;
        Ok(db::client_settings::merge(&self.inner.pool, actor.user_id, client, settings).await?)
    }
}
