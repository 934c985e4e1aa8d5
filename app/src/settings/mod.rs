//! `/settings`: what one may use, the keys of one's programs, where one is signed in, one's data.
//!
//! Forms post as they are and lead back here, with or without JavaScript; only making a key asks in place, because its
//! secret must be shown and kept nowhere.

mod api;
mod credentials;
mod keys;
mod page;
mod sessions;
mod usage;
mod your_data;

pub use api::SettingsState;
#[cfg(feature = "ssr")]
pub use api::gather;
pub use page::SettingsPage;
