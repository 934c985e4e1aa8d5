//! Files that mean harm, or are merely broken: an error in words, nothing else.

use crate::{
    common::scene,
    installed::{entry, install},
};
use std::{fs, path::Path};
use studio_domain::ErrorCode;
use studio_inference::{InferenceError, RunControl, StyleJob};

const SECTION: &str = "[style]\ninput = { range = \"0-1\" }\noutput_range = \"0-1\"";

fn job() -> StyleJob {
    StyleJob { model: "test".into(), version: "1".into(), style: None, strength: 1.0, picture: scene(32, 32).into() }
}

/// What is said of a network with this content, which lies in a folder whose parents hold a secret.
fn said_of(bytes: &[u8]) -> InferenceError {
    let installed = install("style-transfer", "style-transfer", SECTION, &[("negative.onnx", "style = \"s\"")]);
    let version = installed.folder.path().join("models/test/1");
    let manifest = fs::read_to_string(version.join("model.toml")).unwrap();
    let (head, _) = manifest.split_once("[[files]]").unwrap();
    let entry = entry("other.onnx", bytes, "style = \"s\"");
    fs::write(version.join("model.toml"), format!("{head}{entry}")).unwrap();
    fs::write(version.join("other.onnx"), bytes).unwrap();
    for folder in [version.parent().unwrap(), &version] {
        fs::write(folder.join("secret.bin"), [0; 400]).unwrap();
    }
    installed.engine.stylize(&job(), &RunControl::default()).expect_err("refused")
}

fn network(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models").join(name)).unwrap()
}

#[test]
fn broken_and_hostile_networks_are_refused_in_words() {
    let good = network("sam_decoder.onnx");
    let noise: Vec<u8> = (0..5000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let mut cases = vec![("noise".to_owned(), noise), ("one byte".into(), vec![7]), ("zeros".into(), vec![0; 1000])];
    for end in [good.len() / 4, good.len() / 2, good.len() - 1] {
        cases.push((format!("cut at {end}"), good[..end].to_vec()));
    }
    for name in ["cyclic", "opset_9999", "unknown_operator", "takes_text", "outside", "beside", "working_directory"] {
        cases.push((name.to_owned(), network(&format!("{name}.onnx"))));
    }
    for (name, bytes) in cases {
        let error = said_of(&bytes);
        assert_eq!(error.code(), ErrorCode::ModelUnavailable, "{name}: {error}");
        let text = error.to_string();
        assert!(text.contains("other.onnx") && text.lines().count() == 1, "{name}: {text}");
    }
}

/// Whether it is found out when it is loaded or when it runs.
#[test]
fn a_network_that_wants_all_memory_gets_none() {
    let error = said_of(&network("huge.onnx"));
    let codes = [ErrorCode::ModelUnavailable, ErrorCode::OutOfMemory, ErrorCode::InferenceFailed];
    assert!(codes.contains(&error.code()), "{error}");
}

/// Bits flipped anywhere in a small network: whatever comes of it, the next picture is done.
#[test]
fn damaged_networks_kill_nothing() {
    let good = network("negative.onnx");
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        let installed = install("style-transfer", "style-transfer", SECTION, &[("negative.onnx", "style = \"s\"")]);
        let version = installed.folder.path().join("models/test/1");
        let manifest = fs::read_to_string(version.join("model.toml")).unwrap();
        let (head, _) = manifest.split_once("[[files]]").unwrap();
        let entry = entry("negative.onnx", &bad, "style = \"s\"");
        fs::write(version.join("model.toml"), format!("{head}{entry}")).unwrap();
        fs::write(version.join("negative.onnx"), &bad).unwrap();
        if let Err(error) = installed.engine.stylize(&job(), &RunControl::default()) {
            let codes = [ErrorCode::ModelUnavailable, ErrorCode::InferenceFailed];
            assert!(codes.contains(&error.code()), "{at}: {error}");
        }
    }
}
