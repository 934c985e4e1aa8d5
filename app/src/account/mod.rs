//! Who one is: signing in, up and out.

mod api;
mod menu;
mod pages;

pub use api::FormState;
#[cfg(feature = "ssr")]
pub use api::forms;
pub use menu::AccountMenu;
pub use pages::{SignInPage, SignUpPage};
