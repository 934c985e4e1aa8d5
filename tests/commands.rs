//! The commands that work on pictures, with the networks made for the tests of their families.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

/// A model of every family, and a light square before a dark ground.
struct Workshop {
    folder: TempDir,
}

/// A network, and what its manifest says of it besides.
type Network = (&'static str, &'static str);

/// Task, family, section of the manifest, networks.
const MODELS: [(&str, &str, &str, &[Network]); 4] = [
    (
        "style-transfer",
        "style-transfer",
        "[style]\ninput = { range = \"0-1\" }\noutput_range = \"0-1\"",
        &[("negative.onnx", "style = \"negative\"")],
    ),
    (
        "remove-background",
        "matting",
        "[matting]\ninput = { range = \"0-1\", mean = [0.5, 0.5, 0.5] }\nsize = 64\nactivation = \"min-max\"",
        &[("bright_64.onnx", "")],
    ),
    (
        "segment",
        "starter-separate",
        "[segment]\ninput = { range = \"0-1\" }",
        &[("separate_encoder.onnx", "part = \"encoder\""), ("separate_decoder.onnx", "part = \"decoder\"")],
    ),
    ("inpaint", "lama", "[lama]\ninput = { range = \"0-1\" }\noutput_range = \"0-255\"", &[("mean_fill_64.onnx", "")]),
];

const LIGHT: [u8; 3] = [250, 220, 180];
const DARK: [u8; 3] = [20, 40, 90];

impl Workshop {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let networks = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/inference/tests/models");
        for (task, family, section, files) in MODELS {
            let version = folder.path().join("models").join(task).join("1");
            fs::create_dir_all(&version).expect("a folder");
            let mut manifest = format!(
                "name = \"{task}\"\nversion = \"1\"\ntask = \"{task}\"\nfamily = \"{family}\"\ntitle = \"Test\"\n\
                 description = \"\"\nlicence = \"MIT\"\nauthor = \"\"\n{section}\n"
            );
            for (file, more) in files {
                let bytes = fs::read(networks.join(file)).expect("a network");
                let (size, sha256) = (bytes.len(), hex::encode(Sha256::digest(&bytes)));
                manifest += &format!("[[files]]\npath = \"{file}\"\nsize = {size}\nsha256 = \"{sha256}\"\n{more}\n");
                fs::write(version.join(file), bytes).expect("written");
            }
            fs::write(version.join("model.toml"), manifest).expect("written");
        }
        let inside = |x: u32, y: u32| (40..120).contains(&x) && (30..90).contains(&y);
        let picture = RgbImage::from_fn(160, 120, |x, y| Rgb(if inside(x, y) { LIGHT } else { DARK }));
        picture.save(folder.path().join("picture.png")).expect("written");
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, command: &str, rest: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_studio"))
            .current_dir(self.folder.path())
            .args([command, "--models", "models", "--data", "data", "--device", "cpu", "picture.png"])
            .args(rest)
            .output()
            .expect("the program starts")
    }

    /// The picture that a command writes.
    fn made(&self, command: &str, output: &str, rest: &[&str]) -> DynamicImage {
        let ran = self.run(command, &[&["-o", output], rest].concat());
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(ran.status.success() && said.contains(output) && said.contains("inference"), "{command}: {said}");
        let picture = image::open(self.path(output)).expect("a picture");
        assert_eq!((picture.width(), picture.height()), (160, 120));
        picture
    }

    fn refused(&self, command: &str, rest: &[&str], words: &str) {
        let ran = self.run(command, rest);
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(!ran.status.success() && said.contains(words), "{command} {rest:?}: {said}");
    }
}

fn near(found: &[u8], expected: [u8; 3]) -> bool {
    found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 2)
}

#[test]
fn pictures_are_restyled() {
    let workshop = Workshop::new();
    let styled = workshop.made("style", "styled.png", &["--style", "negative"]).to_rgb8();
    assert!(near(&styled.get_pixel(80, 60).0, LIGHT.map(|v| 255 - v)));
    workshop.refused("style", &["-o", "x.gif"], "png, jpg, jpeg or webp");
    workshop.refused("style", &["-o", "x.png", "--style", "ink"], "negative");
    workshop.refused("style", &["-o", "x.png", "--strength", "2"], "between 0 and 1");
}

#[test]
fn subjects_are_cut_out() {
    let workshop = Workshop::new();
    let cut = workshop.made("remove-background", "cut.png", &[]).to_rgba8();
    assert_eq!((cut.get_pixel(80, 60).0[3], cut.get_pixel(5, 5).0[3]), (255, 0));
    let placed = workshop.made("remove-background", "placed.webp", &["--colour", "#ff8800"]).to_rgb8();
    assert!(near(&placed.get_pixel(5, 5).0, [255, 136, 0]) && near(&placed.get_pixel(80, 60).0, LIGHT));
    workshop.made("remove-background", "blurred.jpg", &["--blur", "0.05"]);
    workshop.refused("remove-background", &["-o", "x.png", "--colour", "red"], "#ff8800");
    workshop.refused("remove-background", &["-o", "x.png", "--colour", "#ffffff", "--blur", "0.1"], "cannot be used");
}

#[test]
fn things_are_separated() {
    let workshop = Workshop::new();
    let mask = workshop.made("segment", "mask.png", &["--click", "80,60", "--not", "5,5"]).to_luma8();
    assert_eq!((mask.get_pixel(80, 60).0, mask.get_pixel(5, 5).0), ([255], [0]));
    let layer = workshop.made("segment", "layer.png", &["--click", "80,60", "--cutout"]).to_rgba8();
    assert!(near(&layer.get_pixel(80, 60).0[..3], LIGHT) && layer.get_pixel(5, 5).0[3] == 0);
    workshop.refused("segment", &["-o", "x.png"], "click on what is to be separated");
    workshop.refused("segment", &["-o", "x.png", "--click", "80"], "2 numbers");
    workshop.refused("segment", &["-o", "x.png", "--click", "800,60"], "160 × 120");
}

#[test]
fn what_is_masked_goes() {
    let workshop = Workshop::new();
    let spot = |x: u32, y: u32| Luma([if (60..70).contains(&x) && (50..60).contains(&y) { 255 } else { 0 }]);
    GrayImage::from_fn(160, 120, spot).save(workshop.path("mask.png")).expect("written");
    let mended = workshop.made("inpaint", "mended.png", &["--mask", "mask.png", "--feather", "0"]).to_rgb8();
    assert!(near(&mended.get_pixel(90, 70).0, LIGHT));
    workshop.refused("inpaint", &["-o", "x.png", "--mask", "nothing.png"], "cannot read nothing.png");
}
