//! How much of each pixel belongs to what is cut out.

use super::{WORKING_SIDE, guided::LocalModel};
use crate::pixels::{Behind, Raster, Resampler, Source, fit_within};

/// Squared colours: a contrast of about 2 % of full range counts as an edge.
const EPSILON: f32 = 5e-4;
/// Windows reach over this many pixels of the network's mask, which is how far its edges are off.
const MASK_PIXELS: f32 = 2.5;
/// Windows are not made smaller or larger than this, in pixels of the copy.
const RADIUS: std::ops::RangeInclusive<usize> = 4..=32;
/// The filter leaves a breath of mask beside strong edges. What is below counts as nothing, what is above one minus
/// this as everything.
const BREATH: f32 = 0.05;

/// A mask that can be had at the size of its picture, row by row.
pub(crate) struct Matte {
    /// The picture, at most [`WORKING_SIDE`] to a side.
    pub copy: Raster<3>,
    size: (usize, usize),
    model: LocalModel,
    refined: bool,
}

impl Matte {
    /// `mask` is that of the whole picture, 0 to 1, at any size. With `refine` its edges are laid onto those of the
    /// picture.
    pub fn new(source: &Source<'_>, mask: &Raster<1>, refine: bool) -> Self {
        let size = source.size();
        let (width, height) = fit_within(size, (WORKING_SIDE, WORKING_SIDE), false);
        let copy = source.resized(width, height, Behind::Itself);
        let model = if refine {
            let step = (width as f32 / mask.width as f32).max(height as f32 / mask.height as f32);
            let radius = ((MASK_PIXELS * step) as usize).clamp(*RADIUS.start(), *RADIUS.end());
            LocalModel::fit(&copy, &mask.resized(width, height), radius, EPSILON)
        } else {
            LocalModel::plain(mask)
        };
        Self { copy, size, model, refined: refine }
    }

    /// The mask at the size of the copy.
    pub fn of_copy(&self) -> Raster<1> {
        let model = self.model.0.resized(self.copy.width, self.copy.height);
        model.zip(&self.copy, |model, colour| [self.value(model, *colour)])
    }

    /// The share of the picture that is covered, 0 to 1.
    pub fn coverage(&self) -> f32 {
        let mask = self.of_copy();
        mask.pixels.iter().map(|pixel| pixel[0]).sum::<f32>() / mask.pixels.len() as f32
    }

    /// What [`Self::value`] wants for each row of the picture.
    pub fn rows(&self) -> MatteRows<'_> {
        let model = &self.model.0;
        MatteRows { model, rows: Resampler::new((model.width, model.height), self.size) }
    }

    /// 0 to 1, for a pixel of this colour.
    pub fn value(&self, model: &[f32; 4], colour: [f32; 3]) -> f32 {
        let value = LocalModel::value(model, &colour);
        let value = if self.refined { (value - BREATH) / (1.0 - 2.0 * BREATH) } else { value };
        value.clamp(0.0, 1.0)
    }
}

/// The rows of a matte from top to bottom.
pub(crate) struct MatteRows<'a> {
    model: &'a Raster<4>,
    rows: Resampler<4>,
}

impl MatteRows<'_> {
    pub fn row(&mut self, y: usize) -> &[[f32; 4]] {
        self.rows.row(y, |from, row| row.copy_from_slice(self.model.row(from)))
    }
}
