//! Claims tasks, runs them and stores what comes out: the only code that joins the service layer and inference.

mod engine;
mod housekeeping;
mod output;
mod paint;
mod picture;
mod pool;
mod progress;
mod task;
mod upscale;
mod warm_up;

pub use engine::{EngineHandle, problem};
pub use housekeeping::keep_house;
pub use pool::WorkerPool;
pub use warm_up::warm_up;
