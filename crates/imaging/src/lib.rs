//! Pictures as bytes and pixels: probing, decoding within limits, making uploads safe, writing results, thumbnails,
//! blurhash, embedded parameters. No web, no SQL, no models.
//!
//! Everything that arrives is distrusted: sizes are checked from the header before a pixel is decoded, a file must be
//! complete, and what is stored is a fresh encoding of the pixels, so that EXIF (with its GPS position), comments and
//! bytes hidden behind the picture never reach the store.
//!
//! Results leave through a [`RowSink`], from top to bottom, so that a large picture need not be held in memory.

mod area_average;
mod container;
mod convert;
mod decode;
mod embedded;
mod encode;
mod error;
mod fill;
mod icc;
mod jpeg;
mod resize;
mod sanitize;
mod thumbnail;
mod writer;

pub use container::sniff;
pub use convert::convert;
pub use decode::{Picture, Probe, decode, probe};
pub use embedded::{EmbeddedTexts, embedded_texts};
pub use error::ImageError;
pub use fill::fill_holes;
pub use resize::resize;
pub use sanitize::{Sanitized, sanitize};
pub use thumbnail::Thumbnail;
pub use writer::{Channels, ImageWriter, OutputSpec, RowSink, WrittenImage};
