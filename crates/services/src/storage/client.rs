//! The way to a bucket: an HTTP client like those of the rest of the program, and how long it may take.
//!
//! Someone waits for most answers, so a bucket that is away must be noticed within seconds, and one that is merely busy
//! must not be taken for it.

use async_trait::async_trait;
use http_body_util::BodyExt;
use object_store::{
    BackoffConfig, ClientConfigKey, ClientOptions, RetryConfig,
    client::{
        HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody, HttpService,
    },
};
use reqwest::{Body, Client, redirect::Policy};
use std::time::Duration;
use tokio::time::timeout;

const CONNECT: Duration = Duration::from_secs(2);
/// Until a request is answered, besides the time that sending takes.
const ANSWER: Duration = Duration::from_secs(4);
/// Until an object is put together of its parts.
const COMPLETION: Duration = Duration::from_secs(30);
/// Bytes a second that a request is given time for: of the slowest connection that will do.
const SLOWEST: f64 = 512.0 * 1024.0;
/// Answers up to this many bytes must arrive as a whole in time; what is larger is a picture.
const SHORT: u64 = 64 << 10;
/// Between two pieces of a picture.
pub const PIECE: Duration = Duration::from_secs(20);

/// What is refused at once is tried again, but for two seconds at most.
pub fn retries() -> RetryConfig {
    let backoff = BackoffConfig {
        init_backoff: Duration::from_millis(100),
        max_backoff: Duration::from_secs(1),
        ..BackoffConfig::default()
    };
    RetryConfig { backoff, max_retries: 3, retry_timeout: Duration::from_secs(2) }
}

#[derive(Debug)]
pub struct Connector;

#[derive(Debug)]
struct Bounded(Client);

impl HttpConnector for Connector {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        // Whoever needs another provider has installed it before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let plain = options.get_config_value(&ClientConfigKey::AllowHttp).is_some_and(|value| is_true(&value));
        let client = Client::builder()
            .https_only(!plain)
            .connect_timeout(CONNECT)
            .redirect(Policy::none())
            .user_agent(concat!("creativeai-studio/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| object_store::Error::Generic { store: "S3", source: error.into() })?;
        Ok(HttpClient::new(Bounded(client)))
    }
}

/// As AWS's variables say yes.
pub fn is_true(value: &str) -> bool {
    ["1", "true", "on", "yes", "y"].contains(&value.to_ascii_lowercase().as_str())
}

#[async_trait]
impl HttpService for Bounded {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let sending = Duration::from_secs_f64(request.body().content_length() as f64 / SLOWEST);
        let completes = request.method() == "POST" && request.uri().query().is_some_and(|q| q.contains("uploadId="));
        let limit = sending + if completes { COMPLETION } else { ANSWER };
        let reads = request.method() == "GET";
        let answering = async {
            let request = request.map(Body::wrap).try_into().map_err(failed)?;
            let mut found = self.0.execute(request).await.map_err(failed)?;
            let (status, headers) = (found.status(), std::mem::take(found.headers_mut()));
            let mut answer = HttpResponse::new(HttpResponseBody::new(Body::from(found).map_err(failed)));
            (*answer.status_mut(), *answer.headers_mut()) = (status, headers);
            if reads && answer.status().is_success() && !is_short(&answer) {
                return Ok(answer);
            }
            let (head, body) = answer.into_parts();
            Ok(HttpResponse::from_parts(head, body.bytes().await?.into()))
        };
        match timeout(limit, answering).await {
            Ok(answer) => answer,
            Err(elapsed) => Err(HttpError::new(HttpErrorKind::Timeout, elapsed)),
        }
    }
}

fn is_short(answer: &HttpResponse) -> bool {
    let length = answer.headers().get("content-length").and_then(|length| length.to_str().ok()?.parse().ok());
    length.is_some_and(|length: u64| length <= SHORT)
}

/// Tells failures that may pass from others.
fn failed(error: reqwest::Error) -> HttpError {
    let kind = if error.is_timeout() {
        HttpErrorKind::Timeout
    } else if error.is_connect() {
        HttpErrorKind::Connect
    } else if error.is_request() || error.is_body() {
        HttpErrorKind::Interrupted
    } else {
        HttpErrorKind::Unknown
    };
    // The address is told besides.
    HttpError::new(kind, error.without_url())
}
