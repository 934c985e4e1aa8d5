//! What a client of OpenAI's may ask for, and what it means here.

use crate::http::{
    error::{Error, Result},
    lenient, painter,
    state::AppState,
};
use serde::Deserialize;
use studio_domain::{
    DiffusionInfo, ErrorCode, FieldError, OutputFormat, PredictRequest, Problem, TaskInputs, TaskKind, TaskParameters,
    limits,
};

/// OpenAI's parameters, and some of ours that their clients send along when told to (`extra_body`). What has no meaning
/// here (`user`, `style`, `moderation` …) is passed over, as is what they may add in future.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wishes {
    #[serde(deserialize_with = "lenient::text")]
    pub prompt: String,
    pub model: Option<String>,
    #[serde(deserialize_with = "lenient::integer")]
    pub n: Option<i64>,
    pub size: Option<String>,
    pub quality: Option<String>,
    pub background: Option<String>,
    pub response_format: Option<String>,
    pub output_format: Option<OutputFormat>,
    #[serde(deserialize_with = "lenient::integer")]
    pub output_compression: Option<i64>,
    #[serde(deserialize_with = "lenient::boolean")]
    pub stream: bool,

    pub negative_prompt: Option<String>,
    #[serde(deserialize_with = "lenient::integer")]
    pub seed: Option<i64>,
    #[serde(deserialize_with = "lenient::integer")]
    pub steps: Option<i64>,
    #[serde(deserialize_with = "lenient::float")]
    pub guidance_scale: Option<f64>,
    #[serde(deserialize_with = "lenient::float")]
    pub strength: Option<f64>,
}

/// Most pictures of one request.
const MOST_PICTURES: i64 = 10;

impl Wishes {
    /// Refuses what would otherwise be passed over to somebody's surprise.
    pub fn check(&self) -> Result<()> {
        if self.stream {
            return Err(invalid("stream", "Streaming is not supported here. Follow the task at /v1/events instead."));
        }
        if self.background.as_deref() == Some("transparent") {
            let message = "Transparent backgrounds are not painted. Paint, then use the task remove-background.";
            return Err(invalid("background", message));
        }
        if !matches!(self.response_format.as_deref(), None | Some("url" | "b64_json")) {
            return Err(invalid("response_format", "It must be url or b64_json."));
        }
        Ok(())
    }

    /// The requests that together make `n` pictures, with `inputs` for each.
    pub fn requests(&self, state: &AppState, task: TaskKind, inputs: &TaskInputs) -> Result<Vec<PredictRequest>> {
        let (model, version) = self.painter(state, task)?;
        let mut pictures = self.n.unwrap_or(1);
        if !(1..=MOST_PICTURES).contains(&pictures) {
            return Err(invalid("n", &format!("Between 1 and {MOST_PICTURES} pictures can be made at a time.")));
        }
        let seed = match self.seed {
            Some(seed) => {
                u32::try_from(seed).map_err(|_| invalid("seed", "A seed is a number from 0 to 4294967295."))?
            }
            None => rand::random(),
        };
        let parameters = match &model.diffusion {
            Some(diffusion) => self.parameters(diffusion, task)?,
            None => self.file_parameters(),
        };
        let (mut requests, mut painted) = (Vec::new(), 0);
        while pictures > 0 {
            let share =
                if model.diffusion.is_some() { pictures.min((*TaskParameters::IMAGES.end()).into()) } else { 1 };
            let mut parameters = parameters.clone();
            if model.diffusion.is_some() {
                parameters.num_images = u32::try_from(share).ok();
                parameters.seed = Some(seed.wrapping_add(painted));
            }
            requests.push(PredictRequest {
                task,
                model: Some(model.name.clone()),
                version: Some(version.clone()),
                inputs: inputs.clone(),
                parameters,
                webhook: None,
                board: None,
                cache: true,
            });
            painted += share as u32;
            pictures -= share;
        }
        Ok(requests)
    }

    fn painter(&self, state: &AppState, task: TaskKind) -> Result<(studio_domain::ModelInfo, String)> {
        let found = painter::find(&state.engine, task, self.model.as_deref().filter(|name| !is_theirs(name)));
        found.map_err(|problem| match (problem.code, &self.model) {
            (ErrorCode::NotFound, Some(name)) => {
                let message = format!("The model `{name}` does not exist here or does not do this.");
                let errors = vec![FieldError::new("model", "not_found", message.clone())];
                Error(Problem { errors, ..Problem::new(ErrorCode::NotFound, message) })
            }
            _ => problem.into(),
        })
    }

    fn parameters(&self, model: &DiffusionInfo, task: TaskKind) -> Result<TaskParameters> {
        let mut p = self.file_parameters();
        if let Some(size) = self.size()? {
            let (width, height) = paintable(model, size);
            (p.width, p.height) = (Some(width), Some(height));
        }
        p.steps = match self.steps {
            Some(steps) => Some(u32::try_from(steps).map_err(|_| invalid("steps", "It must be 1 to 150."))?),
            None => steps_for(self.quality.as_deref(), model.steps)?,
        };
        p.guidance_scale = self.guidance_scale.map(|scale| scale as f32);
        p.strength = self.strength.map(|strength| strength as f32).filter(|_| task != TaskKind::TextToImage);
        Ok(p)
    }

    fn file_parameters(&self) -> TaskParameters {
        let mut p = TaskParameters { output_format: self.output_format.unwrap_or_default(), ..Default::default() };
        if let Some(quality) = self.output_compression {
            p.quality = quality.clamp(1, 100) as u8;
        }
        p
    }

    /// Width and height, unless that is left to us.
    fn size(&self) -> Result<Option<(u32, u32)>> {
        let Some(text) = self.size.as_deref().filter(|text| !matches!(*text, "" | "auto")) else { return Ok(None) };
        let side = |text: &str| text.parse().ok().filter(|side| (1..=16_384).contains(side));
        let size = text.split_once(['x', 'X']).and_then(|(width, height)| Some((side(width)?, side(height)?)));
        size.map(Some).ok_or_else(|| invalid("size", "It must be auto, or WIDTHxHEIGHT such as 1024x1024."))
    }
}

/// Names of OpenAI's own models mean our default, so that clients which know no others work.
fn is_theirs(model: &str) -> bool {
    model.is_empty() || ["dall-e", "gpt-image", "chatgpt-image"].iter().any(|prefix| model.starts_with(prefix))
}

/// The size itself where the model can paint it well; else one of the same shape that it can.
fn paintable(model: &DiffusionInfo, (width, height): (u32, u32)) -> (u32, u32) {
    let area = |width: u32, height: u32| u64::from(width) * u64::from(height);
    let possible = [width, height]
        .iter()
        .all(|side| side.is_multiple_of(model.size_step.max(1)) && TaskParameters::SIDES.contains(side));
    // Beyond this, models repeat themselves: the same bound as `DiffusionInfo::fit`.
    let close = area(width, height) * 2 <= area(model.width, model.height) * 3;
    if possible && close && area(width, height) <= limits::MAX_PAINTED_PIXELS {
        (width, height)
    } else {
        model.fit((width, height))
    }
}

/// Quality is what one gives time for.
fn steps_for(quality: Option<&str>, usual: u32) -> Result<Option<u32>> {
    match quality.unwrap_or("auto") {
        "auto" | "standard" | "medium" => Ok(None),
        "low" => Ok(Some((usual / 2).max(1))),
        "high" | "hd" => Ok(Some((usual + usual / 2).min(*TaskParameters::STEPS.end()))),
        _ => Err(invalid("quality", "It must be auto, low, medium, high, standard or hd.")),
    }
}

pub fn invalid(field: &str, message: &str) -> Error {
    Problem::validation(vec![FieldError::new(field, "invalid", message)]).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn model() -> DiffusionInfo {
        let json =
            json!({"width": 512, "height": 512, "size_step": 64, "steps": 20, "guidance_scale": 4.0, "scheduler": "x"});
        serde_json::from_value(json).expect("a model")
    }

    #[test]
    fn sizes_become_what_the_model_can_paint() {
        assert_eq!(paintable(&model(), (512, 512)), (512, 512));
        assert_eq!(paintable(&model(), (256, 256)), (256, 256));
        for (asked, shape) in [((1024, 1024), 1.0), ((1792, 1024), 1.75), ((1024, 1536), 2.0 / 3.0), ((500, 500), 1.0)]
        {
            let (width, height) = paintable(&model(), asked);
            assert!(width % 64 == 0 && height % 64 == 0 && width * height <= 512 * 512 * 2, "{asked:?}");
            assert!((f64::from(width) / f64::from(height) - shape).abs() < 0.25, "{asked:?}: {width}x{height}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        let wishes = |size: &str| Wishes { size: Some(size.into()), ..Default::default() };
        for bad in ["big", "1024", "0x5", "-1x5", "99999999999x2", "20000x20000", "x"] {
            assert!(wishes(bad).size().is_err(), "{bad}");
        }
        assert!(wishes("auto").size().is_ok_and(|size| size.is_none()));
        assert!(steps_for(Some("ultra"), 20).is_err());
        assert!(is_theirs("dall-e-3") && is_theirs("gpt-image-1-mini") && !is_theirs("starter-scenes"));
    }
}
