//! What the service layer must be told to start.

use secrecy::SecretString;
use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct ServicesConfig {
    /// The Postgres to use. `None`: a private cluster under `data_dir`.
    pub database_url: Option<SecretString>,
    /// Everything the server keeps on disk. Created if missing; may be relative.
    pub data_dir: PathBuf,
    /// Upper bound of the connection pool. One connection more listens for notifications.
    pub max_connections: u32,
    /// As many tasks may wait; further ones are refused.
    pub queue_limit: usize,
}
