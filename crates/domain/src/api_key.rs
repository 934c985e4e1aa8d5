//! Keys for programs, and what each may do.

use crate::{ApiKeyId, Problem, Validator, limits};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// One thing that an API key may do. To write includes to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Scope {
    /// Follow tasks.
    #[serde(rename = "tasks:read")]
    TasksRead,
    /// Ask for tasks, with the pictures they are to work on; cancel and delete them.
    #[serde(rename = "tasks:write")]
    TasksWrite,
    /// List and fetch pictures.
    #[serde(rename = "images:read")]
    ImagesRead,
    /// Upload, change and delete pictures.
    #[serde(rename = "images:write")]
    ImagesWrite,
    /// Rate pictures.
    #[serde(rename = "feedback:write")]
    FeedbackWrite,
    /// See API keys and sessions. Nothing about an account can be changed with a key.
    #[serde(rename = "account:read")]
    AccountRead,
}

impl Scope {
    pub const ALL: [Self; 6] = [
        Self::TasksRead,
        Self::TasksWrite,
        Self::ImagesRead,
        Self::ImagesWrite,
        Self::FeedbackWrite,
        Self::AccountRead,
    ];
    /// What a key may do when nothing else is said: everything that making pictures takes.
    pub const DEFAULT: [Self; 3] = [Self::TasksWrite, Self::ImagesWrite, Self::FeedbackWrite];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TasksRead => "tasks:read",
            Self::TasksWrite => "tasks:write",
            Self::ImagesRead => "images:read",
            Self::ImagesWrite => "images:write",
            Self::FeedbackWrite => "feedback:write",
            Self::AccountRead => "account:read",
        }
    }

    /// Whether this scope is enough for what `needed` allows.
    #[must_use]
    pub fn covers(self, needed: Self) -> bool {
        self == needed
            || matches!((self, needed), (Self::TasksWrite, Self::TasksRead) | (Self::ImagesWrite, Self::ImagesRead))
    }
}

/// `POST /v1/api-keys`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewApiKey {
    /// What it is for, in the owner's words.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, example = "nightly upscaling"))]
    pub name: String,
    /// `tasks:write`, `images:write` and `feedback:write` unless given.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_items = 1))]
    pub scopes: Option<Vec<Scope>>,
    /// When it stops working. Never, unless this or `expires_in_days` is given.
    #[serde(default, with = "time::serde::rfc3339::option")]
    pub expires_at: Option<OffsetDateTime>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 3650, example = 90))]
    pub expires_in_days: Option<u32>,
    /// Most tasks in an hour with this key. The account's own limit holds besides.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 1_000_000, example = 20))]
    pub hourly_quota: Option<u32>,
}

impl NewApiKey {
    /// # Errors
    /// `validation_failed`, naming the fields.
    pub fn validate(&self, now: OffsetDateTime) -> Result<(), Problem> {
        let mut v = Validator::new();
        let chars = self.name.trim().chars().count();
        let most = limits::MAX_KEY_NAME_CHARS;
        let message = format!("Give the key a name of 1 to {most} characters that says what it is for.");
        v.check((1..=most).contains(&chars), "name", "length", message);
        let empty = self.scopes.as_ref().is_some_and(Vec::is_empty);
        v.check(!empty, "scopes", "required", "Name at least one scope, or leave them out for the usual ones.");
        let once = self.expires_at.is_none() || self.expires_in_days.is_none();
        v.check(once, "expires_at", "exclusive", "Give either expires_at or expires_in_days.");
        let days = self.expires_in_days.is_none_or(|days| limits::KEY_DAYS.contains(&days));
        let (least, most) = (limits::KEY_DAYS.start(), limits::KEY_DAYS.end());
        v.check(days, "expires_in_days", "out_of_range", format!("It must be between {least} and {most}."));
        let future = self.expires_at.is_none_or(|at| at > now && at <= now + Duration::days(i64::from(*most)));
        let message = format!("It must be in the future, and at most {most} days away.");
        v.check(future, "expires_at", "out_of_range", message);
        let quota = self.hourly_quota.is_none_or(|quota| limits::HOURLY_QUOTA.contains(&quota));
        let (least, most) = (limits::HOURLY_QUOTA.start(), limits::HOURLY_QUOTA.end());
        v.check(quota, "hourly_quota", "out_of_range", format!("It must be between {least} and {most}."));
        v.finish()
    }

    /// When the key stops working.
    #[must_use]
    pub fn expiry(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        self.expires_at.or_else(|| Some(now + Duration::days(i64::from(self.expires_in_days?))))
    }
}

/// A key as its owner sees it, without the secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    /// How the secret begins.
    #[cfg_attr(feature = "openapi", schema(example = "cas_3f2a9c41d07be865"))]
    pub prefix: String,
    pub scopes: Vec<Scope>,
    pub hourly_quota: Option<u32>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub expires_at: Option<OffsetDateTime>,
    /// To the minute.
    #[serde(with = "time::serde::rfc3339::option")]
    pub last_used_at: Option<OffsetDateTime>,
}

/// The answer to `POST /v1/api-keys`, the only one that holds the secret.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedApiKey {
    #[serde(flatten)]
    pub key: ApiKey,
    /// What to send as `Authorization: Bearer …`. It cannot be shown again.
    #[cfg_attr(feature = "openapi", schema(example = "cas_3f2a9c41d07be865.kVq0cWcJ7b1yA2m…"))]
    pub secret: String,
}

// The secret must not reach a log through `{:?}`.
impl std::fmt::Debug for CreatedApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreatedApiKey").field("key", &self.key).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(key: &NewApiKey) -> Vec<String> {
        let problem = key.validate(OffsetDateTime::UNIX_EPOCH).err();
        problem.map(|p| p.errors.into_iter().map(|e| e.field).collect()).unwrap_or_default()
    }

    #[test]
    fn names_every_field_that_is_wrong() {
        let good = NewApiKey { name: "nightly".into(), expires_in_days: Some(30), ..NewApiKey::default() };
        assert!(fields(&good).is_empty());
        let bad = NewApiKey {
            name: " ".into(),
            scopes: Some(Vec::new()),
            expires_at: Some(OffsetDateTime::UNIX_EPOCH),
            expires_in_days: Some(0),
            hourly_quota: Some(0),
        };
        let all = ["name", "scopes", "expires_at", "expires_in_days", "expires_at", "hourly_quota"];
        assert_eq!(fields(&bad), all);
    }

    #[test]
    fn to_write_includes_to_read_and_nothing_else() {
        assert!(Scope::TasksWrite.covers(Scope::TasksRead));
        assert!(!Scope::TasksRead.covers(Scope::TasksWrite));
        assert!(!Scope::TasksWrite.covers(Scope::ImagesRead));
    }

    #[test]
    fn scopes_are_called_the_same_everywhere() {
        for scope in Scope::ALL {
            assert_eq!(serde_json::to_value(scope).expect("JSON"), scope.as_str());
        }
    }
}
