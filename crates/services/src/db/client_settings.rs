//! What people chose through other products' interfaces.

use serde_json::{Map, Value};
use sqlx::{PgExecutor, types::Json};
use studio_domain::UserId;

pub async fn get(
    db: impl PgExecutor<'_>,
    owner: UserId,
    client: &str,
) -> Result<Option<Map<String, Value>>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        r#"select settings as "settings: Json<Map<String, Value>>" from client_settings
           where user_id = $1 and client = $2"#,
        owner.0,
        client,
    );
    Ok(found.fetch_optional(db).await?.map(|settings| settings.0))
}

pub async fn merge(
    db: impl PgExecutor<'_>,
    owner: UserId,
    client: &str,
    settings: &Map<String, Value>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into client_settings (user_id, client, settings) values ($1, $2, $3)
         on conflict on constraint client_settings_pk
         do update set settings = client_settings.settings || excluded.settings",
        owner.0,
        client,
        Json(settings) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}
