//! The answer to `txt2img` and `img2img`.

use super::{asked::Asked, sampler::SPACINGS};
use crate::http::{error::Result, results, state::AppState};
use axum::Json;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use studio_domain::{Actor, Task};
use studio_imaging::embedded_texts;
use time::macros::format_description;

/// Waits for the tasks. What was interrupted is left out, as there; what failed fails the request.
pub async fn reply(
    state: &AppState,
    actor: &Actor,
    asked: &Asked,
    echo: Value,
    tasks: Vec<Task>,
) -> Result<Json<Value>> {
    let tasks = results::ended(state, actor, tasks).await?;
    if let Some(problem) = tasks.iter().find_map(|task| task.error.clone()) {
        return Err(problem.into());
    }
    let (mut images, mut infotexts) = (Vec::new(), Vec::new());
    for image in tasks.iter().flat_map(|task| &task.images) {
        let bytes = results::bytes(state, actor, image.id).await?;
        let text = embedded_texts(&bytes).ok().and_then(|texts| texts.parameters);
        infotexts.push(text.unwrap_or_default());
        if asked.send_images.unwrap_or(true) {
            images.push(STANDARD.encode(bytes));
        }
    }
    let info = info(asked, &tasks, infotexts).to_string();
    Ok(Json(json!({"images": images, "parameters": echo, "info": info})))
}

fn info(asked: &Asked, tasks: &[Task], infotexts: Vec<String>) -> Value {
    let seeds: Vec<u64> = tasks
        .iter()
        .flat_map(|task| (0..task.images.len() as u64).map(|index| u64::from(task.seed.unwrap_or_default()) + index))
        .collect();
    let Some(first) = tasks.first() else { return Value::Null };
    let (p, count) = (&first.parameters, seeds.len());
    let name = p.scheduler.as_deref().unwrap_or_default();
    let spacing = SPACINGS.into_iter().find(|spacing| name.ends_with(spacing));
    let sampler = spacing.and_then(|spacing| name.strip_suffix(spacing)).unwrap_or(name).trim_end();
    let format = format_description!("[year][month][day][hour][minute][second]");
    json!({
        "prompt": asked.prompt,
        "all_prompts": vec![&asked.prompt; count],
        "negative_prompt": asked.negative_prompt,
        "all_negative_prompts": vec![&asked.negative_prompt; count],
        "seed": seeds.first().copied().or(first.seed.map(u64::from)),
        "all_seeds": seeds,
        "subseed": 0,
        "all_subseeds": vec![0; count],
        "subseed_strength": 0,
        "width": p.width,
        "height": p.height,
        "sampler_name": sampler,
        "cfg_scale": p.guidance_scale,
        "steps": p.steps,
        "batch_size": asked.batch_size.unwrap_or(1),
        "restore_faces": false,
        "face_restoration_model": null,
        "sd_model_name": first.model.name,
        "sd_model_hash": null,
        "sd_vae_name": null,
        "sd_vae_hash": null,
        "seed_resize_from_w": -1,
        "seed_resize_from_h": -1,
        "denoising_strength": p.strength,
        "extra_generation_params": spacing.map(|spacing| json!({"Schedule type": spacing})).unwrap_or(json!({})),
        "index_of_first_image": 0,
        "infotexts": infotexts,
        "styles": [],
        "job_timestamp": first.created_at.format(format).unwrap_or_default(),
        "clip_skip": 1,
        "is_using_inpainting_conditioning": false,
        "version": format!("CreativeAI Studio {}", env!("CARGO_PKG_VERSION")),
        // Ours: where each of them is.
        "task_ids": tasks.iter().map(|task| task.task_id).collect::<Vec<_>>(),
        "image_ids": tasks.iter().flat_map(|task| &task.images).map(|image| image.id).collect::<Vec<_>>(),
    })
}
