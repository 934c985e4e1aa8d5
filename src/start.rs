//! Bringing processes up and down: each subcommand from its configuration to its orderly end.

use crate::{
    config::{DataConfig, ModelConfig, WebConfig, WorkerConfig},
    http::{AppState, router},
    outbound::Outbound,
    webhooks::deliver_webhooks,
    worker::{EngineHandle, WorkerPool, keep_house, warm_up},
};
use anyhow::{Context, bail};
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use std::{io::Write, path::PathBuf};
use studio_services::{LimitConfig, Services};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;

/// Serves pages and API, and works on the queue, until SIGTERM or Ctrl-C.
///
/// # Errors
/// One clear reason why the server cannot run: port, ONNX Runtime, page, database.
pub async fn serve(data: DataConfig, models: ModelConfig, worker: WorkerConfig, web: WebConfig) -> anyhow::Result<()> {
    allow_many_connections();
    let site = find_site(&web)?;
    // Cheap to check, so checked first: a taken port should not cost a database start.
    let listener = TcpListener::bind(web.addr).await.with_context(|| {
        format!("cannot listen on {}; is a studio running already? Set STUDIO_ADDR for another", web.addr)
    })?;
    let addr = listener.local_addr()?;
    let outbound = Outbound::new(&web.webhook_allow).context("STUDIO_WEBHOOK_ALLOW cannot be understood")?;
    let engine = start_engine(&data, &models)?;
    let services = start_services(&data, web.limits.clone().into()).await?;
    // No reason to stay down: a database may have been restored before its pictures were.
    if let Err(error) = services.check_store().await {
        tracing::error!(error = format!("{:#}", anyhow::Error::new(error)), "pictures are missing");
    }
    let stopping = stop_signal()?;

    let state = AppState::new(services.clone(), engine.clone(), &site, &web, outbound.clone(), stopping.clone());
    let router = router(state, &web)?;
    start_warm_up(&engine, &worker);
    let pool = WorkerPool::start(services.clone(), engine, &worker, &stopping);
    let house = tokio::spawn(keep_house(services.clone(), stopping.clone()));
    let webhooks = tokio::spawn(deliver_webhooks(services.clone(), outbound, stopping.clone()));

    announce(&format!(
        "CreativeAI Studio is at {}",
        web.public_url.clone().unwrap_or_else(|| format!("http://{addr}"))
    ));
    axum::serve(listener, router).with_graceful_shutdown(stopping.clone().cancelled_owned()).await?;
    tracing::info!("draining");
    pool.drain().await;
    house.await?;
    webhooks.await?;
    services.shut_down().await;
    Ok(())
}

/// Works on the queue until SIGTERM or Ctrl-C.
///
/// # Errors
/// One clear reason why the worker cannot run.
pub async fn work(data: DataConfig, models: ModelConfig, worker: WorkerConfig) -> anyhow::Result<()> {
    if worker.workers == 0 {
        bail!("a worker with STUDIO_WORKERS=0 would do nothing");
    }
    let engine = start_engine(&data, &models)?;
    let services = start_services(&data, LimitConfig::default()).await?;
    // It would store what nobody finds.
    services.check_store().await?;
    let stopping = stop_signal()?;
    start_warm_up(&engine, &worker);
    let pool = WorkerPool::start(services.clone(), engine, &worker, &stopping);
    let house = tokio::spawn(keep_house(services.clone(), stopping.clone()));
    announce("The worker is ready");
    stopping.cancelled().await;
    tracing::info!("draining");
    pool.drain().await;
    house.await?;
    services.shut_down().await;
    Ok(())
}

/// Brings the schema up to date.
///
/// # Errors
/// When the database cannot be reached or a migration fails.
pub async fn migrate(data: DataConfig) -> anyhow::Result<()> {
    let services = start_services(&data, LimitConfig::default()).await?;
    services.shut_down().await;
    announce("The database is up to date");
    Ok(())
}

/// Opens the database and what belongs to it, with the newest schema.
///
/// # Errors
/// When the database cannot be reached or a migration fails.
pub async fn start_services(data: &DataConfig, limits: LimitConfig) -> anyhow::Result<Services> {
    let services = Services::start(data.services(limits)).await?;
    services.migrate().await.context("cannot bring the database up to date")?;
    Ok(services)
}

fn start_engine(data: &DataConfig, models: &ModelConfig) -> anyhow::Result<EngineHandle> {
    let engine = EngineHandle::start(models.engine(data))?;
    for note in engine.provider_notes() {
        tracing::info!("{note}");
    }
    if engine.models().is_empty() {
        let folder = models.models.display();
        tracing::warn!("no models in {folder}: nothing can be made until STUDIO_MODELS names the folder that has them");
    }
    tracing::info!(device = engine.device(), models = engine.models().len(), "inference is ready");
    Ok(engine)
}

/// Beside everything else: nobody has to wait for it.
fn start_warm_up(engine: &EngineHandle, worker: &WorkerConfig) {
    let (engine, tasks) = (engine.clone(), worker.warm_up.clone());
    tokio::task::spawn_blocking(move || warm_up(&engine, &tasks));
}

/// Each open page is an open file, of which a process often has a thousand unless it asks for all it may have.
fn allow_many_connections() {
    let files = Resource::RLIMIT_NOFILE;
    if let Err(error) = getrlimit(files).and_then(|(_, most)| setrlimit(files, most, most)) {
        tracing::warn!(%error, "as many connections as there may be open files are all there can be");
    }
}

/// The folder of the built page.
fn find_site(web: &WebConfig) -> anyhow::Result<PathBuf> {
    let beside = || Some(std::env::current_exe().ok()?.parent()?.join("site"));
    let site = web.site.clone().or_else(beside).context("cannot tell where the program is; set STUDIO_SITE")?;
    if !site.join("pkg").is_dir() {
        bail!("the page is not built: {} is missing. Run `make build`, or set STUDIO_SITE", site.join("pkg").display());
    }
    Ok(site)
}

/// Canceled on the first SIGTERM or SIGINT.
fn stop_signal() -> std::io::Result<CancellationToken> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let token = CancellationToken::new();
    let stopping = token.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        stopping.cancel();
    });
    Ok(token)
}

/// Standard output is for people and scripts that wait for the line; a closed one is no reason to stop.
fn announce(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
