//! One run of a scheduler, from noise to picture.

use crate::{
    SchedulerError,
    error::Result,
    method::{Built, picture},
    settings::Prediction,
};
use std::fmt;

/// What a run may need beside the number of steps. The default is text-to-image of one picture.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanOptions {
    /// The number of samples in a slice, which only dynamic thresholding has to tell apart.
    pub batch: usize,
    /// Image-to-image: how much of the trajectory to run, from 0 to 1. Double precision on purpose: 0.7 of 10 steps is
    /// 7, but in single precision it is less.
    pub strength: Option<f64>,
    /// DDIM: how much noise to put back at every step, from 0 to 1.
    pub eta: f64,
    /// LCM: the number of steps of the schedule that was distilled, instead of the configuration's.
    pub original_inference_steps: Option<usize>,
    /// Flow matching with dynamic shifting; see [`crate::SchedulerConfig::dynamic_shift`].
    pub mu: Option<f64>,
    /// Flow matching: the noise levels before shifting, descending, one per step.
    pub sigmas: Option<Vec<f64>>,
}

impl Default for PlanOptions {
    fn default() -> Self {
        Self { batch: 1, strength: None, eta: 0.0, original_inference_steps: None, mu: None, sigmas: None }
    }
}

/// The steps of one picture. They must be taken in order, each once.
pub struct Run {
    built: Built,
    /// Where in the full schedule an image-to-image run begins.
    first: usize,
    /// The step to take next, counted from `first`.
    next: usize,
    batch: usize,
    /// What the model's output is.
    prediction: Prediction,
    /// Whether the steps give finite numbers.
    rehearsal: Result<()>,
}

impl Run {
    pub(crate) fn new(built: Built, skip: usize, batch: usize, prediction: Prediction) -> Result<Self> {
        let first = skip * built.calls_per_step;
        if first >= built.timesteps.len() {
            return Err(SchedulerError::Steps { steps: skip, max: built.timesteps.len() });
        }
        Ok(Self { built, first, next: 0, batch, prediction, rehearsal: Ok(()) })
    }

    pub(crate) fn with(self, rehearsal: Result<()>) -> Self {
        Self { rehearsal, ..self }
    }

    /// The timesteps to call the model with, one per call, descending.
    #[must_use]
    pub fn timesteps(&self) -> &[f32] {
        self.built.timesteps.get(self.first..).unwrap_or_default()
    }

    /// The noise levels of the whole schedule, the steps that image-to-image leaves out and the final one included;
    /// `None` for the schedulers that work on timesteps alone.
    #[must_use]
    pub fn sigmas(&self) -> Option<&[f32]> {
        self.built.sigmas.as_deref()
    }

    /// The factor for unit noise to become the first latents of text-to-image.
    #[must_use]
    pub fn init_noise_sigma(&self) -> f32 {
        self.built.init_noise_sigma
    }

    /// Makes the model's input of the latents at step `i`, in place.
    ///
    /// # Errors
    /// There is no such step, or the configuration gives infinite numbers at some step of the run.
    pub fn scale_model_input(&self, i: usize, sample: &mut [f32]) -> Result<()> {
        let divisor = self.built.method.input_divisor(self.index(i)?);
        sample.iter_mut().for_each(|value| *value /= divisor);
        Ok(())
    }

    /// Takes step `i`: `sample` holds the latents before and after it. `noise` is called once for every tensor of unit
    /// noise that the step draws, with a slice of the sample's length to fill.
    ///
    /// # Errors
    /// Another step is next, the lengths do not agree, or some step of the run gives infinite numbers.
    pub fn step(
        &mut self,
        i: usize,
        model_output: &[f32],
        sample: &mut [f32],
        noise: &mut dyn FnMut(&mut [f32]),
    ) -> Result<()> {
        let index = self.index(i)?;
        if i != self.next {
            return Err(SchedulerError::OutOfOrder { expected: self.next, got: i });
        }
        same_length("The model's output", model_output, sample)?;
        if !sample.len().is_multiple_of(self.batch) {
            let expected = sample.len().next_multiple_of(self.batch);
            return Err(SchedulerError::Length { what: "The batch", expected, got: sample.len() });
        }
        self.built.method.step(index, model_output, sample, noise)?;
        self.next += 1;
        Ok(())
    }

    /// Mixes an original with unit noise to the level before step `i`; `i` may be one past the last step, where nothing
    /// of the noise is left, or as little as the scheduler ends with. (Inpainting keeps what lies outside of its mask
    /// at the level of the latents this way.)
    ///
    /// # Errors
    /// There is no such step, or the lengths do not agree.
    pub fn add_noise(&self, i: usize, original: &[f32], noise: &[f32], out: &mut [f32]) -> Result<()> {
        same_length("The original", original, out)?;
        same_length("The noise", noise, out)?;
        if i == self.timesteps().len() {
            out.copy_from_slice(original);
            return Ok(());
        }
        let (signal, level) = self.built.method.mixture(self.index(i)?);
        for ((out, original), noise) in out.iter_mut().zip(original).zip(noise) {
            *out = signal * original + level * noise;
        }
        Ok(())
    }

    /// The picture as the last step saw it, without the noise that the step put back. LCM pipelines show this one.
    #[must_use]
    pub fn denoised(&self) -> Option<&[f32]> {
        self.built.method.denoised()
    }

    /// What the model takes the finished latents to be, from its output at step `i` and the latents before that step:
    /// for previews, as it needs nothing of the steps that are still to come.
    ///
    /// # Errors
    /// There is no such step, or the lengths do not agree.
    pub fn foreseen(&self, i: usize, model_output: &[f32], sample: &[f32]) -> Result<Vec<f32>> {
        same_length("The model's output", model_output, sample)?;
        let (signal, noise) = self.built.method.mixture(self.index(i)?);
        if self.prediction != Prediction::Velocity {
            return Ok(picture(self.prediction, (signal, noise), noise, model_output, sample));
        }
        // Velocity is told for signal and noise whose squares add up to one.
        let length = signal.hypot(noise);
        let sample: Vec<f32> = sample.iter().map(|value| value / length).collect();
        Ok(picture(self.prediction, (signal / length, noise / length), noise, model_output, &sample))
    }

    /// Runs through on made-up numbers to find steps that give infinities.
    pub(crate) fn rehearse(mut self) -> Result<()> {
        let steps = self.timesteps().len();
        let mut sample = vec![0.5; self.batch];
        let output = vec![0.25; self.batch];
        for step in 0..steps {
            self.scale_model_input(step, &mut sample.clone())?;
            self.step(step, &output, &mut sample, &mut |noise| noise.fill(0.125))?;
            if !sample.iter().all(|value| value.is_finite()) {
                return Err(SchedulerError::NotFinite { step, steps });
            }
        }
        Ok(())
    }

    fn index(&self, i: usize) -> Result<usize> {
        self.rehearsal.clone()?;
        let steps = self.timesteps().len();
        if i < steps { Ok(self.first + i) } else { Err(SchedulerError::OutOfOrder { expected: self.next, got: i }) }
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run").field("timesteps", &self.timesteps()).field("next", &self.next).finish_non_exhaustive()
    }
}

fn same_length(what: &'static str, slice: &[f32], sample: &[f32]) -> Result<()> {
    if slice.len() == sample.len() {
        Ok(())
    } else {
        Err(SchedulerError::Length { what, expected: sample.len(), got: slice.len() })
    }
}
