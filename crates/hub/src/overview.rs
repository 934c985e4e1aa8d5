//! What is installed and what could be, side by side.

use crate::{Catalogue, Installed, Manifest, Partial};
use serde::Serialize;
use studio_domain::{ModelInfo, ModelState};

/// One version of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    pub name: String,
    pub version: String,
    /// The first is the one it is best at.
    pub tasks: Vec<String>,
    /// The tasks that it serves when a request names no model.
    pub default_for: Vec<String>,
    pub title: String,
    pub licence: String,
    /// Bytes: on disk, or to be fetched.
    pub size: u64,
    /// Bytes of a model in the catalogue that an interrupted pull has left.
    pub arrived: u64,
    pub state: State,
    /// What is wrong with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Installed, and what a task uses when a request names no model.
    Default,
    Installed,
    /// Installed, and of no use.
    Damaged,
    /// In the catalogue.
    Available,
}

/// All models, by task and name; `models` is what the engine makes of those that are installed.
#[must_use]
pub fn overview(
    installed: &[Installed],
    catalogue: &Catalogue,
    partials: &[Partial],
    models: &[ModelInfo],
) -> Vec<Row> {
    let mut rows: Vec<Row> = installed.iter().map(|model| row(model, models)).collect();
    for entry in catalogue.entries() {
        let part = partials.iter().find(|part| part.name == entry.name && part.version == entry.version);
        if !rows.iter().any(|row| row.name == entry.name && row.version == entry.version) {
            rows.push(Row {
                name: entry.name.clone(),
                version: entry.version.clone(),
                tasks: vec![entry.task.clone()],
                default_for: Vec::new(),
                title: entry.title.clone(),
                licence: entry.licence.clone(),
                size: entry.size(),
                arrived: part.map_or(0, |part| part.bytes),
                state: State::Available,
                message: None,
            });
        }
    }
    let key = |row: &Row| (row.tasks.clone(), row.state, row.name.clone(), row.version.clone());
    rows.sort_by_cached_key(key);
    rows
}

fn row(model: &Installed, models: &[ModelInfo]) -> Row {
    let of_engine = models.iter().find(|info| info.name == model.name);
    let message = model.damage().or_else(|| refused(model, of_engine));
    let is_default = message.is_none() && of_engine.is_some_and(|info| info.default_version == model.version);
    let default_for: Vec<String> = of_engine
        .filter(|_| is_default)
        .map(|info| info.default_for.iter().map(|task| task.as_str().to_owned()).collect())
        .unwrap_or_default();
    let said = model.manifest.as_ref().ok();
    let text = |part: fn(&Manifest) -> &String| said.map(part).cloned().unwrap_or_default();
    let tasks = match of_engine {
        Some(info) if !info.tasks.is_empty() => info.tasks.iter().map(|task| task.as_str().to_owned()).collect(),
        _ => vec![text(|manifest| &manifest.task)],
    };
    Row {
        name: model.name.clone(),
        version: model.version.clone(),
        tasks,
        title: text(|manifest| &manifest.title),
        licence: text(|manifest| &manifest.licence),
        size: model.size(),
        arrived: 0,
        state: match (&message, default_for.is_empty()) {
            (Some(_), _) => State::Damaged,
            (None, true) => State::Installed,
            (None, false) => State::Default,
        },
        default_for,
        message,
    }
}

/// Why the engine does not run it.
fn refused(model: &Installed, of_engine: Option<&ModelInfo>) -> Option<String> {
    let version = of_engine.and_then(|info| info.versions.iter().find(|version| version.version == model.version));
    match version {
        None => Some("this version of the studio cannot run it".to_owned()),
        Some(version) if version.state == ModelState::Failed => {
            Some(version.message.clone().unwrap_or_else(|| "the engine refuses it".to_owned()))
        }
        Some(_) => None,
    }
}
