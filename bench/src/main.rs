//! `make bench`: what the studio adds to bare inference, how it keeps to its goals for memory, start and size, and how it
//! bears many people at once.
//!
//! Server and bare session take turns within one run, so that whatever else the machine is doing meets both: the ratios
//! mean something on a busy machine, the absolute numbers do not.

mod bare;
mod client;
mod engine;
mod load;
mod peers;
mod pictures;
mod report;
mod server;
mod work;

use anyhow::{Context, Result, bail};
use bare::BareSession;
use client::Client;
use report::Report;
use server::Server;
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const ROUNDS: usize = 15;
const CLIENTS: u32 = 8;
const TASKS_PER_CLIENT: u32 = 3;
/// Width and height of the picture that is upscaled ×2.
const SIDE: u32 = 512;
/// 16 megapixels, whose double is the largest result there may be.
const LARGE_SIDE: u32 = 4_000;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let first =
        arguments.next().context("usage: studio-bench <path of the studio program> [inference|load|sockets]")?;
    if first == "--engine" {
        return engine::serve();
    }
    let program = PathBuf::from(first);
    // Only the first call can install one, and this is it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let part = arguments.next().filter(|part| !part.is_empty());
    if let Some(unknown) = part.as_deref().filter(|part| !["inference", "load", "sockets"].contains(part)) {
        bail!("there is inference, load and, of the load, sockets, not {unknown}");
    }
    let wanted = |name| part.as_deref().is_none_or(|part| part == name);
    let python = std::env::var_os("STUDIO_PEER").map(PathBuf::from);
    let threads = std::thread::available_parallelism()?.get();
    let mut report = Report::default();
    if wanted("inference") {
        inference(&program, python.as_deref(), threads, &mut report).await?;
    }
    if wanted("load") {
        load::measure(&program, python.as_deref(), threads, &mut report).await?;
    }
    if part.as_deref() == Some("sockets") {
        load::sockets::measure(&program, threads, &mut report).await?;
    }
    report.print(threads);
    Ok(())
}

/// One picture after the other, and what the program itself takes.
async fn inference(program: &Path, python: Option<&Path>, threads: usize, report: &mut Report) -> Result<()> {
    let library = std::env::var("ORT_DYLIB_PATH").context("ORT_DYLIB_PATH is not set; `make bench` sets it")?;
    report.at_most("WebAssembly, Brotli", page_size(program)? as f64 / 1e3, 450.0, "kB");

    let folder = tempfile::tempdir()?;
    let begin = Instant::now();
    let first = Server::start(program, folder.path(), threads).await?;
    report.note("first start, which creates the database", begin.elapsed().as_secs_f64(), "s");
    first.stop().await?;

    let begin = Instant::now();
    let server = Server::start(program, folder.path(), threads).await?;
    report.at_most("start until ready", begin.elapsed().as_secs_f64(), 2.0, "s");
    tokio::time::sleep(Duration::from_secs(3)).await;
    report.at_most("memory before a model is loaded", server.resident_mb()?, 80.0, "MB");

    let mut bare =
        BareSession::load(Path::new(&library), Path::new("models/starter-upscaler/1/x2.onnx"), threads, SIDE)?;
    compare_latency(&server, &mut bare, report).await?;
    compare_throughput(&server, &mut bare, report).await?;
    server.stop().await?;

    // Another process, as the peak is of its whole life.
    let server = Server::start(program, folder.path(), threads).await?;
    let begin = Instant::now();
    Client::register(&server.url, "large").await?.upscale(pictures::jpeg(LARGE_SIDE, 1)?, "image/jpeg").await?;
    report.note("16 MP ×2", begin.elapsed().as_secs_f64(), "s");
    report.at_most("peak memory of 16 MP ×2", server.peak_mb()?, 1_200.0, "MB");
    server.stop().await?;

    if let Some(python) = python {
        let large = std::env::var_os("STUDIO_PEER_PIPELINE").map(PathBuf::from);
        peers::compare(python, large.as_deref(), threads, report)?;
    }
    Ok(())
}

/// One task at a time.
async fn compare_latency(server: &Server, bare: &mut BareSession, report: &mut Report) -> Result<()> {
    let client = Client::register(&server.url, "latency").await?;
    // Loads the model on both sides.
    client.upscale(pictures::png(SIDE, 0)?, "image/png").await?;
    bare.run()?;
    let (mut by_server, mut by_session) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let picture = pictures::png(SIDE, 1 + round as u32)?;
        by_session.push(bare.run()?.as_secs_f64() * 1e3);
        let begin = Instant::now();
        client.upscale(picture, "image/png").await?;
        by_server.push(begin.elapsed().as_secs_f64() * 1e3);
    }
    let (server, session) = (median(&mut by_server), median(&mut by_session));
    report.note("512² ×2, bare Session::run, p50", session, "ms");
    report.note("512² ×2, over HTTP, p50", server, "ms");
    report.at_most("overhead of the server at p50", (server / session - 1.0) * 100.0, 5.0, "%");
    Ok(())
}

/// Several people at once, against the session alone with the machine.
async fn compare_throughput(server: &Server, bare: &mut BareSession, report: &mut Report) -> Result<()> {
    let tasks = CLIENTS * TASKS_PER_CLIENT;
    let mut clients = JoinSet::new();
    let mut people = Vec::new();
    for number in 0..CLIENTS {
        let pictures: Vec<_> =
            (0..TASKS_PER_CLIENT).map(|n| pictures::png(SIDE, 100 + number * 10 + n)).collect::<Result<_>>()?;
        people.push((Client::register(&server.url, &format!("many-{number}")).await?, pictures));
    }
    // Half of the bare runs before and half after, so that a machine that slows down slows both.
    let mut alone = bare_seconds(bare, tasks / 2)?;
    let begin = Instant::now();
    for (client, pictures) in people {
        clients.spawn(async move {
            for picture in pictures {
                client.upscale(picture, "image/png").await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(done) = clients.join_next().await {
        done??;
    }
    let served = begin.elapsed().as_secs_f64();
    alone += bare_seconds(bare, tasks / 2)?;
    report.note("tasks a second with 8 clients", f64::from(tasks) / served, "");
    report.at_least("throughput of 8 clients against the bare session", alone / served, 0.95, "");
    Ok(())
}

fn bare_seconds(bare: &mut BareSession, runs: u32) -> Result<f64> {
    let begin = Instant::now();
    for _ in 0..runs {
        bare.run()?;
    }
    Ok(begin.elapsed().as_secs_f64())
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Bytes of the page's WebAssembly as browsers fetch it.
fn page_size(program: &Path) -> Result<u64> {
    let folder = program.parent().context("the program is in no folder")?.join("site/pkg");
    for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().ends_with(".wasm.br") {
            return Ok(entry.metadata()?.len());
        }
    }
    anyhow::bail!("{} holds no compressed WebAssembly; is it a release?", folder.display())
}
