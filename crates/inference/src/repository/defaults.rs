//! `defaults.toml`: which model serves a task when a request names none.
//!
//! A table of task → `name@version`, in the last of the model folders. `studio models default` writes it; a change is
//! seen at once.

use super::integrity::Stamp;
use std::{
    collections::HashMap,
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};
use studio_domain::TaskKind;

pub(super) struct Defaults {
    path: Option<PathBuf>,
    read: Mutex<(Option<Stamp>, Arc<Choices>)>,
}

/// `name@version` by task.
#[derive(Debug, Default)]
pub(super) struct Choices(HashMap<String, String>);

impl Choices {
    /// The name and version for a task.
    pub fn of(&self, task: TaskKind) -> Option<(&str, &str)> {
        self.0.get(task.as_str())?.split_once('@')
    }

    /// The version that was chosen for a model, whatever the task.
    pub fn version_of(&self, model: &str) -> Option<&str> {
        let mut choices = self.0.values().filter_map(|choice| choice.split_once('@'));
        choices.find(|(name, _)| *name == model).map(|(_, version)| version)
    }
}

impl Defaults {
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { path: folder.map(|folder| folder.join("defaults.toml")), read: Mutex::default() }
    }

    pub fn choices(&self) -> Arc<Choices> {
        let Some(path) = &self.path else { return Arc::default() };
        let stamp = Stamp::of(path);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.0 != stamp {
            let parse = || -> Result<Choices, String> {
                let text = fs::read_to_string(path).map_err(|e| e.to_string())?;
                toml::from_str(&text).map(Choices).map_err(|e| e.message().to_owned())
            };
            let choices = if stamp.is_some() { parse() } else { Ok(Choices::default()) };
            let choices = choices.unwrap_or_else(|reason| {
                tracing::warn!(path = %path.display(), reason, "the chosen models cannot be read");
                Choices::default()
            });
            *read = (stamp, Arc::new(choices));
        }
        read.1.clone()
    }
}
