//! How each scheduler takes a step, one file per class.

mod ddim;
mod ddpm;
mod deis;
mod dpm_multistep;
mod dpm_singlestep;
mod dpm_update;
mod euler;
mod euler_ancestral;
mod flow;
mod flow_match_euler;
mod heun;
mod history;
mod lcm;
mod pndm;
mod prediction;
mod solver;
mod unipc;

pub(crate) use prediction::picture;

use crate::{
    PlanOptions, SchedulerConfig, SchedulerError, SchedulerKind, error::Result, noise_schedule::NoiseSchedule,
    settings::Settings,
};

/// Fills a slice with unit noise.
pub(crate) type Noise<'a> = dyn FnMut(&mut [f32]) + 'a;

/// The state of a run: which steps were taken and what they left. Indices count from the start of the full schedule.
pub(crate) trait Method: Send + Sync {
    /// Takes the sample from one noise level to the next.
    fn step(&mut self, index: usize, model_output: &[f32], sample: &mut [f32], noise: &mut Noise<'_>) -> Result<()>;

    /// What the latents are divided by to become the model's input.
    fn input_divisor(&self, _index: usize) -> f32 {
        1.0
    }

    /// The factors of signal and noise in a sample before this step.
    fn mixture(&self, index: usize) -> (f32, f32);

    /// The sample of the last step before noise was put back, where that is what pipelines show.
    fn denoised(&self) -> Option<&[f32]> {
        None
    }
}

/// A method with its schedule.
pub(crate) struct Built {
    pub method: Box<dyn Method>,
    pub timesteps: Vec<f32>,
    pub sigmas: Option<Vec<f32>>,
    pub init_noise_sigma: f32,
    /// How many entries of the schedule a denoising step takes up.
    pub calls_per_step: usize,
}

/// What a method is built from.
pub(crate) struct Plan<'a> {
    pub config: &'a SchedulerConfig,
    pub settings: &'a Settings,
    pub table: &'a NoiseSchedule,
    pub steps: usize,
    pub options: &'a PlanOptions,
}

/// Refuses configurations that the class could not run with any number of steps.
pub(crate) fn check(plan: &Plan<'_>) -> Result<()> {
    match plan.settings.kind {
        SchedulerKind::Ddpm => ddpm::Variance::of(plan.config).map(drop),
        SchedulerKind::EulerDiscrete => euler::Options::of(plan).map(drop),
        SchedulerKind::DpmSolverMultistep => dpm_multistep::Options::of(plan).map(drop),
        SchedulerKind::DpmSolverSinglestep => dpm_singlestep::Options::of(plan).map(drop),
        SchedulerKind::DeisMultistep => deis::check(plan),
        SchedulerKind::UniPcMultistep => unipc::Options::of(plan).map(drop),
        SchedulerKind::Lcm => lcm::Options::of(plan).map(drop),
        _ => Ok(()),
    }
}

pub(crate) fn build(plan: &Plan<'_>) -> Result<Built> {
    if plan.options.sigmas.is_some() && plan.settings.kind != SchedulerKind::FlowMatchEulerDiscrete {
        return Err(SchedulerError::Option { option: "sigmas", reason: "it makes its own".to_owned() });
    }
    let built = match plan.settings.kind {
        SchedulerKind::Ddim => ddim::build(plan),
        SchedulerKind::Ddpm => ddpm::build(plan),
        SchedulerKind::Pndm => pndm::build(plan),
        SchedulerKind::EulerDiscrete => euler::build(plan),
        SchedulerKind::EulerAncestralDiscrete => euler_ancestral::build(plan),
        SchedulerKind::HeunDiscrete => heun::build(plan),
        SchedulerKind::DpmSolverMultistep => dpm_multistep::build(plan),
        SchedulerKind::DpmSolverSinglestep => dpm_singlestep::build(plan),
        SchedulerKind::DeisMultistep => deis::build(plan),
        SchedulerKind::UniPcMultistep => unipc::build(plan),
        SchedulerKind::Lcm => lcm::build(plan),
        SchedulerKind::FlowMatchEulerDiscrete => flow_match_euler::build(plan),
    }?;
    checked(built, plan.steps)
}

/// A schedule must have a step, and finite noise levels for each.
fn checked(built: Built, steps: usize) -> Result<Built> {
    let finite = |values: &[f32]| values.iter().position(|value| !value.is_finite());
    let usable = |sigmas: &[f32]| sigmas.iter().position(|sigma| !(sigma.is_finite() && *sigma >= 0.0));
    let wrong = match (built.timesteps.is_empty(), finite(&built.timesteps)) {
        (true, _) => Some(0),
        (false, Some(step)) => Some(step),
        (false, None) => built.sigmas.as_deref().and_then(usable),
    };
    match wrong {
        Some(step) => Err(SchedulerError::NotFinite { step, steps }),
        None => Ok(built),
    }
}

/// A number of a schedule. The schedules are as long as their runs; beyond them there is nothing to compute with.
fn at(values: &[f32], index: usize) -> f32 {
    values.get(index).copied().unwrap_or(f32::NAN)
}
