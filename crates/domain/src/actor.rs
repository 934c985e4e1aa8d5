//! Who is asking.

use crate::UserId;
use serde::{Deserialize, Serialize};

/// What a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Creator,
    Admin,
}

impl Role {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Creator => "creator",
            Self::Admin => "admin",
        }
    }
}

/// How soon a person's work is served. The order is the order of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    Premium,
    Regular,
    Free,
}

impl Tier {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Premium => "premium",
            Self::Regular => "regular",
            Self::Free => "free",
        }
    }

    /// Queue priority; lower is served first.
    #[must_use]
    pub fn priority(self) -> i16 {
        self as i16
    }
}

/// The authenticated caller of a service. Every service method that touches someone's data takes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub user_id: UserId,
    /// `None` for a guest.
    pub email: Option<String>,
    pub role: Role,
    pub tier: Tier,
}

impl Actor {
    #[must_use]
    pub fn is_guest(&self) -> bool {
        self.email.is_none()
    }
}
