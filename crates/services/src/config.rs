//! What the service layer must be told to start.

use secrecy::SecretString;
use std::{path::PathBuf, str::FromStr};
use studio_domain::Tier;

#[derive(Clone, Debug)]
pub struct ServicesConfig {
    /// The Postgres to use. `None`: a private cluster under `data_dir`.
    pub database_url: Option<SecretString>,
    /// Everything the server keeps on disk. Created if missing; may be relative.
    pub data_dir: PathBuf,
    /// Where the pictures are.
    pub objects: ObjectsConfig,
    /// Upper bound of the connection pool. One connection more listens for notifications.
    pub max_connections: u32,
    pub queue: QueueConfig,
    pub limits: LimitConfig,
}

/// How tasks are taken in.
#[derive(Clone, Copy, Debug)]
pub struct QueueConfig {
    /// As many may wait; further ones are refused.
    pub limit: usize,
    /// Whether the results of an equal task may be the answer.
    pub cache: bool,
}

/// Where pictures are kept.
#[derive(Clone, Debug, Default)]
pub enum ObjectsConfig {
    /// The folder `objects` of the data folder.
    #[default]
    Folder,
    S3(S3Config),
}

/// A bucket, or a part of one.
#[derive(Clone, Debug)]
pub struct S3Config {
    pub bucket: String,
    /// What every key begins with; may be empty.
    pub prefix: String,
    /// Variables that AWS's own programs know, such as `AWS_REGION`, by name.
    pub settings: Vec<(String, SecretString)>,
}

impl FromStr for ObjectsConfig {
    type Err = &'static str;

    /// Of `s3://bucket` or `s3://bucket/prefix`; nothing means the folder.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Ok(Self::Folder);
        }
        let address = text.strip_prefix("s3://").ok_or("expected s3://bucket or s3://bucket/prefix")?;
        let (bucket, prefix) = address.split_once('/').unwrap_or((address, ""));
        let prefix = prefix.trim_end_matches('/');
        // What AWS allows is a subset, but other products allow more.
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if bucket.is_empty() || !bucket.chars().all(plain) {
            return Err("the name of a bucket has letters, digits, dots and hyphens");
        }
        if !prefix.is_empty()
            && !prefix.split('/').all(|part| part.chars().all(plain) && !part.trim_matches('.').is_empty())
        {
            return Err("what follows the bucket has letters, digits, dots, hyphens and single slashes");
        }
        Ok(Self::S3(S3Config { bucket: bucket.into(), prefix: prefix.into(), settings: Vec::new() }))
    }
}

/// How much one may ask for.
#[derive(Clone, Debug)]
pub struct LimitConfig {
    /// The Redis that counts. `None`: the database does.
    pub redis_url: Option<SecretString>,
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
        let tasks = TierLimits { premium: 1000, regular: 100, free: 100 };
        Self { redis_url: None, tasks, sign_ups_per_address: 20 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_buckets() {
        let parsed = |text: &str| match text.parse() {
            Ok(ObjectsConfig::S3(S3Config { bucket, prefix, .. })) => Some((bucket, prefix)),
            Ok(ObjectsConfig::Folder) => Some(Default::default()),
            Err(_) => None,
        };
        let some = |bucket: &str, prefix: &str| Some((bucket.to_owned(), prefix.to_owned()));
        assert_eq!(parsed(""), some("", ""));
        assert_eq!(parsed("s3://pictures"), some("pictures", ""));
        assert_eq!(parsed("s3://pictures/"), some("pictures", ""));
        assert_eq!(parsed("s3://pictures/studio/one/"), some("pictures", "studio/one"));
        for bad in
            ["pictures", "/var/objects", "s3://", "s3:///a", "s3://a//b", "s3://a/../b", "s3://k:s@a/b", "s3://a/b?c"]
        {
            assert_eq!(parsed(bad), None, "{bad}");
        }
    }
}
