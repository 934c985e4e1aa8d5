//! `POST /sdapi/v1/png-info`: how a picture was made.

use super::{prepare::decode, read};
use crate::http::{error::Result, middleware::Caller};
use axum::{Json, extract::Request};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use studio_domain::{Infotext, Problem};
use studio_imaging::embedded_texts;

#[derive(Deserialize)]
struct Asked {
    image: String,
}

pub async fn read_info(_: Caller, request: Request) -> Result<Json<Value>> {
    let asked: Asked = read(request).await?;
    let bytes = decode(&asked.image, "image")?;
    let texts = embedded_texts(&bytes).map_err(|e| Problem::new(e.code(), e.to_string()))?;
    let info = texts.parameters.unwrap_or_default();
    let mut items = Map::new();
    if !info.is_empty() {
        items.insert("parameters".into(), json!(info));
    }
    items.extend(texts.invokeai_metadata.map(|text| ("invokeai_metadata".to_owned(), json!(text))));
    let parameters = Infotext::from_a1111(&info).map(parameters).unwrap_or_default();
    Ok(Json(json!({"info": info, "items": items, "parameters": parameters})))
}

/// By A1111's names, which says width and height apart.
fn parameters(info: Infotext) -> Map<String, Value> {
    let mut parameters = Map::new();
    parameters.insert("Prompt".into(), json!(info.inputs.prompt.unwrap_or_default()));
    parameters.insert("Negative prompt".into(), json!(info.inputs.negative_prompt.unwrap_or_default()));
    for (name, value) in info.fields {
        match value.split_once('x').filter(|(w, h)| w.parse::<u32>().is_ok() && h.parse::<u32>().is_ok()) {
            Some((width, height)) => {
                parameters.insert(format!("{name}-1"), json!(width));
                parameters.insert(format!("{name}-2"), json!(height));
            }
            None => drop(parameters.insert(name, json!(value))),
        }
    }
    parameters
}
