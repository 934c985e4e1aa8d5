//! `/sdapi/v1/options`: there, the server's settings; here, what the caller chose. The model is all there is to choose.

use super::{asked::invalid, lists, read};
use crate::http::{error::Result, middleware::Caller, painter, state::AppState};
use axum::{
    Json,
    extract::{Request, State},
};
use serde_json::{Map, Value, json};
use studio_domain::{Actor, TaskKind};

const CLIENT: &str = "sdapi";
const MODEL: &str = "sd_model_checkpoint";

pub async fn show(State(state): State<AppState>, Caller(actor): Caller) -> Result<Json<Value>> {
    let usual = || painter::find(&state.engine, TaskKind::TextToImage, None).map(|(model, _)| model.name).ok();
    let model = chosen_model(&state, &actor).await?.or_else(usual);
    Ok(Json(json!({
        MODEL: model,
        "sd_checkpoint_hash": null,
        "sd_vae": "Automatic",
        "CLIP_stop_at_last_layers": 1,
        "samples_save": true,
        "samples_format": "png",
        "enable_pnginfo": true,
        "return_grid": false,
        "face_restoration_model": null,
        "upscaler_for_img2img": null,
        "live_previews_enable": true,
        "live_previews_image_format": "jpeg",
        "show_progress_every_n_steps": 1,
    })))
}

/// Clients send back everything they were shown; what is not to be chosen stays as it is.
pub async fn choose(State(state): State<AppState>, Caller(actor): Caller, request: Request) -> Result<Json<Value>> {
    let options: Map<String, Value> = read(request).await?;
    if let Some(name) = options.get(MODEL).and_then(Value::as_str) {
        let name = model_name(name);
        if !lists::painters(&state.engine).iter().any(|model| model.name == name) {
            return Err(invalid(MODEL, &format!("There is no model {name:?} that paints.")));
        }
        let chosen = Map::from_iter([(MODEL.to_owned(), Value::from(name))]);
        state.services.client_settings().merge(&actor, CLIENT, &chosen).await?;
    }
    Ok(Json(Value::Null))
}

/// What the caller chose, if that is still there.
pub async fn chosen_model(state: &AppState, actor: &Actor) -> Result<Option<String>> {
    let settings = state.services.client_settings().get(actor, CLIENT).await?;
    let name = settings.get(MODEL).and_then(Value::as_str).map(str::to_owned);
    Ok(name.filter(|name| lists::painters(&state.engine).iter().any(|model| model.name == *name)))
}

/// Clients write a model's hash, or the end of its file's name, behind its name.
pub fn model_name(text: &str) -> &str {
    let name = text.split(" [").next().unwrap_or(text).trim();
    [".safetensors", ".ckpt", ".onnx"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

pub async fn flags(_: Caller) -> Json<Value> {
    Json(json!({"api": true, "nowebui": false, "api_auth": null, "listen": false, "port": null, "medvram": false}))
}
