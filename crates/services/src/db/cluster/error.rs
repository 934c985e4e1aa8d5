//! Why the private cluster cannot run, in one line for the operator that says what to do.

use std::{io, path::PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    #[error(
        "PostgreSQL {} or newer is not installed: run `apt-get install postgresql`, or set DATABASE_URL to use another server",
        super::binaries::OLDEST
    )]
    NotInstalled,
    #[error(
        "the database in {} was made by PostgreSQL {made_by}, which is not installed: run `apt-get install \
         postgresql-{made_by}`, or move the folder away to start with an empty database",
        folder.display()
    )]
    OtherVersion { folder: PathBuf, made_by: String },
    #[error(
        "PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody` to run it as: create one, or set DATABASE_URL"
    )]
    NoUser,
    #[error("the disk is full: make room for the database in {} and start again", folder.display())]
    DiskFull { folder: PathBuf },
    #[error("cannot {action} {}; the database folder must belong to the user who runs the studio", path.display())]
    Folder { action: &'static str, path: PathBuf, source: io::Error },
    #[error("cannot run {program}")]
    Run { program: PathBuf, source: io::Error },
    #[error("{program} failed: {reason}")]
    Failed { program: &'static str, reason: String },
    #[error("the database did not get ready in time; its log is {}", log.display())]
    NotReady { log: PathBuf },
    #[error("the private database does not accept connections; its log is {}", log.display())]
    Connect { log: PathBuf, source: sqlx::Error },
    /// A thread that died.
    #[error("starting the database broke off: {0}")]
    BrokenOff(String),
}

impl ClusterError {
    pub fn folder(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull => Self::DiskFull { folder: path },
            _ => Self::Folder { action, path, source },
        }
    }
}
