//! What ten thousand open pages cost that wait for something to happen.

use super::{person::Person, quantile};
use crate::{report::Report, server::Server};
use anyhow::{Context, Result, bail, ensure};
use futures::{StreamExt, stream};
use std::{
    path::Path,
    time::{Duration, Instant},
};
use tokio::{net::TcpStream, task::JoinSet, time::timeout_at};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{Message, client::IntoClientRequest, protocol::WebSocketConfig},
};

const SOCKETS: usize = 10_000;
const PEOPLE: usize = 50;
/// So many connect at a time.
const AT_A_TIME: usize = 64;
/// As the server promises.
const PING_EVERY: Duration = Duration::from_secs(30);
/// At least two pings.
const LISTENING: Duration = Duration::from_secs(70);
/// What came while the others connected is heard in this time, too late to say anything of when it was sent.
const CATCHING_UP: Duration = Duration::from_secs(5);
/// Of each connection, in bytes: as it comes, there would be more than a gigabyte of them.
const READ_BUFFER: usize = 4096;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

pub async fn measure(program: &Path, threads: usize, report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let server = Server::start_with(program, folder.path(), threads, &[("STUDIO_WORKERS", "0")]).await?;
    let people = Person::several(&server.url, "sockets", PEOPLE).await?;
    // What the first ones cost is not for them alone.
    drop(connect_all(&server.url, &people, 100).await?);
    let before = server.resident_mb()?;
    let begin = Instant::now();
    let sockets = connect_all(&server.url, &people, SOCKETS).await?;
    report.note("10,000 WebSockets open", begin.elapsed().as_secs_f64(), "s");
    report.note("memory for each", (server.resident_mb()? - before) * 1e3 / SOCKETS as f64, "kB");
    let from = Instant::now() + CATCHING_UP;
    let until = tokio::time::Instant::from_std(from) + LISTENING;
    let mut listeners = JoinSet::new();
    for socket in sockets {
        listeners.spawn(listen(socket, from, until));
    }
    // All that one of them has open are told of a task of theirs.
    tokio::time::sleep_until((from + Duration::from_secs(5)).into()).await;
    let asked = Instant::now();
    people[0].paint(1).send().await?.error_for_status()?;
    let (mut late_ms, mut told_ms) = (Vec::new(), Vec::new());
    while let Some(heard) = listeners.join_next().await {
        let heard = heard??;
        ensure!(heard.pings.len() > 1, "a WebSocket heard {} pings in 70 seconds", heard.pings.len());
        late_ms.extend(heard.pings.windows(2).map(|pair| {
            let apart = pair[1] - pair[0];
            apart.abs_diff(PING_EVERY).as_secs_f64() * 1e3
        }));
        told_ms.extend(heard.event.map(|at| (at - asked).as_secs_f64() * 1e3));
    }
    ensure!(told_ms.len() == SOCKETS / PEOPLE, "{} were told of the task, not {}", told_ms.len(), SOCKETS / PEOPLE);
    report.note("their pings come late by, p99", quantile(&mut late_ms, 0.99), "ms");
    report.note("told of a task on 200 of them, p99", quantile(&mut told_ms, 0.99), "ms");
    // All are gone at once; then all come back at once.
    let begin = Instant::now();
    drop(connect_all(&server.url, &people, SOCKETS).await?);
    report.note("10,000 WebSockets back after a break", begin.elapsed().as_secs_f64(), "s");
    server.stop().await
}

async fn connect_all(url: &str, people: &[Person], count: usize) -> Result<Vec<Socket>> {
    let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER);
    let address = format!("{}/v1/events", url.replacen("http", "ws", 1));
    let connecting = (0..count).map(|number| {
        let (address, token) = (address.clone(), people[number % people.len()].token.clone());
        async move {
            let mut request = address.into_client_request()?;
            request.headers_mut().insert("Authorization", format!("Bearer {token}").parse()?);
            let (socket, _) =
                connect_async_with_config(request, Some(config), false).await.context("a WebSocket did not open")?;
            anyhow::Ok(socket)
        }
    });
    let mut connecting = stream::iter(connecting).buffer_unordered(AT_A_TIME);
    let mut sockets = Vec::with_capacity(count);
    while let Some(socket) = connecting.next().await {
        sockets.push(socket?);
    }
    Ok(sockets)
}

#[derive(Default)]
struct Heard {
    pings: Vec<Instant>,
    event: Option<Instant>,
}

async fn listen(mut socket: Socket, from: Instant, until: tokio::time::Instant) -> Result<Heard> {
    let mut heard = Heard::default();
    while let Ok(message) = timeout_at(until, socket.next()).await {
        match message.context("a WebSocket was closed")?? {
            Message::Ping(_) => heard.pings.extend(Some(Instant::now()).filter(|now| *now >= from)),
            Message::Text(_) => heard.event = heard.event.or(Some(Instant::now())),
            Message::Close(frame) => bail!("a WebSocket was closed: {frame:?}"),
            _ => {}
        }
    }
    Ok(heard)
}
