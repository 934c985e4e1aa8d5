//! Who people are: guests, accounts, passwords, tokens.

use crate::Error;
use studio_domain::{Actor, Credentials, Me, RegisterRequest, TokenPair, UserId};

pub struct Accounts<'a> {
    _services: std::marker::PhantomData<&'a ()>,
}

impl Accounts<'_> {
    /// A new person without e-mail or password, on the free tier.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn create_guest(&self) -> Result<Actor, Error> {
        todo!()
    }

    /// The person behind an id that came from a session; `None` when that person is gone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn actor(&self, user_id: UserId) -> Result<Option<Actor>, Error> {
        todo!()
    }

    /// What a person may see of themselves.
    ///
    /// # Errors
    /// `unauthenticated` when the person is gone.
    pub async fn me(&self, actor: &Actor) -> Result<Me, Error> {
        todo!()
    }

    /// Signs up. A guest's own row becomes the account, so all work so far comes along.
    ///
    /// # Errors
    /// `validation_failed`; `conflict` naming `email` when the address has an account.
    pub async fn register(&self, guest: Option<&Actor>, request: &RegisterRequest) -> Result<Actor, Error> {
        todo!()
    }

    /// Signs in. A guest's work moves to the account and the guest is removed. Takes the same time whether or not the
    /// address is known.
    ///
    /// # Errors
    /// `invalid_credentials`, for an unknown address and a wrong password alike.
    pub async fn sign_in(&self, guest: Option<&Actor>, credentials: &Credentials) -> Result<Actor, Error> {
        todo!()
    }

    /// Makes an administrator: for the command line, not for a door.
    ///
    /// # Errors
    /// As [`Self::register`].
    pub async fn create_admin(&self, request: &RegisterRequest) -> Result<Actor, Error> {
        todo!()
    }

    /// A new access token (JWT, 15 minutes) and the first refresh token (opaque, 7 days) of a new family.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn issue_tokens(&self, actor: &Actor) -> Result<TokenPair, Error> {
        todo!()
    }

    /// Exchanges a refresh token. Each works once; using one again revokes its whole family, except within a few
    /// seconds, when the first answer may have been lost on the way.
    ///
    /// # Errors
    /// `unauthenticated` for a token that is unknown, used, revoked or expired.
    pub async fn refresh(&self, refresh_token: &str) -> Result<TokenPair, Error> {
        todo!()
    }

    /// Revokes a refresh token and everything that came from the same sign-in. An unknown token is no error.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn revoke(&self, refresh_token: &str) -> Result<(), Error> {
        todo!()
    }

    /// The person an access token was issued to, as they are now.
    ///
    /// # Errors
    /// `unauthenticated` for a token that is malformed, forged, expired, or whose person is gone.
    pub async fn authenticate(&self, access_token: &str) -> Result<Actor, Error> {
        todo!()
    }
}
