//! Settings that people keep under names: how their tasks are made, so API keys need `tasks:read` and `tasks:write` for
//! them.

use crate::{Error, db, services::Inner};
use studio_domain::{Actor, ErrorCode, NewPreset, Preset, PresetId, PresetPatch, Problem, Scope, limits};

pub struct Presets<'a> {
    inner: &'a Inner,
}

impl<'a> Presets<'a> {
    pub(crate) fn new(inner: &'a Inner) -> Self {
        Self { inner }
    }

    /// The caller's, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<Preset>, Error> {
        actor.require(Scope::TasksRead)?;
        let rows = db::presets::list(&self.inner.pool, actor.user_id).await?;
        rows.into_iter().map(db::presets::PresetRow::into_preset).collect()
    }

    /// # Errors
    /// `validation_failed`; `quota_exceeded` with as many as one may have.
    pub async fn create(&self, actor: &Actor, preset: &NewPreset) -> Result<Preset, Error> {
        actor.require(Scope::TasksWrite)?;
        preset.validate()?;
        let row = db::presets::insert(&self.inner.pool, actor.user_id, preset).await?;
        row.ok_or_else(too_many)?.into_preset()
    }

    /// # Errors
    /// `not_found`; `validation_failed`.
    pub async fn change(&self, actor: &Actor, id: PresetId, patch: PresetPatch) -> Result<Preset, Error> {
        actor.require(Scope::TasksWrite)?;
        let mut transaction = self.inner.pool.begin().await?;
        let row = db::presets::lock(&mut *transaction, actor.user_id, id).await?;
        let changed = patch.applied_to(row.ok_or_else(|| Error::not_found("preset"))?.into_preset()?);
        changed.validate()?;
        let row = db::presets::update(&mut *transaction, actor.user_id, id, &changed).await?;
        transaction.commit().await?;
        row.into_preset()
    }

    /// # Errors
    /// `not_found`.
    pub async fn delete(&self, actor: &Actor, id: PresetId) -> Result<(), Error> {
        actor.require(Scope::TasksWrite)?;
        match db::presets::delete(&self.inner.pool, actor.user_id, id).await? {
            true => Ok(()),
            false => Err(Error::not_found("preset")),
        }
    }
}

fn too_many() -> Error {
    let detail = format!("There are {} presets already. Delete one that is not used any more.", limits::MAX_PRESETS);
    Problem::new(ErrorCode::QuotaExceeded, detail).into()
}
