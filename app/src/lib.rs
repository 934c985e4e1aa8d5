//! The page: shell, routes, one folder per feature, and the design system in [`ui`].
//!
//! Rendered on the server (`ssr`) and brought to life in the browser (`hydrate`); exactly one of the two features is
//! on in a build. Data goes through server functions (`*/api.rs`), which only translate: rules and authorisation live
//! in `studio-services`. Uploads, downloads and events use the public HTTP interface.

mod account;
mod app;
mod browser;
mod error;
mod feedback;
mod first_data;
mod format;
mod gallery;
mod language;
mod not_found;
mod queue;
mod said;
#[cfg(feature = "ssr")]
pub mod server;
mod settings;
mod shell;
mod stage;
mod studio;
mod text;
mod tool;
mod ui;

pub use app::App;
#[cfg(feature = "ssr")]
pub use app::PAGES;
pub use error::AppError;
pub use first_data::FirstData;
pub use language::{Language, Phrase};
pub use shell::shell;
