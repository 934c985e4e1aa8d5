//! What people do with their own account: change it, see where it is signed in, leave.

use super::{Accounts, Attempt, or_taken, unauthenticated};
use crate::{Error, db, sessions};
use sqlx::PgConnection;
use studio_domain::{Actor, DeleteMe, ErrorCode, FieldError, Me, MePatch, Problem, Scope, SignIn, SignInKind, UserId};
use tower_sessions::session::Id;

impl Accounts<'_> {
    /// Changes e-mail address or password. A new password ends all tokens and all sessions but `session`; API keys
    /// stay.
    ///
    /// # Errors
    /// `validation_failed`, also for a wrong `current_password`; `conflict` naming `email` when it is taken;
    /// `rate_limited` after many wrong passwords; `forbidden` for guests and for API keys.
    pub async fn change(&self, actor: &Actor, patch: &MePatch, session: Option<Id>) -> Result<Me, Error> {
        actor.require_person()?;
        if actor.is_guest() {
            let detail = "Guests have no e-mail address and no password. Sign up to have them.";
            return Err(Problem::new(ErrorCode::Forbidden, detail).into());
        }
        patch.validate()?;
        self.confirm(actor, &patch.current_password).await?;
        let hash = match &patch.password {
            Some(password) => Some(self.inner.passwords.hash(password).await?),
            None => None,
        };
        let email = patch.email.as_deref().map(str::trim);
        let mut transaction = self.inner.pool.begin().await?;
        db::users::change(&mut *transaction, actor.user_id, email, hash.as_deref()).await.map_err(or_taken)?;
        if hash.is_some() {
            end_sign_ins(&mut transaction, actor.user_id, session).await?;
        }
        transaction.commit().await?;
        self.me(actor).await
    }

    /// Removes the person and everything of theirs: sessions, tokens, keys, tasks, opinions, pictures. The files are
    /// removed by the next sweep. There is no undo.
    ///
    /// # Errors
    /// `validation_failed` for a wrong `current_password`; `rate_limited`; `forbidden` for API keys.
    pub async fn delete(&self, actor: &Actor, request: &DeleteMe) -> Result<(), Error> {
        actor.require_person()?;
        if !actor.is_guest() {
            self.confirm(actor, request.current_password.as_deref().unwrap_or_default()).await?;
        }
        let mut transaction = self.inner.pool.begin().await?;
        if !db::users::delete(&mut transaction, actor.user_id).await? {
            return Err(unauthenticated());
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Where the caller is signed in, browsers first. `session` is the one that asks.
    ///
    /// # Errors
    /// `forbidden` for API keys without the scope `account:read`.
    pub async fn sign_ins(&self, actor: &Actor, session: Option<Id>) -> Result<Vec<SignIn>, Error> {
        actor.require(Scope::AccountRead)?;
        let current = session.map(|id| sessions::hash(&id));
        let browsers = db::sessions::open(&self.inner.pool, actor.user_id.0).await?;
        let browsers = browsers.into_iter().map(|row| SignIn {
            kind: SignInKind::Browser,
            created_at: row.created_at,
            expires_at: row.expires_at,
            current: current.is_some_and(|hash| hash == *row.id),
        });
        let programs = db::tokens::families(&self.inner.pool, actor.user_id).await?;
        let programs = programs.into_iter().map(|row| SignIn {
            kind: SignInKind::Tokens,
            created_at: row.created_at,
            expires_at: row.expires_at,
            current: false,
        });
        Ok(browsers.chain(programs).collect())
    }

    /// Signs out everywhere but in `session`. API keys stay.
    ///
    /// # Errors
    /// `forbidden` for API keys.
    pub async fn sign_out_elsewhere(&self, actor: &Actor, session: Option<Id>) -> Result<(), Error> {
        actor.require_person()?;
        let mut transaction = self.inner.pool.begin().await?;
        end_sign_ins(&mut transaction, actor.user_id, session).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Asks once more for the password, before what cannot be undone.
    async fn confirm(&self, actor: &Actor, password: &str) -> Result<(), Error> {
        let email = actor.email.as_deref().unwrap_or_default();
        let attempt = Attempt::begin(self.inner, email, self.address).await?;
        let hash = db::users::password_hash(&self.inner.pool, actor.user_id).await?;
        if !self.inner.passwords.verify(password, hash).await? {
            let message = "This is not your present password.";
            return Err(Problem::validation(vec![FieldError::new("current_password", "wrong", message)]).into());
        }
        attempt.succeeded().await
    }
}

async fn end_sign_ins(db: &mut PgConnection, owner: UserId, kept: Option<Id>) -> Result<(), Error> {
    let kept = kept.map(|id| sessions::hash(&id));
    db::users::raise_token_version(&mut *db, owner).await?;
    db::tokens::revoke_all_of(&mut *db, owner).await?;
    db::sessions::delete_others(db, owner.0, kept.as_ref().map(<[u8; 32]>::as_slice)).await?;
    Ok(())
}
