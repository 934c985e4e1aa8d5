//! What is installed and what could be, side by side.

use crate::{Catalogue, Installed};
use serde::Serialize;
use std::collections::BTreeMap;
use studio_domain::{ModelInfo, ModelState};

/// One version of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    pub name: String,
    pub version: String,
    pub task: String,
    pub title: String,
    pub licence: String,
    /// Bytes: on disk, or to be fetched.
    pub size: u64,
    pub state: State,
    /// What is wrong with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Installed, and what its task uses when a request names no model.
    Default,
    Installed,
    /// Installed, and of no use.
    Damaged,
    /// In the catalogue.
    Available,
}

/// All models, by task and name. `models` is what the engine makes of those that are installed; `defaults` is the
/// table of chosen defaults. Without a choice, the first model that the engine lists for a task is the default.
#[must_use]
pub fn overview(
    installed: &[Installed],
    catalogue: &Catalogue,
    models: &[ModelInfo],
    defaults: &BTreeMap<String, String>,
) -> Vec<Row> {
    let mut rows: Vec<Row> = installed.iter().map(|model| row(model, models)).collect();
    for row in &mut rows {
        let usable = row.state == State::Installed;
        if usable && is_default(row, models, defaults) {
            row.state = State::Default;
        }
    }
    for entry in catalogue.entries() {
        if !rows.iter().any(|row| row.name == entry.name && row.version == entry.version) {
            rows.push(Row {
                name: entry.name.clone(),
                version: entry.version.clone(),
                task: entry.task.clone(),
                title: entry.title.clone(),
                licence: entry.licence.clone(),
                size: entry.size(),
                state: State::Available,
                message: None,
            });
        }
    }
    rows.sort_by(|a, b| (&a.task, a.state, &a.name, &a.version).cmp(&(&b.task, b.state, &b.name, &b.version)));
    rows
}

fn row(model: &Installed, models: &[ModelInfo]) -> Row {
    let of_engine = models.iter().find(|info| info.name == model.name);
    let version = of_engine.and_then(|info| info.versions.iter().find(|version| version.version == model.version));
    let failed = version.filter(|version| version.state == ModelState::Failed);
    let refused = failed.map(|version| version.message.clone().unwrap_or_else(|| "the engine refuses it".to_owned()));
    let message = model.damage().or(refused);
    let said = model.manifest.as_ref().ok();
    let text = |part: fn(&crate::Manifest) -> &String| said.map(part).cloned().unwrap_or_default();
    Row {
        name: model.name.clone(),
        version: model.version.clone(),
        task: text(|manifest| &manifest.task),
        title: text(|manifest| &manifest.title),
        licence: text(|manifest| &manifest.licence),
        size: model.size(),
        state: if message.is_some() { State::Damaged } else { State::Installed },
        message,
    }
}

fn is_default(row: &Row, models: &[ModelInfo], defaults: &BTreeMap<String, String>) -> bool {
    match defaults.get(&row.task) {
        Some(reference) => *reference == format!("{}@{}", row.name, row.version),
        None => models
            .iter()
            .find(|info| info.task.as_str() == row.task)
            .is_some_and(|info| info.name == row.name && info.default_version == row.version),
    }
}
