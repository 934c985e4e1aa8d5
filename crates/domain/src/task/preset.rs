//! Settings that somebody keeps under a name.

use super::{TaskInputs, TaskKind, TaskParameters};
use crate::{PresetId, Problem, Validator, limits};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// `POST /v1/presets`: a request without its pictures, and a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPreset {
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, example = "watercolour, wide"))]
    pub name: String,
    pub task: TaskKind,
    /// The task's default model unless named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Prompts and style; pictures and what is marked on them are not kept.
    #[serde(default)]
    pub inputs: TaskInputs,
    #[serde(default)]
    pub parameters: TaskParameters,
}

impl NewPreset {
    /// # Errors
    /// `validation_failed`, naming the fields.
    pub fn validate(&self) -> Result<(), Problem> {
        let mut v = Validator::new();
        let (chars, most) = (self.name.trim().chars().count(), limits::MAX_PRESET_NAME_CHARS);
        let message = format!("Give it a name of 1 to {most} characters.");
        v.check((1..=most).contains(&chars), "name", "length", message);
        let named = self.model.as_ref().is_none_or(|name| name.chars().count() <= limits::MAX_NAME_CHARS);
        v.check(named, "model", "unknown", "There is no model of this name.");
        self.inputs.check_kept(self.task, &mut v);
        self.parameters.check(self.task, &mut v);
        v.finish()
    }
}

/// Settings under a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preset {
    pub id: PresetId,
    pub name: String,
    pub task: TaskKind,
    pub model: Option<String>,
    pub inputs: TaskInputs,
    pub parameters: TaskParameters,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
}

/// `PATCH /v1/presets/{id}`. What is left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PresetPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// All of them anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inputs: Option<TaskInputs>,
    /// All of them anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<TaskParameters>,
}

impl PresetPatch {
    /// What becomes of a preset, not yet validated.
    #[must_use]
    pub fn applied_to(self, preset: Preset) -> NewPreset {
        NewPreset {
            name: self.name.unwrap_or(preset.name),
            task: preset.task,
            model: self.model.or(preset.model),
            inputs: self.inputs.unwrap_or(preset.inputs),
            parameters: self.parameters.unwrap_or(preset.parameters),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ImageId;

    fn fields(json: &str) -> Vec<String> {
        let preset: NewPreset = serde_json::from_str(json).expect("valid JSON");
        let problem = preset.validate().err();
        problem.map(|problem| problem.errors.into_iter().map(|error| error.field).collect()).unwrap_or_default()
    }

    #[test]
    fn words_and_settings_of_the_task_are_kept_and_nothing_else() {
        let good =
            r#"{"name":"wide","task":"text-to-image","inputs":{"prompt":"a boat"},"parameters":{"steps":8,"seed":7}}"#;
        assert!(fields(good).is_empty());
        assert!(fields(r#"{"name":"x","task":"upscale"}"#).is_empty(), "no picture is asked for");
        let bad = r#"{"name":" ","task":"upscale","inputs":{"prompt":"a boat"},"parameters":{"steps":8}}"#;
        assert_eq!(fields(bad), ["name", "inputs.prompt", "parameters.steps"]);
        let id = ImageId::generate();
        let pictured = format!(r#"{{"name":"x","task":"upscale","inputs":{{"image":"{id}"}}}}"#);
        assert_eq!(fields(&pictured), ["inputs"]);
        let steps = r#"{"name":"x","task":"text-to-image","parameters":{"steps":0}}"#;
        assert_eq!(fields(steps), ["parameters.steps"]);
    }
}
