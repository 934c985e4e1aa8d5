//! The tools: say what to paint or choose a picture, set what is to be set, run.

mod api;
mod check;
mod cutout;
mod drop_target;
mod form;
mod found;
mod kind;
mod mask;
mod output;
mod paint;
mod panel;
mod picker;
mod presets;
mod prompt;
mod scale;
mod separate;
mod settings;
mod size;
mod source;
mod style;

pub use drop_target::DropTarget;
pub use form::Form;
use found::Found;
pub use kind::Tool;
pub use mask::{BRUSH, Side, shrunk};
pub use panel::ToolPanel;
pub use source::{Source, Transfer};
