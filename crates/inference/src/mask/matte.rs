//! How much of each pixel belongs to what is cut out.

use super::{WORKING_SIDE, guided::LocalModel};
use crate::pixels::{Behind, Raster, Resampler, Source, fit_within};
use std::cell::OnceCell;

/// Squared colours: a contrast of about 1 % of full range counts as an edge.
const EPSILON: f32 = 1e-4;
/// Windows reach over this many pixels of the network's mask, which is how far its edges are off.
const MASK_PIXELS: f32 = 2.5;
/// Windows are not made smaller or larger than this, in pixels of the copy.
const RADIUS: std::ops::RangeInclusive<usize> = 4..=32;
/// The filter leaves a breath of mask beside strong edges. What is below counts as nothing, what is above one minus
/// this as everything. On sharp silhouettes before photographs the error along the edges falls by more than half against
/// a third of this; edges that are soft in truth become a little harder.
const BREATH: f32 = 0.15;

/// A mask that can be had at the size of its picture, row by row.
pub(crate) struct Matte<'a> {
    pub source: &'a Source<'a>,
    /// See [`Self::copy`].
    copy: OnceCell<Raster<3>>,
    model: LocalModel,
    refined: bool,
    coverage: f32,
}

impl<'a> Matte<'a> {
    /// `mask` is that of the whole picture, 0 to 1, at any size. With `refine` its edges are laid onto those of the
    /// picture.
    pub fn new(source: &'a Source<'a>, mask: &Raster<1>, refine: bool) -> Self {
        let coverage = mask.pixels.iter().map(|pixel| pixel[0]).sum::<f32>() / mask.pixels.len() as f32;
        let mut matte =
            Self { source, copy: OnceCell::new(), model: LocalModel::plain(mask), refined: refine, coverage };
        if refine {
            let (width, height) = matte.copy_size();
            let step = (width as f32 / mask.width as f32).max(height as f32 / mask.height as f32);
            let radius = ((MASK_PIXELS * step) as usize).clamp(*RADIUS.start(), *RADIUS.end());
            matte.model = LocalModel::fit(matte.copy(), &mask.resized(width, height), radius, EPSILON);
        }
        matte
    }

    fn copy_size(&self) -> (usize, usize) {
        fit_within(self.source.size(), (WORKING_SIDE, WORKING_SIDE), false)
    }

    /// The picture, at most [`WORKING_SIDE`] to a side.
    pub fn copy(&self) -> &Raster<3> {
        let (width, height) = self.copy_size();
        self.copy.get_or_init(|| self.source.resized(width, height, Behind::Itself))
    }

    /// The mask at the size of the copy.
    pub fn of_copy(&self) -> Raster<1> {
        let copy = self.copy();
        let model = self.model.0.resized(copy.width, copy.height);
        model.zip(copy, |model, colour| [self.value(model, *colour)])
    }

    /// The share of the picture that the network's mask covers, 0 to 1.
    pub fn coverage(&self) -> f32 {
        self.coverage
    }

    /// What [`Self::value`] wants for each row of the picture.
    pub fn rows(&self) -> MatteRows<'_> {
        let model = &self.model.0;
        MatteRows { model, rows: Resampler::new((model.width, model.height), self.source.size()) }
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
