//! The safety checker that Stable Diffusion 1 comes with: a CLIP network that knows pictures one should not show
//! (Rando et al., arXiv:2210.04610). Exported by Optimum with two inputs, the picture as CLIP sees it and as it is, and
//! two outputs, of which `has_nsfw_concepts` is one truth value for each picture.

use super::folder::{self, PipelineFolder};
use crate::{
    InferenceError, RunControl,
    runtime::{ModelSession, Tensor},
};
use image::{RgbImage, imageops};
use serde::Deserialize;
use std::path::Path;

const FLAGS: &str = "has_nsfw_concepts";

pub(super) struct SafetyChecker {
    session: ModelSession,
    eye: Eye,
}

/// `feature_extractor/preprocessor_config.json`, as far as it matters: how CLIP sees pictures.
#[derive(Deserialize)]
#[serde(default)]
struct Eye {
    crop_size: Side,
    image_mean: [f32; 3],
    image_std: [f32; 3],
}

/// Older files have a number, newer ones an object.
#[derive(Clone, Copy, Deserialize)]
#[serde(untagged)]
enum Side {
    Square(u32),
    Sides { height: u32 },
}

impl Default for Eye {
    /// OpenAI's CLIP.
    fn default() -> Self {
        Self {
            crop_size: Side::Square(224),
            image_mean: [0.481_454_66, 0.457_827_5, 0.408_210_73],
            image_std: [0.268_629_54, 0.261_302_6, 0.275_777_1],
        }
    }
}

impl Eye {
    /// # Errors
    /// What is wrong with the file, in a sentence. None at all is OpenAI's CLIP.
    fn read(folder: &Path) -> Result<Self, String> {
        let path = folder.join("feature_extractor/preprocessor_config.json");
        let eye: Self = if path.is_file() { folder::json(&path)? } else { Self::default() };
        let usable = (1..=1024).contains(&eye.side()) && eye.image_std.iter().all(|std| std.is_normal());
        if usable { Ok(eye) } else { Err("preprocessor_config.json describes no picture.".into()) }
    }

    fn side(&self) -> u32 {
        match self.crop_size {
            Side::Square(side) | Side::Sides { height: side } => side,
        }
    }

    /// The middle square of the picture: `[1, 3, side, side]`.
    fn see(&self, picture: &RgbImage) -> Tensor {
        let side = self.side();
        let (width, height) = picture.dimensions();
        let square = width.min(height);
        let middle = imageops::crop_imm(picture, (width - square) / 2, (height - square) / 2, square, square);
        let small = imageops::resize(&*middle, side, side, imageops::FilterType::CatmullRom);
        let plane = |channel: usize| {
            let (mean, std) = (self.image_mean[channel], self.image_std[channel]);
            small.pixels().map(move |pixel| (f32::from(pixel.0[channel]) / 255.0 - mean) / std)
        };
        Tensor::f32([1, 3, side as usize, side as usize], (0..3).flat_map(plane).collect())
    }
}

impl SafetyChecker {
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub fn new(session: ModelSession, folder: &PipelineFolder) -> Result<Self, String> {
        if !session.outputs.iter().any(|port| port.name == FLAGS) {
            return Err(format!("Its safety_checker has no output {FLAGS}."));
        }
        Ok(Self { session, eye: Eye::read(&folder.path)? })
    }

    /// Whether the picture may be shown.
    ///
    /// # Errors
    /// Those of a run.
    pub fn passes(&self, picture: &RgbImage, control: &RunControl) -> Result<bool, InferenceError> {
        let mut inputs = Vec::new();
        for port in self.session.inputs.iter() {
            let tensor = match port.name.as_str() {
                "clip_input" => self.eye.see(picture),
                "images" => channels_last(picture),
                name => {
                    return Err(InferenceError::Failed(format!("its safety checker asks for an unknown input {name}")));
                }
            };
            inputs.push((port.name.clone(), tensor));
        }
        let output = self.session.submit(inputs, control)?.wait(control)?;
        let flags = output.get(FLAGS).ok_or_else(|| InferenceError::Failed("its safety checker is silent".into()))?;
        Ok(!flags.truths()?.contains(&true))
    }
}

/// `[1, height, width, 3]`, 0 to 1.
fn channels_last(picture: &RgbImage) -> Tensor {
    let values = picture.as_raw().iter().map(|value| f32::from(*value) / 255.0).collect();
    Tensor::f32([1, picture.height() as usize, picture.width() as usize, 3], values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clip_sees_the_middle() {
        let picture = RgbImage::from_fn(8, 4, |x, _| image::Rgb([if (2..6).contains(&x) { 255 } else { 0 }, 0, 0]));
        let eye = Eye { crop_size: Side::Square(2), image_mean: [0.5; 3], image_std: [0.5; 3] };
        let seen = eye.see(&picture);
        let (red, rest) = ([1.0; 4], [-1.0; 8]);
        assert_eq!(seen, Tensor::f32([1, 3, 2, 2], [&red[..], &rest[..]].concat()));
    }

    #[test]
    fn both_forms_of_the_file_are_read() {
        let read = |text: &str| serde_json::from_str::<Eye>(text).expect("valid").side();
        assert_eq!(read(r#"{"crop_size": 64}"#), 64);
        assert_eq!(read(r#"{"crop_size": {"height": 32, "width": 32}, "do_resize": true}"#), 32);
        assert_eq!(read("{}"), 224);
    }
}
