//! Pictures as floats, and what all families of image networks do with them: shrinking, padding, means over windows,
//! the way into tensors and back.
//!
//! Values are 0 to 1 unless said otherwise. What is held as floats has a bounded size; pictures of full size pass row
//! by row.

mod box_mean;
mod fill;
mod fit;
mod format;
mod planes;
mod ports;
mod raster;
mod resample;
mod source;

pub(crate) use self::{
    fill::fill,
    fit::{Frame, fit_within, padded, reflected},
    format::PixelFormat,
    planes::Planes,
    ports::{Sides, check_planes},
    raster::Raster,
    resample::Resampler,
    source::{Behind, Source},
};

/// Rows of a picture between two looks at the control.
pub(crate) const ROWS_AT_ONCE: usize = 64;

/// A byte from 0 to 1. A cast from float saturates, and networks overshoot.
pub(crate) fn byte(value: f32) -> u8 {
    (value * 255.0 + 0.5) as u8
}
