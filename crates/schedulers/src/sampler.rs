//! The names under which people know schedulers (those of AUTOMATIC1111's web UI), as classes and settings.

use crate::{SchedulerConfig, SchedulerError, SchedulerKind};
use std::{fmt, str::FromStr};

/// How a step is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Technique {
    DpmPp2m,
    DpmPp2mSde,
    Euler,
    EulerAncestral,
    Heun,
    Ddim,
    Plms,
    UniPc,
    Deis,
    Lcm,
}

/// How noise levels are spaced, where the model's own way is not wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spacing {
    Karras,
    Exponential,
    Beta,
}

/// A sampler as a user picks it, such as `DPM++ 2M Karras`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sampler {
    pub technique: Technique,
    pub spacing: Option<Spacing>,
}

impl Technique {
    pub const ALL: [Self; 10] = [
        Self::DpmPp2m,
        Self::DpmPp2mSde,
        Self::Euler,
        Self::EulerAncestral,
        Self::Heun,
        Self::Ddim,
        Self::Plms,
        Self::UniPc,
        Self::Deis,
        Self::Lcm,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DpmPp2m => "DPM++ 2M",
            Self::DpmPp2mSde => "DPM++ 2M SDE",
            Self::Euler => "Euler",
            Self::EulerAncestral => "Euler a",
            Self::Heun => "Heun",
            Self::Ddim => "DDIM",
            Self::Plms => "PLMS",
            Self::UniPc => "UniPC",
            Self::Deis => "DEIS",
            Self::Lcm => "LCM",
        }
    }

    #[must_use]
    pub fn kind(self) -> SchedulerKind {
        match self {
            Self::DpmPp2m | Self::DpmPp2mSde => SchedulerKind::DpmSolverMultistep,
            Self::Euler => SchedulerKind::EulerDiscrete,
            Self::EulerAncestral => SchedulerKind::EulerAncestralDiscrete,
            Self::Heun => SchedulerKind::HeunDiscrete,
            Self::Ddim => SchedulerKind::Ddim,
            Self::Plms => SchedulerKind::Pndm,
            Self::UniPc => SchedulerKind::UniPcMultistep,
            Self::Deis => SchedulerKind::DeisMultistep,
            Self::Lcm => SchedulerKind::Lcm,
        }
    }

    /// Whether noise levels can be spaced otherwise than by timesteps.
    #[must_use]
    pub fn takes_spacing(self) -> bool {
        !matches!(self, Self::EulerAncestral | Self::Ddim | Self::Plms | Self::Lcm)
    }
}

impl Spacing {
    pub const ALL: [Self; 3] = [Self::Karras, Self::Exponential, Self::Beta];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Karras => "Karras",
            Self::Exponential => "Exponential",
            Self::Beta => "Beta",
        }
    }
}

impl Sampler {
    /// Every sampler there is, each technique followed by itself with other spacings.
    pub fn all() -> impl Iterator<Item = Self> {
        Technique::ALL.into_iter().flat_map(|technique| {
            let spacings = Spacing::ALL.into_iter().filter(move |_| technique.takes_spacing()).map(Some);
            std::iter::once(None).chain(spacings).map(move |spacing| Self { technique, spacing })
        })
    }

    /// The configuration for running a model with this sampler instead of its own scheduler. What the model's
    /// configuration names (its noise schedule, what it predicts, how its timesteps are spaced) is carried over.
    ///
    /// # Errors
    /// The model was trained for flow matching, which this sampler does not do, or its class is not supported.
    pub fn configure(self, model: &SchedulerConfig) -> Result<SchedulerConfig, SchedulerError> {
        let flow = model.kind()? == SchedulerKind::FlowMatchEulerDiscrete;
        let spaced = |spacing| Some(self.spacing == Some(spacing));
        let kind = match self.technique {
            Technique::Euler if flow => SchedulerKind::FlowMatchEulerDiscrete,
            _ if flow || model.use_flow_sigmas.unwrap_or(false) => {
                return Err(self.unsupported("the model was trained for flow matching"));
            }
            technique => technique.kind(),
        };
        let mut config = SchedulerConfig {
            use_karras_sigmas: spaced(Spacing::Karras),
            use_exponential_sigmas: spaced(Spacing::Exponential),
            use_beta_sigmas: spaced(Spacing::Beta),
            use_lu_lambdas: None,
            ..model.switched_to(kind)
        };
        match self.technique {
            Technique::DpmPp2m | Technique::DpmPp2mSde => {
                let sde = self.technique == Technique::DpmPp2mSde;
                config.algorithm_type = Some(if sde { "sde-dpmsolver++" } else { "dpmsolver++" }.to_owned());
                config.solver_order = Some(2);
                config.solver_type = None;
                config.final_sigmas_type = None;
            }
            Technique::UniPc | Technique::Deis => {
                config.algorithm_type = None;
                config.solver_type = None;
                config.final_sigmas_type = None;
            }
            Technique::Plms => config.skip_prk_steps = Some(true),
            // The class would clip by default, for models of pixels; latents go beyond ±1.
            Technique::Ddim => config.clip_sample = config.clip_sample.or(Some(false)),
            Technique::Euler | Technique::EulerAncestral | Technique::Heun | Technique::Lcm => {}
        }
        Ok(config)
    }

    fn unsupported(self, reason: &str) -> SchedulerError {
        SchedulerError::UnsupportedSampler { name: self.to_string(), reason: reason.to_owned() }
    }
}

impl fmt::Display for Sampler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.technique.as_str())?;
        self.spacing.map_or(Ok(()), |spacing| write!(f, " {}", spacing.as_str()))
    }
}

impl FromStr for Sampler {
    type Err = SchedulerError;

    /// Reads a name as in the list of a user interface; upper and lower case do not matter.
    fn from_str(name: &str) -> Result<Self, SchedulerError> {
        let unsupported =
            |reason: &str| SchedulerError::UnsupportedSampler { name: name.to_owned(), reason: reason.to_owned() };
        let lower = name.trim().to_lowercase();
        let (stem, spacing) = Spacing::ALL
            .into_iter()
            .find_map(|spacing| {
                let stem = lower.strip_suffix(&spacing.as_str().to_lowercase())?.strip_suffix(' ')?;
                Some((stem, Some(spacing)))
            })
            .unwrap_or((&lower, None));
        let technique = match stem {
            "pndm" => Technique::Plms,
            "euler ancestral" => Technique::EulerAncestral,
            "dpm++ sde" | "dpm++ 3m sde" | "dpm++ 2s a" => {
                return Err(unsupported("no scheduler here computes exactly the same; DPM++ 2M SDE is near it"));
            }
            _ => Technique::ALL
                .into_iter()
                .find(|technique| technique.as_str().to_lowercase() == stem)
                .ok_or_else(|| unsupported("there is none of that name"))?,
        };
        if spacing.is_some() && !technique.takes_spacing() {
            return Err(unsupported("its noise levels cannot be spaced otherwise"));
        }
        Ok(Self { technique, spacing })
    }
}
