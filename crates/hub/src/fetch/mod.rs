//! Files over HTTP: resumed, verified, from one address after the other.

mod client;
mod failure;
mod file;
mod meter;
mod part;
mod small;
mod transfer;

pub(crate) use self::file::{Download, blocking};
pub use self::{
    client::ProxyChoice,
    failure::{Failure, FetchError},
};

use crate::{Address, HubError};
use reqwest::Client;
use std::time::Duration;

/// How patient to be, and by what way to go.
#[derive(Clone, Debug)]
pub struct FetchOptions {
    /// An address that sends nothing for so long has stalled.
    pub stall: Duration,
    /// For a connection to be made.
    pub connect: Duration,
    /// Further attempts at an address that brought nothing new.
    pub retries: u32,
    /// Before the first of them; doubled for each.
    pub backoff: Duration,
    pub proxy: ProxyChoice,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            stall: Duration::from_secs(30),
            connect: Duration::from_secs(15),
            retries: 3,
            backoff: Duration::from_secs(1),
            proxy: ProxyChoice::Environment,
        }
    }
}

/// Fetches files.
#[derive(Clone, Debug)]
pub struct Fetcher {
    client: Client,
    options: FetchOptions,
}

impl Fetcher {
    /// # Errors
    /// [`HubError::Refused`] when the proxy's address is none.
    pub fn new(options: FetchOptions) -> Result<Self, HubError> {
        Ok(Self { client: client::build(&options)?, options })
    }
}

/// What a pull has to tell on its way.
#[derive(Debug)]
pub enum Event<'a> {
    /// Another process is at the same model; this one goes on when that has ended.
    Waiting,
    /// This file, which has arrived in part or whole, is being read.
    Checking(&'a str),
    Progress(Progress<'a>),
    Trouble {
        address: &'a Address,
        failure: &'a Failure,
        next: Next,
    },
}

/// Where a pull stands.
#[derive(Clone, Debug)]
pub struct Progress<'a> {
    /// From 1.
    pub file: usize,
    pub files: usize,
    /// Below the model's folder.
    pub path: &'a str,
    /// Bytes of all files that are here.
    pub bytes: u64,
    /// Bytes of all files.
    pub size: u64,
    pub bytes_per_second: f64,
    /// Unknown while nothing comes.
    pub eta: Option<Duration>,
}

/// What happens after trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The same address after this time.
    Retry(Duration),
    /// The next address.
    Mirror,
    Nothing,
}

/// Who listens.
pub type Listener<'a> = &'a (dyn Fn(Event<'_>) + Send + Sync);
