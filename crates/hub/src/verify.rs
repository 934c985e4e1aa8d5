//! Whether the files are still those that were installed.

use crate::{
    Checksum, Installed,
    checksum::{Hasher, hash_file},
};
use std::fs;

/// What is wrong with one file of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Below the model's folder.
    pub path: String,
    /// In words.
    pub what: String,
}

/// Reads every file of a model; `progress` is told of bytes that have been read. No faults: it is whole.
///
/// Blocks for about a second for each gigabyte.
pub fn verify(model: &Installed, progress: &mut dyn FnMut(u64)) -> Vec<Fault> {
    let manifest = match &model.manifest {
        Ok(manifest) => manifest,
        Err(reason) => return vec![Fault { path: crate::FILE_NAME.to_owned(), what: reason.clone() }],
    };
    if !model.has_manifest {
        let what = "it is missing, so there is nothing to hold the files against; `studio models add` gives them one";
        return vec![Fault { path: crate::FILE_NAME.to_owned(), what: what.to_owned() }];
    }
    let mut check = |file: &crate::ManifestFile| {
        let path = model.folder.join(&file.path);
        let found = fs::metadata(&path).map_err(|_| "it is missing".to_owned())?.len();
        if let Some(size) = file.size.filter(|size| *size != found) {
            return Err(format!("it has {found} bytes instead of {size}"));
        }
        let pin = file.sha256.clone().map(Checksum::Sha256).ok_or("the manifest has no hash of it")?;
        let mut hasher = Hasher::new(None, found);
        hash_file(&path, &mut hasher, progress).map_err(|error| match error {
            crate::HubError::Io { source, .. } => format!("it cannot be read ({source})"),
            other => other.to_string(),
        })?;
        hasher.finish(Some(&pin)).map(drop).map_err(|_| "its contents have changed".to_owned())
    };
    let mut faults = Vec::new();
    for file in &manifest.files {
        if let Err(what) = check(file) {
            faults.push(Fault { path: file.path.clone(), what });
        }
    }
    faults
}
