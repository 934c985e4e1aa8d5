//! What can go wrong in the service layer, and what of it a client may see.

use crate::ClusterError;
use studio_domain::{ErrorCode, Problem};
use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller's doing, in the caller's words.
    #[error("{}", .0.detail)]
    Problem(Problem),
    #[error("the database did not answer as it should")]
    Database(#[source] sqlx::Error),
    #[error("the database could not be migrated")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    #[error("the object store did not answer as it should")]
    Storage(#[source] object_store::Error),
    #[error("cannot {action} {}", path.display())]
    File { action: &'static str, path: PathBuf, source: std::io::Error },
    /// A reader of events that fell too far behind.
    #[error("the reader fell behind by {missed} events")]
    TooSlow { missed: u64 },
    /// A value in the database that this version of the program does not understand.
    #[error("the database holds a value that this version does not understand: {0}")]
    Unreadable(String),
    /// A bug.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// What a client may see; the operator's detail stays in `Display` and `source`.
    #[must_use]
    pub fn problem(&self) -> Problem {
        todo!()
    }

    /// The code of [`Self::problem`].
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.problem().code
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}
