//! The handle to everything: cheap to clone, the same for every door and every worker.

use crate::{
    Accounts, Error, Events, FeedbackService, Images, PgSessionStore, Queue, ServicesConfig, SweepReport, Tasks,
};

#[derive(Clone)]
pub struct Services {}

impl Services {
    /// Opens the object store, starts (or joins) the private cluster when no database is named, connects, and begins
    /// to listen for notifications. Does not migrate: see [`Self::migrate`].
    ///
    /// # Errors
    /// One line for the operator, saying what to do: binaries missing, cluster of another major version, disk full,
    /// database not reachable.
    pub async fn start(config: ServicesConfig) -> Result<Self, Error> {
        todo!()
    }

    /// Brings the schema up to date. Servers that start together take turns.
    ///
    /// # Errors
    /// When a migration fails or the database is newer than this program.
    pub async fn migrate(&self) -> Result<(), Error> {
        todo!()
    }

    /// Closes the connections and stops the private cluster, unless another process still uses it.
    pub async fn shut_down(self) {
        todo!()
    }

    /// Whether the database answers and the object store can be written to: the readiness check.
    ///
    /// # Errors
    /// `database_unavailable` or `storage_unavailable`.
    pub async fn ping(&self) -> Result<(), Error> {
        todo!()
    }

    /// Guests, sign-up, sign-in and tokens.
    #[must_use]
    pub fn accounts(&self) -> Accounts<'_> {
        todo!()
    }

    /// Stored pictures.
    #[must_use]
    pub fn images(&self) -> Images<'_> {
        todo!()
    }

    /// Tasks, for the people who ask for them.
    #[must_use]
    pub fn tasks(&self) -> Tasks<'_> {
        todo!()
    }

    /// Tasks, for the workers that do them.
    #[must_use]
    pub fn queue(&self) -> Queue<'_> {
        todo!()
    }

    /// Likes, dislikes and their reasons.
    #[must_use]
    pub fn feedback(&self) -> FeedbackService<'_> {
        todo!()
    }

    /// Live changes of a person's tasks.
    #[must_use]
    pub fn events(&self) -> Events<'_> {
        todo!()
    }

    /// Sessions in Postgres, for `tower_sessions::SessionManagerLayer`.
    #[must_use]
    pub fn session_store(&self) -> PgSessionStore {
        todo!()
    }

    /// Removes what nothing points at any more: objects without a row, images deleted for longer than
    /// [`UNDO_DAYS`](studio_domain::limits::UNDO_DAYS), guests who never did anything, expired sessions and tokens.
    /// To be called every few minutes; any number of servers may do so at once.
    ///
    /// # Errors
    /// When the database or the object store does not answer; what is left is swept next time.
    pub async fn sweep(&self) -> Result<SweepReport, Error> {
        todo!()
    }
}
