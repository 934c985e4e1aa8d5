//! The web surface: routes, middleware, translation between HTTP and the service layer.

mod cookies;
mod cors;
mod error;
mod error_page;
mod events;
mod extract;
mod health;
mod middleware;
mod openapi;
mod pages;
mod router;
mod state;
mod v1;

pub use openapi::document_json;
pub use router::{Server, router};
pub use state::AppState;
