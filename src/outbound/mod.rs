//! Requests that this server makes to addresses that people gave it: webhooks, and pictures to fetch.
//!
//! The server stands inside somebody's network, and whoever gives it an address must not get to reach what only the server
//! can reach (OWASP's "server-side request forgery"). So only public addresses are spoken to, unless the operator allows
//! others; a name is looked up once, and the connection goes to the very address that was checked; redirects are not
//! followed.

mod address;

use address::{Allowed, is_public};
use bytes::Bytes;
use reqwest::{Client, Response, Url, redirect::Policy};
use std::{net::SocketAddr, sync::Arc, time::Duration};
use studio_domain::limits::MAX_UPLOAD_BYTES;
use url::Host;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// For the whole of an exchange.
const TIMEOUT: Duration = Duration::from_secs(15);
const MAX_URL: usize = 2_000;
const ONLY_HTTPS: &str = "Only https addresses are used.";

/// The way out.
#[derive(Clone, Debug, Default)]
pub struct Outbound {
    allowed: Arc<[Allowed]>,
}

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// It would be no different next time.
    #[error("{0}")]
    Refused(String),
    #[error("no answer: {0}")]
    Failed(String),
}

impl Outbound {
    /// `allowed` are hosts, addresses or networks (`hooks.intranet`, `10.0.0.0/8`) that may be spoken to although they are
    /// not public, also without TLS.
    ///
    /// # Errors
    /// When one of them is none of these.
    pub fn new(allowed: &[String]) -> anyhow::Result<Self> {
        Ok(Self { allowed: allowed.iter().map(|text| Allowed::parse(text)).collect::<anyhow::Result<_>>()? })
    }

    /// What can be told of an address without looking its name up: for whoever hands one in to be used later.
    ///
    /// # Errors
    /// In a sentence for people.
    pub fn check(&self, url: &str) -> Result<(), String> {
        let (url, host) = parse(url)?;
        let literal = match &host {
            Host::Ipv4(ip) => Some((*ip).into()),
            Host::Ipv6(ip) => Some((*ip).into()),
            Host::Domain(_) => None,
        };
        let fits = |allowed: &Allowed| allowed.names(&host) || literal.is_some_and(|ip| allowed.holds(ip));
        let allowed = self.allowed.iter().any(fits);
        // Whether a name leads into a network that is allowed, only looking it up can tell.
        let may_lead = literal.is_none() && self.allowed.iter().any(Allowed::is_network);
        if url.scheme() != "https" && !allowed && !may_lead {
            return Err(ONLY_HTTPS.into());
        }
        match literal {
            Some(ip) if !allowed && !is_public(ip) => Err("This address is not public.".into()),
            _ => Ok(()),
        }
    }

    /// Posts to an address.
    ///
    /// # Errors
    /// When the address may not be used, or does not answer.
    pub async fn post(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        body: String,
    ) -> Result<Response, OutboundError> {
        let (client, url) = self.connect(url, true).await?;
        let mut request = client.post(url).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        request.body(body).send().await.map_err(failed)
    }

    /// A file of the public web, of at most the size of an upload. What the operator allows for webhooks is not for
    /// reading, so no exceptions are taken into account.
    ///
    /// # Errors
    /// When the address may not be used, does not answer, or answers with too much.
    pub async fn fetch_public(url: &str) -> Result<Bytes, OutboundError> {
        let (client, url) = Self::default().connect(url, false).await?;
        let mut answer = client.get(url).send().await.map_err(failed)?;
        if !answer.status().is_success() {
            return Err(OutboundError::Refused(format!("It answered {}.", answer.status())));
        }
        let mut bytes = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(failed)? {
            if (bytes.len() + piece.len()) as u64 > MAX_UPLOAD_BYTES {
                return Err(OutboundError::Refused("The file there is larger than 10 MB.".into()));
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.into())
    }

    /// A client that can reach nothing but the address that was checked.
    async fn connect(&self, text: &str, needs_tls: bool) -> Result<(Client, Url), OutboundError> {
        let (url, host) = parse(text).map_err(OutboundError::Refused)?;
        let port = url.port_or_known_default().unwrap_or(443);
        let by_name = self.allowed.iter().any(|allowed| allowed.names(&host));
        let found: Vec<SocketAddr> = match &host {
            Host::Ipv4(ip) => vec![((*ip), port).into()],
            Host::Ipv6(ip) => vec![((*ip), port).into()],
            Host::Domain(name) => {
                let found = tokio::time::timeout(CONNECT_TIMEOUT, tokio::net::lookup_host((name.as_str(), port))).await;
                let found =
                    found.map_err(|_| OutboundError::Failed("its name could not be looked up in time".into()))?;
                found.map_err(|e| OutboundError::Failed(format!("its name could not be looked up: {e}")))?.collect()
            }
        };
        let allowed = |address: &SocketAddr| by_name || self.allowed.iter().any(|allowed| allowed.holds(address.ip()));
        let usable = found.into_iter().find(|address| allowed(address) || is_public(address.ip()));
        let address = usable.ok_or_else(|| OutboundError::Refused("This address is not public.".into()))?;
        if needs_tls && url.scheme() != "https" && !allowed(&address) {
            return Err(OutboundError::Refused(ONLY_HTTPS.into()));
        }
        // The provider of the rest of the program; an error only says that it was set before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .user_agent(concat!("CreativeAI-Studio/", env!("CARGO_PKG_VERSION")));
        if let Host::Domain(name) = &host {
            builder = builder.resolve(name, address);
        }
        let client = builder.build().map_err(|e| OutboundError::Failed(format!("no client can be made: {e}")))?;
        Ok((client, url))
    }
}

fn parse(text: &str) -> Result<(Url, Host<String>), String> {
    let url = Some(text).filter(|text| text.len() <= MAX_URL).and_then(|text| Url::parse(text).ok());
    let url = url.ok_or("This is not an address such as https://example.org/hook.")?;
    if !matches!(url.scheme(), "https" | "http") || !url.username().is_empty() || url.password().is_some() {
        return Err("Only https addresses without a user's name are used.".into());
    }
    let host = url.host().map(|host| host.to_owned()).ok_or("The address names no host.")?;
    Ok((url, host))
}

fn failed(error: reqwest::Error) -> OutboundError {
    // The address would only be repeated.
    OutboundError::Failed(format!("{:#}", anyhow::Error::new(error.without_url())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_not_public_is_not_reached_by_any_spelling() {
        let outbound = Outbound::default();
        for url in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0177.0.0.1/",
            "https://localhost/",
            "https://10.1.2.3/",
            "https://192.168.0.1:8443/",
            "https://169.254.169.254/latest/meta-data/",
            "https://100.64.0.1/",
            "https://0.0.0.0/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://[fe80::1]/",
            "https://[fd00::1]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[2002:7f00:1::]/",
            "https://user:password@example.org/",
            "ftp://example.org/",
            "file:///etc/passwd",
            "http://93.184.216.34/",
            "nonsense",
        ] {
            assert!(matches!(outbound.connect(url, true).await, Err(OutboundError::Refused(_))), "{url}");
        }
        assert!(outbound.connect("https://93.184.216.34/", true).await.is_ok());
        assert!(Outbound::fetch_public("http://127.0.0.1:1/").await.is_err());
    }

    #[tokio::test]
    async fn what_the_operator_allows_is_reached_for_webhooks_only() {
        let outbound = Outbound::new(&["127.0.0.0/8".into(), "localhost".into()]).expect("networks");
        for url in ["http://127.0.0.1:9/", "https://127.3.2.1/", "http://localhost:9/"] {
            assert!(outbound.check(url).is_ok() && outbound.connect(url, true).await.is_ok(), "{url}");
            let refused = Outbound::fetch_public(url).await.expect_err("not public");
            assert!(refused.to_string().contains("not public"), "{refused}");
        }
        assert!(outbound.check("https://10.0.0.1/").is_err());
        assert!(Outbound::new(&["10.0.0.0/99".into()]).is_err());
    }
}
