//! The studio: the one screen where everything happens, and the state its parts share.

mod api;
mod attention;
mod header;
mod live;
mod page;
mod selection;
mod shortcuts;
mod store;
mod tabs;

#[cfg(feature = "ssr")]
pub use api::gather;
pub use api::{Opened, StudioState};
pub use attention::Notify;
pub use header::BareHeader;
pub use page::StudioPage;
pub use selection::Selection;
pub use shortcuts::Shortcuts;
pub use store::{Stage, Store};
pub use tabs::Tab;
