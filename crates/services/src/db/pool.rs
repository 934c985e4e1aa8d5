//! Connections.

use crate::Error;
use secrecy::{ExposeSecret, SecretString};
use sqlx::{
    Connection, PgConnection, PgPool,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{str::FromStr, time::Duration};

pub static MIGRATOR: Migrator = sqlx::migrate!("../../migrations");

/// A request that cannot have a connection for this long is answered with 503.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// An idle connection costs the database some megabytes.
const IDLE_TIMEOUT: Duration = Duration::from_secs(120);

pub fn parse_url(url: &SecretString) -> Result<PgConnectOptions, Error> {
    PgConnectOptions::from_str(url.expose_secret()).map_err(Error::DatabaseUrl)
}

/// Sets what every connection of this program relies on.
pub fn tuned(options: PgConnectOptions) -> PgConnectOptions {
    options.application_name("creativeai-studio").options([
        ("timezone", "UTC"),
        ("statement_timeout", "30s"),
        ("idle_in_transaction_session_timeout", "60s"),
    ])
}

/// Opens the pool.
pub async fn connect(options: PgConnectOptions, max_connections: u32) -> Result<PgPool, Error> {
    // Once without the pool, which would try for seconds and then say no more than that it did.
    PgConnection::connect_with(&options).await.map_err(Error::Connect)?.close().await?;
    Ok(PgPoolOptions::new()
        .max_connections(max_connections.max(1))
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(IDLE_TIMEOUT)
        .connect_lazy_with(options))
}

/// Applies what is missing of [`MIGRATOR`]. sqlx takes a lock for it, so servers that start together take turns.
pub async fn migrate(options: &PgConnectOptions) -> Result<(), Error> {
    // A connection of its own: a migration may take longer than a request ever should.
    let options = options.clone().options([("statement_timeout", "0")]);
    let mut connection = PgConnection::connect_with(&options).await.map_err(Error::Connect)?;
    MIGRATOR.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

pub async fn ping(pool: &PgPool) -> Result<(), sqlx::Error> {
    sqlx::query!("select 1 as one").fetch_one(pool).await.map(|_| ())
}
