//! A pipeline folder as diffusers and Optimum lay it out: `model_index.json`, and a folder for each component.

use crate::runtime::Device;
use serde::{Deserialize, de::DeserializeOwned};
use std::{
    fs,
    path::{Path, PathBuf},
};
use studio_domain::TaskKind;
use studio_schedulers::{Scheduler, SchedulerConfig};

/// No configuration file is larger; a vocabulary has about 1 MB.
const MAX_JSON_BYTES: u64 = 16 << 20;

/// One network in single precision, in half, and with weights of 8 bits.
const VARIANTS: [&str; 3] = ["model.onnx", "model_fp16.onnx", "model_quantized.onnx"];

/// What a pipeline folder holds, read from the folder alone; no network is loaded yet.
#[derive(Clone, Debug)]
pub(crate) struct PipelineFolder {
    pub path: PathBuf,
    pub index: ModelIndex,
    pub unet: UnetConfig,
    pub vae: VaeConfig,
    /// `scheduler_config.json` as it is: Python may have written what is no JSON.
    pub scheduler: String,
}

/// `model_index.json`, as far as it matters.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ModelIndex {
    /// SDXL: no negative prompt means zeros rather than the encoding of an empty text.
    #[serde(default = "yes")]
    pub force_zeros_for_empty_prompt: bool,
}

fn yes() -> bool {
    true
}

/// `unet/config.json`, as far as it matters.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct UnetConfig {
    /// 4 for latents alone, 9 with a mask and a masked picture beside them.
    #[serde(default = "four")]
    pub in_channels: usize,
    /// Latents to a side that the network was trained on.
    #[serde(default)]
    pub sample_size: Option<SampleSize>,
    /// Width of the embedded guidance scale, for networks that take it as an input (LCM).
    #[serde(default)]
    pub time_cond_proj_dim: Option<usize>,
    /// One for each level; every level but the last halves the latents.
    #[serde(default)]
    pub block_out_channels: Vec<usize>,
    /// `text_time` for SDXL.
    #[serde(default)]
    pub addition_embed_type: Option<String>,
}

/// A square, or height and width.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum SampleSize {
    Square(usize),
    Sides([usize; 2]),
}

fn four() -> usize {
    4
}

/// `vae_decoder/config.json`, as far as it matters.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct VaeConfig {
    #[serde(default = "stable_diffusion_scaling")]
    pub scaling_factor: f32,
    #[serde(default)]
    pub shift_factor: Option<f32>,
    #[serde(default = "four")]
    pub latent_channels: usize,
    #[serde(default)]
    pub block_out_channels: Vec<usize>,
}

fn stable_diffusion_scaling() -> f32 {
    0.18215
}

impl VaeConfig {
    /// Pixels to a latent, each way.
    pub fn scale(&self) -> usize {
        // Three halvings are usual.
        match self.block_out_channels.len() {
            0 => 8,
            blocks => 1 << (blocks - 1).min(6),
        }
    }
}

impl PipelineFolder {
    /// # Errors
    /// What is missing or wrong, in a sentence.
    pub fn read(path: &Path) -> Result<Self, String> {
        let index: ModelIndex = json(&path.join("model_index.json"))?;
        let folder = Self {
            unet: json(&path.join("unet/config.json"))?,
            vae: json(&path.join("vae_decoder/config.json"))?,
            scheduler: text(&path.join("scheduler/scheduler_config.json"))?,
            path: path.to_owned(),
            index,
        };
        for component in ["text_encoder", "unet", "vae_decoder"] {
            if !folder.has(component) {
                return Err(format!("{component}/model.onnx is missing."));
            }
        }
        let check = |ok: bool, what: &str| if ok { Ok(()) } else { Err(format!("{what}.")) };
        check(folder.vae.scaling_factor.is_normal(), "vae_decoder/config.json has a scaling factor of zero")?;
        check((1..=64).contains(&folder.vae.latent_channels), "vae_decoder/config.json has impossible channels")?;
        let inputs = [folder.vae.latent_channels, 2 * folder.vae.latent_channels + 1];
        check(inputs.contains(&folder.unet.in_channels), "unet/config.json has channels that no known pipeline has")?;
        check(
            folder.unet.time_cond_proj_dim.is_none_or(|d| (4..=4096).contains(&d)),
            "its guidance input is impossible",
        )?;
        Ok(folder)
    }

    /// What it can do. A network that takes a mask was made for inpainting and for nothing else; without an encoder
    /// nothing can be painted over.
    pub fn tasks(&self) -> Vec<TaskKind> {
        if self.takes_mask() {
            vec![TaskKind::Inpaint]
        } else if self.has("vae_encoder") {
            vec![TaskKind::TextToImage, TaskKind::ImageToImage, TaskKind::Inpaint]
        } else {
            vec![TaskKind::TextToImage]
        }
    }

    /// The configuration of its scheduler.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub fn scheduler(&self) -> Result<SchedulerConfig, String> {
        SchedulerConfig::from_json(&self.scheduler)
            .and_then(|config| Scheduler::new(&config).map(|_| config))
            .map_err(|error| format!("scheduler_config.json is not valid: {error}"))
    }

    /// Whether a component is there, in whatever precision.
    pub fn has(&self, component: &str) -> bool {
        VARIANTS.iter().any(|variant| self.path.join(component).join(variant).is_file())
    }

    /// The network of a component, in the precision that suits the device best: on a GPU half, on a CPU integers where
    /// there are some, and single in any case before what is left. Files are named as Optimum's exports are.
    pub fn file(&self, component: &str, device: Device) -> PathBuf {
        let [single, half, quantised] = VARIANTS;
        let order = match device {
            Device::Cpu => [quantised, single, half],
            Device::Cuda | Device::TensorRt => [half, single, quantised],
        };
        let folder = self.path.join(component);
        let best = order.iter().map(|variant| folder.join(variant)).find(|path| path.is_file());
        best.unwrap_or_else(|| folder.join(single))
    }

    /// Whether the network also takes the size of the picture and a pooled text (SDXL).
    pub fn is_xl(&self) -> bool {
        self.unet.addition_embed_type.as_deref() == Some("text_time")
    }

    /// Whether the network takes a mask and the masked picture beside the latents.
    pub fn takes_mask(&self) -> bool {
        self.unet.in_channels == 2 * self.vae.latent_channels + 1
    }

    /// Width and height must be multiples of this, in pixels: exported networks cannot halve odd sizes.
    pub fn size_step(&self) -> usize {
        self.vae.scale() << self.unet.block_out_channels.len().saturating_sub(1).min(6)
    }

    /// Width and height that the network was trained on, in pixels.
    pub fn native_size(&self) -> (usize, usize) {
        let scale = self.vae.scale();
        match self.unet.sample_size {
            Some(SampleSize::Square(side)) => (side * scale, side * scale),
            Some(SampleSize::Sides([height, width])) => (width * scale, height * scale),
            None => (64 * scale, 64 * scale),
        }
    }
}

/// Reads a file that may not be large.
///
/// # Errors
/// A sentence that names the file.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let name = path.iter().rev().take(2).map(|part| part.to_string_lossy()).collect::<Vec<_>>();
    let name = name.into_iter().rev().collect::<Vec<_>>().join("/");
    let read = || {
        let size = fs::metadata(path)?.len();
        if size > MAX_JSON_BYTES {
            return Err(std::io::Error::other("it is too large"));
        }
        fs::read(path)
    };
    read().map_err(|error| format!("{name} cannot be read ({error})."))
}

fn text(path: &Path) -> Result<String, String> {
    String::from_utf8(bytes(path)?).map_err(|_| format!("{} is not text.", path.display()))
}

pub(super) fn json<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let bytes = bytes(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    serde_json::from_slice(&bytes).map_err(|error| format!("{name} is not valid ({error})."))
}
