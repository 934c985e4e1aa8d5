//! What is stored of an upload: its pixels, and nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;

use common::{contains, exif, gradient, icc, jpeg, png, webp, worst};
use image::{DynamicImage, GenericImageView, ImageBuffer, Luma, LumaA, Rgba};
use studio_domain::{MediaType, limits};
use studio_imaging::{decode, probe, sanitize};

#[test]
fn places_comments_and_trailing_bytes_vanish() {
    let picture = DynamicImage::from(gradient(40, 30));
    let mut with_secrets = jpeg(&picture, Some(exif(1)), Some(icc(b"RGB ")));
    // A comment segment right after the start, and an archive behind the end.
    let comment = b"\xFF\xFE\0\x0Dmy-comment!";
    with_secrets.splice(2..2, comment.iter().copied());
    with_secrets.extend(b"PK\x03\x04 polyglot");
    for needle in [&b"GPS-52.5N"[..], b"my-comment!", b"polyglot", b"Exif"] {
        assert!(contains(&with_secrets, needle));
    }
    let clean = sanitize(&with_secrets, Some(MediaType::Jpeg)).unwrap();
    for needle in [&b"GPS-52.5N"[..], b"my-comment!", b"polyglot", b"Exif"] {
        assert!(!contains(&clean.bytes, needle));
        assert!(!contains(&clean.thumbnail.bytes, needle));
    }
    assert_eq!(decode(&clean.bytes).unwrap().icc_profile, Some(icc(b"RGB ")));

    let mut png = png(&picture);
    png.extend(b"<script>polyglot</script>");
    let clean = sanitize(&png, None).unwrap();
    assert!(!contains(&clean.bytes, b"polyglot"));
}

#[test]
fn text_in_a_png_vanishes() {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 2);
    encoder.set_color(png::ColorType::Rgb);
    encoder.add_text_chunk("Author".into(), "someone".into()).unwrap();
    encoder.write_header().unwrap().write_image_data(&[1; 12]).unwrap();
    assert!(contains(&bytes, b"someone"));
    assert!(!contains(&sanitize(&bytes, None).unwrap().bytes, b"someone"));
}

#[test]
fn png_and_webp_lose_nothing() {
    let pictures: [DynamicImage; 5] = [
        gradient(33, 21).into(),
        ImageBuffer::from_fn(33, 21, |x, y| Rgba([x as u8, y as u8, 3, (x * 7) as u8])).into(),
        ImageBuffer::from_fn(33, 21, |x, y| Luma([(x * 1999 + y) as u16])).into(),
        ImageBuffer::from_fn(33, 21, |x, y| LumaA([x as u8, (y * 12) as u8])).into(),
        ImageBuffer::from_fn(33, 21, |x, y| Rgba([(x * 1999) as u16, (y * 3001) as u16, 3, 40_000])).into(),
    ];
    for picture in &pictures {
        let clean = sanitize(&png(picture), Some(MediaType::Png)).unwrap();
        assert_eq!(clean.media_type, MediaType::Png);
        assert_eq!(&decode(&clean.bytes).unwrap().pixels, picture, "{:?}", picture.color());
    }
    for picture in &pictures[..2] {
        let clean = sanitize(&webp(picture), Some(MediaType::Webp)).unwrap();
        assert_eq!(clean.media_type, MediaType::Webp);
        assert_eq!(&decode(&clean.bytes).unwrap().pixels, picture);
    }
}

#[test]
fn a_photo_stays_a_jpeg_and_is_upright() {
    let upright = DynamicImage::from(gradient(60, 40));
    let clean = sanitize(&jpeg(&upright.rotate270(), Some(exif(6)), None), Some(MediaType::Jpeg)).unwrap();
    assert_eq!((clean.media_type, clean.width, clean.height), (MediaType::Jpeg, 60, 40));
    let again = decode(&clean.bytes).unwrap().pixels;
    assert_eq!(again.dimensions(), (60, 40));
    assert!(worst(again.as_bytes(), upright.as_bytes()) <= 10);
    // Grey stays grey, CMYK becomes RGB.
    let grey = sanitize(&jpeg(&DynamicImage::new_luma8(9, 9), None, None), None).unwrap();
    assert_eq!(decode(&grey.bytes).unwrap().pixels.color(), image::ColorType::L8);
    let cmyk = sanitize(include_bytes!("data/cmyk.jpg"), None).unwrap();
    assert_eq!(decode(&cmyk.bytes).unwrap().pixels.color(), image::ColorType::Rgb8);
}

#[test]
fn thumbnails_are_small_and_never_enlarged() {
    for (size, expected) in
        [((1000, 500), (384, 192)), ((30, 20), (30, 20)), ((1, 2000), (1, 384)), ((385, 384), (384, 383))]
    {
        let clean = sanitize(&png(&gradient(size.0, size.1).into()), None).unwrap();
        let thumbnail = probe(&clean.thumbnail.bytes).unwrap();
        assert_eq!((thumbnail.width, thumbnail.height), expected, "{size:?}");
        assert!(thumbnail.width.max(thumbnail.height) <= limits::THUMBNAIL_SIDE);
        assert_eq!(thumbnail.media_type, clean.thumbnail.media_type);
        assert_eq!(thumbnail.media_type, MediaType::Jpeg);
    }
}

#[test]
fn thumbnails_look_like_the_picture() {
    // Shrinking a gradient gives the gradient.
    let clean = sanitize(&png(&gradient(768, 512).into()), None).unwrap();
    let thumbnail = decode(&clean.thumbnail.bytes).unwrap().pixels;
    assert!(worst(thumbnail.as_bytes(), &gradient(384, 256)) <= 10);
    // Sixteen bits and grey go the same way.
    let grey: DynamicImage = ImageBuffer::from_fn(768, 8, |x, _| Luma([(x * 65_535 / 767) as u16])).into();
    let thumbnail = decode(&sanitize(&png(&grey), None).unwrap().thumbnail.bytes).unwrap().pixels.to_luma8();
    assert!(thumbnail.get_pixel(0, 2).0[0] < 8 && thumbnail.get_pixel(383, 2).0[0] > 247);
}

#[test]
fn a_thumbnail_keeps_what_shows_through() {
    let half = ImageBuffer::from_fn(800, 600, |x, _| Rgba([255_u8, 0, 0, if x < 400 { 0 } else { 255 }]));
    let clean = sanitize(&png(&half.into()), None).unwrap();
    assert_eq!(clean.thumbnail.media_type, MediaType::Webp);
    let thumbnail = decode(&clean.thumbnail.bytes).unwrap().pixels;
    assert_eq!(thumbnail.get_pixel(5, 5).0[3], 0);
    assert_eq!(thumbnail.get_pixel(300, 5).0, [255, 0, 0, 255]);
    // An alpha channel that hides nothing needs none.
    let opaque = DynamicImage::from(gradient(50, 50)).to_rgba8();
    assert_eq!(sanitize(&png(&opaque.into()), None).unwrap().thumbnail.media_type, MediaType::Jpeg);
}

#[test]
fn the_blurhash_is_of_the_picture() {
    let hash = |pixels: image::RgbImage| sanitize(&png(&pixels.into()), None).unwrap().blurhash;
    let blue = hash(image::RgbImage::from_pixel(900, 700, image::Rgb([0, 0, 255])));
    // 4 × 3 components: one size digit, one maximum, four for the mean, two for each of the other eleven.
    assert_eq!(blue.len(), 1 + 1 + 4 + 2 * 11);
    let decoded = blurhash::decode(&blue, 8, 8, 1.0).unwrap();
    assert!(decoded.chunks_exact(4).all(|p| p[0] < 8 && p[1] < 8 && p[2] > 230), "{decoded:?}");
    assert_ne!(blue, hash(gradient(900, 700)));
    assert_eq!(hash(gradient(1, 1)).len(), 28);
}
