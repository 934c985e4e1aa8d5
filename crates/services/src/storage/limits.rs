//! How long a bucket may take. Someone waits for most answers, so a bucket that is away must be noticed within seconds,
//! and one that is merely busy must not be taken for it.

use async_trait::async_trait;
use object_store::{
    BackoffConfig, ClientOptions, RetryConfig,
    client::{
        HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService, ReqwestConnector,
    },
};
use std::time::Duration;
use tokio::time::timeout;

const CONNECT: Duration = Duration::from_secs(2);
/// Until the answer to a request begins, besides the time that sending takes.
const ANSWER: Duration = Duration::from_secs(4);
/// Bytes a second that a request is given time for: of the slowest connection that will do.
const SLOWEST: f64 = 512.0 * 1024.0;
/// Between two pieces of an answer. It counts while a request is being sent, too.
const PIECE: Duration = Duration::from_secs(30);

pub fn client_options() -> ClientOptions {
    // Not in all: whoever reads a large file slowly may take long.
    ClientOptions::new().with_connect_timeout(CONNECT).with_read_timeout(PIECE).with_timeout_disabled()
}

/// What is refused at once is tried again, but for two seconds at most.
pub fn retries() -> RetryConfig {
    let backoff = BackoffConfig {
        init_backoff: Duration::from_millis(100),
        max_backoff: Duration::from_secs(1),
        ..BackoffConfig::default()
    };
    RetryConfig { backoff, max_retries: 3, retry_timeout: Duration::from_secs(2) }
}

/// Makes clients that wait as long as said above.
#[derive(Debug)]
pub struct Connector;

#[derive(Debug)]
struct Bounded(HttpClient);

impl HttpConnector for Connector {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(Bounded(ReqwestConnector::default().connect(options)?)))
    }
}

#[async_trait]
impl HttpService for Bounded {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let sending = Duration::from_secs_f64(request.body().content_length() as f64 / SLOWEST);
        match timeout(ANSWER + sending, self.0.execute(request)).await {
            Ok(answer) => answer,
            Err(elapsed) => Err(HttpError::new(HttpErrorKind::Timeout, elapsed)),
        }
    }
}
