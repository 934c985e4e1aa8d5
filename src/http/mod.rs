//! The web surface: routes, middleware, translation between HTTP and the service layer.

mod cookies;
mod cors;
mod error;
mod error_page;
mod events;
mod extract;
mod health;
mod lenient;
mod middleware;
mod openai;
mod openapi;
mod pages;
mod painter;
mod pixels;
mod ranges;
mod rembg;
mod results;
mod router;
mod sdapi;
mod state;
mod submission;
mod v1;

pub use openapi::document_json;
pub use router::{Server, router};
pub use state::AppState;
