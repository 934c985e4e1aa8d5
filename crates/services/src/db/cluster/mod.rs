//! The private Postgres cluster: the embedded database, from the system's binaries, under the data folder, reached by a
//! unix socket alone.
//!
//! Several processes may share it (a server and its extra workers, two servers by mistake): whoever comes first starts
//! it, the others join, and the last to go stops it. Each holds a shared lock on a file; the kernel lets go of it when
//! a process is killed. A cluster that runs on because its server was killed is joined by the next one.

mod account;
mod binaries;
mod error;
mod files;
mod place;
mod postmaster;
#[cfg(feature = "testing")]
pub mod temporary;

pub use error::ClusterError;

use account::Account;
use files::Files;
use place::Place;
use postmaster::Postmaster;
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use std::{fs, path::Path, sync::Arc, time::Duration};
use tokio::task::{JoinHandle, spawn_blocking};

const DATABASE: &str = "studio";
/// How often the cluster is looked after while it is in use.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// A running cluster, for as long as this process needs it.
pub struct Cluster {
    files: Arc<Files>,
    options: PgConnectOptions,
    caretaker: JoinHandle<()>,
}

impl Cluster {
    /// Makes the cluster of a data folder if there is none, and sees to it that it runs.
    ///
    /// # Errors
    /// See [`ClusterError`].
    pub async fn start(data_dir: &Path) -> Result<Self, ClusterError> {
        let data_dir = fs::canonicalize(data_dir).map_err(ClusterError::folder("find", data_dir))?;
        let files = blocking(move || Files::open(Place::of_data_dir(&data_dir, Account::choose()?)?)).await?;
        Self::of(files).await
    }

    async fn of(files: Files) -> Result<Self, ClusterError> {
        let files = Arc::new(files);
        let starting = files.clone();
        blocking(move || starting.ensure_running(&[])).await?;
        let options = files.connect_options();
        ensure_database(&options)
            .await
            .map_err(|source| ClusterError::Connect { log: files.place.log.clone(), source })?;
        let caretaker = tokio::spawn(take_care(files.clone()));
        Ok(Self { files, options: options.database(DATABASE), caretaker })
    }

    pub fn connect_options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// Lets go of the cluster; stops it if nobody else uses it.
    pub async fn stop(mut self) {
        self.caretaker.abort();
        // It may be just restarting the cluster; that it was aborted is no error.
        let _ = (&mut self.caretaker).await;
        let files = self.files.clone();
        report(blocking(move || files.let_go()).await);
    }

    /// Leaves everything as a process does that is killed: the cluster runs on, the locks are gone.
    #[cfg(feature = "testing")]
    pub fn vanish(self) {
        self.files.forget();
    }
}

impl Drop for Cluster {
    /// A start that fails half-way leaves no database running. It blocks, for a moment and in a process that ends.
    fn drop(&mut self) {
        self.caretaker.abort();
        report(self.files.let_go());
    }
}

fn report(stopped: Result<(), ClusterError>) {
    if let Err(error) = stopped {
        tracing::warn!(error = %crate::error::Chain(&error), "the private database could not be stopped");
    }
}

/// Starts the cluster again when it has died: killed by the kernel for want of memory, say.
async fn take_care(files: Arc<Files>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let looked_at = files.clone();
        let looked = blocking(move || match Postmaster::of(&looked_at.place) {
            Postmaster::Ready { .. } | Postmaster::Busy => Ok(()),
            Postmaster::Stopped | Postmaster::Stale => {
                tracing::warn!("the private database is not running; starting it again");
                looked_at.ensure_running(&[])
            }
        });
        if let Err(error) = looked.await {
            tracing::error!(error = %crate::error::Chain(&error), "the private database could not be started again");
        }
    }
}

async fn ensure_database(options: &PgConnectOptions) -> Result<(), sqlx::Error> {
    match PgConnection::connect_with(&options.clone().database(DATABASE)).await {
        Ok(connection) => connection.close().await,
        Err(error) if has_code(&error, "3D000") => {
            let mut connection = PgConnection::connect_with(&options.clone().database("postgres")).await?;
            match sqlx::raw_sql("create database studio").execute(&mut connection).await {
                Ok(_) => {}
                // Another process was faster.
                Err(error) if has_code(&error, "42P04") || has_code(&error, "23505") => {}
                Err(error) => return Err(error),
            }
            connection.close().await
        }
        Err(error) => Err(error),
    }
}

fn has_code(error: &sqlx::Error, code: &str) -> bool {
    error.as_database_error().and_then(|e| e.code()).as_deref() == Some(code)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ClusterError> + Send + 'static,
) -> Result<T, ClusterError> {
    spawn_blocking(work).await.map_err(|e| ClusterError::BrokenOff(e.to_string()))?
}
