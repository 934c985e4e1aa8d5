//! Addresses that open one picture for whoever has them, for a while: for programs that fetch a result without the
//! credentials that asked for it.

use crate::{Error, db, services::Inner};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use rand::Rng;
use sha2::Sha256;
use sqlx::PgPool;
use studio_domain::{ErrorCode, ImageId, Problem};
use time::OffsetDateTime;

const KEY: &str = "image-link";

/// What links are signed with, the same on all servers of a database.
pub struct LinkKey(Vec<u8>);

impl LinkKey {
    pub async fn load(pool: &PgPool) -> Result<Self, Error> {
        let candidate: [u8; 32] = rand::rng().random();
        Ok(Self(db::tokens::secret(pool, KEY, &candidate).await?))
    }

    fn mac(&self, id: ImageId, expires: i64) -> Result<Hmac<Sha256>, Error> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0);
        let mut mac = mac.map_err(|e| Error::Internal(format!("the key of links cannot be used: {e}")))?;
        mac.update(id.0.as_bytes());
        mac.update(&expires.to_be_bytes());
        Ok(mac)
    }
}

/// The query that opens the picture's file until it expires.
pub async fn sign(inner: &Inner, id: ImageId, expires: OffsetDateTime) -> Result<String, Error> {
    let expires = expires.unix_timestamp();
    let tag = inner.link_key().await?.mac(id, expires)?.finalize().into_bytes();
    Ok(format!("?expires={expires}&signature={}", URL_SAFE_NO_PAD.encode(tag)))
}

/// # Errors
/// `forbidden` for a link that was made up, changed, or has expired.
pub async fn verify(inner: &Inner, id: ImageId, expires: i64, signature: &str) -> Result<(), Error> {
    let refused = || Error::from(Problem::new(ErrorCode::Forbidden, "This link is not valid, or not any more."));
    let tag = URL_SAFE_NO_PAD.decode(signature).map_err(|_| refused())?;
    inner.link_key().await?.mac(id, expires)?.verify_slice(&tag).map_err(|_| refused())?;
    if OffsetDateTime::now_utc().unix_timestamp() < expires { Ok(()) } else { Err(refused()) }
}
