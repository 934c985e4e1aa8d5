//! Models as things one manages: what there is to fetch, what is installed, and how one becomes the other.
//!
//! A model is a folder `<models>/<name>/<version>` with a `model.toml` and the files that it names. Everything that
//! arrives does so below `<models>/.partial`, is held against size and hash there, and becomes visible by one rename.
//! What the networks mean is the engine's business: this crate hands on what a manifest says about that.

mod add;
mod address;
mod catalogue;
mod checksum;
mod defaults;
mod error;
mod fetch;
pub mod human;
mod installed;
mod licence;
mod lock;
mod manifest;
mod overview;
mod partial;
mod pull;
mod reference;
mod remove;
mod store;
mod verify;

pub use self::{
    add::AddOptions,
    address::Address,
    catalogue::{Catalogue, Entry, PinSource, PinnedFile},
    checksum::Checksum,
    defaults::Defaults,
    error::HubError,
    fetch::{Event, Failure, FetchError, FetchOptions, Fetcher, Listener, Next, Progress, ProxyChoice},
    installed::{Installed, installed},
    manifest::{FILE_NAME, Manifest, ManifestFile, render},
    overview::{Row, State, overview},
    partial::Partial,
    pull::Pulled,
    reference::Reference,
    store::Store,
    verify::{Fault, verify},
};
