//! Where files are fetched from.

use reqwest::Url;
use std::{fmt, net::IpAddr};

/// An address that may be fetched: https, or http on this machine itself, where nobody is in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// # Errors
    /// Why it may not be fetched, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|e| format!("{text:?} is no address ({e})"))?;
        if !is_allowed(&url) {
            return Err(format!("{text:?} is not fetched: only https addresses are, or http on this machine"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(format!("the address of {} must not hold a password", url.host_str().unwrap_or_default()));
        }
        Ok(Self(url))
    }

    /// The address of a file that lies beside this one; `path` is relative, with slashes.
    #[must_use]
    pub fn beside(&self, path: &str) -> Self {
        let mut url = self.0.clone();
        url.set_query(None);
        url.set_fragment(None);
        if let Ok(mut segments) = url.path_segments_mut() {
            // Segment by segment: `join` would read "a?b" or "//host" as more than a name.
            segments.pop().extend(path.split('/'));
        }
        Self(url)
    }

    #[must_use]
    pub fn url(&self) -> &Url {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Also asked of every redirect, so that https never ends in http.
pub(crate) fn is_allowed(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let loopback = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    url.scheme() == "https" || (url.scheme() == "http" && loopback)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_this_machine() {
        for good in ["https://example.org/a", "http://127.0.0.1:8000/a", "http://[::1]/a", "http://localhost/a"] {
            assert!(Address::parse(good).is_ok(), "{good}");
        }
        for bad in ["http://example.org/a", "ftp://localhost/a", "file:///etc/passwd", "a", "", "https://u:p@host/a"] {
            assert!(Address::parse(bad).is_err(), "{bad}");
        }
        assert!(Address::parse("http://127.0.0.1.example.org/").is_err());
    }

    #[test]
    fn neighbours_stay_on_their_server() {
        let base = Address::parse("https://example.org/models/a/model.toml?x=1").expect("an address");
        assert_eq!(base.beside("unet/model.onnx").to_string(), "https://example.org/models/a/unet/model.onnx");
        assert_eq!(base.beside("a b?c#d").to_string(), "https://example.org/models/a/a%20b%3Fc%23d");
    }
}
