//! `studio models default`

use super::Place;
use crate::cli::say;
use anyhow::{Context, bail};
use clap::Args;
use studio_domain::{ModelState, TaskKind};
use studio_hub::{Defaults, Reference};

#[derive(Args)]
pub struct Default {
    /// NAME@VERSION; the version may be left out where there is only one.
    model: Reference,
    /// For this task only, where it serves several.
    #[arg(long)]
    task: Option<String>,
}

pub fn run(place: &Place, options: &Default) -> anyhow::Result<()> {
    let wanted = &options.model;
    let models = studio_inference::installed_models(&place.folders());
    let not_there = || format!("{wanted} is not installed; `studio models list` shows what is");
    let model = models.iter().find(|model| model.name == wanted.name).with_context(not_there)?;
    let version = match (&wanted.version, model.versions.as_slice()) {
        (Some(version), versions) => versions.iter().find(|known| known.version == *version).with_context(not_there)?,
        (None, [only]) => only,
        (None, versions) => {
            let versions: Vec<&str> = versions.iter().map(|version| version.version.as_str()).collect();
            bail!("say which version: {}@{}", model.name, versions.join(&format!(", {}@", model.name)));
        }
    };
    let reference = format!("{}@{}", model.name, version.version);
    if version.state == ModelState::Failed {
        bail!("{reference} cannot be used: {}", version.message.as_deref().unwrap_or("it failed"));
    }
    let mut tasks: Vec<&str> = model.tasks.iter().copied().map(TaskKind::as_str).collect();
    if let Some(task) = &options.task {
        tasks.retain(|serves| serves == task);
        if tasks.is_empty() {
            bail!("{reference} is not made for {task}");
        }
    }
    Defaults::of(&place.store()).set(&tasks, &reference)?;
    say(&format!("{reference} serves {} when a request names no model", tasks.join(", ")));
    Ok(())
}
