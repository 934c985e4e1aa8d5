//! What a person has used of what they may.

use crate::TaskKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::OffsetDateTime;

/// `GET /v1/me/usage`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Usage {
    /// Tasks in the present hour.
    pub requests: Quota,
    /// The same for the API key that asks, where it has a limit of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Quota>,
    /// How many tasks of each kind there are.
    pub tasks: BTreeMap<TaskKind, u64>,
    pub storage: Storage,
}

/// A limit and what is left of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Quota {
    pub used: u32,
    /// `null`: there is none.
    pub limit: Option<u32>,
    pub remaining: Option<u32>,
    pub window_seconds: u64,
    /// When everything is available again; `null` before the first use.
    #[serde(with = "time::serde::rfc3339::option")]
    pub resets_at: Option<OffsetDateTime>,
}

/// Stored pictures, without thumbnails; deleted ones, too, while they can be brought back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Storage {
    pub images: u64,
    pub bytes: u64,
}
