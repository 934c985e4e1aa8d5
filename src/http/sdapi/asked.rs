//! What a client of A1111's asks for, and what it means here.

use super::{options, sampler};
use crate::http::{
    error::{Error, Result},
    extract::from_value,
    lenient, painter,
    state::AppState,
};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use studio_domain::{
    Actor, DiffusionInfo, FieldError, ModelInfo, PredictRequest, Problem, TaskInputs, TaskKind, TaskParameters, limits,
};

/// Of `txt2img` and `img2img`. Unknown fields are passed over, as there.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    #[serde(deserialize_with = "lenient::text")]
    pub prompt: String,
    #[serde(deserialize_with = "lenient::text")]
    pub negative_prompt: String,
    #[serde(deserialize_with = "lenient::integer")]
    pub seed: Option<i64>,
    #[serde(deserialize_with = "lenient::float")]
    pub subseed_strength: Option<f64>,
    pub sampler_name: Option<String>,
    /// Its older name.
    pub sampler_index: Option<Value>,
    pub scheduler: Option<String>,
    #[serde(deserialize_with = "lenient::integer")]
    pub batch_size: Option<i64>,
    #[serde(deserialize_with = "lenient::integer")]
    pub n_iter: Option<i64>,
    #[serde(deserialize_with = "lenient::integer")]
    pub steps: Option<i64>,
    #[serde(deserialize_with = "lenient::float")]
    pub cfg_scale: Option<f64>,
    #[serde(deserialize_with = "lenient::integer")]
    pub width: Option<i64>,
    #[serde(deserialize_with = "lenient::integer")]
    pub height: Option<i64>,
    #[serde(deserialize_with = "lenient::float")]
    pub denoising_strength: Option<f64>,
    #[serde(deserialize_with = "lenient::boolean")]
    pub tiling: bool,
    #[serde(deserialize_with = "lenient::boolean")]
    pub enable_hr: bool,
    #[serde(deserialize_with = "object")]
    pub override_settings: Map<String, Value>,
    pub script_name: Option<String>,
    #[serde(deserialize_with = "object")]
    pub alwayson_scripts: Map<String, Value>,
    pub send_images: Option<bool>,

    pub init_images: Option<Vec<String>>,
    pub mask: Option<String>,
    #[serde(deserialize_with = "lenient::float")]
    pub mask_blur: Option<f64>,
    #[serde(deserialize_with = "lenient::integer")]
    pub inpainting_fill: Option<i64>,
    #[serde(deserialize_with = "lenient::boolean")]
    pub inpainting_mask_invert: bool,
    #[serde(deserialize_with = "lenient::integer")]
    pub resize_mode: Option<i64>,
}

fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

impl Asked {
    /// The request, and what of it is said back: all but the pictures, unless they are asked for.
    pub fn read(body: Value) -> Result<(Self, Value)> {
        let pictures = |name: &str| matches!(name, "init_images" | "mask");
        let echo = body.as_object().into_iter().flatten().map(|(name, value)| {
            let value = if pictures(name) { Value::Null } else { value.clone() };
            (name.clone(), value)
        });
        let mut echo: Map<String, Value> = echo.collect();
        if body.get("include_init_images").is_some_and(|asked| *asked == true) {
            echo.extend(body.as_object().cloned().unwrap_or_default());
        }
        Ok((from_value(body)?, echo.into()))
    }

    /// Refuses what would change the picture and cannot be done.
    pub fn check(&self) -> Result<()> {
        let script = self.script_name.as_deref().filter(|name| !name.is_empty() && *name != "None");
        let always_on = self.alwayson_scripts.keys().next().map(String::as_str);
        if let Some(name) = script.or(always_on) {
            return Err(invalid("script_name", &format!("There is no script {name} here.")));
        }
        let variation = self.subseed_strength.is_some_and(|strength| strength > 0.0);
        for (asked, field, message) in [
            (self.enable_hr, "enable_hr", "Pictures are painted in one pass here. Upscale with extra-single-image."),
            (self.tiling, "tiling", "Tiling is not supported here."),
            (variation, "subseed_strength", "Variations of a seed are not supported here."),
        ] {
            if asked {
                return Err(invalid(field, message));
            }
        }
        Ok(())
    }

    /// The model that paints: as the request says, else as the caller chose, else the default.
    pub async fn painter(&self, state: &AppState, actor: &Actor, task: TaskKind) -> Result<(ModelInfo, String)> {
        let asked = self.override_settings.get("sd_model_checkpoint").and_then(Value::as_str);
        if let Some(name) = asked.filter(|name| !name.is_empty()) {
            return Ok(painter::find(&state.engine, task, Some(options::model_name(name)))?);
        }
        if let Some(name) = options::chosen_model(state, actor).await?
            && let Ok(found) = painter::find(&state.engine, task, Some(&name))
        {
            return Ok(found);
        }
        Ok(painter::find(&state.engine, task, None)?)
    }

    /// The size to paint: as asked for, on the model's grid.
    pub fn size(&self, model: &DiffusionInfo, otherwise: (u32, u32)) -> Result<(u32, u32)> {
        let step = model.size_step.max(1);
        let side = |asked: Option<i64>, otherwise: u32, field: &str| {
            let Some(asked) = asked.filter(|side| *side != 0) else { return Ok(otherwise) };
            let asked = u32::try_from(asked).ok().filter(|side| TaskParameters::SIDES.contains(side));
            let asked = asked.ok_or_else(|| invalid(field, "It must be 64 to 2048 pixels."))?;
            Ok::<u32, Error>((asked / step).max(1) * step)
        };
        Ok((side(self.width, otherwise.0, "width")?, side(self.height, otherwise.1, "height")?))
    }

    /// The requests that together make all the pictures: one for each round of at most four.
    pub fn requests(
        &self,
        task: TaskKind,
        (model, version): &(ModelInfo, String),
        size: Option<(u32, u32)>,
        inputs: &TaskInputs,
    ) -> Result<Vec<PredictRequest>> {
        let count = |asked: Option<i64>, field: &str| match asked.unwrap_or(1) {
            count @ 1..=16 => Ok(count as u32),
            _ => Err(invalid(field, "It must be 1 to 16.")),
        };
        let (rounds, each) = (count(self.n_iter, "n_iter")?, count(self.batch_size, "batch_size")?);
        if rounds * each > limits::MAX_BATCH as u32 {
            let message = format!("At most {} pictures can be made with one request.", limits::MAX_BATCH);
            return Err(invalid("n_iter", &message));
        }
        let seed = match self.seed.filter(|seed| *seed >= 0) {
            Some(seed) => u32::try_from(seed).map_err(|_| invalid("seed", "It must be at most 4294967295."))?,
            None => rand::random(),
        };
        let mut parameters = match &model.diffusion {
            Some(diffusion) => self.parameters(diffusion, task)?,
            None => TaskParameters::default(),
        };
        (parameters.width, parameters.height) = size.unzip();
        if task == TaskKind::Inpaint {
            let most = f64::from(*TaskParameters::MASK_BLUR.end());
            parameters.mask_blur = self.mask_blur.map(|blur| blur.clamp(0.0, most).round() as u32);
        }
        let (mut requests, mut painted) = (Vec::new(), 0);
        let most = if model.diffusion.is_some() { *TaskParameters::IMAGES.end() } else { 1 };
        for _ in 0..rounds {
            let mut left = each;
            while left > 0 {
                let share = left.min(most);
                let mut parameters = parameters.clone();
                if model.diffusion.is_some() {
                    parameters.num_images = Some(share);
                    parameters.seed = Some(seed.wrapping_add(painted));
                }
                let (model, version) = (Some(model.name.clone()), Some(version.clone()));
                let inputs = inputs.clone();
                requests.push(PredictRequest {
                    task,
                    model,
                    version,
                    inputs,
                    parameters,
                    webhook: None,
                    board: None,
                    cache: true,
                });
                painted += share;
                left -= share;
            }
        }
        Ok(requests)
    }

    fn parameters(&self, model: &DiffusionInfo, task: TaskKind) -> Result<TaskParameters> {
        let steps = self.steps.filter(|steps| *steps != 0).map(u32::try_from).transpose();
        let name = self.sampler_name.as_deref().or(self.sampler_index.as_ref().and_then(Value::as_str));
        let strength = self.denoising_strength.unwrap_or(TaskParameters::STRENGTH.into()) as f32;
        Ok(TaskParameters {
            steps: steps.map_err(|_| invalid("steps", "It must be 1 to 150."))?,
            guidance_scale: self.cfg_scale.map(|scale| scale as f32),
            scheduler: sampler::choose(model, name, self.scheduler.as_deref())?,
            strength: task.takes_image().then_some(strength),
            ..Default::default()
        })
    }

    pub fn inputs(&self) -> TaskInputs {
        TaskInputs {
            prompt: Some(self.prompt.clone()),
            negative_prompt: Some(self.negative_prompt.clone()).filter(|prompt| !prompt.is_empty()),
            ..Default::default()
        }
    }
}

pub fn invalid(field: &str, message: &str) -> Error {
    Problem::validation(vec![FieldError::new(field, "invalid", message)]).into()
}
