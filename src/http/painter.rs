//! Which model paints, where a client of another product leaves it to us.

use crate::worker::EngineHandle;
use studio_domain::{ErrorCode, ModelInfo, Problem, TaskKind};

/// The named model, or else the task's default; where that paints without a prompt, one that follows prompts goes first.
///
/// # Errors
/// `not_found` for a name that is none, or of a model made for other tasks; `model_unavailable`.
pub fn find(engine: &EngineHandle, task: TaskKind, name: Option<&str>) -> Result<(ModelInfo, String), Problem> {
    let usual = engine.resolve(task, name, None);
    if name.is_some() || usual.as_ref().is_ok_and(|(model, _)| model.diffusion.is_some()) {
        return usual;
    }
    let models = engine.models();
    let able = |model: &&ModelInfo| model.tasks.contains(&task) && model.diffusion.is_some();
    let favourite = models.iter().filter(able).max_by_key(|model| model.default_for.contains(&TaskKind::TextToImage));
    match favourite {
        Some(model) => engine.resolve(task, Some(&model.name), None),
        None => usual.map_err(|problem| match problem.code {
            ErrorCode::NotFound => Problem::new(ErrorCode::ModelUnavailable, problem.detail),
            _ => problem,
        }),
    }
}
