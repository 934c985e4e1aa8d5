//! Limits on routes that make tasks: who has nothing left is refused before a file is taken in, and every answer tells
//! how much is left ([draft-ietf-httpapi-ratelimit-headers-11](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/)).

use crate::http::error::Error;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::fmt::Write;
use studio_domain::Actor;
use studio_services::{Services, Standing};

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Middleware for routes that make tasks. Counting is the service layer's, where the task is stored.
pub async fn task_limits(State(services): State<Services>, request: Request, next: Next) -> Response {
    let Some(actor) = request.extensions().get::<Actor>().cloned() else { return next.run(request).await };
    // What is repeated may have its task already, and then costs nothing. Whoever only looks, at progress say, may.
    let repeated = request.headers().contains_key("idempotency-key");
    let takes_files = request.method() == Method::POST && !repeated;
    let checked = if takes_files { services.limits().check(&actor).await } else { Ok(()) };
    let mut response = match checked {
        Ok(()) => next.run(request).await,
        Err(error) => Error::from(error).into_response(),
    };
    match services.limits().standings(&actor).await {
        Ok(standings) => describe(&standings, response.headers_mut()),
        Err(error) => tracing::debug!(%error, "limits could not be read for an answer"),
    }
    response
}

fn describe(standings: &[Standing], headers: &mut HeaderMap) {
    let (mut policy, mut limit) = (String::new(), String::new());
    for standing in standings {
        let comma = if policy.is_empty() { "" } else { ", " };
        let (name, quota, window) = (standing.name, standing.limit, standing.window.as_secs());
        let (left, reset) = (standing.remaining(), standing.resets_in.as_secs_f64().ceil());
        // Writing to a string does not fail.
        let _ = write!(policy, "{comma}\"{name}\";q={quota};w={window}");
        let _ = write!(limit, "{comma}\"{name}\";r={left};t={reset}");
    }
    for (name, value) in [(POLICY, policy), (LIMIT, limit)] {
        if let Ok(value) = HeaderValue::from_str(&value)
            && !value.is_empty()
        {
            headers.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn limits_are_told_as_the_draft_says() {
        let window = Duration::from_secs(3600);
        let user = Standing { name: "user", limit: 100, used: 58, window, resets_in: Duration::from_millis(59_001) };
        let key = Standing { name: "key", limit: 10, used: 12, window, resets_in: window };
        let mut headers = HeaderMap::new();
        describe(&[user, key], &mut headers);
        assert_eq!(headers[POLICY], r#""user";q=100;w=3600, "key";q=10;w=3600"#);
        assert_eq!(headers[LIMIT], r#""user";r=42;t=60, "key";r=0;t=3600"#);
        let mut none = HeaderMap::new();
        describe(&[], &mut none);
        assert!(none.is_empty());
    }
}
