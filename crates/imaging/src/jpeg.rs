//! JPEG decoding in strict mode.
//!
//! The decoder that comes with `image` asks zune-jpeg to carry on after an error and fills the rest with grey; a broken
//! upload would then be stored and upscaled as if it were whole.

use image::{
    ColorType, ImageDecoder, ImageError, ImageFormat, ImageResult,
    error::{DecodingError, UnsupportedError, UnsupportedErrorKind},
};
use zune_jpeg::{
    JpegDecoder,
    errors::DecodeErrors,
    zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions},
};

pub(crate) struct StrictJpegDecoder<'a> {
    inner: JpegDecoder<ZCursor<&'a [u8]>>,
    dimensions: (u32, u32),
    color_type: ColorType,
}

impl<'a> StrictJpegDecoder<'a> {
    /// Reads the headers up to the first scan.
    pub fn new(bytes: &'a [u8]) -> ImageResult<Self> {
        // A JPEG cannot be wider or higher than this; pixels are limited elsewhere.
        let side = usize::from(u16::MAX);
        let options = DecoderOptions::default().set_strict_mode(true).set_max_width(side).set_max_height(side);
        let mut inner = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
        inner.decode_headers().map_err(from_zune)?;
        let Some(info) = inner.info() else { return Err(from_zune(DecodeErrors::FormatStatic("no frame header"))) };
        // Grey stays grey; YCbCr, CMYK and YCCK (inverted, as Adobe writes them) become RGB.
        let (space, color_type) = match inner.input_colorspace() {
            Some(ColorSpace::Luma) => (ColorSpace::Luma, ColorType::L8),
            _ => (ColorSpace::RGB, ColorType::Rgb8),
        };
        inner.set_options(options.jpeg_set_out_colorspace(space));
        Ok(Self { inner, dimensions: (info.width.into(), info.height.into()), color_type })
    }
}

impl ImageDecoder for StrictJpegDecoder<'_> {
    fn dimensions(&self) -> (u32, u32) {
        self.dimensions
    }

    fn color_type(&self) -> ColorType {
        self.color_type
    }

    fn icc_profile(&mut self) -> ImageResult<Option<Vec<u8>>> {
        Ok(self.inner.icc_profile())
    }

    fn exif_metadata(&mut self) -> ImageResult<Option<Vec<u8>>> {
        Ok(self.inner.exif().cloned())
    }

    fn read_image(mut self, buf: &mut [u8]) -> ImageResult<()> {
        self.inner.decode_into(buf).map_err(from_zune)
    }

    fn read_image_boxed(self: Box<Self>, buf: &mut [u8]) -> ImageResult<()> {
        (*self).read_image(buf)
    }
}

fn from_zune(error: DecodeErrors) -> ImageError {
    let format = ImageFormat::Jpeg.into();
    match error {
        DecodeErrors::Unsupported(feature) => ImageError::Unsupported(UnsupportedError::from_format_and_kind(
            format,
            UnsupportedErrorKind::GenericFeature(format!("{feature:?}")),
        )),
        other => ImageError::Decoding(DecodingError::new(format, format!("{other:?}"))),
    }
}
