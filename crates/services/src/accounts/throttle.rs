//! Guessing passwords and mass sign-up, slowed down for each account and each address.

use crate::{
    Error, db,
    limits::in_words,
    services::Inner,
    windows::{Limit, Windows},
};
use sha2::{Digest, Sha256};
use std::{
    net::{IpAddr, Ipv6Addr},
    time::Duration,
};
use studio_domain::{ErrorCode, Problem};

const FAILURES_WINDOW: Duration = Duration::from_secs(15 * 60);
/// Wrong passwords for one account: few enough that guessing is hopeless, enough for someone who tries their own.
const FAILURES_OF_ACCOUNT: Limit = Limit { most: 10, window: FAILURES_WINDOW };
/// Wrong passwords from one address, behind which there may be an office.
const FAILURES_OF_ADDRESS: Limit = Limit { most: 50, window: FAILURES_WINDOW };
const SIGN_UPS_WINDOW: Duration = Duration::from_secs(3600);

/// Where a request came from, as far as the server can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// Whoever has one address of IPv6 has all of its /64.
    fn subject(self, of: &str) -> String {
        let network = match self.0.to_canonical() {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
            address => address,
        };
        format!("{of}/address/{network}")
    }
}

/// One attempt at a password. Counted before the password is looked at, so that guesses made at once count, too.
#[must_use]
pub struct Attempt<'a> {
    inner: &'a Inner,
    subjects: Vec<String>,
}

impl<'a> Attempt<'a> {
    /// # Errors
    /// `rate_limited` after too many wrong ones.
    pub async fn begin(inner: &'a Inner, email: &str, address: Option<ClientAddress>) -> Result<Self, Error> {
        let account = hex::encode(Sha256::digest(email.trim().to_lowercase()));
        // The address first: one that is shut out cannot shut out accounts.
        let address = address.map(|address| (address.subject("sign-in"), FAILURES_OF_ADDRESS));
        let limits = address.into_iter().chain([(format!("sign-in/account/{account}"), FAILURES_OF_ACCOUNT)]);
        let mut attempt = Self { inner, subjects: Vec::new() };
        for (subject, limit) in limits {
            take(inner, &subject, limit, "Too many wrong passwords.").await?;
            attempt.subjects.push(subject);
        }
        Ok(attempt)
    }

    /// The password was right, so nothing was guessed.
    pub async fn succeeded(self) -> Result<(), Error> {
        for subject in &self.subjects {
            self.inner.windows.clone().give_back(subject, 1).await?;
        }
        Ok(())
    }
}

/// Counts one more account from an address.
///
/// # Errors
/// `rate_limited`.
pub async fn sign_up(inner: &Inner, address: Option<ClientAddress>) -> Result<(), Error> {
    let (Some(address), most @ 1..) = (address, inner.limits.sign_ups_per_address) else { return Ok(()) };
    let why = "Too many accounts were made from your network.";
    let limit = Limit { most: db::unsigned(most)?, window: SIGN_UPS_WINDOW };
    take(inner, &address.subject("sign-up"), limit, why).await
}

async fn take(inner: &Inner, subject: &str, limit: Limit, why: &str) -> Result<(), Error> {
    let mut windows = inner.windows.clone();
    if windows.take(subject, limit, 1).await? {
        return Ok(());
    }
    let wait = windows.look(subject).await?.map(|window| window.ends_in).unwrap_or_default();
    let detail = format!("{why} Please try again in {}.", in_words(wait));
    Err(Problem::new(ErrorCode::RateLimited, detail).retry_after(wait).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_of_ipv6_counts_as_one_address() {
        let subject = |text: &str| ClientAddress(text.parse().expect("an address")).subject("x");
        assert_eq!(subject("2001:db8:1:2:3:4:5:6"), subject("2001:db8:1:2::"));
        assert_ne!(subject("2001:db8:1:2::"), subject("2001:db8:1:3::"));
        assert_eq!(subject("::ffff:192.0.2.7"), "x/address/192.0.2.7");
    }
}
