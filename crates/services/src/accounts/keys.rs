//! Keys for programs: `cas_<name>.<secret>`. The part before the dot finds a key, the part after it opens.

use super::unauthenticated;
use crate::{
    Error,
    db::{self, api_keys::NewKey},
    error::Chain,
    services::Inner,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::Rng;
use sha2::{Digest, Sha256};
use studio_domain::{Actor, ApiKey, ApiKeyId, CreatedApiKey, ErrorCode, NewApiKey, Problem, Scope, limits};
use subtle::ConstantTimeEq;
use time::OffsetDateTime;

/// How every key begins, so that people and scanners for leaked secrets recognise one.
const MARK: &str = "cas_";

/// API keys, for their owners.
pub struct ApiKeys<'a> {
    inner: &'a Inner,
}

impl<'a> ApiKeys<'a> {
    pub(crate) fn new(inner: &'a Inner) -> Self {
        Self { inner }
    }

    /// Makes a key. Its secret is in the answer and nowhere else.
    ///
    /// # Errors
    /// `validation_failed`; `forbidden` for guests and for keys; `quota_exceeded` with as many keys as one may have.
    pub async fn create(&self, actor: &Actor, request: &NewApiKey) -> Result<CreatedApiKey, Error> {
        actor.require_person()?;
        if actor.is_guest() {
            let detail = "API keys belong to accounts. Sign up first; what you have made so far comes along.";
            return Err(Problem::new(ErrorCode::Forbidden, detail).into());
        }
        let now = OffsetDateTime::now_utc();
        request.validate(now)?;
        let (name, secret): ([u8; 8], [u8; 32]) = (rand::rng().random(), rand::rng().random());
        let (prefix, secret) = (format!("{MARK}{}", hex::encode(name)), URL_SAFE_NO_PAD.encode(secret));
        let new = NewKey {
            id: ApiKeyId::generate(),
            owner: actor.user_id,
            name: request.name.trim(),
            prefix: &prefix,
            hash: &hash(&secret),
            scopes: &distinct(request.scopes.as_deref().unwrap_or(&Scope::DEFAULT)),
            hourly_quota: request.hourly_quota.map(db::unsigned).transpose()?,
            expires_at: request.expiry(now),
        };
        let row = db::api_keys::insert(&self.inner.pool, &new).await?.ok_or_else(too_many)?;
        Ok(CreatedApiKey { key: row.into_key()?, secret: format!("{prefix}.{secret}") })
    }

    /// The caller's keys, newest first.
    ///
    /// # Errors
    /// `forbidden` for keys without the scope `account:read`.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<ApiKey>, Error> {
        actor.require(Scope::AccountRead)?;
        let rows = db::api_keys::list(&self.inner.pool, actor.user_id).await?;
        rows.into_iter().map(db::api_keys::KeyRow::into_key).collect()
    }

    /// Revokes a key at once.
    ///
    /// # Errors
    /// `not_found`; `forbidden` for keys.
    pub async fn revoke(&self, actor: &Actor, id: ApiKeyId) -> Result<(), Error> {
        actor.require_person()?;
        match db::api_keys::delete(&self.inner.pool, actor.user_id, id).await? {
            true => Ok(()),
            false => Err(Error::not_found("API key")),
        }
    }
}

/// Whether `text` is meant to be a key, and not an access token.
pub fn is_key(text: &str) -> bool {
    text.starts_with(MARK)
}

/// Whom a key speaks for, and what it may do.
pub async fn authenticate(inner: &Inner, key: &str) -> Result<Actor, Error> {
    let (prefix, secret) = key.split_once('.').ok_or_else(unauthenticated)?;
    let row = db::api_keys::grant(&inner.pool, prefix).await?.ok_or_else(unauthenticated)?;
    if !bool::from(row.hash.ct_eq(&hash(secret))) {
        return Err(unauthenticated());
    }
    if !row.noted
        && let Err(error) = db::api_keys::note_use(&inner.pool, row.id).await
    {
        // Nice to know, and no reason to refuse anyone.
        tracing::warn!(error = %Chain(&error), "the use of an API key could not be noted");
    }
    row.into_actor()
}

/// The secret has 256 random bits, so a plain hash is as good as a slow one.
fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}

fn distinct(scopes: &[Scope]) -> Vec<String> {
    Scope::ALL.into_iter().filter(|scope| scopes.contains(scope)).map(|scope| scope.as_str().into()).collect()
}

fn too_many() -> Error {
    let detail = format!("There are {} API keys already. Delete one that is not used any more.", limits::MAX_KEYS);
    Problem::new(ErrorCode::QuotaExceeded, detail).into()
}
