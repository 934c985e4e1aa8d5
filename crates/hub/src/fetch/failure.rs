//! Why an address did not give a file.

use crate::{Address, Checksum, human};
use std::{error::Error, fmt, io, time::Duration};

/// What was wrong with one address, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("its name cannot be resolved ({0}); is there a network?")]
    Dns(String),
    #[error("no connection ({0})")]
    Connect(String),
    #[error("the proxy refuses ({0}); see HTTPS_PROXY and NO_PROXY")]
    Proxy(String),
    #[error("no secure connection ({0}); a certificate of your own organisation is read from SSL_CERT_FILE")]
    Tls(String),
    #[error("it answers {0}")]
    Status(u16),
    #[error("it leads elsewhere ({0})")]
    Redirect(String),
    #[error("nothing came for {}", human::duration(*.0))]
    Stalled(Duration),
    #[error("the connection broke ({0})")]
    Interrupted(String),
    #[error("it ends after {} of {} bytes", .got, .size)]
    Truncated { got: u64, size: u64 },
    #[error("the file there has {} bytes instead of {}", .found, .size)]
    WrongSize { found: u64, size: u64 },
    #[error("it sends more than the {0} bytes that the file has")]
    TooLarge(u64),
    #[error("it answers with another part than was asked for")]
    WrongPart,
    #[error("the file there has changed since the first part")]
    Changed,
    #[error("the file there is another one: {found} instead of {pinned}")]
    WrongHash { found: Checksum, pinned: Checksum },
}

impl Failure {
    /// Whether the same address may do better in a moment.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Status(code) => matches!(code, 408 | 425 | 429 | 500..=599),
            Self::Connect(_)
            | Self::Stalled(_)
            | Self::Interrupted(_)
            | Self::Truncated { .. }
            | Self::WrongPart
            | Self::Changed => true,
            Self::Dns(_)
            | Self::Proxy(_)
            | Self::Tls(_)
            | Self::Redirect(_)
            | Self::WrongSize { .. }
            | Self::TooLarge(_)
            | Self::WrongHash { .. } => false,
        }
    }
}

/// A file that no address gave.
#[derive(Debug)]
pub struct FetchError {
    /// Below the model's folder.
    pub file: String,
    /// The last failure of each address.
    pub failures: Vec<(Address, Failure)>,
}

impl Error for FetchError {}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be fetched.", self.file)?;
        for (address, failure) in &self.failures {
            write!(f, "\n  {address}\n    {failure}")?;
        }
        f.write_str("\nWhat has arrived is kept: the same command goes on from there.")
    }
}

/// What `error` means. The library's own errors are private, so some are known by their words only.
pub(super) fn classify(error: reqwest::Error) -> Failure {
    let redirect = error.is_redirect();
    let connect = error.is_connect();
    let timeout = error.is_timeout();
    let error = error.without_url();
    let chain = chain(&error);
    let last = chain.last().cloned().unwrap_or_default();
    let says = |words: &str| chain.iter().any(|link| link.contains(words));
    if redirect {
        Failure::Redirect(last)
    } else if is_tls(&error) || says("tls handshake") {
        Failure::Tls(last)
    } else if says("dns error") {
        Failure::Dns(last)
    } else if says("tunnel") || says("proxy") {
        Failure::Proxy(last)
    } else if connect {
        Failure::Connect(if timeout { "no answer in time".to_owned() } else { last })
    } else {
        Failure::Interrupted(last)
    }
}

/// The error and its causes, as words.
fn chain(error: &(dyn Error + 'static)) -> Vec<String> {
    links(error).map(ToString::to_string).collect()
}

fn is_tls(error: &(dyn Error + 'static)) -> bool {
    links(error).any(<dyn Error>::is::<rustls::Error>)
}

fn links<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| {
        // `source` of an I/O error skips the error that it wraps.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        wrapped.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source())
    })
}
