//! How many tasks a second are accepted, and how long each asker waits for that: nobody works on them meanwhile.

use super::{person::Person, quantile};
use crate::{report::Report, server::Server};
use anyhow::{Context, Result, bail};
use reqwest::{Client, StatusCode};
use serde_json::json;
use std::{
    path::Path,
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

const CONNECTIONS: usize = 16;
const ROUNDS: u32 = 3;
const ROUND: Duration = Duration::from_secs(8);
const PEER: &str = "bench/peer/rq_server.py";

/// What askers have found.
#[derive(Default)]
struct Accepted {
    seconds: f64,
    latencies_ms: Vec<f64>,
}

impl Accepted {
    fn rate(&self) -> f64 {
        self.latencies_ms.len() as f64 / self.seconds
    }
}

pub async fn measure(program: &Path, python: Option<&Path>, threads: usize, report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let server = Server::start_with(
        program,
        folder.path(),
        threads,
        &[("STUDIO_WORKERS", "0"), ("STUDIO_QUEUE_LIMIT", "10000000")],
    )
    .await?;
    let ours = Asker::Studio(Person::several(&server.url, "accept", CONNECTIONS).await?);
    let mut peers = Vec::new();
    if let Some(python) = python {
        // Redis keeps an accepted task as Postgres does when it writes every command to the disk; as it comes, the last
        // second may be lost.
        for (name, appendfsync) in [("with each on disk", "always"), ("as Redis comes", "everysec")] {
            peers.push((name, Peer::start(python, appendfsync, threads).await?, Accepted::default()));
        }
    }
    let mut studio = Accepted::default();
    let number = Arc::new(AtomicU64::new(1));
    // The first round, which warms everything, does not count.
    for round in 0..=ROUNDS {
        for (asker, sum) in
            std::iter::once((&ours, &mut studio)).chain(peers.iter_mut().map(|(_, peer, sum)| (&peer.asker, sum)))
        {
            let found = ask(asker, &number).await?;
            if round > 0 {
                sum.seconds += found.seconds;
                sum.latencies_ms.extend(found.latencies_ms);
            }
        }
    }
    report.at_least("tasks accepted a second", studio.rate(), 200.0, "");
    report.note("accepting a task, p50", quantile(&mut studio.latencies_ms, 0.5), "ms");
    report.at_most("accepting a task, p99", quantile(&mut studio.latencies_ms, 0.99), 50.0, "ms");
    for (name, _, mut sum) in peers {
        report.note(&format!("FastAPI + RQ, {name}: accepted a second"), sum.rate(), "");
        report.note(&format!("FastAPI + RQ, {name}: p99"), quantile(&mut sum.latencies_ms, 0.99), "ms");
        report.at_least(&format!("studio against it, {name}"), studio.rate() / sum.rate(), 1.0, "×");
    }
    server.stop().await
}

/// Who asks whom.
enum Asker {
    Studio(Vec<Person>),
    Peer { http: Vec<Client>, url: String, token: String },
}

impl Asker {
    fn request(&self, connection: usize, number: u64) -> reqwest::RequestBuilder {
        match self {
            Self::Studio(people) => people[connection % people.len()].paint(number),
            Self::Peer { http, url, token } => {
                let prompt = format!("A red boat on the sea at sunset, number {number}");
                let inputs = json!({ "prompt": prompt });
                let body = json!({ "task": "text-to-image", "inputs": inputs, "parameters": { "seed": number } });
                http[connection % http.len()].post(format!("{url}/v1/predict")).bearer_auth(token).json(&body)
            }
        }
    }
}

/// Each connection asks again as soon as it has its answer, for one round.
async fn ask(asker: &Asker, number: &Arc<AtomicU64>) -> Result<Accepted> {
    let begin = Instant::now();
    let mut askers = futures::stream::FuturesUnordered::new();
    for connection in 0..CONNECTIONS {
        let number = number.clone();
        askers.push(async move {
            let mut latencies = Vec::new();
            while begin.elapsed() < ROUND {
                let sent = Instant::now();
                let answer = asker.request(connection, number.fetch_add(1, Ordering::Relaxed)).send().await?;
                let status = answer.status();
                let text = answer.text().await?;
                if status != StatusCode::ACCEPTED {
                    bail!("{status}: {text}");
                }
                latencies.push(sent.elapsed().as_secs_f64() * 1e3);
            }
            Ok(latencies)
        });
    }
    let mut found = Accepted::default();
    while let Some(latencies) = futures::StreamExt::next(&mut askers).await {
        found.latencies_ms.extend(latencies?);
    }
    found.seconds = begin.elapsed().as_secs_f64();
    Ok(found)
}

/// FastAPI, RQ and a Redis of its own; all end with it.
struct Peer {
    asker: Asker,
    /// Its standard input closes with it.
    _child: Child,
}

impl Peer {
    async fn start(python: &Path, appendfsync: &str, threads: usize) -> Result<Self> {
        let mut child = Command::new(python)
            .args([PEER, appendfsync, &threads.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", python.display()))?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let line = lines.next_line().await?.context("the other server ended instead of starting")?;
        let (url, token) = line.split_once(' ').with_context(|| format!("the other server says {line:?}"))?;
        let http = (0..CONNECTIONS).map(|_| Client::new()).collect();
        Ok(Self { asker: Asker::Peer { http, url: url.to_owned(), token: token.to_owned() }, _child: child })
    }
}
