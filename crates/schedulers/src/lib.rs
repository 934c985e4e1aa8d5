//! Diffusion schedulers: from a model's scheduler configuration and a number of steps to the arithmetic of every
//! denoising step.
//!
//! The classes and their options are those of diffusers, and so are the numbers: single precision, in the same order,
//! held to recorded trajectories by `tests/golden.rs`. Tensors are flat slices, whatever their shape; a batch is a
//! longer slice. Random numbers come from the caller, who is asked for them in the order and number of diffusers.
//!
//! ```
//! use studio_schedulers::{PlanOptions, Scheduler, SchedulerConfig};
//!
//! let config = SchedulerConfig::from_json(
//!     r#"{"_class_name": "EulerDiscreteScheduler", "beta_schedule": "scaled_linear"}"#,
//! )?;
//! let mut run = Scheduler::new(&config)?.plan(4, &PlanOptions::default())?;
//! let mut latents = vec![0.1_f32; 16];
//! latents.iter_mut().for_each(|latent| *latent *= run.init_noise_sigma());
//! for step in 0..run.timesteps().len() {
//!     let mut input = latents.clone();
//!     run.scale_model_input(step, &mut input)?;
//!     let predicted_noise = input; // a model would look at `run.timesteps()[step]` here
//!     run.step(step, &predicted_noise, &mut latents, &mut |noise| noise.fill(0.0))?;
//! }
//! # Ok::<(), studio_schedulers::SchedulerError>(())
//! ```

mod config;
mod error;
mod grid;
mod guidance;
mod incomplete_beta;
mod json;
mod kind;
mod method;
mod noise_schedule;
mod run;
mod sampler;
mod scheduler;
mod settings;
mod sigmas;
pub mod spacing;
mod threshold;
mod timesteps;

pub use config::SchedulerConfig;
pub use error::SchedulerError;
pub use guidance::{guide, rescale_noise_cfg};
pub use json::standard_json;
pub use kind::SchedulerKind;
pub use run::{PlanOptions, Run};
pub use sampler::{Sampler, Spacing, Technique};
pub use scheduler::Scheduler;
