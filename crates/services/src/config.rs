//! What the service layer must be told to start.

use secrecy::SecretString;
use std::path::PathBuf;
use studio_domain::Tier;

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
    pub limits: LimitConfig,
}

/// How much one may ask for.
#[derive(Clone, Copy, Debug)]
pub struct LimitConfig {
    pub tasks: TierLimits,
    /// Accounts made from one address in an hour. 0: no limit.
    pub sign_ups_per_address: u32,
}

/// Tasks in an hour, by tier. 0: no limit.
#[derive(Clone, Copy, Debug)]
pub struct TierLimits {
    pub premium: u32,
    pub regular: u32,
    pub free: u32,
}

impl TierLimits {
    pub(crate) fn of(&self, tier: Tier) -> u32 {
        match tier {
            Tier::Premium => self.premium,
            Tier::Regular => self.regular,
            Tier::Free => self.free,
        }
    }
}

impl Default for LimitConfig {
    fn default() -> Self {
        Self { tasks: TierLimits { premium: 1000, regular: 100, free: 100 }, sign_ups_per_address: 20 }
    }
}
