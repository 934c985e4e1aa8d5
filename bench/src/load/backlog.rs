//! What a long queue costs those who add to it, look into it and take from it; and whether a newcomer waits for it.

use super::quantile;
use crate::{pictures, report::Report};
use anyhow::{Result, bail, ensure};
use std::{collections::BTreeSet, path::PathBuf, time::Instant};
use studio_domain::{
    Actor, ErrorCode, ImageId, ModelInfo, Pool, PredictRequest, Problem, TaskId, TaskInputs, TaskKind, TaskParameters,
    UploadKind,
};
use studio_services::{LimitConfig, ObjectsConfig, QueueConfig, Services, ServicesConfig, TierLimits};
use tokio::task::JoinSet;
use uuid::Uuid;

const WAITING: usize = 100_000;
const MEASURED: usize = 1_000;
/// What somebody adds who comes last.
const FEW: usize = 10;
const ADDERS: usize = 8;

pub async fn measure(report: &mut Report) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let services = Services::start(config(folder.path().join("data"))).await?;
    services.migrate().await?;
    let measured = with(&services, report).await;
    services.shut_down().await;
    measured
}

fn config(data_dir: PathBuf) -> ServicesConfig {
    let tasks = TierLimits { premium: 0, regular: 0, free: 0 };
    ServicesConfig {
        database_url: None,
        data_dir,
        objects: ObjectsConfig::Folder,
        max_connections: 16,
        queue: QueueConfig { limit: usize::MAX, cache: false },
        limits: LimitConfig { redis_url: None, tasks, sign_ups_per_address: 0 },
    }
}

async fn with(services: &Services, report: &mut Report) -> Result<()> {
    let much = Adder::new(services).await?;
    let begin = Instant::now();
    let mut adders = JoinSet::new();
    for _ in 0..ADDERS {
        let (services, adder) = (services.clone(), much.clone());
        adders.spawn(async move {
            for _ in 0..(WAITING - MEASURED) / ADDERS {
                adder.add(&services).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(added) = adders.join_next().await {
        added??;
    }
    report.note("100,000 tasks added, a second", (WAITING - MEASURED) as f64 / begin.elapsed().as_secs_f64(), "");
    let (mut added_ms, mut ids) = (Vec::new(), Vec::new());
    for _ in 0..MEASURED {
        let (id, milliseconds) = timed(much.add(services)).await?;
        ids.push(id);
        added_ms.push(milliseconds);
    }
    let mut looked_ms = Vec::new();
    for id in &ids {
        let (task, milliseconds) = timed(async { Ok(services.tasks().get(&much.actor, *id).await?) }).await?;
        ensure!(task.queue_position.is_some(), "a waiting task has no position");
        looked_ms.push(milliseconds);
    }
    // A queue that nobody has taken from while it grew lags behind, and a newcomer comes after what is late. So as many are
    // taken first as workers would have done meanwhile.
    let mut claimed_ms = Vec::new();
    for _ in 0..MEASURED {
        claimed_ms.push(take(services).await?.1);
    }
    let newcomer = Adder::new(services).await?;
    let mut few = BTreeSet::new();
    for _ in 0..FEW {
        few.insert(newcomer.add(services).await?);
    }
    let mut claims_until_served = 0;
    while !few.is_empty() && claims_until_served < MEASURED {
        claims_until_served += 1;
        let (id, milliseconds) = take(services).await?;
        claimed_ms.push(milliseconds);
        few.remove(&id);
    }
    report.at_most("behind 100,000, adding a task, p99", quantile(&mut added_ms, 0.99), 20.0, "ms");
    report.at_most("behind 100,000, looking at a task, p99", quantile(&mut looked_ms, 0.99), 20.0, "ms");
    report.note("of 100,000, taking a task, p50", quantile(&mut claimed_ms, 0.5), "ms");
    report.at_most("of 100,000, taking a task, p99", quantile(&mut claimed_ms, 0.99), 20.0, "ms");
    ensure!(few.is_empty(), "who came last still waits after {MEASURED} tasks of the other");
    report.at_most("claims until a newcomer's 10 are served", f64::from(claims_until_served as u32), 20.0, "");
    Ok(())
}

/// What a worker takes next, and how long taking it took, in milliseconds.
async fn take(services: &Services) -> Result<(TaskId, f64)> {
    let (claimed, milliseconds) =
        timed(async { Ok(services.queue().claim(Uuid::now_v7(), &Pool::ALL, 1).await?) }).await?;
    let [task] = &claimed[..] else { bail!("a claim took {} tasks", claimed.len()) };
    services.queue().fail(&task.lease, &Problem::new(ErrorCode::Canceled, "It was measured.")).await?;
    Ok((task.id, milliseconds))
}

/// Somebody who asks for the same again and again.
#[derive(Clone)]
struct Adder {
    actor: Actor,
    image: ImageId,
    model: ModelInfo,
}

impl Adder {
    async fn new(services: &Services) -> Result<Self> {
        let actor = services.accounts().create_guest().await?;
        let picture = pictures::png(64, 1)?.into();
        let image = services.images().upload(&actor, UploadKind::Original, picture, None).await?.id;
        let model = serde_json::from_value(serde_json::json!({
            "name": "upscaler", "tasks": ["upscale"], "title": "Upscaler", "description": "", "licence": "",
            "default_version": "1", "versions": [], "scales": [2],
        }))?;
        Ok(Self { actor, image, model })
    }

    async fn add(&self, services: &Services) -> Result<TaskId> {
        let request = PredictRequest {
            task: TaskKind::Upscale,
            model: None,
            version: None,
            inputs: TaskInputs { image: Some(self.image), ..TaskInputs::default() },
            parameters: TaskParameters::default(),
            webhook: None,
            board: None,
            cache: false,
        };
        Ok(services.tasks().submit(&self.actor, request, &self.model, "1", None).await?.task_id)
    }
}

async fn timed<T>(work: impl Future<Output = Result<T>>) -> Result<(T, f64)> {
    let begin = Instant::now();
    let done = work.await?;
    Ok((done, begin.elapsed().as_secs_f64() * 1e3))
}
