//! Which numbers a network takes for colours.

use super::Raster;
use crate::{repository::Range, runtime::Tensor};
use serde::Deserialize;

/// The `input` of a manifest's section: `(colour × white − mean) / std`, channel by channel.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PixelFormat {
    /// The numbers of black and white before `mean` is taken off.
    pub range: Range,
    /// In the numbers of `range`, in the order of the channels.
    #[serde(default)]
    pub mean: [f32; 3],
    /// As `mean`.
    #[serde(default = "one")]
    pub std: [f32; 3],
    #[serde(default)]
    pub order: ChannelOrder,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ChannelOrder {
    #[default]
    Rgb,
    Bgr,
}

fn one() -> [f32; 3] {
    [1.0; 3]
}

impl PixelFormat {
    /// # Errors
    /// What cannot be, to be said of the manifest.
    pub fn validate(&self) -> Result<(), String> {
        let usable = self.mean.iter().all(|v| v.is_finite()) && self.std.iter().all(|v| v.is_normal() && *v > 0.0);
        if usable {
            Ok(())
        } else {
            Err("`mean` and `std` of its `input`, which must be numbers, `std` above 0,".into())
        }
    }

    /// A batch of one picture: `[1, 3, height, width]`.
    pub fn tensor(&self, picture: &Raster<3>) -> Tensor {
        let mut data = Vec::with_capacity(3 * picture.pixels.len());
        for c in 0..3 {
            data.extend(picture.pixels.iter().map(|pixel| self.number(pixel, c)));
        }
        Tensor::f32([1, 3, picture.height, picture.width], data)
    }

    /// The picture with its channels last: `[height, width, 3]`.
    pub fn tensor_channels_last(&self, picture: &Raster<3>) -> Tensor {
        let data = picture.pixels.iter().flat_map(|pixel| [0, 1, 2].map(|c| self.number(pixel, c))).collect();
        Tensor::f32([picture.height, picture.width, 3], data)
    }

    /// The colour whose numbers are all zero.
    pub fn nothing(&self) -> [f32; 3] {
        let mut colour = [0.0; 3];
        (0..3).for_each(|c| colour[self.order.place(c)] = self.mean[c] / self.range.white());
        colour
    }

    fn number(&self, pixel: &[f32; 3], channel: usize) -> f32 {
        (pixel[self.order.place(channel)] * self.range.white() - self.mean[channel]) / self.std[channel]
    }
}

impl ChannelOrder {
    /// Where the network's channel is in red, green, blue; and the other way round.
    pub fn place(self, channel: usize) -> usize {
        match self {
            Self::Rgb => channel,
            Self::Bgr => 2 - channel,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(text: &str) -> PixelFormat {
        toml::from_str(text).expect("a format")
    }

    #[test]
    fn colours_become_the_numbers_the_network_knows() {
        let pixel = Raster { width: 1, height: 1, pixels: vec![[1.0, 0.5, 0.0]] };
        let is = |text: &str, numbers: [f32; 3]| {
            assert_eq!(format(text).tensor(&pixel), Tensor::f32([1, 3, 1, 1], numbers.to_vec()));
        };
        is("range = \"0-255\"", [255.0, 127.5, 0.0]);
        is("range = \"0-1\"\nmean = [0.5, 0.5, 0.5]\nstd = [0.5, 0.5, 0.5]", [1.0, 0.0, -1.0]);
        is("range = \"0-1\"\norder = \"bgr\"", [0.0, 0.5, 1.0]);
        let last = format("range = \"0-1\"").tensor_channels_last(&pixel);
        assert_eq!(last, Tensor::f32([1, 1, 3], vec![1.0, 0.5, 0.0]));
    }

    #[test]
    fn what_is_beyond_the_picture_is_nothing_to_the_network() {
        let format = format("range = \"0-255\"\nmean = [51.0, 102.0, 255.0]\norder = \"bgr\"");
        let beyond = Raster { width: 1, height: 1, pixels: vec![format.nothing()] };
        assert_eq!(format.tensor(&beyond), Tensor::f32([1, 3, 1, 1], vec![0.0; 3]));
    }

    #[test]
    fn impossible_numbers_are_refused() {
        assert!(format("range = \"0-1\"").validate().is_ok());
        assert!(format("range = \"0-1\"\nstd = [0.0, 1.0, 1.0]").validate().is_err());
        assert!(format("range = \"0-1\"\nmean = [nan, 1.0, 1.0]").validate().is_err());
    }
}
