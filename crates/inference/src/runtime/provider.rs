//! Chooses the device that models run on.

use crate::{DevicePreference, InferenceError};
use ort::{
    environment::Environment,
    ep::{self, ExecutionProvider, ExecutionProviderDispatch},
    logging::LogLevel,
    session::Session,
};
use std::{fs, path::Path};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Device {
    TensorRt,
    Cuda,
    Cpu,
}

impl Device {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TensorRt => "tensorrt",
            Self::Cuda => "cuda",
            Self::Cpu => "cpu",
        }
    }

    /// Whether every new input size costs a compilation.
    pub fn wants_one_size(self) -> bool {
        self == Self::TensorRt
    }

    /// Whether the library was built with it. That it works is another matter.
    fn is_compiled_in(self) -> bool {
        match self {
            Self::TensorRt => ep::TensorRT::is_available().unwrap_or(false),
            Self::Cuda => ep::CUDA::is_available().unwrap_or(false),
            Self::Cpu => true,
        }
    }

    fn provider(self, tensorrt_cache: Option<&Path>) -> ExecutionProviderDispatch {
        match self {
            Self::TensorRt => {
                let mut provider = ep::TensorRT::default().with_fp16(true);
                // Without a cache it works too, only slower at every start.
                if let Some(cache) = tensorrt_cache.filter(|cache| fs::create_dir_all(cache).is_ok()) {
                    let cache = cache.display().to_string();
                    provider = provider.with_engine_cache(true).with_engine_cache_path(&cache);
                    provider = provider.with_timing_cache(true).with_timing_cache_path(&cache);
                }
                provider.build().error_on_failure()
            }
            Self::Cuda => ep::CUDA::default()
                .with_conv_algorithm_search(ep::cuda::ConvAlgorithmSearch::Heuristic)
                .with_arena_extend_strategy(ep::ArenaExtendStrategy::SameAsRequested)
                .build()
                .error_on_failure(),
            // Without the arena every run maps its memory anew: 2 to 3 times slower on the starter upscaler.
            Self::Cpu => ep::CPU::default().with_arena_allocator(true).build(),
        }
    }
}

pub(super) struct Chosen {
    pub device: Device,
    pub providers: Vec<ExecutionProviderDispatch>,
    /// One sentence for each device that was tried and refused.
    pub notes: Vec<String>,
}

/// Takes the first device that works: only registering it tells.
///
/// # Errors
/// [`InferenceError::DeviceUnavailable`] when a device was asked for by name and does not work.
pub(super) fn choose(
    environment: &Environment,
    preference: DevicePreference,
    tensorrt_cache: Option<&Path>,
) -> Result<Chosen, InferenceError> {
    let candidates: &[Device] = match preference {
        DevicePreference::Auto => &[Device::TensorRt, Device::Cuda, Device::Cpu],
        DevicePreference::TensorRt => &[Device::TensorRt],
        DevicePreference::Cuda => &[Device::Cuda],
        DevicePreference::Cpu => &[Device::Cpu],
    };
    let mut notes = Vec::new();
    let mut refusal = (Device::Cpu, String::new());
    // A machine without a GPU is no error; the reason is in the notes.
    environment.set_log_level(LogLevel::Fatal);
    let chosen = candidates.iter().find_map(|&device| match register(environment, device, tensorrt_cache) {
        Ok(providers) => Some((device, providers)),
        Err(reason) => {
            notes.push(format!("{} is not used: {reason}", device.as_str()));
            refusal = (device, reason);
            None
        }
    });
    environment.set_log_level(LogLevel::Warning);
    match chosen {
        Some((device, providers)) => Ok(Chosen { device, providers, notes }),
        None => Err(InferenceError::DeviceUnavailable { device: refusal.0.as_str(), reason: refusal.1 }),
    }
}

fn register(
    environment: &Environment,
    device: Device,
    tensorrt_cache: Option<&Path>,
) -> Result<Vec<ExecutionProviderDispatch>, String> {
    if !device.is_compiled_in() {
        return Err("this ONNX Runtime was built without it (the GPU build has it)".into());
    }
    let provider = device.provider(tensorrt_cache);
    let first_line = |message: &str| message.lines().next().unwrap_or_default().to_owned();
    let builder = Session::builder(environment).map_err(|e| first_line(e.message()))?;
    builder.with_execution_providers([provider.clone()]).map_err(|e| first_line(e.message()))?;
    // What TensorRT cannot do falls to CUDA before it falls to the CPU.
    let mut providers = vec![provider];
    if device == Device::TensorRt {
        providers.push(Device::Cuda.provider(None));
    }
    Ok(providers)
}
