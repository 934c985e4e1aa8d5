//! The real server against a real Postgres and the real starter model, spoken to over HTTP.

mod accounts;
mod app;
mod events;
mod families;
mod images;
mod openai;
mod pages;
mod paint;
mod pictures;
mod predict;
mod refusals;
mod surviving;

use app::TestApp;
