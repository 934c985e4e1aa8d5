//! What there is to choose from: models, samplers, upscalers; and what there is none of.

use super::sampler::SPACINGS;
use crate::{http::middleware::Caller, worker::EngineHandle};
use axum::{Json, extract::State};
use serde_json::{Value, json};
use studio_domain::{ModelInfo, TaskKind};
use sysinfo::{MemoryRefreshKind, RefreshKind, System};

/// Models that paint from a prompt.
pub fn painters(engine: &EngineHandle) -> Vec<ModelInfo> {
    engine.models().into_iter().filter(|model| model.diffusion.is_some()).collect()
}

pub async fn models(State(engine): State<EngineHandle>) -> Json<Value> {
    let models = painters(&engine).into_iter().map(|ModelInfo { name, .. }| {
        json!({"title": name, "model_name": name, "hash": null, "sha256": null, "filename": name, "config": null})
    });
    Json(models.collect())
}

pub async fn samplers(State(engine): State<EngineHandle>) -> Json<Value> {
    let mut names: Vec<String> = Vec::new();
    for sampler in painters(&engine).into_iter().filter_map(|model| model.diffusion).flat_map(|d| d.samplers) {
        let spaced = SPACINGS.iter().any(|spacing| sampler.ends_with(spacing));
        if !spaced && !names.contains(&sampler) {
            names.push(sampler);
        }
    }
    let alias = |name: &str| format!("k_{}", name.to_lowercase().replace("++", "pp").replace(' ', "_"));
    let samplers = names.iter().map(|name| json!({"name": name, "aliases": [alias(name)], "options": {}}));
    Json(samplers.collect())
}

pub async fn schedulers() -> Json<Value> {
    let entry = |label: &str| {
        let name = label.to_lowercase();
        json!({"name": name, "label": label, "aliases": null, "default_rho": -1.0, "need_inner_model": false})
    };
    Json(std::iter::once("Automatic").chain(SPACINGS).map(entry).collect())
}

pub async fn upscalers(State(engine): State<EngineHandle>) -> Json<Value> {
    let entry = |name: &str, scale: Option<u32>| json!({"name": name, "model_name": null, "model_path": null, "model_url": null, "scale": scale});
    let models = engine.models();
    let upscalers = models.iter().filter(|model| model.tasks.contains(&TaskKind::Upscale));
    let upscalers = upscalers.map(|model| entry(&model.name, model.scales.iter().max().copied()));
    Json(std::iter::once(entry("None", Some(4))).chain(upscalers).collect())
}

pub async fn scripts() -> Json<Value> {
    Json(json!({"txt2img": [], "img2img": []}))
}

pub async fn embeddings() -> Json<Value> {
    Json(json!({"loaded": {}, "skipped": {}}))
}

pub async fn memory(_: Caller) -> Json<Value> {
    let system = System::new_with_specifics(RefreshKind::nothing().with_memory(MemoryRefreshKind::everything()));
    let (free, used, total) = (system.available_memory(), system.used_memory(), system.total_memory());
    Json(json!({"ram": {"free": free, "used": used, "total": total}, "cuda": {"error": "not told"}}))
}

/// LoRAs, hypernetworks, styles …: there are none.
pub async fn none() -> Json<Value> {
    Json(json!([]))
}

/// Models that come or go are noticed by themselves.
pub async fn nothing_to_do(_: Caller) -> Json<Value> {
    Json(Value::Null)
}
