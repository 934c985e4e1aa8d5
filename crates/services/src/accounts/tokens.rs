//! Access tokens (JWT) and refresh tokens (opaque, rotating).

use super::unauthenticated;
use crate::{
    Error,
    db::{self, tokens::NewToken},
    services::Inner,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, crypto::rust_crypto::DEFAULT_PROVIDER, decode, encode,
};
use rand::Rng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use studio_domain::{TokenPair, UserId};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

const ISSUER: &str = "creativeai-studio";
/// `typ` of the claims, so that no other kind of token signed with the same key is ever taken for an access token.
const ACCESS: &str = "access";
const ACCESS_LIFETIME: Duration = Duration::minutes(15);
const REFRESH_LIFETIME: Duration = Duration::days(7);
/// How long a used refresh token may be sent again by a client that did not receive the answer.
const GRACE: Duration = Duration::seconds(10);
/// Clocks of several servers may differ by this many seconds.
const LEEWAY: u64 = 5;
const KEY: &str = "access-token";

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    typ: String,
    /// The person's `token_version` at the time. Tokens of before there was one have none.
    #[serde(default)]
    ver: i32,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// The key that access tokens are signed with, the same on all servers of a database.
pub struct TokenKeys {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl TokenKeys {
    pub async fn load(pool: &PgPool) -> Result<Self, Error> {
        let candidate: [u8; 32] = rand::rng().random();
        Ok(Self::new(&db::tokens::secret(pool, KEY, &candidate).await?))
    }

    fn new(secret: &[u8]) -> Self {
        // jsonwebtoken panics at first use when it cannot tell which provider to take, as when another crate switches
        // on a second one. An error here only says that it was set before.
        let _ = DEFAULT_PROVIDER.install_default();
        // One algorithm, whatever the token's header says.
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[ISSUER]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        validation.validate_nbf = true;
        validation.leeway = LEEWAY;
        Self { encoding: EncodingKey::from_secret(secret), decoding: DecodingKey::from_secret(secret), validation }
    }

    fn sign(&self, user: UserId, ver: i32, now: OffsetDateTime) -> Result<String, Error> {
        let claims = Claims {
            iss: ISSUER.into(),
            aud: ISSUER.into(),
            sub: user.0,
            typ: ACCESS.into(),
            ver,
            iat: now.unix_timestamp(),
            nbf: now.unix_timestamp(),
            exp: (now + ACCESS_LIFETIME).unix_timestamp(),
        };
        encode(&Header::new(Algorithm::HS256), &claims, &self.encoding)
            .map_err(|e| Error::Internal(format!("a token could not be signed: {e}")))
    }

    /// Whom the token was issued to, and under which of their versions.
    pub fn verify(&self, token: &str) -> Result<(UserId, i32), Error> {
        let claims = decode::<Claims>(token, &self.decoding, &self.validation).map_err(|_| unauthenticated())?.claims;
        if claims.typ != ACCESS {
            return Err(unauthenticated());
        }
        Ok((UserId(claims.sub), claims.ver))
    }
}

/// What is kept of a refresh token. It has 256 random bits, so a plain hash is as good as a slow one.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}

pub async fn issue(inner: &Inner, user: UserId) -> Result<TokenPair, Error> {
    let version = db::users::token_version(&inner.pool, user).await?.ok_or_else(unauthenticated)?;
    pair(inner, (user, version), Uuid::now_v7(), None).await
}

pub async fn refresh(inner: &Inner, token: &str) -> Result<TokenPair, Error> {
    let (pool, hash) = (&inner.pool, hash(token));
    if let Some(spent) = db::tokens::spend(pool, &hash).await? {
        return pair(inner, (spent.user_id, spent.token_version), spent.family, Some(spent.id)).await;
    }
    match db::tokens::refused(pool, &hash, GRACE.as_seconds_f64()).await? {
        Some(token) if token.valid && token.answer_may_be_lost => {
            pair(inner, (token.user_id, token.token_version), token.family, Some(token.id)).await
        }
        Some(token) => {
            // Someone has a copy, the owner or a thief: neither goes on from here (RFC 9700 §4.14.2).
            tracing::warn!(user_id = %token.user_id, "a refresh token was used again; its family is revoked");
            db::tokens::revoke_family(pool, token.family).await?;
            Err(unauthenticated())
        }
        None => Err(unauthenticated()),
    }
}

async fn pair(
    inner: &Inner,
    (user_id, version): (UserId, i32),
    family: Uuid,
    parent: Option<Uuid>,
) -> Result<TokenPair, Error> {
    let random: [u8; 32] = rand::rng().random();
    let refresh_token = URL_SAFE_NO_PAD.encode(random);
    let access_token = inner.token_keys().await?.sign(user_id, version, OffsetDateTime::now_utc())?;
    let hash = hash(&refresh_token);
    let row = NewToken { family, parent, user_id, hash: &hash, lifetime: REFRESH_LIFETIME.as_seconds_f64() };
    db::tokens::insert(&inner.pool, &row).await?;
    Ok(TokenPair {
        access_token,
        token_type: "Bearer".into(),
        expires_in: ACCESS_LIFETIME.whole_seconds().unsigned_abs(),
        refresh_token,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn signed(claims: &Value, algorithm: Algorithm, secret: &[u8]) -> String {
        encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret)).expect("signs")
    }

    #[test]
    fn a_fresh_token_is_accepted_and_an_old_one_is_not() {
        let keys = TokenKeys::new(b"secret");
        let (user, now) = (UserId::generate(), OffsetDateTime::now_utc());
        assert_eq!(keys.verify(&keys.sign(user, 3, now).expect("sign")).expect("verify"), (user, 3));
        let old = now - ACCESS_LIFETIME - Duration::seconds(LEEWAY as i64 + 1);
        assert!(keys.verify(&keys.sign(user, 0, old).expect("sign")).is_err());
        let early = now + Duration::seconds(LEEWAY as i64 + 5);
        assert!(keys.verify(&keys.sign(user, 0, early).expect("sign")).is_err());
    }

    #[test]
    fn forgeries_are_refused() {
        let keys = TokenKeys::new(b"secret");
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let good = json!({"iss": ISSUER, "aud": ISSUER, "sub": Uuid::nil(), "typ": ACCESS, "iat": now, "nbf": now, "exp": now + 60});
        assert!(keys.verify(&signed(&good, Algorithm::HS256, b"secret")).is_ok());

        assert!(keys.verify(&signed(&good, Algorithm::HS256, b"another")).is_err(), "another key");
        assert!(keys.verify(&signed(&good, Algorithm::HS512, b"secret")).is_err(), "another algorithm");
        for (claim, value) in
            [("iss", json!("x")), ("aud", json!("x")), ("typ", json!("refresh")), ("exp", Value::Null)]
        {
            let mut bad = good.clone();
            bad[claim] = value;
            assert!(keys.verify(&signed(&bad, Algorithm::HS256, b"secret")).is_err(), "{claim}");
        }
        let [_, claims, _] = signed(&good, Algorithm::HS256, b"secret")
            .split('.')
            .map(str::to_owned)
            .collect::<Vec<_>>()
            .try_into()
            .expect("3 parts");
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        assert!(keys.verify(&format!("{none}.{claims}.")).is_err(), "unsigned");
        for text in ["", "..", "x.y.z"] {
            assert!(keys.verify(text).is_err(), "{text:?}");
        }
    }
}
