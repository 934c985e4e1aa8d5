//! The last step: planes of floats to rows of bytes, with the channels the network did not see.

use super::{
    band::Rows,
    source::{Source, from_ycc},
};
use crate::{InferenceError, repository::Range};
use image::{
    GenericImageView, GrayImage,
    imageops::{FilterType, resize},
};
use studio_imaging::RowSink;

/// Input rows that are finished at once: few enough for their bytes to stay in the cache.
const ROWS_AT_ONCE: usize = 16;
/// Rows above and below that the bicubic filter looks at, and one for rounding.
const FILTER_REACH: usize = 3;

pub(super) struct Finisher<'a> {
    source: &'a Source<'a>,
    /// From the network's range to bytes.
    gain: f32,
    scale: usize,
    bytes: Vec<u8>,
}

impl<'a> Finisher<'a> {
    pub fn new(source: &'a Source<'a>, range: Range, scale: usize) -> Self {
        Self { source, gain: 255.0 / range.white(), scale, bytes: Vec::new() }
    }

    /// Sends finished rows on their way.
    ///
    /// # Errors
    /// [`InferenceError::Image`] from the sink.
    pub fn write(&mut self, rows: &Rows<'_>, sink: &mut dyn RowSink) -> Result<(), InferenceError> {
        let width = self.source.size().0 * self.scale;
        for first in (0..rows.count).step_by(ROWS_AT_ONCE) {
            let count = ROWS_AT_ONCE.min(rows.count - first);
            let samples = first * self.scale * width..(first + count) * self.scale * width;
            let planes: Vec<&[f32]> = rows.planes.iter().map(|plane| &plane[samples.clone()]).collect();
            self.compose(&planes, rows.from + first, count);
            sink.write_rows(&self.bytes)?;
        }
        Ok(())
    }

    /// Fills `self.bytes` with the interleaved result of `count` input rows from `from`.
    fn compose(&mut self, planes: &[&[f32]], from: usize, count: usize) {
        let gain = self.gain;
        // A cast from float saturates: networks overshoot.
        let byte = |value: f32| (value + 0.5) as u8;
        self.bytes.clear();
        if let Some([blue, red]) = &self.source.chroma {
            let (blue, red) = (self.enlarge(blue, from, count), self.enlarge(red, from, count));
            let luma = planes.first().copied().unwrap_or_default();
            let pixels = luma.iter().zip(blue.into_iter().zip(red));
            self.bytes.extend(pixels.flat_map(|(&y, (blue, red))| from_ycc(y * gain, [blue, red]).map(byte)));
        } else if let [r, g, b] = planes {
            let pixels = r.iter().zip(*g).zip(*b);
            self.bytes.resize(r.len() * 3, 0);
            for (pixel, ((r, g), b)) in self.bytes.as_chunks_mut::<3>().0.iter_mut().zip(pixels) {
                *pixel = [byte(r * gain), byte(g * gain), byte(b * gain)];
            }
        }
        if let Some(alpha) = &self.source.alpha {
            let alpha = self.enlarge(alpha, from, count);
            let rgb = self.bytes.as_chunks::<3>().0;
            self.bytes = rgb.iter().zip(alpha).flat_map(|(&[r, g, b], a)| [r, g, b, a]).collect();
        }
    }

    /// `count` rows of a plane from `from`, enlarged by bicubic interpolation. The filter gets the rows around them
    /// too, so that bands join without a seam.
    fn enlarge(&self, plane: &GrayImage, from: usize, count: usize) -> Vec<u8> {
        let (width, height) = self.source.size();
        let side = |v: usize| u32::try_from(v).unwrap_or(u32::MAX);
        let top = from.saturating_sub(FILTER_REACH);
        let bottom = (from + count + FILTER_REACH).min(height);
        let rows = plane.view(0, side(top), side(width), side(bottom - top));
        let enlarged_width = width * self.scale;
        let enlarged =
            resize(&*rows, side(enlarged_width), side((bottom - top) * self.scale), FilterType::CatmullRom).into_raw();
        let first = (from - top) * self.scale * enlarged_width;
        enlarged[first..][..count * self.scale * enlarged_width].to_vec()
    }
}
