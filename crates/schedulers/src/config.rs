//! A `scheduler_config.json` as models ship it.

use crate::{Sampler, SchedulerError, SchedulerKind, json::standard_json};
use serde::{Deserialize, Deserializer, Serialize};

/// The fields of a diffusers scheduler configuration. What the file leaves out is `None` and takes the default of the
/// class that is asked to run, just as `from_config` of diffusers does: so a field that the file names is carried over
/// when a model is run with another scheduler than its own, and a field it leaves out is not.
///
/// Fields that no supported class reads are ignored.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SchedulerConfig {
    #[serde(rename = "_class_name")]
    pub class_name: Option<String>,
    pub num_train_timesteps: Option<i64>,
    pub beta_start: Option<f64>,
    pub beta_end: Option<f64>,
    pub beta_schedule: Option<String>,
    pub trained_betas: Option<Vec<f64>>,
    pub rescale_betas_zero_snr: Option<bool>,
    pub prediction_type: Option<String>,
    pub timestep_spacing: Option<String>,
    pub timestep_type: Option<String>,
    pub steps_offset: Option<i64>,
    pub interpolation_type: Option<String>,
    pub use_karras_sigmas: Option<bool>,
    pub use_exponential_sigmas: Option<bool>,
    pub use_beta_sigmas: Option<bool>,
    pub use_lu_lambdas: Option<bool>,
    pub final_sigmas_type: Option<String>,
    #[serde(deserialize_with = "float_or_word")]
    pub sigma_min: Option<f64>,
    #[serde(deserialize_with = "float_or_word")]
    pub sigma_max: Option<f64>,
    pub set_alpha_to_one: Option<bool>,
    pub skip_prk_steps: Option<bool>,
    pub clip_sample: Option<bool>,
    pub clip_sample_range: Option<f64>,
    pub thresholding: Option<bool>,
    pub dynamic_thresholding_ratio: Option<f64>,
    pub sample_max_value: Option<f64>,
    pub variance_type: Option<String>,
    pub solver_order: Option<i64>,
    pub solver_type: Option<String>,
    pub algorithm_type: Option<String>,
    pub lower_order_final: Option<bool>,
    pub euler_at_final: Option<bool>,
    #[serde(deserialize_with = "float_or_word")]
    pub lambda_min_clipped: Option<f64>,
    pub predict_x0: Option<bool>,
    pub disable_corrector: Option<Vec<usize>>,
    pub use_flow_sigmas: Option<bool>,
    pub flow_shift: Option<f64>,
    pub shift: Option<f64>,
    pub shift_terminal: Option<f64>,
    pub use_dynamic_shifting: Option<bool>,
    pub time_shift_type: Option<String>,
    pub base_shift: Option<f64>,
    pub max_shift: Option<f64>,
    pub base_image_seq_len: Option<i64>,
    pub max_image_seq_len: Option<i64>,
    pub invert_sigmas: Option<bool>,
    pub stochastic_sampling: Option<bool>,
    pub original_inference_steps: Option<i64>,
    pub timestep_scaling: Option<f64>,
}

impl SchedulerConfig {
    /// Reads a `scheduler_config.json`, in which Python may have written `-Infinity`.
    ///
    /// # Errors
    /// The text is not JSON, or a field has the wrong type; the error names the field.
    pub fn from_json(text: &str) -> Result<Self, SchedulerError> {
        let text = standard_json(text);
        serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(&text)).map_err(|error| {
            SchedulerError::Json { field: error.path().to_string(), reason: error.into_inner().to_string() }
        })
    }

    /// # Errors
    /// The class is missing or not supported.
    pub fn kind(&self) -> Result<SchedulerKind, SchedulerError> {
        match &self.class_name {
            Some(name) => name.parse(),
            None => Err(SchedulerError::invalid("_class_name", "nothing", "it must name the scheduler's class")),
        }
    }

    /// The configuration for running the same model with another scheduler (`from_config` of diffusers): every field
    /// the file names is carried over, less the bounds of sigma where only the old class reads them.
    #[must_use]
    pub fn switched_to(&self, kind: SchedulerKind) -> Self {
        let mut switched = Self { class_name: Some(kind.as_str().to_owned()), ..self.clone() };
        if self.kind().is_ok_and(SchedulerKind::takes_sigma_bounds) && !kind.takes_sigma_bounds() {
            switched.sigma_min = None;
            switched.sigma_max = None;
        }
        switched
    }

    /// The samplers that the model can be run with.
    pub fn samplers(&self) -> impl Iterator<Item = Sampler> {
        Sampler::all().filter(|sampler| sampler.configure(self).is_ok())
    }

    /// The classes that the model can be run with: one that was trained for flow matching with its own alone.
    pub fn kinds(&self) -> impl Iterator<Item = SchedulerKind> {
        let flow = |kind| kind == SchedulerKind::FlowMatchEulerDiscrete;
        let own = self.kind().ok();
        SchedulerKind::ALL.into_iter().filter(move |kind| own.is_some_and(|own| flow(own) == flow(*kind)))
    }

    /// The `mu` with which flow-matching pipelines move their timesteps towards the noise for larger pictures, from
    /// the number of tokens (latent patches): a line through the configuration's two points.
    ///
    /// # Errors
    /// The two points coincide.
    pub fn dynamic_shift(&self, tokens: usize) -> Result<f64, SchedulerError> {
        let (base, max) = (self.base_shift.unwrap_or(0.5), self.max_shift.unwrap_or(1.15));
        let (base_tokens, max_tokens) =
            (self.base_image_seq_len.unwrap_or(256) as f64, self.max_image_seq_len.unwrap_or(4096) as f64);
        if base_tokens == max_tokens {
            return Err(SchedulerError::invalid(
                "max_image_seq_len",
                max_tokens,
                "it must differ from base_image_seq_len",
            ));
        }
        let slope = (max - base) / (max_tokens - base_tokens);
        Ok(tokens as f64 * slope + (base - slope * base_tokens))
    }
}

/// A number, or one of Python's words for numbers that JSON does not have.
fn float_or_word<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Float {
        Number(f64),
        Word(String),
    }
    match Option::<Float>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Float::Number(number)) => Ok(Some(number)),
        Some(Float::Word(word)) => match word.as_str() {
            "-Infinity" => Ok(Some(f64::NEG_INFINITY)),
            "Infinity" => Ok(Some(f64::INFINITY)),
            "NaN" => Ok(Some(f64::NAN)),
            _ => Err(serde::de::Error::custom(format!("{word:?} is not a number"))),
        },
    }
}
