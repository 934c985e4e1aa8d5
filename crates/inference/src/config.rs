//! What the engine is told at start.

use std::{fmt, path::PathBuf, str::FromStr};
use sysinfo::{MemoryRefreshKind, RefreshKind, System};

#[derive(Clone, Debug)]
pub struct EngineConfig {
    /// Folders laid out as `<name>/<version>/model.toml`; an earlier one wins over a later one. A folder that is not
    /// there holds no models.
    pub model_dirs: Vec<PathBuf>,
    /// ONNX Runtime's shared library; looked for beside the program, then by the system, when not given.
    pub ort_library: Option<PathBuf>,
    /// Threads inside one model run; at least 1.
    pub threads: usize,
    pub device: DevicePreference,
    /// Bytes of memory that models may take; what was used longest ago makes way for others. About half of what the
    /// machine has, when not given.
    pub model_memory: Option<u64>,
    /// Whether the safety checkers that pipelines bring withhold pictures.
    pub safety_checker: bool,
}

impl EngineConfig {
    /// With everything left open but the folders: the best device, a thread for each core.
    #[must_use]
    pub fn new(model_dirs: Vec<PathBuf>) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            model_dirs,
            ort_library: None,
            threads,
            device: DevicePreference::Auto,
            model_memory: None,
            safety_checker: true,
        }
    }

    pub(crate) fn memory_budget(&self) -> u64 {
        self.model_memory.unwrap_or_else(|| {
            let system =
                System::new_with_specifics(RefreshKind::nothing().with_memory(MemoryRefreshKind::nothing().with_ram()));
            // A container may have less than the machine.
            let limit = system.cgroup_limits().map_or(u64::MAX, |limits| limits.total_memory);
            system.total_memory().min(limit) / 2
        })
    }
}

/// Where models shall run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DevicePreference {
    /// The best there is: TensorRT, then CUDA, then the CPU.
    #[default]
    Auto,
    Cpu,
    Cuda,
    TensorRt,
}

impl DevicePreference {
    const ALL: [Self; 4] = [Self::Auto, Self::Cpu, Self::Cuda, Self::TensorRt];
}

impl fmt::Display for DevicePreference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::Cpu => "cpu",
            Self::Cuda => "cuda",
            Self::TensorRt => "tensorrt",
        })
    }
}

impl FromStr for DevicePreference {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|device| device.to_string().eq_ignore_ascii_case(text))
            .ok_or_else(|| "expected auto, cpu, cuda or tensorrt".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_device_reads_back() {
        for device in DevicePreference::ALL {
            assert_eq!(device.to_string().parse(), Ok(device));
        }
        assert!("gpu".parse::<DevicePreference>().is_err());
    }
}
