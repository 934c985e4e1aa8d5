//! OpenAI's images interface, so that clients made for it paint here: `/v1/images/generations`, `edits`, `variations`.
//!
//! What they make are ordinary tasks and images of the caller's. Errors have OpenAI's shape at these addresses.

mod answer;
mod edits;
mod error;
mod generations;
mod mask;
mod wishes;

pub use edits::{edit, vary};
pub use error::{error, speaks};
pub use generations::generate;
