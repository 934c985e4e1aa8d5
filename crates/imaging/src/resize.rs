//! Bringing pictures to another size, whatever their shape.

use image::{ImageBuffer, Pixel, imageops};

/// What `imageops::resize` may take between its two passes, in bytes: as wide as the picture and as high as the result,
/// 16 bytes a pixel. For a picture of a thousand megapixels' width and one pixel's height that would be all there is.
const MAX_BETWEEN: u64 = 256 << 20;

/// As `imageops::resize`, in memory that grows with the larger of picture and result, and not with the width of the one
/// times the height of the other.
#[must_use]
pub fn resize<P: Pixel<Subpixel = u8> + 'static>(
    picture: &ImageBuffer<P, Vec<u8>>,
    width: u32,
    height: u32,
    filter: imageops::FilterType,
) -> ImageBuffer<P, Vec<u8>> {
    if u64::from(picture.width()) * u64::from(height) * 16 <= MAX_BETWEEN {
        return imageops::resize(picture, width, height, filter);
    }
    let most = |length: u32, target: u32| length.min(target.saturating_mul(2)).max(1);
    let smaller = imageops::thumbnail(picture, most(picture.width(), width), most(picture.height(), height));
    imageops::resize(&smaller, width, height, filter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayImage, Luma};

    #[test]
    fn a_thread_of_a_picture_takes_no_more_than_a_picture() {
        let thread = GrayImage::from_fn(20_000_000, 1, |x, _| Luma([(x / 100_000) as u8]));
        let picture = resize(&thread, 200, 1500, imageops::FilterType::Lanczos3);
        assert_eq!(picture.dimensions(), (200, 1500));
        for x in 1..199 {
            assert!(picture.get_pixel(x, 700).0[0].abs_diff(x as u8) <= 2, "{x}");
        }
    }

    #[test]
    fn ordinary_pictures_are_resized_as_ever() {
        let picture = GrayImage::from_fn(90, 70, |x, y| Luma([(x * y) as u8]));
        let filter = imageops::FilterType::Triangle;
        assert_eq!(resize(&picture, 33, 44, filter), imageops::resize(&picture, 33, 44, filter));
    }
}
