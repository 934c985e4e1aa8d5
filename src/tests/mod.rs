//! The real server against a real Postgres and the real starter model, spoken to over HTTP.

mod accounts;
mod api;
mod api_keys;
mod app;
mod batches;
mod events;
mod families;
mod images;
mod limits;
mod pages;
mod paint;
mod pictures;
mod predict;
mod profile;
mod refusals;
mod surviving;

use app::TestApp;
