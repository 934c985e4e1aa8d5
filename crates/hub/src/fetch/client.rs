//! The HTTP client: certificates, proxies, redirects.

use super::FetchOptions;
use crate::{HubError, address};
use reqwest::{Client, redirect};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use std::sync::Arc;

/// GitHub and Hugging Face need two or three.
const MOST_REDIRECTS: usize = 8;

/// By what way addresses are reached.
#[derive(Clone, Debug, Default)]
pub enum ProxyChoice {
    /// As `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
    #[default]
    Environment,
    Direct,
    /// Everything through the proxy at this URL.
    Through(String),
}

pub(super) fn build(options: &FetchOptions) -> Result<Client, HubError> {
    let cannot = |what: &dyn std::fmt::Display| HubError::Refused(format!("the network cannot be used: {what}"));
    let mut roots = RootCertStore::empty();
    // Some of the system's certificates may be of no use; without any, every secure connection says so itself.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| cannot(&e))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let redirects = redirect::Policy::custom(|attempt| {
        if attempt.previous().len() > MOST_REDIRECTS {
            attempt.error("too many redirects")
        } else if !address::is_allowed(attempt.url()) {
            attempt.error("to an address that is not https")
        } else {
            attempt.follow()
        }
    });
    let mut builder = Client::builder()
        .tls_backend_preconfigured(tls)
        .user_agent(concat!("creativeai-studio/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(options.connect)
        .redirect(redirects)
        .referer(false);
    match &options.proxy {
        ProxyChoice::Environment => {}
        ProxyChoice::Direct => builder = builder.no_proxy(),
        ProxyChoice::Through(url) => {
            builder = builder.proxy(reqwest::Proxy::all(url).map_err(|e| cannot(&e))?);
        }
    }
    builder.build().map_err(|e| cannot(&e))
}
