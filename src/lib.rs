//! CreativeAI Studio's server: the composition root, and the only place that knows every part.
//!
//! [`http::router`] is the whole web surface; [`worker`] is the only code that joins the service layer and inference.

pub mod config;
pub mod http;
pub mod outbound;
pub mod start;
pub mod telemetry;
pub mod webhooks;
pub mod worker;

#[cfg(test)]
mod tests;
