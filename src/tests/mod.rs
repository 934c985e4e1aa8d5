//! The real server against a real Postgres and the real starter model, spoken to over HTTP.

mod accounts;
mod api;
mod api_keys;
mod app;
mod batches;
mod boards;
mod bucket;
mod clients;
mod events;
mod families;
mod files;
mod images;
mod library;
mod limits;
mod openai;
mod pages;
mod paint;
mod pictures;
mod predict;
mod presets;
mod profile;
mod refusals;
mod rembg;
mod sdapi;
mod surviving;
mod webhooks;

use app::TestApp;
