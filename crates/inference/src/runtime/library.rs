//! Finds ONNX Runtime's shared library.

use crate::InferenceError;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The oldest minor version of ONNX Runtime 1 that works. 1.22 answers the same API, and then aborts the process when
/// the first session is made, so the version is checked before.
pub(super) const MINIMUM_MINOR: u32 = 23;

const FILE_NAME: &str = "libonnxruntime.so";

/// The library to load: `given`, or else the first that loads of those beside the program, in the `lib` and
/// `onnxruntime` folders beside the program's own, and wherever the system looks.
///
/// # Errors
/// [`InferenceError::RuntimeMissing`], [`InferenceError::RuntimeTooOld`], [`InferenceError::RuntimeUnusable`]. Without
/// a given path, an unusable library is passed over, unless there is no other.
pub(super) fn find(given: Option<&Path>) -> Result<PathBuf, InferenceError> {
    if let Some(path) = given {
        if !path.is_file() {
            let searched = vec![path.display().to_string()];
            return Err(InferenceError::RuntimeMissing { searched, minimum: MINIMUM_MINOR });
        }
        // A relative path is meant from the current folder; the loader would take it from the program's.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        return check(path);
    }
    let folders = beside_program();
    let mut refused = None;
    for path in folders.iter().flat_map(|folder| libraries_in(folder)) {
        match check(path) {
            Ok(path) => return Ok(path),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    // A bare name is looked up by the dynamic loader.
    match check(FILE_NAME.into()) {
        Ok(path) => Ok(path),
        Err(error @ InferenceError::RuntimeTooOld { .. }) => Err(refused.unwrap_or(error)),
        Err(_) => Err(refused.unwrap_or_else(|| {
            let mut searched: Vec<String> =
                folders.iter().map(|folder| folder.join(FILE_NAME).display().to_string()).collect();
            searched.push(format!("the system's {FILE_NAME}"));
            InferenceError::RuntimeMissing { searched, minimum: MINIMUM_MINOR }
        })),
    }
}

fn beside_program() -> Vec<PathBuf> {
    let program = std::env::current_exe().and_then(fs::canonicalize).ok();
    let Some(folder) = program.as_deref().and_then(Path::parent) else { return Vec::new() };
    let mut folders = vec![folder.to_owned()];
    // Where programs are installed, and where the set-up links it in a checkout.
    folders.extend(folder.parent().into_iter().flat_map(|prefix| ["lib", "onnxruntime"].map(|name| prefix.join(name))));
    folders
}

/// `libonnxruntime.so` and versioned ones such as `libonnxruntime.so.1.31.1`, the plain name first. The providers' own
/// libraries (`libonnxruntime_providers_…`) have other names.
fn libraries_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.strip_prefix(FILE_NAME).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
        .collect();
    names.sort();
    names.into_iter().map(|name| folder.join(name)).collect()
}

/// Asks the library itself for its version, through `OrtGetApiBase`, which every version answers.
fn check(path: PathBuf) -> Result<PathBuf, InferenceError> {
    match ort::util::probe(&path) {
        Some(minor) if minor >= MINIMUM_MINOR => Ok(path),
        Some(found) => Err(InferenceError::RuntimeTooOld { path, found, minimum: MINIMUM_MINOR }),
        None => {
            let reason = "it is not a shared library of ONNX Runtime 1, or one that it needs is missing".into();
            Err(InferenceError::RuntimeUnusable { path, reason })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_path_must_hold_a_library() {
        let folder = tempfile::tempdir().expect("a folder");
        let missing = folder.path().join("libonnxruntime.so");
        let error = find(Some(&missing)).expect_err("nothing there");
        assert!(matches!(error, InferenceError::RuntimeMissing { .. }));
        let text = error.to_string();
        assert!(text.contains("make setup") && text.contains("ORT_DYLIB_PATH") && !text.contains('\n'), "{text}");

        fs::write(&missing, "no library").expect("written");
        assert!(matches!(find(Some(&missing)), Err(InferenceError::RuntimeUnusable { .. })));
    }

    #[test]
    fn versioned_names_are_found_and_providers_are_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let names =
            ["libonnxruntime.so.1.31.1", "libonnxruntime.so", "libonnxruntime_providers_cuda.so", "libonnxruntime.sox"];
        names.iter().for_each(|name| fs::write(folder.path().join(name), "").expect("written"));
        let found: Vec<_> = libraries_in(folder.path()).iter().map(|p| p.file_name().unwrap().to_owned()).collect();
        assert_eq!(found, ["libonnxruntime.so", "libonnxruntime.so.1.31.1"]);
    }
}
