//! Settings under names.

use crate::{Error, db::from_text};
use sqlx::{PgExecutor, types::Json};
use studio_domain::{NewPreset, Preset, PresetId, TaskInputs, TaskParameters, UserId, limits};
use time::OffsetDateTime;

pub struct PresetRow {
    id: PresetId,
    name: String,
    kind: String,
    model: Option<String>,
    inputs: Json<TaskInputs>,
    parameters: Json<TaskParameters>,
    created_at: OffsetDateTime,
    updated_at: OffsetDateTime,
}

impl PresetRow {
    pub fn into_preset(self) -> Result<Preset, Error> {
        Ok(Preset {
            id: self.id,
            name: self.name,
            task: from_text(&self.kind)?,
            model: self.model,
            inputs: self.inputs.0,
            parameters: self.parameters.0,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// By name.
pub async fn list(db: impl PgExecutor<'_>, owner: UserId) -> Result<Vec<PresetRow>, sqlx::Error> {
    sqlx::query_as!(
        PresetRow,
        r#"select id, name, kind, model, inputs as "inputs: Json<TaskInputs>",
                  parameters as "parameters: Json<TaskParameters>", created_at, updated_at
           from presets where user_id = $1 order by lower(name), id"#,
        owner.0,
    )
    .fetch_all(db)
    .await
}

/// Kept as it is until the transaction ends.
pub async fn lock(db: impl PgExecutor<'_>, owner: UserId, id: PresetId) -> Result<Option<PresetRow>, sqlx::Error> {
    sqlx::query_as!(
        PresetRow,
        r#"select id, name, kind, model, inputs as "inputs: Json<TaskInputs>",
                  parameters as "parameters: Json<TaskParameters>", created_at, updated_at
           from presets where user_id = $1 and id = $2 for update"#,
        owner.0,
        id.0,
    )
    .fetch_optional(db)
    .await
}

/// `None` when the owner has as many as one may have.
pub async fn insert(
    db: impl PgExecutor<'_>,
    owner: UserId,
    preset: &NewPreset,
) -> Result<Option<PresetRow>, sqlx::Error> {
    sqlx::query_as!(
        PresetRow,
        r#"insert into presets (id, user_id, name, kind, model, inputs, parameters)
           select $1, $2, $3, $4, $5, $6, $7 where (select count(*) from presets where user_id = $2) < $8
           returning id, name, kind, model, inputs as "inputs: Json<TaskInputs>",
                     parameters as "parameters: Json<TaskParameters>", created_at, updated_at"#,
        PresetId::generate().0,
        owner.0,
        preset.name.trim(),
        preset.task.as_str(),
        preset.model,
        Json(&preset.inputs) as _,
        Json(&preset.parameters) as _,
        limits::MAX_PRESETS,
    )
    .fetch_optional(db)
    .await
}

/// The kind of task stays.
pub async fn update(
    db: impl PgExecutor<'_>,
    owner: UserId,
    id: PresetId,
    preset: &NewPreset,
) -> Result<PresetRow, sqlx::Error> {
    sqlx::query_as!(
        PresetRow,
        r#"update presets set name = $3, model = $4, inputs = $5, parameters = $6, updated_at = now()
           where user_id = $1 and id = $2
           returning id, name, kind, model, inputs as "inputs: Json<TaskInputs>",
                     parameters as "parameters: Json<TaskParameters>", created_at, updated_at"#,
        owner.0,
        id.0,
        preset.name.trim(),
        preset.model,
        Json(&preset.inputs) as _,
        Json(&preset.parameters) as _,
    )
    .fetch_one(db)
    .await
}

/// `false` when there is no such preset.
pub async fn delete(db: impl PgExecutor<'_>, owner: UserId, id: PresetId) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("delete from presets where user_id = $1 and id = $2", owner.0, id.0).execute(db).await?;
    Ok(done.rows_affected() == 1)
}
