//! What can go wrong in the service layer, and what of it a client may see.

use crate::ClusterError;
use std::path::PathBuf;
use studio_domain::{ErrorCode, Problem};
use studio_imaging::ImageError;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller's doing, in the caller's words.
    #[error("{}", .0.detail)]
    Problem(Problem),
    #[error("DATABASE_URL is not a Postgres URL such as postgres://user:password@host/database")]
    DatabaseUrl(#[source] sqlx::Error),
    #[error("cannot connect to the database; check that it runs and that DATABASE_URL is right")]
    Connect(#[source] sqlx::Error),
    #[error(
        "REDIS_URL is not an address such as redis://:password@host:6379/0, rediss://host for TLS, or unix:///run/redis.sock"
    )]
    RedisUrl,
    #[error("Redis did not answer as it should; check that it runs and that REDIS_URL is right")]
    Redis(#[from] redis::RedisError),
    #[error("the database did not answer as it should")]
    Database(#[source] sqlx::Error),
    #[error("the database could not be migrated")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    #[error("the object store did not answer as it should")]
    Storage(#[from] object_store::Error),
    /// A bucket's failure, in words: what it answered may hold more than a log should.
    #[error("{address} cannot be used: {reason}{}", advice.map(|advice| format!(". {advice}")).unwrap_or_default())]
    Bucket {
        address: String,
        reason: String,
        /// What to do, when it is known.
        advice: Option<&'static str>,
    },
    #[error(
        "the pictures of this database are not in {0}; all processes of a database need the same STUDIO_OBJECTS or, without \
         one, the same STUDIO_DATA"
    )]
    WrongStore(String),
    #[error("cannot {action} {}", path.display())]
    File { action: &'static str, path: PathBuf, source: std::io::Error },
    /// A value in the database that this version of the program does not know.
    #[error("the database holds the value {0:?}, which this version does not understand")]
    Unreadable(String),
    /// A bug or an exhausted machine: a thread that died, a key that cannot be used.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// What a client may see; the operator's detail stays in `Display` and `source`.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let (code, detail) = match self {
            Self::Problem(problem) => return problem.clone(),
            Self::Database(error) if is_disk_full(error) => DISK_FULL,
            Self::Database(error) if is_unavailable(error) => DATABASE_AWAY,
            Self::Connect(_) | Self::Cluster(_) => DATABASE_AWAY,
            Self::Redis(_) => REDIS_AWAY,
            Self::Bucket { .. } => BUCKET_AWAY,
            Self::Storage(_) | Self::WrongStore(_) | Self::File { .. } => STORAGE_AWAY,
            Self::DatabaseUrl(_)
            | Self::RedisUrl
            | Self::Database(_)
            | Self::Migration(_)
            | Self::Unreadable(_)
            | Self::Internal(_) => DEFECT,
        };
        Problem::new(code, detail)
    }

    /// The code of [`Self::problem`].
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.problem().code
    }

    /// Whether it is another machine's failure to keep pictures, which may well have passed in a moment.
    #[must_use]
    pub fn is_bucket_away(&self) -> bool {
        matches!(self, Self::Bucket { .. })
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Problem::new(ErrorCode::NotFound, format!("There is no such {what}.")).into()
    }

    pub(crate) fn file(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { action, path, source }
    }
}

const DISK_FULL: (ErrorCode, &str) =
    (ErrorCode::StorageUnavailable, "The server's disk is full, so nothing was stored. Please try again later.");
const DATABASE_AWAY: (ErrorCode, &str) =
    (ErrorCode::DatabaseUnavailable, "The database does not answer right now. Please try again in a moment.");
const REDIS_AWAY: (ErrorCode, &str) = (
    ErrorCode::DatabaseUnavailable,
    "What you ask for cannot be counted right now, so nothing was done. Please try again in a moment.",
);
const STORAGE_AWAY: (ErrorCode, &str) = (
    ErrorCode::StorageUnavailable,
    "The file could not be read or written; the server's disk may be full. Nothing was stored. Please try again later.",
);
const BUCKET_AWAY: (ErrorCode, &str) = (
    ErrorCode::StorageUnavailable,
    "The store of the pictures does not answer right now, so nothing was stored. Please try again in a moment.",
);
const DEFECT: (ErrorCode, &str) = (
    ErrorCode::Internal,
    "Something went wrong on the server. Trying again may help; the operator finds the cause in the log.",
);

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<ImageError> for Error {
    fn from(error: ImageError) -> Self {
        Problem::new(error.code(), error.to_string()).into()
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        // Someone was removed (a guest who signed in elsewhere) between being authenticated and acting.
        const OWNER: [&str; 6] = [
            "tasks_user_fk",
            "images_user_fk",
            "boards_user_fk",
            "feedback_user_fk",
            "refresh_tokens_user_fk",
            "api_keys_user_fk",
        ];
        let constraint = error.as_database_error().and_then(|e| e.constraint());
        if constraint.is_some_and(|name| OWNER.contains(&name)) {
            let detail = "This session has ended, perhaps because you signed in meanwhile. Please load the page again.";
            return Problem::new(ErrorCode::Unauthenticated, detail).into();
        }
        // Postgres keeps no U+0000 in text (22021) nor in JSON (22P05).
        if error.as_database_error().and_then(|e| e.code()).is_some_and(|code| code == "22021" || code == "22P05") {
            let detail = "A text holds the character U+0000, which cannot be stored. Please remove it.";
            return Problem::new(ErrorCode::ValidationFailed, detail).into();
        }
        Self::Database(error)
    }
}

/// Whether the same request may well succeed a little later.
fn is_unavailable(error: &sqlx::Error) -> bool {
    use sqlx::Error as E;
    match error {
        E::Io(_) | E::Tls(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::BeginFailed => true,
        // Connection exceptions, insufficient resources, operator intervention (shutdown, timeout), serialization
        // failures and deadlocks, locks not available: https://www.postgresql.org/docs/current/errcodes-appendix.html
        E::Database(e) => e.code().is_some_and(|code| {
            ["08", "53", "57", "40"].iter().any(|class| code.starts_with(class)) || code == "55P03"
        }),
        _ => false,
    }
}

fn is_disk_full(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(e) if e.code().as_deref() == Some("53100"))
}

/// An error with its causes, for the log.
pub(crate) struct Chain<'a>(pub &'a (dyn std::error::Error + 'static));

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_see_no_detail_of_the_database() {
        let error = Error::from(sqlx::Error::Io(std::io::Error::other("socket /secret/path")));
        let problem = error.problem();
        assert_eq!((problem.code, problem.status), (ErrorCode::DatabaseUnavailable, 503));
        assert!(!problem.detail.contains("secret"));

        let bug = Error::from(sqlx::Error::ColumnNotFound("password_hash".into())).problem();
        assert_eq!(bug.code, ErrorCode::Internal);
        assert!(!bug.detail.contains("password_hash"));
    }
}
