//! A configuration resolved for one class: defaults filled in, words turned into choices, numbers checked.

use crate::{
    SchedulerConfig, SchedulerError, SchedulerKind,
    error::Result,
    noise_schedule::{BetaSchedule, NoiseSchedule},
    threshold::Limit,
};

/// More training steps than any model has; a guard against configurations that ask for gigabytes.
const MAX_TRAIN_STEPS: usize = 100_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prediction {
    Epsilon,
    Sample,
    Velocity,
    Flow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimestepSpacing {
    Linspace,
    Leading,
    Trailing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SigmaSpacing {
    /// At the timesteps.
    Table,
    Karras,
    Exponential,
    Beta,
    /// Evenly spaced logarithms, arXiv:2206.00927 (`use_lu_lambdas`).
    Lu,
    /// The straight path of flow matching.
    Flow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FinalSigma {
    Zero,
    Min,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeShift {
    Exponential,
    Linear,
}

#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub kind: SchedulerKind,
    pub train_steps: usize,
    pub prediction: Prediction,
    pub timestep_spacing: TimestepSpacing,
    pub steps_offset: i64,
    pub sigma_spacing: SigmaSpacing,
    pub use_flow_sigmas: bool,
    pub final_sigma: FinalSigma,
    pub sigma_min: Option<f64>,
    pub sigma_max: Option<f64>,
    pub cosine_betas: bool,
    pub flow_shift: f64,
    pub shift: f64,
    pub shift_terminal: Option<f64>,
    pub dynamic_shifting: bool,
    pub time_shift: TimeShift,
    pub lambda_min_clipped: f64,
    pub solver_order: usize,
    pub limit: Limit,
}

/// Looks a word up among the allowed ones.
pub(crate) fn word<T: Copy>(field: &'static str, value: Option<&str>, default: T, allowed: &[(&str, T)]) -> Result<T> {
    let Some(value) = value else { return Ok(default) };
    allowed.iter().find(|(name, _)| *name == value).map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<_> = allowed.iter().map(|(name, _)| *name).collect();
        SchedulerError::invalid(field, value, format!("it must be one of {}", names.join(", ")))
    })
}

fn finite(field: &'static str, value: Option<f64>, default: f64) -> Result<f64> {
    let value = value.unwrap_or(default);
    if value.is_finite() { Ok(value) } else { Err(SchedulerError::invalid(field, value, "it must be a finite number")) }
}

fn positive(field: &'static str, value: Option<f64>, default: f64) -> Result<f64> {
    let value = finite(field, value, default)?;
    if value > 0.0 { Ok(value) } else { Err(SchedulerError::invalid(field, value, "it must be greater than 0")) }
}

impl Settings {
    pub fn new(config: &SchedulerConfig) -> Result<Self> {
        let kind = config.kind()?;
        let train_steps = train_steps(config)?;
        let use_flow_sigmas = kind.takes_flow() && config.use_flow_sigmas.unwrap_or(false);
        Ok(Self {
            kind,
            train_steps,
            prediction: prediction(config, kind)?,
            timestep_spacing: timestep_spacing(config, kind)?,
            steps_offset: config.steps_offset.unwrap_or(0),
            sigma_spacing: sigma_spacing(config, kind, use_flow_sigmas)?,
            use_flow_sigmas,
            final_sigma: word(
                "final_sigmas_type",
                config.final_sigmas_type.as_deref(),
                FinalSigma::Zero,
                &[("zero", FinalSigma::Zero), ("sigma_min", FinalSigma::Min)],
            )?,
            sigma_min: config.sigma_min.map(|value| finite("sigma_min", Some(value), 0.0)).transpose()?,
            sigma_max: config.sigma_max.map(|value| positive("sigma_max", Some(value), 1.0)).transpose()?,
            cosine_betas: config.beta_schedule.as_deref() == Some("squaredcos_cap_v2"),
            flow_shift: positive("flow_shift", config.flow_shift, 1.0)?,
            shift: positive("shift", config.shift, 1.0)?,
            shift_terminal: shift_terminal(config, kind, use_flow_sigmas)?,
            dynamic_shifting: config.use_dynamic_shifting.unwrap_or(false),
            time_shift: word(
                "time_shift_type",
                config.time_shift_type.as_deref(),
                TimeShift::Exponential,
                &[("exponential", TimeShift::Exponential), ("linear", TimeShift::Linear)],
            )?,
            lambda_min_clipped: lambda_min_clipped(config)?,
            solver_order: solver_order(config)?,
            limit: limit(config, kind)?,
        })
    }

    /// Whether the sigmas of the training schedule play a part; flow matching makes its own.
    pub fn noise_schedule(&self, config: &SchedulerConfig) -> Result<NoiseSchedule> {
        let (start, end, schedule) = match self.kind {
            SchedulerKind::Lcm => (0.000_85, 0.012, BetaSchedule::ScaledLinear),
            SchedulerKind::HeunDiscrete => (0.000_85, 0.012, BetaSchedule::Linear),
            _ => (0.0001, 0.02, BetaSchedule::Linear),
        };
        let schedule = word("beta_schedule", config.beta_schedule.as_deref(), schedule, &BetaSchedule::NAMES)?;
        let zero_snr = self.kind.takes_zero_snr() && config.rescale_betas_zero_snr.unwrap_or(false);
        let mut table = match &config.trained_betas {
            Some(betas) => NoiseSchedule::from_betas(betas, self.train_steps)?,
            None => {
                let start = positive("beta_start", config.beta_start, start)?;
                let end = positive("beta_end", config.beta_end, end)?;
                NoiseSchedule::new(schedule, start, end, self.train_steps)?
            }
        };
        if zero_snr {
            table.rescale_zero_terminal_snr(self.kind.keeps_a_trace_of_signal())?;
        }
        Ok(table)
    }
}

fn train_steps(config: &SchedulerConfig) -> Result<usize> {
    let value = config.num_train_timesteps.unwrap_or(1000);
    usize::try_from(value).ok().filter(|steps| (1..=MAX_TRAIN_STEPS).contains(steps)).ok_or_else(|| {
        SchedulerError::invalid("num_train_timesteps", value, format!("it must lie between 1 and {MAX_TRAIN_STEPS}"))
    })
}

fn prediction(config: &SchedulerConfig, kind: SchedulerKind) -> Result<Prediction> {
    use Prediction::{Epsilon, Flow, Sample, Velocity};
    if kind == SchedulerKind::FlowMatchEulerDiscrete {
        return Ok(Flow);
    }
    let mut allowed = vec![("epsilon", Epsilon), ("v_prediction", Velocity)];
    if !matches!(kind, SchedulerKind::Pndm | SchedulerKind::EulerAncestralDiscrete) {
        allowed.push(("sample", Sample));
    }
    if kind == SchedulerKind::EulerDiscrete {
        allowed.push(("original_sample", Sample));
    }
    if kind.takes_flow() {
        allowed.push(("flow_prediction", Flow));
    }
    word("prediction_type", config.prediction_type.as_deref(), Epsilon, &allowed)
}

fn timestep_spacing(config: &SchedulerConfig, kind: SchedulerKind) -> Result<TimestepSpacing> {
    use SchedulerKind as K;
    use TimestepSpacing::{Leading, Linspace, Trailing};
    let default = match kind {
        K::Ddim | K::Ddpm | K::Pndm | K::Lcm => Leading,
        // This class has no such option.
        K::DpmSolverSinglestep => return Ok(Linspace),
        _ => Linspace,
    };
    word(
        "timestep_spacing",
        config.timestep_spacing.as_deref(),
        default,
        &[("linspace", Linspace), ("leading", Leading), ("trailing", Trailing)],
    )
}

fn sigma_spacing(config: &SchedulerConfig, kind: SchedulerKind, flow: bool) -> Result<SigmaSpacing> {
    let lu = kind == SchedulerKind::DpmSolverMultistep && config.use_lu_lambdas.unwrap_or(false);
    let asked: Vec<_> = [
        (config.use_karras_sigmas, SigmaSpacing::Karras),
        (config.use_exponential_sigmas, SigmaSpacing::Exponential),
        (config.use_beta_sigmas, SigmaSpacing::Beta),
    ]
    .into_iter()
    .filter_map(|(flag, spacing)| flag.unwrap_or(false).then_some(spacing))
    .collect();
    match asked[..] {
        // As in diffusers, Karras comes before Lu, and the others after it.
        [SigmaSpacing::Karras] => Ok(SigmaSpacing::Karras),
        [] | [_] if lu => Ok(SigmaSpacing::Lu),
        [spacing] => Ok(spacing),
        [] if flow => Ok(SigmaSpacing::Flow),
        [] => Ok(SigmaSpacing::Table),
        _ => Err(SchedulerError::invalid(
            "use_karras_sigmas",
            true,
            "only one of use_karras_sigmas, use_exponential_sigmas and use_beta_sigmas can be used",
        )),
    }
}

fn shift_terminal(config: &SchedulerConfig, kind: SchedulerKind, flow: bool) -> Result<Option<f64>> {
    let Some(value) = config.shift_terminal else { return Ok(None) };
    if kind == SchedulerKind::UniPcMultistep && !flow {
        return Err(SchedulerError::invalid("shift_terminal", value, "it needs use_flow_sigmas"));
    }
    if !(0.0..1.0).contains(&value) {
        return Err(SchedulerError::invalid("shift_terminal", value, "it must lie between 0 and 1"));
    }
    Ok((value != 0.0).then_some(value))
}

fn lambda_min_clipped(config: &SchedulerConfig) -> Result<f64> {
    let value = config.lambda_min_clipped.unwrap_or(f64::NEG_INFINITY);
    if value.is_nan() || value == f64::INFINITY {
        return Err(SchedulerError::invalid("lambda_min_clipped", value, "it must be a number"));
    }
    Ok(value)
}

fn solver_order(config: &SchedulerConfig) -> Result<usize> {
    let value = config.solver_order.unwrap_or(2);
    usize::try_from(value)
        .ok()
        .filter(|order| (1..=8).contains(order))
        .ok_or_else(|| SchedulerError::invalid("solver_order", value, "it must lie between 1 and 8"))
}

fn limit(config: &SchedulerConfig, kind: SchedulerKind) -> Result<Limit> {
    use SchedulerKind as K;
    let thresholds = !matches!(kind, K::Pndm | K::EulerDiscrete | K::EulerAncestralDiscrete | K::HeunDiscrete)
        && kind != K::FlowMatchEulerDiscrete;
    if thresholds && config.thresholding.unwrap_or(false) {
        let ratio = config.dynamic_thresholding_ratio.unwrap_or(0.995);
        if !(0.0..=1.0).contains(&ratio) {
            return Err(SchedulerError::invalid("dynamic_thresholding_ratio", ratio, "it must lie between 0 and 1"));
        }
        let max = positive("sample_max_value", config.sample_max_value, 1.0)?;
        return Ok(Limit::Quantile { ratio: ratio as f32, max: max as f32 });
    }
    let clips = matches!(kind, K::Ddim | K::Ddpm | K::Lcm | K::HeunDiscrete);
    if clips && config.clip_sample.unwrap_or(matches!(kind, K::Ddim | K::Ddpm)) {
        return Ok(Limit::Range(positive("clip_sample_range", config.clip_sample_range, 1.0)? as f32));
    }
    Ok(Limit::None)
}
