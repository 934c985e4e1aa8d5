//! Texts in files, ours and strangers'.
#![allow(clippy::expect_used, reason = "tests fail by panicking")]

use studio_domain::OutputFormat;
use studio_imaging::{Channels, ImageWriter, OutputSpec, RowSink, embedded_texts};

const TEXT: &str =
    "a boat, 바다\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 8x8";

fn written(format: OutputFormat, text: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("picture");
    let spec = OutputSpec {
        format,
        quality: 90,
        width: 8,
        height: 8,
        channels: Channels::Rgb,
        icc_profile: None,
        parameters: Some(text.into()),
    };
    let mut writer = ImageWriter::create(&path, spec).expect("create");
    writer.write_rows(&[77; 8 * 8 * 3]).expect("write");
    writer.finish().expect("finish");
    std::fs::read(path).expect("read")
}

#[test]
fn what_is_written_is_read_back_from_every_format() {
    for format in OutputFormat::ALL {
        for text in [TEXT, "plain: words"] {
            let texts = embedded_texts(&written(format, text)).expect("readable");
            assert_eq!(texts.parameters.as_deref(), Some(text), "{format:?}");
            assert_eq!(texts.invokeai_metadata, None);
        }
    }
}

fn png(write: impl FnOnce(&mut png::Encoder<'_, &mut Vec<u8>>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.set_color(png::ColorType::Grayscale);
    write(&mut encoder);
    encoder.write_header().expect("header").write_image_data(&[0]).expect("data");
    bytes
}

#[test]
fn compressed_and_invokes_chunks_are_read_and_bombs_are_not() {
    let bytes = png(|encoder| {
        encoder.add_ztxt_chunk("parameters".into(), "squeezed".into()).expect("a chunk");
        encoder.add_itxt_chunk("invokeai_metadata".into(), "{\"seed\": 1}".into()).expect("a chunk");
    });
    let texts = embedded_texts(&bytes).expect("readable");
    assert_eq!(texts.parameters.as_deref(), Some("squeezed"));
    assert_eq!(texts.invokeai_metadata.as_deref(), Some("{\"seed\": 1}"));
    let bomb = png(|encoder| {
        encoder.add_ztxt_chunk("parameters".into(), "x".repeat(50_000_000)).expect("a chunk");
    });
    assert!(bomb.len() < 1_000_000);
    assert!(embedded_texts(&bomb).is_ok_and(|texts| texts.parameters.is_none()));
}

#[test]
fn damaged_files_are_refused_or_say_nothing() {
    assert!(embedded_texts(b"").is_err());
    assert!(embedded_texts(b"GIF89a").is_err());
    for format in OutputFormat::ALL {
        let whole = written(format, TEXT);
        for cut in 0..whole.len() {
            let _ = embedded_texts(&whole[..cut]);
        }
        for at in 0..whole.len().min(400) {
            for value in [0, 0x7F, 0xFF] {
                let mut changed = whole.clone();
                changed[at] = value;
                let _ = embedded_texts(&changed);
            }
        }
    }
}
