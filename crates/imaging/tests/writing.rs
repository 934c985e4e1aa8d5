//! Results: the right pixels, the right hash, the parameters where other tools look for them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

mod common;

use common::{Noise, contains, gradient, icc, worst};
use image::{DynamicImage, ImageDecoder};
use sha2::{Digest, Sha256};
use std::{fs, io::Cursor, path::Path};
use studio_domain::{ErrorCode, OutputFormat};
use studio_imaging::{Channels, ImageError, ImageWriter, OutputSpec, RowSink, WrittenImage, decode};

const PARAMETERS: &str = "Steps: 1, Upscaler: starter-upscaler 1, Scale: 2";

fn spec(format: OutputFormat, picture: &DynamicImage) -> OutputSpec {
    OutputSpec {
        format,
        quality: 95,
        width: picture.width(),
        height: picture.height(),
        channels: Channels::of(picture),
        icc_profile: Some(icc(b"RGB ")),
        parameters: Some(PARAMETERS.into()),
    }
}

/// Writes in bands of uneven height.
fn write(path: &Path, spec: OutputSpec, picture: &DynamicImage) -> Result<WrittenImage, ImageError> {
    let stride = spec.width as usize * spec.channels.count();
    let mut writer = ImageWriter::create(path, spec)?;
    let (mut rest, mut band) = (picture.as_bytes(), 1);
    while !rest.is_empty() {
        let (rows, later) = rest.split_at((band * stride).min(rest.len()));
        writer.write_rows(rows)?;
        (rest, band) = (later, band % 7 + 2);
    }
    writer.finish()
}

fn noisy(width: u32, height: u32, alpha: bool) -> DynamicImage {
    let mut noise = Noise(7);
    if alpha {
        image::RgbaImage::from_fn(width, height, |_, _| image::Rgba((noise.next() as u32).to_le_bytes())).into()
    } else {
        image::RgbImage::from_fn(width, height, |_, _| {
            let [r, g, b, _] = (noise.next() as u32).to_le_bytes();
            image::Rgb([r, g, b])
        })
        .into()
    }
}

#[test]
fn every_format_gives_the_pixels_back() {
    let folder = tempfile::tempdir().unwrap();
    for format in OutputFormat::ALL {
        for picture in [gradient(70, 50).into(), noisy(301, 203, false), noisy(65, 44, true), noisy(1, 1, false)] {
            let path = folder.path().join("result");
            let written = write(&path, spec(format, &picture), &picture).unwrap();
            let bytes = fs::read(&path).unwrap();
            assert_eq!(written.bytes, bytes.len() as u64);
            assert_eq!(written.sha256, <[u8; 32]>::from(Sha256::digest(&bytes)));
            assert_eq!((written.width, written.height), (picture.width(), picture.height()));
            assert_eq!(written.media_type, format.media_type());
            assert_eq!(written.blurhash.len(), 28);
            let decoded = decode(&bytes).unwrap();
            assert_eq!(decoded.media_type, format.media_type());
            assert_eq!(decoded.icc_profile, Some(icc(b"RGB ")));
            assert_eq!((decoded.pixels.width(), decoded.pixels.height()), (picture.width(), picture.height()));
            if format != OutputFormat::Jpeg {
                assert_eq!(decoded.pixels, picture, "{format:?}");
            }
            assert!(decode(&written.thumbnail.bytes).is_ok());
        }
    }
}

#[test]
fn a_smooth_picture_survives_jpeg_and_its_quality_counts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.jpg");
    let picture = gradient(200, 160).into();
    let fine = write(&path, spec(OutputFormat::Jpeg, &picture), &picture).unwrap();
    assert!(worst(decode(&fs::read(&path).unwrap()).unwrap().pixels.as_bytes(), picture.as_bytes()) <= 8);
    let coarse = write(&path, OutputSpec { quality: 20, ..spec(OutputFormat::Jpeg, &picture) }, &picture).unwrap();
    assert!(coarse.bytes < fine.bytes);
}

#[test]
fn jpeg_shows_transparency_on_white() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.jpg");
    let clear = DynamicImage::from(image::RgbaImage::from_pixel(32, 32, image::Rgba([0, 0, 0, 0])));
    write(&path, spec(OutputFormat::Jpeg, &clear), &clear).unwrap();
    let decoded = decode(&fs::read(&path).unwrap()).unwrap().pixels;
    assert!(decoded.to_rgb8().pixels().all(|p| p.0 == [255; 3]));
}

#[test]
fn png_compresses() {
    let folder = tempfile::tempdir().unwrap();
    let picture = DynamicImage::from(gradient(1024, 512));
    let written = write(&folder.path().join("result.png"), spec(OutputFormat::Png, &picture), &picture).unwrap();
    assert!(written.bytes * 8 < picture.as_bytes().len() as u64, "{} bytes", written.bytes);
}

#[test]
fn the_thumbnail_is_that_of_the_upload_path() {
    let folder = tempfile::tempdir().unwrap();
    for picture in [noisy(500, 333, false), noisy(800, 12, true)] {
        let spec = OutputSpec { icc_profile: None, ..spec(OutputFormat::Png, &picture) };
        let written = write(&folder.path().join("result.png"), spec, &picture).unwrap();
        let uploaded = studio_imaging::sanitize(&common::png(&picture), None).unwrap();
        assert_eq!((written.thumbnail, written.blurhash), (uploaded.thumbnail, uploaded.blurhash));
    }
}

#[test]
fn parameters_are_a_text_chunk_in_png() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.png");
    let picture = gradient(8, 8).into();
    write(&path, spec(OutputFormat::Png, &picture), &picture).unwrap();
    let reader = png::Decoder::new(Cursor::new(fs::read(&path).unwrap())).read_info().unwrap();
    let latin = &reader.info().uncompressed_latin1_text;
    assert_eq!((latin[0].keyword.as_str(), latin[0].text.as_str()), ("parameters", PARAMETERS));

    let wide =
        OutputSpec { parameters: Some("조용한 바다\nSteps: 1".into()), ..spec(OutputFormat::Png, &picture) };
    write(&path, wide, &picture).unwrap();
    let reader = png::Decoder::new(Cursor::new(fs::read(&path).unwrap())).read_info().unwrap();
    let wide = &reader.info().utf8_text[0];
    assert_eq!((wide.keyword.as_str(), wide.get_text().unwrap().as_str()), ("parameters", "조용한 바다\nSteps: 1"));
}

#[test]
fn parameters_are_the_user_comment_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result");
    let picture = gradient(8, 8).into();
    let mut expected = b"UNICODE\0".to_vec();
    expected.extend(PARAMETERS.encode_utf16().flat_map(u16::to_be_bytes));
    for format in [OutputFormat::Jpeg, OutputFormat::Webp] {
        write(&path, spec(format, &picture), &picture).unwrap();
        let bytes = fs::read(&path).unwrap();
        let exif = match format {
            OutputFormat::Webp => {
                image::codecs::webp::WebPDecoder::new(Cursor::new(&bytes)).unwrap().exif_metadata().unwrap()
            }
            _ => image::codecs::jpeg::JpegDecoder::new(Cursor::new(&bytes)).unwrap().exif_metadata().unwrap(),
        };
        let exif = exif.expect("an EXIF block");
        assert!(contains(&exif, &expected), "{format:?}");
        // The tag is where the IFDs say it is: at 26, one entry of kind 7, its value at the end.
        assert_eq!(exif[26..32], [0, 1, 0x92, 0x86, 0, 7]);
        assert_eq!(exif[44..], expected);
    }
}

#[test]
fn what_a_format_cannot_hold_is_refused_before_any_work() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result");
    let picture = gradient(8, 8).into();
    let wide = |format, width| OutputSpec { width, ..spec(format, &picture) };
    for (format, width) in [(OutputFormat::Jpeg, 65_536), (OutputFormat::Webp, 16_385)] {
        let error = ImageWriter::create(&path, wide(format, width)).err().expect("too wide");
        assert_eq!(error.code(), ErrorCode::ImageTooLarge);
        assert!(error.to_string().contains(&width.to_string()), "{error}");
        assert!(!path.exists());
    }
    assert!(ImageWriter::create(&path, wide(OutputFormat::Png, 65_536)).is_ok());
    assert!(ImageWriter::create(&path, wide(OutputFormat::Png, 0)).is_err());
}

#[test]
fn too_few_too_many_and_broken_rows_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.png");
    let picture = gradient(8, 8).into();
    let mut writer = ImageWriter::create(&path, spec(OutputFormat::Png, &picture)).unwrap();
    assert!(writer.write_rows(&[0; 23]).is_err());
    assert!(writer.write_rows(&[0; 24 * 9]).is_err());
    writer.write_rows(&[0; 24 * 7]).unwrap();
    assert!(writer.finish().is_err());
    assert!(!path.exists(), "a file that is not finished is removed");
}

/// `/dev/full` takes nothing, like a full disk.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error_of_its_own() {
    // Through a link: the writer removes what it could not finish, and that must not be the device.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("full");
    for format in OutputFormat::ALL {
        for picture in [DynamicImage::from(gradient(8, 8)), noisy(300, 300, false)] {
            std::os::unix::fs::symlink("/dev/full", &path).unwrap();
            let error = write(&path, spec(format, &picture), &picture).expect_err("the disk is full");
            assert_eq!(error.code(), ErrorCode::StorageUnavailable, "{format:?}");
            assert!(matches!(&error, ImageError::Io(e) if e.kind() == std::io::ErrorKind::StorageFull), "{error:?}");
            assert!(!path.exists());
        }
    }
    assert!(Path::new("/dev/full").exists());
}
