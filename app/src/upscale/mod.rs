//! The tool: choose a picture, say how large, run.

mod check;
mod drop_target;
mod panel;
mod picker;
mod source;

pub use drop_target::DropTarget;
pub use panel::UpscalePanel;
pub use source::Source;
