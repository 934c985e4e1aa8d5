//! Passwords: Argon2id on threads of their own, a bounded number at a time.

use crate::Error;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::{sync::Arc, time::Duration};
use studio_domain::{ErrorCode, Problem};
use tokio::{sync::Semaphore, time::timeout};

/// OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Each takes [`MEMORY_KIB`] and a processor.
const AT_A_TIME: usize = 2;
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Of no password. Verified when there is no account, so that this takes as long as when there is one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCEhIQ$Hm4Vw0Jm8kPq4mYy1o6kz0Q2t3a7n5c9d1e3f5g7h8I";

pub struct Passwords {
    permits: Arc<Semaphore>,
}

impl Passwords {
    pub fn new() -> Self {
        Self { permits: Arc::new(Semaphore::new(AT_A_TIME)) }
    }

    /// A new hash in PHC string format, with a random salt.
    pub async fn hash(&self, password: &str) -> Result<String, Error> {
        let password = password.to_owned();
        self.run(move || {
            let hash: PasswordHash = hasher()?.hash_password(password.as_bytes()).map_err(broken)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether `password` is the one behind `hash`. Without a hash it never is, and that takes the same time.
    pub async fn verify(&self, password: &str, hash: Option<String>) -> Result<bool, Error> {
        let password = password.to_owned();
        self.run(move || {
            let known = hash.is_some();
            let hash = PasswordHash::new(hash.as_deref().unwrap_or(NOBODY)).map_err(broken)?;
            Ok(hasher()?.verify_password(password.as_bytes(), &hash).is_ok() && known)
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let permit = timeout(LONGEST_WAIT, self.permits.clone().acquire_owned()).await;
        let Ok(Ok(permit)) = permit else {
            let detail = "Too many people are signing in at the moment. Please try again in a minute.";
            return Err(Problem::new(ErrorCode::Overloaded, detail).into());
        };
        let done = tokio::task::spawn_blocking(move || {
            let _until_done = permit;
            work()
        });
        done.await.map_err(|e| Error::Internal(format!("checking a password broke off: {e}")))?
    }
}

fn hasher() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(broken)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("a password could not be hashed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_verifies() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse").await.expect("hash");
        assert_ne!(hash, passwords.hash("correct horse").await.expect("hash"), "salted");
        assert!(passwords.verify("correct horse", Some(hash.clone())).await.expect("verify"));
        assert!(!passwords.verify("correct hors", Some(hash)).await.expect("verify"));
        assert!(!passwords.verify("", None).await.expect("verify"));
    }

    #[tokio::test]
    async fn nobody_costs_as_much_as_somebody() {
        let cost = |hash: &str| hash.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        let real = Passwords::new().hash("x").await.expect("hash");
        assert_eq!(cost(NOBODY), cost(&real));
        assert_eq!(NOBODY.len(), real.len());
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
