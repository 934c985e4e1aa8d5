//! The service layer of CreativeAI Studio: accounts, images, tasks, the queue, feedback and events, the database under
//! them and the object store beside it.
//!
//! Both doors (REST and server functions) and the worker translate and call in here; authorisation, validation and
//! transactions are decided here and nowhere else. All SQL of the product is in [`db`]. No web framework and no model
//! run-time enters this crate.

mod accounts;
mod boards;
mod client_settings;
mod config;
mod db;
mod error;
mod events;
mod export;
mod feedback;
mod images;
mod limits;
mod page;
mod presets;
mod queue;
mod services;
mod sessions;
mod storage;
mod sweep;
mod tasks;
#[cfg(feature = "testing")]
pub mod testing;
mod webhooks;
mod windows;

pub use accounts::{AccountTerms, Accounts, ApiKeys, ClientAddress};
pub use boards::Boards;
pub use client_settings::ClientSettings;
pub use config::{LimitConfig, ObjectsConfig, QueueConfig, S3Config, ServicesConfig, TierLimits};
pub use db::cluster::ClusterError;
pub use error::Error;
pub use events::{EventStream, Events};
pub use export::Export;
pub use feedback::FeedbackService;
pub use images::{FoundFile, Images, StoredFile, Variant};
pub use limits::{Limits, Standing};
pub use presets::Presets;
pub use queue::{ClaimedTask, Heartbeat, Lease, Queue, ResultFile, StageTimings, TaskOutcome, WorkSignal};
pub use services::Services;
pub use sessions::PgSessionStore;
pub use sweep::SweepReport;
pub use tasks::{IdempotencyKey, NewWork, Tasks, canonical_hash};
pub use webhooks::{Delivery, WebhookMessage, Webhooks};
