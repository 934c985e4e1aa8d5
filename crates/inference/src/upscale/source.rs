//! The picture as the network takes it.

use super::{alpha, tiles::Span};
use crate::{
    repository::{InputChannels, InputFormat},
    runtime::Tensor,
};
use image::{DynamicImage, GrayImage, Luma, RgbImage};
use std::borrow::Cow;

pub(super) struct Source<'a> {
    format: InputFormat,
    rgb: Cow<'a, RgbImage>,
    /// When the picture has an alpha channel.
    pub alpha: Option<GrayImage>,
    /// The planes of Cb and Cr, when the network takes luma alone.
    pub chroma: Option<[GrayImage; 2]>,
}

impl<'a> Source<'a> {
    /// `receptive_field` as in [`alpha::bleed`].
    pub fn new(picture: &'a DynamicImage, format: InputFormat, receptive_field: usize) -> Self {
        let (rgb, alpha) = match picture {
            DynamicImage::ImageRgb8(rgb) => (Cow::Borrowed(rgb), None),
            other if other.color().has_alpha() => {
                let rgba = other.to_rgba8();
                let alpha = plane(rgba.dimensions(), |x, y| rgba.get_pixel(x, y).0[3]);
                let mut rgb = DynamicImage::from(rgba).into_rgb8();
                alpha::bleed(&mut rgb, &alpha, receptive_field);
                (Cow::Owned(rgb), Some(alpha))
            }
            other => (Cow::Owned(other.to_rgb8()), None),
        };
        let chroma = match format.channels {
            InputChannels::Rgb => None,
            InputChannels::Y => Some([0, 1].map(|c| plane(rgb.dimensions(), |x, y| chroma(rgb.get_pixel(x, y).0)[c]))),
        };
        Self { format, rgb, alpha, chroma }
    }

    pub fn size(&self) -> (usize, usize) {
        (self.rgb.width() as usize, self.rgb.height() as usize)
    }

    /// What the network sees of a tile. Beyond the picture its last pixels are repeated.
    pub fn tile(&self, column: &Span, row: &Span) -> Tensor {
        let (width, height) = self.size();
        let area = column.length * row.length;
        let channels = self.format.channels.count();
        let gain = self.format.range.white() / 255.0;
        let mut data = vec![0.0; channels * area];
        let inside = column.length.min(width - column.start);
        let pixels: &[[u8; 3]] = self.rgb.as_raw().as_chunks().0;
        for y in 0..row.length {
            let line = (row.start + y).min(height - 1) * width;
            let line = &pixels[line + column.start..][..inside];
            let at = y * column.length;
            match self.format.channels {
                InputChannels::Rgb => {
                    for (c, plane) in data.chunks_exact_mut(area).enumerate() {
                        let target = &mut plane[at..at + column.length];
                        target.iter_mut().zip(line).for_each(|(v, p)| *v = f32::from(p[c]) * gain);
                        repeat_last(target, inside);
                    }
                }
                InputChannels::Y => {
                    let target = &mut data[at..at + column.length];
                    target.iter_mut().zip(line).for_each(|(v, p)| *v = luma(*p) * gain);
                    repeat_last(target, inside);
                }
            }
        }
        Tensor::f32([1, channels, row.length, column.length], data)
    }
}

fn plane((width, height): (u32, u32), value: impl Fn(u32, u32) -> u8) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| Luma([value(x, y)]))
}

fn repeat_last(line: &mut [f32], inside: usize) {
    let last = line[inside - 1];
    line[inside..].fill(last);
}

/// ITU-R BT.601 luma at full range, as in JPEG (ITU-T T.871 §7).
fn luma([r, g, b]: [u8; 3]) -> f32 {
    0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b)
}

fn chroma(rgb: [u8; 3]) -> [u8; 2] {
    let (y, [r, _, b]) = (luma(rgb), rgb.map(f32::from));
    // A cast from float saturates.
    [(128.5 + (b - y) / 1.772) as u8, (128.5 + (r - y) / 1.402) as u8]
}

/// The inverse of [`luma`] and [`chroma`].
pub(super) fn from_ycc(y: f32, [cb, cr]: [u8; 2]) -> [f32; 3] {
    let (cb, cr) = (f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_survive_luma_and_chroma() {
        for rgb in [[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [12, 200, 90]] {
            let back = from_ycc(luma(rgb), chroma(rgb));
            for (value, expected) in back.iter().zip(rgb) {
                assert!((value - f32::from(expected)).abs() < 1.6, "{rgb:?} → {back:?}");
            }
        }
    }
}
