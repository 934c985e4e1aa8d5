//! The last step: planes of floats to rows of bytes, with the channels the network did not see.

use super::{
    band::Rows,
    source::{Source, from_ycc},
};
use crate::{InferenceError, repository::Range};
use fast_image_resize::{
    FilterType, ResizeAlg, ResizeOptions, Resizer,
    images::{TypedImage, TypedImageRef},
    pixels::U8,
};
use studio_imaging::RowSink;

/// Input rows that are finished at once: few enough for their bytes to stay in the cache.
const ROWS_AT_ONCE: usize = 16;

pub(super) struct Finisher<'a> {
    source: &'a Source<'a>,
    /// From the network's range to bytes.
    gain: f32,
    scale: usize,
    resizer: Resizer,
    bytes: Vec<u8>,
}

impl<'a> Finisher<'a> {
    pub fn new(source: &'a Source<'a>, range: Range, scale: usize) -> Self {
        Self { source, gain: 255.0 / range.white(), scale, resizer: Resizer::new(), bytes: Vec::new() }
    }

    /// Sends finished rows on their way.
    ///
    /// # Errors
    /// [`InferenceError::Image`] from the sink, [`InferenceError::Failed`].
    pub fn write(&mut self, rows: &Rows<'_>, sink: &mut dyn RowSink) -> Result<(), InferenceError> {
        let width = self.source.size().0 * self.scale;
        for first in (0..rows.count).step_by(ROWS_AT_ONCE) {
            let count = ROWS_AT_ONCE.min(rows.count - first);
            let samples = first * self.scale * width..(first + count) * self.scale * width;
            let planes: Vec<&[f32]> = rows.planes.iter().map(|plane| &plane[samples.clone()]).collect();
            self.compose(&planes, rows.from + first, count)?;
            sink.write_rows(&self.bytes)?;
        }
        Ok(())
    }

    /// Fills `self.bytes` with the interleaved result of `count` input rows from `from`.
    fn compose(&mut self, planes: &[&[f32]], from: usize, count: usize) -> Result<(), InferenceError> {
        let gain = self.gain;
        // A cast from float saturates: networks overshoot.
        let byte = |value: f32| (value + 0.5) as u8;
        self.bytes.clear();
        if let Some([blue, red]) = &self.source.chroma {
            let (blue, red) = (self.enlarge(blue, from, count)?, self.enlarge(red, from, count)?);
            let luma = planes.first().copied().unwrap_or_default();
            let pixels = luma.iter().zip(blue.pixels().iter().zip(red.pixels()));
            self.bytes.extend(pixels.flat_map(|(&y, (blue, red))| from_ycc(y * gain, [blue.0, red.0]).map(byte)));
        } else if let [r, g, b] = planes {
            let pixels = r.iter().zip(*g).zip(*b);
            self.bytes.resize(r.len() * 3, 0);
            for (pixel, ((r, g), b)) in self.bytes.as_chunks_mut::<3>().0.iter_mut().zip(pixels) {
                *pixel = [byte(r * gain), byte(g * gain), byte(b * gain)];
            }
        }
        if let Some(alpha) = &self.source.alpha {
            let alpha = self.enlarge(alpha, from, count)?;
            let rgb = self.bytes.as_chunks::<3>().0;
            self.bytes = rgb.iter().zip(alpha.pixels()).flat_map(|(&[r, g, b], a)| [r, g, b, a.0]).collect();
        }
        Ok(())
    }

    /// `count` rows of a plane from `from`, enlarged by bicubic interpolation. The filter looks at the rows around
    /// them too, so that bands join without a seam.
    fn enlarge(&mut self, plane: &[u8], from: usize, count: usize) -> Result<TypedImage<'static, U8>, InferenceError> {
        let failed = |e: &dyn std::fmt::Display| InferenceError::Failed(e.to_string());
        let (width, height) = self.source.size();
        let side = |v: usize| u32::try_from(v).unwrap_or(u32::MAX);
        // Typed, because the untyped call compiles the filters of every kind of pixel there is: minutes of it.
        let whole = TypedImageRef::<U8>::from_buffer(side(width), side(height), plane).map_err(|e| failed(&e))?;
        let mut enlarged = TypedImage::<U8>::new(side(width * self.scale), side(count * self.scale));
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom)).crop(
            0.0,
            from as f64,
            width as f64,
            count as f64,
        );
        self.resizer.resize_typed(&whole, &mut enlarged, &options).map_err(|e| failed(&e))?;
        Ok(enlarged)
    }
}
