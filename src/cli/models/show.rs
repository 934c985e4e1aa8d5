//! `studio models show`

use super::{Place, list::state, means, print};
use anyhow::bail;
use clap::Args;
use serde_json::{Value, json};
use studio_hub::{Catalogue, Installed, Reference, Row, human};

#[derive(Args)]
pub struct Show {
    /// NAME or NAME@VERSION
    model: Reference,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub fn run(place: &Place, options: &Show) -> anyhow::Result<()> {
    let mut rows = place.overview()?;
    rows.retain(|row| means(&options.model, &row.name, &row.version));
    if rows.is_empty() {
        bail!("there is no model {}; `studio models list` shows what there is", options.model);
    }
    let (installed, catalogue) = (studio_hub::installed(&place.folders()), place.catalogue()?);
    let described: Vec<Value> = rows.iter().map(|row| describe(row, &installed, &catalogue)).collect();
    if options.json {
        return print(&serde_json::to_string_pretty(&described)?);
    }
    let texts: Vec<String> = rows.iter().zip(&described).map(|(row, model)| text(state(row.state), model)).collect();
    print(&texts.join("\n\n"))
}

/// Everything that is known about one version.
fn describe(row: &Row, installed: &[Installed], catalogue: &Catalogue) -> Value {
    let model = installed.iter().find(|model| model.name == row.name && model.version == row.version);
    let entry = catalogue.entries().iter().find(|entry| entry.name == row.name && entry.version == row.version);
    let manifest = model.and_then(|model| model.manifest.as_ref().ok());
    let description = manifest.map(|manifest| &manifest.description).or(entry.map(|entry| &entry.description));
    let family = manifest.map(|manifest| &manifest.family).or(entry.map(|entry| &entry.family));
    let files: Vec<Value> = match (manifest, entry) {
        (Some(manifest), _) => manifest
            .files
            .iter()
            .map(|file| json!({ "path": file.path, "size": file.size, "hash": file.sha256 }))
            .collect(),
        (None, Some(entry)) => entry
            .files
            .iter()
            .map(|file| {
                let urls: Vec<String> = file.urls.iter().map(ToString::to_string).collect();
                json!({ "path": file.path, "size": file.size, "hash": file.checksum.to_string(), "urls": urls })
            })
            .collect(),
        (None, None) => Vec::new(),
    };
    json!({
        "name": row.name,
        "version": row.version,
        "title": row.title,
        "description": description,
        "state": row.state,
        "message": row.message,
        "tasks": row.tasks,
        "default_for": row.default_for,
        "family": family,
        "licence": row.licence,
        "commercial_use": entry.map(|entry| entry.commercial),
        "size": row.size,
        "folder": model.map(|model| model.folder.display().to_string()),
        "pins_from": entry.map(|entry| entry.pin_source),
        "files": files,
    })
}

/// The same for people.
fn text(state: &str, model: &Value) -> String {
    let word = |key: &str| model[key].as_str().unwrap_or_default().to_owned();
    let words = |key: &str| {
        let list = model[key].as_array().into_iter().flatten();
        list.filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
    };
    let mut lines = vec![format!("{}@{}: {}", word("name"), word("version"), word("title"))];
    let mut line = |key: &str, value: String| {
        if !value.is_empty() {
            lines.push(format!("  {key:<12} {value}"));
        }
    };
    line("", word("description"));
    line("state", state.to_owned());
    line("problem", word("message"));
    line("tasks", words("tasks"));
    line("default for", words("default_for"));
    line("family", word("family"));
    let forbidden = if model["commercial_use"] == json!(false) { ", forbids commercial use" } else { "" };
    line("licence", word("licence") + forbidden);
    line("size", human::bytes(model["size"].as_u64().unwrap_or_default()));
    line("folder", word("folder"));
    line("pins from", word("pins_from"));
    for file in model["files"].as_array().into_iter().flatten() {
        let size = file["size"].as_u64().map(human::bytes).unwrap_or_default();
        lines.push(format!("  file         {}  {size}", file["path"].as_str().unwrap_or_default()));
        lines.extend(file["hash"].as_str().map(|hash| format!("               {hash}")));
        let urls = file["urls"].as_array().into_iter().flatten();
        lines.extend(urls.filter_map(Value::as_str).map(|url| format!("               {url}")));
    }
    lines.join("\n")
}
