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

pub fn client_options() -> ClientOptions {
    // Whoever reads a picture slowly may take long, and the client's limits would count that.
    ClientOptions::new().with_connect_timeout(CONNECT).with_timeout_disabled()
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
        let completes = request.method() == "POST" && request.uri().query().is_some_and(|q| q.contains("uploadId="));
        let limit = sending + if completes { COMPLETION } else { ANSWER };
        let reads = request.method() == "GET";
        let answering = async {
            let answer = self.0.execute(request).await?;
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
