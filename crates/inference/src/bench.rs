//! For `make bench`: what happens to a picture before a network sees it, without the network.

use crate::{
    pixels::{Behind, PixelFormat, Raster, Source},
    repository::Range,
    runtime::Data,
};
use image::DynamicImage;

/// A picture on its way into a network.
pub struct Shrunk(Raster<3>);

/// The whole picture as a square.
#[must_use]
pub fn shrink(picture: &DynamicImage, side: usize) -> Shrunk {
    Shrunk(Source::new(picture).resized(side, side, Behind::White))
}

/// `[1, 3, side, side]`, with the mean and deviation of ImageNet.
#[must_use]
pub fn normalise(picture: &Shrunk) -> Vec<f32> {
    let (mean, std) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);
    let format = PixelFormat { range: Range::Unit, mean, std, order: Default::default() };
    match format.tensor(&picture.0).data {
        Data::F32(values) => values,
        Data::I64(_) => Vec::new(),
    }
}
