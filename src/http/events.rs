//! `GET /v1/events`: what happens to the caller's tasks, as it happens, by WebSocket or server-sent events.
#![expect(unused_qualifications, reason = "the macro that describes a route qualifies what it is given")]

use crate::http::{
    error::{Error, Result},
    extract::Params,
    middleware::Caller,
    state::AppState,
};
use axum::{
    extract::{
        FromRequestParts, Request, State, WebSocketUpgrade,
        ws::{CloseFrame, Message, Utf8Bytes, WebSocket, close_code},
    },
    http::{HeaderMap, header},
    response::{
        IntoResponse, Response,
        sse::{self, KeepAlive, Sse},
    },
};
use futures::{SinkExt, Stream, StreamExt, stream::SplitSink};
use serde::Deserialize;
use std::{convert::Infallible, time::Duration};
use studio_domain::ErrorCode;
use studio_services::EventStream;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;
use utoipa::IntoParams;

const PING_EVERY: Duration = Duration::from_secs(30);
/// A client that takes longer to accept one message is gone or too slow; it reconnects and resumes.
const SEND_TIMEOUT: Duration = Duration::from_secs(10);
/// Clients have nothing to say, and each connection holds a buffer of this size for what they say, in bytes.
const READ_BUFFER: usize = 1024;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Resume {
    /// The last event that was seen; what changed since is told first.
    last_event_id: Option<i64>,
}

/// Follow all tasks live
///
/// Each event is `{"id", "type": "task", "data": {…}}` with a task as `GET /v1/tasks/{id}` tells it, and while it paints a
/// small `preview`.
#[utoipa::path(get, path = "/events", tag = "Tasks", params(Resume),
    responses((status = 101, description = "A WebSocket; each message is an event as JSON, with a ping every 30 seconds"),
              (status = 200, description = "With `Accept: text/event-stream`: server-sent events", body = String, content_type = "text/event-stream")))]
pub async fn events(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Params(resume): Params<Resume>,
    request: Request,
) -> Result<Response> {
    let (mut parts, _) = request.into_parts();
    // An EventSource that reconnects by itself says where it was in this header.
    let header_id = parts.headers.get("last-event-id").and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    let last_event_id = resume.last_event_id.or(header_id);
    if wants_event_stream(&parts.headers) {
        let events = state.services.events().subscribe(&actor, last_event_id).await?;
        return Ok(event_stream(events, state.stopping.clone()).into_response());
    }
    check_origin(&parts.headers)?;
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &state).await.map_err(|_| {
        let detail = "Connect by WebSocket, or ask for server-sent events with Accept: text/event-stream.";
        Error::new(ErrorCode::InvalidRequest, detail)
    })?;
    let events = state.services.events().subscribe(&actor, last_event_id).await?;
    let upgrade = upgrade.max_message_size(4 * 1024).read_buffer_size(READ_BUFFER);
    Ok(upgrade.on_upgrade(move |socket| serve_socket(socket, events, state.stopping)))
}

fn wants_event_stream(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/event-stream"))
}

/// Browsers do not hold WebSockets to the same-origin policy, so the server must (RFC 6455 §10.2).
fn check_origin(headers: &HeaderMap) -> Result<()> {
    let Some(origin) = headers.get(header::ORIGIN).and_then(|v| v.to_str().ok()) else { return Ok(()) };
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or_default();
    match origin.split_once("://") {
        Some((_, authority)) if authority == host => Ok(()),
        _ => Err(Error::new(ErrorCode::Forbidden, "Events are only for pages of this studio.")),
    }
}

async fn serve_socket(socket: WebSocket, mut events: EventStream, stopping: CancellationToken) {
    let (mut sender, mut receiver) = socket.split();
    let mut ping = interval(PING_EVERY);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let reason = loop {
        let message = tokio::select! {
            () = stopping.cancelled() => break Some((close_code::AWAY, "the server is restarting")),
            _ = ping.tick() => Message::Ping(bytes::Bytes::new()),
            event = events.next() => match event.as_ref().map(serde_json::to_string) {
                Some(Ok(json)) => Message::Text(json.into()),
                Some(Err(error)) => {
                    tracing::error!(%error, "an event cannot be written as JSON");
                    break Some((close_code::ERROR, "internal error"));
                }
                // The hub drops who cannot keep up; reconnecting with the last id catches up.
                None => break Some((close_code::AGAIN, "too slow, please reconnect")),
            },
            incoming = receiver.next() => match incoming {
                Some(Ok(Message::Close(_))) | None | Some(Err(_)) => break None,
                Some(Ok(_)) => continue,
            },
        };
        if !send(&mut sender, message).await {
            break None;
        }
    };
    if let Some((code, reason)) = reason {
        send(&mut sender, Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::from_static(reason) }))).await;
    }
}

/// Whether the client took the message in time.
async fn send(sender: &mut SplitSink<WebSocket, Message>, message: Message) -> bool {
    matches!(timeout(SEND_TIMEOUT, sender.send(message)).await, Ok(Ok(())))
}

fn event_stream(
    events: EventStream,
    stopping: CancellationToken,
) -> Sse<impl Stream<Item = Result<sse::Event, Infallible>>> {
    let stream = events.take_until(stopping.cancelled_owned()).filter_map(|event| async move {
        let built = sse::Event::default().id(event.id.to_string()).json_data(&event);
        built.inspect_err(|error| tracing::error!(%error, "an event cannot be written as JSON")).ok().map(Ok)
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(PING_EVERY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_the_studios_own_pages_may_connect() {
        let headers = |origin: Option<&'static str>| {
            let mut h = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("studio.example:3000"))]);
            origin.map(|o| h.insert(header::ORIGIN, HeaderValue::from_static(o)));
            h
        };
        assert!(check_origin(&headers(None)).is_ok());
        assert!(check_origin(&headers(Some("http://studio.example:3000"))).is_ok());
        for foreign in ["http://evil.example", "http://studio.example", "null"] {
            assert!(check_origin(&headers(Some(foreign))).is_err(), "{foreign}");
        }
    }
}
