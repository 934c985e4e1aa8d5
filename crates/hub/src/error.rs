//! What can go wrong, in sentences that say what to do.

use crate::fetch::FetchError;
use std::{
    io,
    path::{Path, PathBuf},
};

#[derive(Debug, thiserror::Error)]
pub enum HubError {
    #[error("the catalogue is not valid: {0}")]
    Catalogue(String),
    #[error(
        "the licence of {model} ({licence}) forbids commercial use. If that suits you, accept it by name: \
         --accept-licence \"{licence}\""
    )]
    LicenceNotAccepted { model: String, licence: String },
    #[error(
        "there is not enough space in {}: {} are needed, {} are free. Make space, or choose another data folder with \
         STUDIO_DATA", folder.display(), crate::human::bytes(*needed), crate::human::bytes(*free)
    )]
    NoSpace { folder: PathBuf, needed: u64, free: u64 },
    #[error("{0} is already installed. `studio models verify` checks it, `studio models remove` makes place for it")]
    AlreadyInstalled(String),
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error("{path}: {reason}", path = path.display())]
    Manifest { path: PathBuf, reason: String },
    /// Something that is not done, and why.
    #[error("{0}")]
    Refused(String),
    #[error("cannot {what} {path}", path = path.display())]
    Io { what: &'static str, path: PathBuf, source: io::Error },
}

impl HubError {
    /// For `map_err`: what could not be done to which file.
    pub(crate) fn io(what: &'static str, path: &Path) -> impl Fn(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { what, path: path.clone(), source }
    }
}
