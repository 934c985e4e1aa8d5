//! A pipeline folder as diffusers and Optimum lay it out.

use super::{
    AddOptions,
    copy::Copied,
    folder::{Candidate, Kind},
};
use crate::{
    HubError,
    manifest::{Written, WrittenFile},
};
use std::{fs, path::Path};
use studio_domain::names;

pub(crate) const INDEX: &str = "model_index.json";
/// Extensions of what a pipeline does not need: the weights of other frameworks, which are many gigabytes, and what is
/// for people.
const FOREIGN: [&str; 12] =
    ["safetensors", "bin", "ckpt", "msgpack", "pt", "png", "jpg", "jpeg", "webp", "gif", "md", "py"];
/// Entries of a folder; a pipeline has some dozens, exports with scattered weights a few thousand.
const MOST_FILES: usize = 10_000;
const DEEPEST: usize = 4;

pub(super) fn inspect(source: &Path, options: &AddOptions) -> Result<Candidate, HubError> {
    let refuse = |why: String| HubError::Refused(format!("{}: {why}", source.display()));
    let denoiser = ["unet", "transformer"].into_iter().find(|part| source.join(part).join("model.onnx").is_file());
    if denoiser.is_none() || !source.join("vae_decoder/model.onnx").is_file() {
        return Err(refuse(
            "this pipeline is not in ONNX (unet/model.onnx and vae_decoder/model.onnx are missing). Export it first: \
             optimum-cli export onnx --model FOLDER --task text-to-image OUTPUT"
                .to_owned(),
        ));
    }
    let files = files(source)?;
    let folder = source.canonicalize().map_err(HubError::io("read", source))?;
    let base = folder.file_name().unwrap_or_default().to_string_lossy().to_string();
    let name = options.name.clone().unwrap_or_else(|| name_from(&base));
    let version = options.version.clone().unwrap_or_else(|| "1".to_owned());
    for text in [&name, &version] {
        if !names::is_name(text) {
            return Err(refuse(format!(
                "{text:?} cannot be its name or version; say another with --name or --version"
            )));
        }
    }
    let licence = options.licence.clone().unwrap_or_else(|| "unknown".to_owned());
    Ok(Candidate { name, version, licence, files, kind: Kind::Diffusers })
}

/// Files of a pipeline, as paths relative to its folder, sorted.
///
/// # Errors
/// [`HubError::Io`]; [`HubError::Refused`] for what no pipeline has.
pub(crate) fn files(source: &Path) -> Result<Vec<String>, HubError> {
    let mut files = Vec::new();
    walk(source, "", 0, &mut files)?;
    files.sort();
    Ok(files)
}

/// Files below `source` that the pipeline needs, as paths relative to it.
fn walk(source: &Path, below: &str, depth: usize, files: &mut Vec<String>) -> Result<(), HubError> {
    let folder = source.join(below);
    let cannot = HubError::io("read", &folder);
    for entry in fs::read_dir(&folder).map_err(&cannot)? {
        let entry = entry.map_err(&cannot)?;
        let name = entry.file_name().to_string_lossy().to_string();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        let kind = entry.file_type().map_err(&cannot)?;
        if name.starts_with('.') {
            continue;
        }
        // A link to a folder may lead in circles; one to a file is looked at when it is copied.
        if kind.is_dir() && depth < DEEPEST {
            walk(source, &path, depth + 1, files)?;
        } else if !kind.is_dir() && is_needed(&name) && !is_empty(&folder.join(&name)) {
            if !names::is_inside(&path) {
                return Err(HubError::Refused(format!("{path:?} is no name for a file of a model")));
            }
            files.push(path);
        }
        if files.len() > MOST_FILES {
            return Err(HubError::Refused(format!("{} has too many files for a model", source.display())));
        }
    }
    Ok(())
}

/// A manifest names no empty files, and nothing can be in them.
fn is_empty(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == 0)
}

/// Not a list of what is: weights in files of their own may have any name.
fn is_needed(name: &str) -> bool {
    match name.rsplit_once('.') {
        Some((_, extension)) => !FOREIGN.contains(&extension.to_lowercase().as_str()),
        None => !name.eq_ignore_ascii_case("license"),
    }
}

/// `Stable Diffusion v1.5` → `stable-diffusion-v1.5`
fn name_from(folder: &str) -> String {
    let name: String = folder
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') { c } else { '-' })
        .collect();
    name.trim_matches(['-', '.', '_']).chars().take(64).collect()
}

pub(super) fn manifest(candidate: &Candidate, copied: &[Copied]) -> Result<String, HubError> {
    let nothing = toml::Table::new();
    let files = candidate.files.iter().zip(copied).map(|(path, copied)| WrittenFile {
        path,
        size: copied.size,
        sha256: &copied.sha256,
        family_section: &nothing,
    });
    Written {
        name: &candidate.name,
        version: &candidate.version,
        task: "text-to-image",
        family: "diffusers",
        title: &candidate.name,
        description: "A pipeline that was added from a folder.",
        licence: &candidate.licence,
        author: "unknown",
        family_section: &nothing,
        files: files.collect(),
    }
    .to_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_folders() {
        assert_eq!(name_from("Stable Diffusion v1.5"), "stable-diffusion-v1.5");
        assert_eq!(name_from("-ä-"), "");
    }

    #[test]
    fn other_frameworks_and_pictures_stay_behind() {
        for file in ["model.onnx", "model.onnx_data", "weights.pb", "config.json", "merges.txt", "onnx__MatMul_42"] {
            assert!(is_needed(file), "{file}");
        }
        for file in ["model.safetensors", "pytorch_model.bin", "README.md", "sample.png", "LICENSE"] {
            assert!(!is_needed(file), "{file}");
        }
    }
}
