//! What the tools ask the server while they are being set.

use crate::AppError;
use leptos::{prelude::*, server_fn::codec::Json};
use studio_domain::{NewPreset, Preset, PresetId, PresetPatch, PromptInfo, TaskKind};

/// What a model, by default the task's own, reads in a prompt.
#[server(input = Json, endpoint = "inspect-prompt")]
pub async fn inspect_prompt(task: TaskKind, model: Option<String>, prompt: String) -> Result<PromptInfo, AppError> {
    use studio_domain::{ErrorCode, Problem, limits};
    let catalog = crate::server::models()?;
    if prompt.chars().count() > limits::MAX_PROMPT_CHARS {
        let detail = format!("A prompt may have at most {} characters.", limits::MAX_PROMPT_CHARS);
        return Err(crate::server::refuse_with(Problem::new(ErrorCode::ValidationFailed, detail)));
    }
    let (model, version) = catalog.resolve(task, model.as_deref()).map_err(crate::server::refuse_with)?;
    catalog.inspect_prompt(model.name, version, prompt).await.map_err(crate::server::refuse_with)
}

/// What the person has asked to be painted, each prompt once, the latest first.
#[server(input = Json, endpoint = "prompts")]
pub async fn prompts() -> Result<Vec<String>, AppError> {
    let (services, actor) = crate::server::context()?;
    services.tasks().prompts(&actor).await.map_err(|error| crate::server::refuse(&error))
}

/// What the person keeps under names.
#[server(input = Json, endpoint = "presets")]
pub async fn presets() -> Result<Vec<Preset>, AppError> {
    let (services, actor) = crate::server::context()?;
    services.presets().list(&actor).await.map_err(|error| crate::server::refuse(&error))
}

#[server(input = Json, endpoint = "create-preset")]
pub async fn create_preset(preset: NewPreset) -> Result<Preset, AppError> {
    let (services, actor) = crate::server::context()?;
    services.presets().create(&actor, &preset).await.map_err(|error| crate::server::refuse(&error))
}

#[server(input = Json, endpoint = "change-preset")]
pub async fn change_preset(id: PresetId, patch: PresetPatch) -> Result<Preset, AppError> {
    let (services, actor) = crate::server::context()?;
    services.presets().change(&actor, id, patch).await.map_err(|error| crate::server::refuse(&error))
}

#[server(input = Json, endpoint = "delete-preset")]
pub async fn delete_preset(id: PresetId) -> Result<(), AppError> {
    let (services, actor) = crate::server::context()?;
    services.presets().delete(&actor, id).await.map_err(|error| crate::server::refuse(&error))
}
