//! A model's scheduler, ready to plan runs.

use crate::{
    PlanOptions, Run, SchedulerConfig, SchedulerError, SchedulerKind,
    error::Result,
    method::{self, Plan},
    noise_schedule::NoiseSchedule,
    settings::{Prediction, Settings},
    timesteps::skipped,
};

#[derive(Debug, Clone)]
pub struct Scheduler {
    config: SchedulerConfig,
    settings: Settings,
    table: NoiseSchedule,
}

impl Scheduler {
    /// # Errors
    /// The class is not supported, or a field of the configuration has a value it cannot have; the error names it.
    pub fn new(config: &SchedulerConfig) -> Result<Self> {
        let settings = Settings::new(config)?;
        let table = settings.noise_schedule(config)?;
        let scheduler = Self { config: config.clone(), settings, table };
        method::check(&scheduler.plan_of(1, &PlanOptions::default()))?;
        Ok(scheduler)
    }

    #[must_use]
    pub fn kind(&self) -> SchedulerKind {
        self.settings.kind
    }

    /// Lays out a run of `steps` denoising steps (1 to `num_train_timesteps`; some schedulers call the model oftener).
    ///
    /// The run is rehearsed on single numbers: one that divides by zero anywhere can be looked at, but refuses its first
    /// step, before any model is called.
    ///
    /// # Errors
    /// The number of steps or an option is out of range, or the configuration gives no finite schedule for it.
    pub fn plan(&self, steps: usize, options: &PlanOptions) -> Result<Run> {
        let max = self.settings.train_steps;
        if !(1..=max).contains(&steps) {
            return Err(SchedulerError::Steps { steps, max });
        }
        if options.batch == 0 {
            return Err(SchedulerError::Option { option: "batch", reason: "it must be at least 1".to_owned() });
        }
        let skip = match options.strength {
            None => 0,
            Some(strength) if !(0.0..=1.0).contains(&strength) => return Err(SchedulerError::Strength(strength)),
            Some(strength) => match skipped(steps, strength) {
                skip if skip == steps => return Err(SchedulerError::NoStepsLeft { steps, strength }),
                skip => skip,
            },
        };
        let plan = self.plan_of(steps, options);
        // Its configuration need not say so.
        let flow = plan.settings.kind == SchedulerKind::FlowMatchEulerDiscrete;
        let prediction = if flow { Prediction::Flow } else { plan.settings.prediction };
        let run = || Run::new(method::build(&plan)?, skip, options.batch, prediction);
        let rehearsal = run()?.rehearse();
        Ok(run()?.with(rehearsal))
    }

    fn plan_of<'a>(&'a self, steps: usize, options: &'a PlanOptions) -> Plan<'a> {
        Plan { config: &self.config, settings: &self.settings, table: &self.table, steps, options }
    }
}
