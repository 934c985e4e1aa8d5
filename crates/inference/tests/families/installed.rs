//! A model folder made for a test, and an engine on it.
#![allow(dead_code, reason = "each binary uses a part")]

use crate::common::engine;
use sha2::{Digest, Sha256};
use std::{fs, path::Path};
use studio_inference::Engine;
use tempfile::TempDir;

/// The model is called `test`, its version `1`.
pub struct Installed {
    pub folder: TempDir,
    pub engine: Engine,
}

/// `files`: names in `tests/models`, and what the manifest says of each besides.
pub fn install(task: &str, family: &str, section: &str, files: &[(&str, &str)]) -> Installed {
    let folder = tempfile::tempdir().unwrap();
    let version = folder.path().join("models/test/1");
    fs::create_dir_all(&version).unwrap();
    let mut manifest = format!(
        "name = \"test\"\nversion = \"1\"\ntask = \"{task}\"\nfamily = \"{family}\"\ntitle = \"Test\"\n\
         description = \"\"\nlicence = \"MIT\"\nauthor = \"\"\n{section}\n"
    );
    for (file, more) in files {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/models").join(file);
        let bytes = fs::read(path).expect("a network");
        manifest += &entry(file, &bytes, more);
        fs::write(version.join(file), bytes).unwrap();
    }
    fs::write(version.join("model.toml"), manifest).unwrap();
    let engine = engine(vec![folder.path().join("models")]);
    Installed { folder, engine }
}

/// What a manifest says of a file.
pub fn entry(path: &str, bytes: &[u8], more: &str) -> String {
    let sha256 = hex::encode(Sha256::digest(bytes));
    format!("[[files]]\npath = \"{path}\"\nsize = {}\nsha256 = \"{sha256}\"\n{more}\n", bytes.len())
}
