//! Every word the page says, in one place and in both languages, English first: what is missing in one of them does not
//! compile. One file for each part of the page. What comes from the server in English is translated in
//! [`crate::said`].

pub mod account;
pub mod compare;
pub mod cutout;
pub mod easel;
pub mod error;
pub mod feedback;
pub mod found;
pub mod gallery;
pub mod header;
pub mod mask;
pub mod not_found;
pub mod paint;
pub mod presets;
pub mod queue;
pub mod result;
pub mod separate;
pub mod settings;
pub mod shell;
pub mod shortcuts;
pub mod stage;
pub mod style;
pub mod tabs;
pub mod time;
pub mod tool;
pub mod ui;
pub mod upscale;

use crate::language::{Language, Phrase};

/// A name, not translated.
pub const PRODUCT: &str = "CreativeAI Studio";
