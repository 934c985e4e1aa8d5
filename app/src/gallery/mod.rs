//! The gallery: everything one has uploaded and made.

mod actions;
pub mod address;
mod api;
mod bar;
mod boards;
mod filters;
mod grid;
mod listing;
mod panel;
mod picked;
mod placeholder;
mod tile;
mod transfer;

pub use listing::Listing;
pub use panel::GalleryPanel;
pub use picked::Picked;
pub use placeholder::placeholder;
