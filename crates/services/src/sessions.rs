//! Sessions in Postgres.

/// A `tower_sessions::SessionStore`. The value under the key `user_id` of a session is also kept in a column, so that
/// all sessions of a person can be found.
#[derive(Clone, Debug)]
pub struct PgSessionStore {}
