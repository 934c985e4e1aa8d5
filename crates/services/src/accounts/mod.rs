//! Who people are: guests, accounts, passwords, tokens.

mod keys;
mod passwords;
mod profile;
mod throttle;
mod tokens;

pub use keys::ApiKeys;
pub(crate) use passwords::Passwords;
pub use throttle::ClientAddress;
pub(crate) use tokens::TokenKeys;

use crate::{
    Error,
    db::{
        self,
        users::{NewAccount, UserRow},
    },
    services::Inner,
};
use studio_domain::{
    Actor, Credentials, ErrorCode, FieldError, Me, Problem, RegisterRequest, Role, Tier, TokenPair, UserId,
};
use throttle::Attempt;

/// What to change of an account; `None` leaves it as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccountTerms {
    pub role: Option<Role>,
    pub tier: Option<Tier>,
    /// Tasks in an hour, 0 without limit; `Some(None)` as many as the tier has.
    pub hourly_quota: Option<Option<u32>>,
}

pub struct Accounts<'a> {
    inner: &'a Inner,
    address: Option<ClientAddress>,
}

impl<'a> Accounts<'a> {
    pub(crate) fn new(inner: &'a Inner) -> Self {
        Self { inner, address: None }
    }

    /// Says where the request came from, so that one address cannot try passwords or make accounts without end.
    #[must_use]
    pub fn called_from(self, address: Option<ClientAddress>) -> Self {
        Self { address, ..self }
    }

    /// A new person without e-mail or password, on the free tier.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn create_guest(&self) -> Result<Actor, Error> {
        let (user_id, tier) = (UserId::generate(), Tier::Free);
        db::users::insert_guest(&self.inner.pool, user_id, tier).await?;
        Ok(Actor { user_id, email: None, role: Role::Creator, tier, hourly_quota: None, key: None })
    }

    /// The person behind an id that came from a session; `None` when that person is gone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn actor(&self, user_id: UserId) -> Result<Option<Actor>, Error> {
        db::users::find(&self.inner.pool, user_id).await?.map(UserRow::into_actor).transpose()
    }

    /// What a person may see of themselves.
    ///
    /// # Errors
    /// `unauthenticated` when the person is gone.
    pub async fn me(&self, actor: &Actor) -> Result<Me, Error> {
        db::users::find(&self.inner.pool, actor.user_id).await?.ok_or_else(unauthenticated)?.into_me()
    }

    /// Signs up. A guest's own row becomes the account, so all work so far comes along.
    ///
    /// # Errors
    /// `validation_failed`; `conflict` naming `email` when the address has an account; `rate_limited`.
    pub async fn register(&self, guest: Option<&Actor>, request: &RegisterRequest) -> Result<Actor, Error> {
        let guest = guest.filter(|actor| actor.is_guest()).map(|actor| actor.user_id);
        self.create(guest, request, Role::Creator, Tier::Regular).await
    }

    /// Signs in. A guest's work moves to the account and the guest is removed. Takes the same time whether or not the
    /// address is known.
    ///
    /// # Errors
    /// `invalid_credentials`, for an unknown address and a wrong password alike; `rate_limited` after many of them.
    pub async fn sign_in(&self, guest: Option<&Actor>, credentials: &Credentials) -> Result<Actor, Error> {
        let email = credentials.email.trim();
        let attempt = Attempt::begin(self.inner, email, self.address).await?;
        let found = db::users::find_by_email(&self.inner.pool, email).await?;
        let (id, hash) = found.map_or((None, None), |row| (Some(row.id), row.password_hash));
        let right = self.inner.passwords.verify(&credentials.password, hash).await?;
        let (Some(id), true) = (id, right) else {
            let detail = "This e-mail address and this password do not belong together.";
            return Err(Problem::new(ErrorCode::InvalidCredentials, detail).into());
        };
        attempt.succeeded().await?;
        let mut transaction = self.inner.pool.begin().await?;
        let actor = db::users::find(&mut *transaction, id).await?.ok_or_else(unauthenticated)?.into_actor()?;
        if let Some(guest) = guest.filter(|actor| actor.is_guest()) {
            db::users::merge_guest(&mut transaction, guest.user_id, &actor).await?;
        }
        transaction.commit().await?;
        Ok(actor)
    }

    /// Makes an administrator: for the command line, not for a door.
    ///
    /// # Errors
    /// As [`Self::register`].
    pub async fn create_admin(&self, request: &RegisterRequest) -> Result<Actor, Error> {
        self.create(None, request, Role::Admin, Tier::Premium).await
    }

    /// Changes what an account may do: for the command line, not for a door. What already waits is served by the new tier.
    ///
    /// # Errors
    /// `not_found` when nobody has that address.
    pub async fn change_terms(&self, email: &str, change: &AccountTerms) -> Result<Actor, Error> {
        let mut transaction = self.inner.pool.begin().await?;
        let row = db::users::change_terms(&mut transaction, email.trim(), change).await?;
        let row = row.ok_or_else(|| Error::not_found("account"))?;
        transaction.commit().await?;
        row.into_actor()
    }

    /// A new access token (JWT, 15 minutes) and the first refresh token (opaque, 7 days) of a new family.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn issue_tokens(&self, actor: &Actor) -> Result<TokenPair, Error> {
        tokens::issue(self.inner, actor.user_id).await
    }

    /// Exchanges a refresh token. Each works once; using one again revokes its whole family, except within a few
    /// seconds, when the first answer may have been lost on the way.
    ///
    /// # Errors
    /// `unauthenticated` for a token that is unknown, used, revoked or expired.
    pub async fn refresh(&self, refresh_token: &str) -> Result<TokenPair, Error> {
        tokens::refresh(self.inner, refresh_token).await
    }

    /// Revokes a refresh token and everything that came from the same sign-in. An unknown token is no error.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn revoke(&self, refresh_token: &str) -> Result<(), Error> {
        Ok(db::tokens::revoke_family_of(&self.inner.pool, &tokens::hash(refresh_token)).await?)
    }

    /// The person an access token was issued to, or for whom an API key speaks, as they are now.
    ///
    /// # Errors
    /// `unauthenticated` for what is malformed, forged, expired or revoked, or whose person is gone.
    pub async fn authenticate(&self, bearer: &str) -> Result<Actor, Error> {
        if keys::is_key(bearer) {
            return keys::authenticate(self.inner, bearer).await;
        }
        let (user_id, version) = self.inner.token_keys().await?.verify(bearer)?;
        let row = db::users::find_at_version(&self.inner.pool, user_id, version).await?;
        row.ok_or_else(unauthenticated)?.into_actor()
    }

    /// For clients that know only user names and passwords: the owner's e-mail address, and an API key. The password
    /// of the account is not accepted: it would be sent, and checked slowly, with every request.
    ///
    /// # Errors
    /// As [`Self::authenticate`]; also when the key is someone else's.
    pub async fn authenticate_basic(&self, email: &str, key: &str) -> Result<Actor, Error> {
        if !keys::is_key(key) {
            let detail = "Send your e-mail address with an API key (cas_…) in place of the password.";
            return Err(Problem::new(ErrorCode::Unauthenticated, detail).into());
        }
        let actor = keys::authenticate(self.inner, key).await?;
        let owner = actor.email.as_deref().unwrap_or_default();
        if owner.to_lowercase() != email.trim().to_lowercase() {
            return Err(unauthenticated());
        }
        Ok(actor)
    }

    async fn create(
        &self,
        guest: Option<UserId>,
        request: &RegisterRequest,
        role: Role,
        tier: Tier,
    ) -> Result<Actor, Error> {
        request.validate()?;
        throttle::sign_up(self.inner, self.address).await?;
        let email = request.email.trim();
        // Before the expensive part; the index has the last word.
        if db::users::find_by_email(&self.inner.pool, email).await?.is_some() {
            return Err(taken());
        }
        let password_hash = self.inner.passwords.hash(&request.password).await?;
        let account = NewAccount { email, password_hash: &password_hash, role, tier };
        let mut transaction = self.inner.pool.begin().await?;
        let upgraded = match guest {
            Some(guest) => db::users::upgrade_guest(&mut transaction, guest, &account).await.map_err(or_taken)?,
            None => None,
        };
        let row = match upgraded {
            Some(row) => row,
            None => {
                db::users::insert_account(&mut *transaction, UserId::generate(), &account).await.map_err(or_taken)?
            }
        };
        transaction.commit().await?;
        row.into_actor()
    }
}

fn or_taken(error: sqlx::Error) -> Error {
    match error.as_database_error().and_then(|e| e.constraint()) {
        Some("users_email_unique") => taken(),
        _ => error.into(),
    }
}

fn taken() -> Error {
    let message = "There is an account with this e-mail address already. Please sign in instead.";
    let errors = vec![FieldError::new("email", "taken", message)];
    Problem { errors, ..Problem::new(ErrorCode::Conflict, message) }.into()
}

fn unauthenticated() -> Error {
    let detail = "This sign-in or API key is not valid, or not any more. Please sign in again.";
    Problem::new(ErrorCode::Unauthenticated, detail).into()
}
