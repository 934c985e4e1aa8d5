//! Every kind of picture people have comes out right.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;

use common::{exif, gradient, icc, jpeg, png, webp, worst};
use image::{ColorType, DynamicImage, GenericImageView, ImageBuffer, Luma, LumaA, Rgb, Rgba};
use studio_domain::MediaType;
use studio_imaging::{Probe, decode, probe};

fn pixels(bytes: &[u8]) -> DynamicImage {
    decode(bytes).unwrap().pixels
}

#[test]
fn png_keeps_channels_and_depth() {
    let pictures: [DynamicImage; 8] = [
        ImageBuffer::from_fn(9, 5, |x, y| Luma([(x * 20 + y) as u8])).into(),
        ImageBuffer::from_fn(9, 5, |x, y| LumaA([(x * 20) as u8, (y * 50) as u8])).into(),
        ImageBuffer::from_fn(9, 5, |x, y| Rgb([x as u8, y as u8, 200])).into(),
        ImageBuffer::from_fn(9, 5, |x, y| Rgba([x as u8, y as u8, 200, (x * 25) as u8])).into(),
        ImageBuffer::from_fn(9, 5, |x, y| Luma([(x * 7001 + y) as u16])).into(),
        ImageBuffer::from_fn(9, 5, |x, y| LumaA([(x * 7001) as u16, (y * 9001) as u16])).into(),
        ImageBuffer::from_fn(9, 5, |x, y| Rgb([(x * 7001) as u16, (y * 9001) as u16, 300])).into(),
        ImageBuffer::from_fn(9, 5, |x, y| Rgba([(x * 7001) as u16, (y * 9001) as u16, 300, 65_000])).into(),
    ];
    for picture in pictures {
        assert_eq!(pixels(&png(&picture)), picture, "{:?}", picture.color());
    }
}

#[test]
fn palettes_with_transparency_and_few_bits_are_expanded() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 4, 1);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Two);
    encoder.set_palette(vec![255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]);
    encoder.set_trns(vec![255, 128, 0]);
    encoder.write_header().unwrap().write_image_data(&[0b00_01_10_11]).unwrap();
    let expected = [[255, 0, 0, 255], [0, 255, 0, 128], [0, 0, 255, 0], [9, 9, 9, 255]];
    assert_eq!(pixels(&bytes).into_rgba8().into_raw(), expected.concat());
}

#[test]
fn interlaced_png() {
    assert_eq!(pixels(include_bytes!("data/interlaced.png")), gradient(24, 16).into());
}

#[test]
fn lossy_formats_are_close() {
    let picture = gradient(24, 16);
    let tolerance = 12;
    for (name, bytes) in [
        ("baseline", jpeg(&picture.clone().into(), None, None)),
        ("progressive", include_bytes!("data/progressive.jpg").to_vec()),
        ("webp", include_bytes!("data/lossy.webp").to_vec()),
    ] {
        let decoded = pixels(&bytes);
        assert_eq!(decoded.color(), ColorType::Rgb8);
        assert!(worst(decoded.as_bytes(), &picture) <= tolerance, "{name}: {}", worst(decoded.as_bytes(), &picture));
    }
    let with_alpha = pixels(include_bytes!("data/lossy_alpha.webp"));
    assert_eq!(with_alpha.color(), ColorType::Rgba8);
    assert!(with_alpha.get_pixel(3, 0).0[3] < 20 && with_alpha.get_pixel(3, 15).0[3] > 235);
}

#[test]
fn lossless_webp_is_exact() {
    let picture: DynamicImage = ImageBuffer::from_fn(9, 5, |x, y| Rgba([x as u8, y as u8, 7, (x * 25) as u8])).into();
    assert_eq!(pixels(&webp(&picture)), picture);
}

#[test]
fn grey_jpeg_stays_grey() {
    let picture: DynamicImage = ImageBuffer::from_fn(16, 16, |x, _| Luma([(x * 16) as u8])).into();
    let decoded = pixels(&jpeg(&picture, None, None));
    assert_eq!(decoded.color(), ColorType::L8);
    assert!(worst(decoded.as_bytes(), picture.as_bytes()) <= 4);
}

#[test]
fn cmyk_and_ycck_jpeg_become_rgb() {
    let cmyk = include_bytes!("data/cmyk.jpg");
    let picture = decode(cmyk).unwrap();
    assert!(picture.icc_profile.is_none(), "a CMYK profile would be wrong for RGB pixels");
    let quarters = [((8, 8), [0, 255, 255]), ((24, 8), [255, 0, 255]), ((8, 24), [255, 255, 0]), ((24, 24), [127; 3])];
    for ((x, y), expected) in quarters {
        let [r, g, b, _] = picture.pixels.get_pixel(x, y).0;
        assert!(worst(&[r, g, b], &expected) <= 3, "at {x},{y}: {:?}", [r, g, b]);
    }

    // The same numbers said to be YCCK: the quarter of cyan, stored inverted as (0, 255, 255, 255), is Y 0, Cb 255,
    // Cr 255, which is R 179, G 0, B 227 before inversion, and no black.
    let marker = cmyk.windows(5).position(|w| w == b"Adobe").unwrap();
    let mut ycck = cmyk.to_vec();
    assert_eq!(ycck[marker + 11], 0);
    ycck[marker + 11] = 2;
    let [r, g, b, _] = pixels(&ycck).get_pixel(8, 8).0;
    assert!(worst(&[r, g, b], &[76, 255, 28]) <= 3, "{:?}", [r, g, b]);
}

#[test]
fn animations_give_their_first_frame() {
    for bytes in [&include_bytes!("data/animated.png")[..], include_bytes!("data/animated.webp")] {
        let picture = pixels(bytes);
        assert_eq!(picture.dimensions(), (24, 16));
        assert!(picture.to_rgb8().pixels().all(|p| p.0 == [255, 0, 0]));
    }
}

/// The picture as stored is turned by each of the eight EXIF orientations; upright it is always the same.
#[test]
fn every_orientation_comes_out_upright() {
    let upright = DynamicImage::from(gradient(24, 16));
    let stored = [
        upright.clone(),
        upright.fliph(),
        upright.rotate180(),
        upright.flipv(),
        upright.fliph().rotate270(),
        upright.rotate270(),
        upright.fliph().rotate90(),
        upright.rotate90(),
    ];
    for (orientation, stored) in (1..).zip(stored) {
        let bytes = jpeg(&stored, Some(exif(orientation)), None);
        let expected = Probe { media_type: MediaType::Jpeg, width: 24, height: 16 };
        assert_eq!(probe(&bytes).unwrap(), expected, "orientation {orientation}");
        let decoded = pixels(&bytes);
        assert_eq!(decoded.dimensions(), (24, 16));
        assert!(worst(decoded.as_bytes(), upright.as_bytes()) <= 12, "orientation {orientation}");
    }
    // Nonsense is no orientation.
    assert_eq!(probe(&jpeg(&upright, Some(exif(9)), None)).unwrap().width, 24);
}

#[test]
fn profiles_stay_where_they_fit() {
    let (colour, grey) = (DynamicImage::from(gradient(8, 8)), DynamicImage::new_luma8(8, 8));
    let profile_of =
        |picture: &DynamicImage, space| decode(&jpeg(picture, None, Some(icc(space)))).unwrap().icc_profile;
    assert_eq!(profile_of(&colour, b"RGB "), Some(icc(b"RGB ")));
    assert_eq!(profile_of(&colour, b"GRAY"), None);
    assert_eq!(profile_of(&grey, b"GRAY"), Some(icc(b"GRAY")));
    assert_eq!(profile_of(&grey, b"RGB "), None);
}
