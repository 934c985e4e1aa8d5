//! Who is asking.

use crate::{ApiKeyId, ErrorCode, Problem, Scope, UserId};
use serde::{Deserialize, Serialize};

/// What a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// Most tasks in an hour, where it is not the tier's. 0: no limit.
    pub hourly_quota: Option<u32>,
    /// The API key that speaks for the person; `None` when they signed in themselves.
    pub key: Option<KeyGrant>,
}

/// What an API key may do in its owner's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyGrant {
    pub id: ApiKeyId,
    pub scopes: Vec<Scope>,
    pub hourly_quota: Option<u32>,
}

impl Actor {
    #[must_use]
    pub fn is_guest(&self) -> bool {
        self.email.is_none()
    }

    /// Whether the caller may do what `scope` allows. People may; keys may what they were made for.
    #[must_use]
    pub fn may(&self, scope: Scope) -> bool {
        self.key.as_ref().is_none_or(|key| key.scopes.iter().any(|granted| granted.covers(scope)))
    }

    /// # Errors
    /// `forbidden`, naming the scope that the API key lacks.
    pub fn require(&self, scope: Scope) -> Result<(), Problem> {
        self.require_any(&[scope])
    }

    /// # Errors
    /// `forbidden`, naming the scopes of which the API key has none.
    pub fn require_any(&self, scopes: &[Scope]) -> Result<(), Problem> {
        if scopes.iter().any(|scope| self.may(*scope)) {
            return Ok(());
        }
        let names: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
        let detail = format!("This API key lacks the scope {}. Make one that has it.", names.join(" or "));
        Err(Problem::new(ErrorCode::Forbidden, detail))
    }

    /// For what changes the account itself, which no key may: one that leaked could make itself last.
    ///
    /// # Errors
    /// `forbidden` for API keys.
    pub fn require_person(&self) -> Result<(), Problem> {
        match self.key {
            None => Ok(()),
            Some(_) => {
                let detail = "An API key cannot change the account. Sign in with e-mail and password for that.";
                Err(Problem::new(ErrorCode::Forbidden, detail))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_may_what_they_were_made_for_and_people_everything() {
        let person = Actor {
            user_id: UserId::generate(),
            email: Some("ada@example.org".into()),
            role: Role::Creator,
            tier: Tier::Regular,
            hourly_quota: None,
            key: None,
        };
        assert!(person.require(Scope::AccountRead).is_ok() && person.require_person().is_ok());
        let grant = KeyGrant { id: ApiKeyId::generate(), scopes: vec![Scope::TasksWrite], hourly_quota: None };
        let key = Actor { key: Some(grant), ..person };
        assert!(key.require(Scope::TasksRead).is_ok());
        let refused = key.require_any(&[Scope::ImagesRead, Scope::FeedbackWrite]).expect_err("lacks both");
        assert_eq!(refused.code, ErrorCode::Forbidden);
        assert!(refused.detail.contains("images:read or feedback:write"), "{}", refused.detail);
        assert_eq!(key.require_person().expect_err("a key").code, ErrorCode::Forbidden);
    }
}
