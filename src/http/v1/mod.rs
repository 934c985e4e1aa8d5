//! `/v1`, one file a resource. Handlers translate; what is allowed and what happens is decided in the service layer.

pub mod api_keys;
pub mod archive;
pub mod auth;
pub mod boards;
pub mod feedback;
pub mod images;
pub mod me;
pub mod models;
pub mod parameters;
pub mod predict;
pub mod presets;
pub mod tasks;
pub mod upload;
pub mod webhooks;
