//! The schedulers there are, under the names of the diffusers classes.

use crate::SchedulerError;
use std::{fmt, str::FromStr};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SchedulerKind {
    Ddim,
    Ddpm,
    Pndm,
    EulerDiscrete,
    EulerAncestralDiscrete,
    HeunDiscrete,
    DpmSolverMultistep,
    DpmSolverSinglestep,
    DeisMultistep,
    UniPcMultistep,
    Lcm,
    FlowMatchEulerDiscrete,
}

impl SchedulerKind {
    pub const ALL: [Self; 12] = [
        Self::Ddim,
        Self::Ddpm,
        Self::Pndm,
        Self::EulerDiscrete,
        Self::EulerAncestralDiscrete,
        Self::HeunDiscrete,
        Self::DpmSolverMultistep,
        Self::DpmSolverSinglestep,
        Self::DeisMultistep,
        Self::UniPcMultistep,
        Self::Lcm,
        Self::FlowMatchEulerDiscrete,
    ];

    /// The name of the class, as in `_class_name` of a `scheduler_config.json`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ddim => "DDIMScheduler",
            Self::Ddpm => "DDPMScheduler",
            Self::Pndm => "PNDMScheduler",
            Self::EulerDiscrete => "EulerDiscreteScheduler",
            Self::EulerAncestralDiscrete => "EulerAncestralDiscreteScheduler",
            Self::HeunDiscrete => "HeunDiscreteScheduler",
            Self::DpmSolverMultistep => "DPMSolverMultistepScheduler",
            Self::DpmSolverSinglestep => "DPMSolverSinglestepScheduler",
            Self::DeisMultistep => "DEISMultistepScheduler",
            Self::UniPcMultistep => "UniPCMultistepScheduler",
            Self::Lcm => "LCMScheduler",
            Self::FlowMatchEulerDiscrete => "FlowMatchEulerDiscreteScheduler",
        }
    }

    /// The classes whose constructors take `sigma_min` and `sigma_max`.
    pub(crate) fn takes_sigma_bounds(self) -> bool {
        matches!(self, Self::EulerDiscrete | Self::UniPcMultistep)
    }

    /// The classes that rescale their betas for a terminal signal-to-noise ratio of zero.
    pub(crate) fn takes_zero_snr(self) -> bool {
        matches!(self, Self::Ddim | Self::Ddpm | Self::Lcm) || self.keeps_a_trace_of_signal()
    }

    /// With zero terminal SNR, these leave 2⁻²⁴ of the signal, because their largest sigma would be infinite.
    pub(crate) fn keeps_a_trace_of_signal(self) -> bool {
        matches!(
            self,
            Self::EulerDiscrete | Self::EulerAncestralDiscrete | Self::DpmSolverMultistep | Self::UniPcMultistep
        )
    }

    /// The classes that can follow the straight paths of a flow-matching model.
    pub(crate) fn takes_flow(self) -> bool {
        matches!(
            self,
            Self::DpmSolverMultistep | Self::DpmSolverSinglestep | Self::DeisMultistep | Self::UniPcMultistep
        )
    }
}

impl fmt::Display for SchedulerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SchedulerKind {
    type Err = SchedulerError;

    fn from_str(name: &str) -> Result<Self, SchedulerError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name)
            .ok_or_else(|| SchedulerError::UnknownScheduler(name.to_owned()))
    }
}
