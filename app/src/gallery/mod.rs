//! The gallery: everything one has uploaded and made.

mod actions;
mod api;
mod listing;
mod panel;
mod placeholder;
mod tile;

pub use listing::Listing;
pub use panel::GalleryPanel;
pub use placeholder::placeholder;
