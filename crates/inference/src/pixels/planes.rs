//! What a network gives, taken with distrust.

use super::{Raster, format::ChannelOrder};
use crate::{InferenceError, repository::Range, runtime::Value};
use std::borrow::Cow;

/// More than any network gives, in pixels to a side: so that sizes can be multiplied.
const LONGEST_SIDE: usize = 1 << 14;

/// Numbers beyond this are accidents, and their differences and exponentials would be infinite.
const LARGEST: f32 = 1e30;

/// Planes of finite numbers, all of one size.
#[derive(Debug)]
pub(crate) struct Planes<'a> {
    pub count: usize,
    pub width: usize,
    pub height: usize,
    data: Cow<'a, [f32]>,
}

impl<'a> Planes<'a> {
    /// From an output whose last dimensions are height and width.
    ///
    /// # Errors
    /// [`InferenceError::Failed`] for another form, and for values that are no numbers.
    pub fn of(value: &'a Value) -> Result<Self, InferenceError> {
        let shape = value.shape();
        let data = value.floats()?;
        // Written so that it holds for what is not a number, too.
        if !data.iter().all(|v| v.abs() < LARGEST) {
            return Err(InferenceError::Failed("its output holds values that are not numbers".into()));
        }
        let (&[.., height, width], true) = (shape.as_slice(), shape.len() <= 6) else {
            return Err(InferenceError::Failed(format!("its output has the shape {shape:?} and is no picture")));
        };
        let plane = width * height;
        if !(1..=LONGEST_SIDE).contains(&width) || !(1..=LONGEST_SIDE).contains(&height) || data.len() < plane {
            return Err(InferenceError::Failed(format!("its output has the shape {shape:?}")));
        }
        Ok(Self { count: data.len() / plane, width, height, data })
    }

    pub fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    pub fn plane(&self, index: usize) -> &[f32] {
        let area = self.width * self.height;
        &self.data[index * area..][..area]
    }

    /// A single plane as it is.
    pub fn raster(&self, index: usize) -> Raster<1> {
        let pixels = self.plane(index).iter().map(|&v| [v]).collect();
        Raster { width: self.width, height: self.height, pixels }
    }

    /// The first three planes as a picture, what is out of range cut off.
    ///
    /// # Errors
    /// [`InferenceError::Failed`] when it is no picture of this size.
    pub fn picture(
        &self,
        range: Range,
        order: ChannelOrder,
        size: (usize, usize),
    ) -> Result<Raster<3>, InferenceError> {
        if self.count != 3 || self.size() != size {
            let (width, height) = size;
            return Err(InferenceError::Failed(format!(
                "its output has {} planes of {} × {} pixels instead of 3 of {width} × {height}",
                self.count, self.width, self.height
            )));
        }
        let planes = [0, 1, 2].map(|c| self.plane(order.place(c)));
        let gain = 1.0 / range.white();
        let pixel = |i: usize| planes.map(|plane| (plane[i] * gain).clamp(0.0, 1.0));
        Ok(Raster { width: self.width, height: self.height, pixels: (0..size.0 * size.1).map(pixel).collect() })
    }
}
