//! Accounts as clients see them.

use crate::{Problem, Role, Tier, UserId, Validator, limits, lowercase};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// `POST /v1/auth/login`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    #[cfg_attr(feature = "openapi", schema(format = Email, example = "ada@example.org"))]
    pub email: String,
    #[cfg_attr(feature = "openapi", schema(format = Password, example = "a quiet lighthouse"))]
    pub password: String,
}

/// `POST /v1/auth/register`: the same fields, held to the rules for new accounts.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RegisterRequest {
    #[cfg_attr(feature = "openapi", schema(format = Email, max_length = 254, example = "ada@example.org"))]
    pub email: String,
    #[cfg_attr(feature = "openapi", schema(format = Password, min_length = 8, max_length = 128, example = "a quiet lighthouse"))]
    pub password: String,
}

impl RegisterRequest {
    /// No composition rules (OWASP ASVS 5.0 §6.2.5): length is what counts.
    ///
    /// # Errors
    /// `validation_failed`, naming `email` and `password`.
    pub fn validate(&self) -> Result<(), Problem> {
        let mut v = Validator::new();
        check_email(&self.email, &mut v);
        check_password(&self.password, &mut v);
        v.finish()
    }
}

/// `PATCH /v1/me`: absent fields stay as they are.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MePatch {
    /// Whoever finds an open session does not know it.
    #[cfg_attr(feature = "openapi", schema(format = Password, example = "a quiet lighthouse"))]
    pub current_password: String,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = Email, max_length = 254, example = "ada@example.com"))]
    pub email: Option<String>,
    /// A new one. It ends all other sessions and all tokens.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = Password, min_length = 8, max_length = 128, example = "a louder lighthouse"))]
    pub password: Option<String>,
}

impl MePatch {
    /// # Errors
    /// `validation_failed`, naming `email` and `password`.
    pub fn validate(&self) -> Result<(), Problem> {
        let mut v = Validator::new();
        if let Some(email) = &self.email {
            check_email(email, &mut v);
        }
        if let Some(password) = &self.password {
            check_password(password, &mut v);
        }
        v.finish()
    }
}

/// `DELETE /v1/me`.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeleteMe {
    /// Guests have none.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = Password, example = "a quiet lighthouse"))]
    pub current_password: Option<String>,
}

/// Where someone is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    pub kind: SignInKind,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
    /// Whether it is the one that asks.
    pub current: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignInKind {
    /// A session of the page.
    Browser,
    /// Refresh tokens of a program.
    Tokens,
}

fn check_email(email: &str, v: &mut Validator) {
    let message = "Please give a complete e-mail address, such as name@example.org.";
    v.check(is_email(email.trim()), "email", "invalid_email", message);
}

fn check_password(password: &str, v: &mut Validator) {
    let bounds = limits::PASSWORD_CHARS;
    let message = format!("The password must have {} to {} characters.", bounds.start(), bounds.end());
    v.check(bounds.contains(&password.chars().count()), "password", "length", message);
    let message = "This password is one of the most used ones. Please choose another.";
    v.check(!is_common(password), "password", "too_common", message);
}

/// Enough to catch slips; only a delivered message proves an address.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let label = |l: &str| !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || c == '-');
    text.len() <= limits::MAX_EMAIL_BYTES
        && !local.is_empty()
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && domain.contains('.')
        && domain.split('.').all(label)
}

fn is_common(password: &str) -> bool {
    let lower = lowercase(password);
    let mut chars = lower.chars();
    let first = chars.next();
    let repeated = first.is_some() && chars.all(|c| Some(c) == first);
    repeated || COMMON_PASSWORDS.contains(&lower.as_str())
}

/// Those of the most used passwords that pass the length rule.
const COMMON_PASSWORDS: [&str; 40] = [
    "12345678",
    "123456789",
    "1234567890",
    "12341234",
    "123123123",
    "12344321",
    "87654321",
    "987654321",
    "0987654321",
    "11223344",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "1qaz2wsx",
    "q1w2e3r4",
    "qwer1234",
    "qwerty12",
    "qwerty123",
    "qwertyui",
    "qwertyuiop",
    "asdfghjk",
    "asdfasdf",
    "password",
    "password1",
    "password12",
    "password123",
    "passw0rd",
    "p@ssw0rd",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "trustno1",
    "starwars",
    "whatever",
    "computer",
    "internet",
    "abcd1234",
    "letmein1",
];

// The password must not reach a log through `{:?}`.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("email", &self.email).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for MePatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MePatch").field("email", &self.email).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for DeleteMe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DeleteMe").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for RegisterRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegisterRequest").field("email", &self.email).finish_non_exhaustive()
    }
}

/// The answer to register, login and refresh (RFC 6749 §5.1).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenPair {
    pub access_token: String,
    pub token_type: String,
    /// Seconds until the access token expires.
    pub expires_in: u64,
    pub refresh_token: String,
}

/// `GET /v1/me`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    pub id: UserId,
    pub email: Option<String>,
    pub guest: bool,
    pub role: Role,
    pub tier: Tier,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(email: &str, password: &str) -> Vec<String> {
        let request = RegisterRequest { email: email.into(), password: password.into() };
        request.validate().err().map(|p| p.errors.into_iter().map(|e| e.field).collect()).unwrap_or_default()
    }

    #[test]
    fn accepts_ordinary_credentials() {
        assert!(fields("ada@example.org", "correct horse").is_empty());
        assert!(fields("김@예시.한국", "조용한 바닷가의 등대").is_empty());
    }

    #[test]
    fn names_every_field_that_is_wrong() {
        assert_eq!(fields("nobody", "short"), ["email", "password"]);
        assert_eq!(fields("a b@example.org", "Password123"), ["email", "password"]);
        assert_eq!(fields("a@b", "aaaaaaaaaa"), ["email", "password"]);
        assert_eq!(fields("a@example.org", &"x".repeat(129)), ["password", "password"]);
    }
}
