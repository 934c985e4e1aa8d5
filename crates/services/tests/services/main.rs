//! The service layer against a real Postgres: one throw-away cluster, a database for each test.
#![expect(clippy::expect_used, reason = "what is not as expected fails the test")]

mod accounts;
mod batches;
mod boards;
mod bucket;
mod cache;
mod cluster;
mod events;
mod fairness;
mod idempotency;
mod images;
mod limits;
mod migrations;
mod presets;
mod profile;
mod prompts;
mod queue;
mod queue_races;
mod sessions;
mod studio;
mod sweep;

use studio::Studio;
