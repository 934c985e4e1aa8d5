//! Adding models that are in no catalogue, choosing and removing them.

use crate::{
    common::{Place, bytes, entry, fetcher, sha256, silent},
    server::{Server, Vice},
};
use std::{fs, os::unix::fs::symlink, path::PathBuf};
use studio_domain::{ModelInfo, ModelState, ModelVersion, TaskKind};
use studio_hub::{
    AddOptions, Address, Catalogue, Defaults, HubError, Installed, Manifest, State, installed, overview, verify,
};

/// A manifest of `mine@1` with one file; `pin` are further lines about it.
fn manifest(licence: &str, path: &str, pin: &str) -> String {
    format!(
        "# by hand\nname = 'mine'\nversion = '1'\ntask = 'upscale'\nfamily = 'super-resolution'\ntitle = 'Mine'\n\
         description = 'x'\nlicence = '{licence}'\nauthor = 'me'\n[input]\nrange = '0-1'\nchannels = 'rgb'\n\
         [[files]]\npath = '{path}'\nscale = 2\nmemory_mb = 1\nreceptive_field = 1\n{pin}\n"
    )
}

/// A folder with that manifest, and the file `x2.onnx`.
fn folder(place: &Place, manifest: &str) -> PathBuf {
    let folder = place.path().join("download");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("model.toml"), manifest).expect("written");
    fs::write(folder.join("x2.onnx"), bytes(1)).expect("written");
    folder
}

fn add(place: &Place, folder: &std::path::Path) -> Result<PathBuf, HubError> {
    place.store.add_folder(folder, &AddOptions::default(), &mut |_| {})
}

fn models(place: &Place) -> Vec<Installed> {
    installed(&[place.store.folder().to_owned()])
}

#[test]
fn a_folder_is_copied_and_its_manifest_completed() {
    let place = Place::new();
    let source = folder(&place, &manifest("MIT", "x2.onnx", ""));
    let mut done = 0;
    let installed = place.store.add_folder(&source, &AddOptions::default(), &mut |bytes| done += bytes).expect("added");
    assert_eq!((done, fs::read(installed.join("x2.onnx")).expect("copied")), (300_000, bytes(1)));
    let (read, text) = Manifest::read(&installed).expect("a manifest");
    assert_eq!((read.files[0].size, read.files[0].sha256.clone()), (Some(300_000), Some(sha256(&bytes(1)))));
    assert!(text.contains("receptive_field = 1"), "{text}");
    assert!(verify(&models(&place)[0], &mut |_| {}).is_empty());
    assert!(matches!(add(&place, &source), Err(HubError::AlreadyInstalled(_))));
    // The original is not needed any more.
    fs::remove_dir_all(&source).expect("removed");
    assert!(verify(&models(&place)[0], &mut |_| {}).is_empty());
}

#[test]
fn a_complete_manifest_is_kept_word_for_word_and_held_against_the_files() {
    let place = Place::new();
    let pin = |sha256: &str| format!("size = 300000\nsha256 = '{sha256}'");
    let source = folder(&place, &manifest("MIT", "x2.onnx", &pin(&"0".repeat(64))));
    assert!(add(&place, &source).expect_err("another hash").to_string().contains("speaks of"));
    assert_eq!((place.visible(), place.waiting()), (vec![], vec![]));
    let good = manifest("MIT", "x2.onnx", &pin(&sha256(&bytes(1))));
    fs::write(source.join("model.toml"), &good).expect("written");
    let installed = add(&place, &source).expect("added");
    assert_eq!(fs::read_to_string(installed.join("model.toml")).expect("text"), good);
}

#[test]
fn nothing_outside_the_folder_is_touched() {
    let place = Place::new();
    fs::write(place.path().join("secret"), "secret").expect("written");
    for path in ["../secret", "/etc/passwd", "a/../../secret"] {
        let source = folder(&place, &manifest("MIT", path, ""));
        assert!(matches!(add(&place, &source), Err(HubError::Manifest { .. })), "{path}");
    }
    let source = folder(&place, &manifest("MIT", "link.onnx", ""));
    symlink(place.path().join("secret"), source.join("link.onnx")).expect("a link");
    assert!(add(&place, &source).expect_err("a link out").to_string().contains("link out of the folder"));
    let source = folder(&place, &manifest("MIT", "deep/secret", ""));
    symlink(place.path(), source.join("deep")).expect("a link");
    assert!(matches!(add(&place, &source), Err(HubError::Refused(_))));
    assert_eq!(place.visible(), Vec::<String>::new());
    // A link that stays inside is as good as the file.
    fs::remove_file(source.join("link.onnx")).expect("removed");
    symlink("x2.onnx", source.join("link.onnx")).expect("a link");
    fs::write(source.join("model.toml"), manifest("MIT", "link.onnx", "")).expect("written");
    let installed = add(&place, &source).expect("added");
    assert!(fs::symlink_metadata(installed.join("link.onnx")).expect("there").is_file());
}

#[test]
fn files_can_be_shared_with_the_folder() {
    use std::os::unix::fs::MetadataExt;
    let place = Place::new();
    let source = folder(&place, &manifest("MIT", "x2.onnx", ""));
    let options = AddOptions { link: true, ..AddOptions::default() };
    let installed = place.store.add_folder(&source, &options, &mut |_| {}).expect("added");
    let inode = |path: PathBuf| fs::metadata(path).expect("there").ino();
    assert_eq!(inode(installed.join("x2.onnx")), inode(source.join("x2.onnx")));
    place.store.remove(&models(&place)[0]).expect("removed");
    assert_eq!(fs::read(source.join("x2.onnx")).expect("still there"), bytes(1));
}

#[test]
fn leftovers_of_another_attempt_are_not_installed() {
    let place = Place::new();
    let source = folder(&place, &manifest("MIT", "x2.onnx", ""));
    let staged = place.store.folder().join(".partial/mine@1/files");
    fs::create_dir_all(staged.join("unet")).expect("a folder");
    fs::write(staged.join("unet/model.onnx"), "old").expect("written");
    fs::write(staged.join("x9.onnx"), "old").expect("written");
    let installed = add(&place, &source).expect("added");
    let mut there: Vec<_> = fs::read_dir(installed).expect("read").flatten().map(|entry| entry.file_name()).collect();
    there.sort();
    assert_eq!(there, ["model.toml", "x2.onnx"]);
}

#[test]
fn what_is_no_model_is_refused_with_advice() {
    let place = Place::new();
    let says = |path: PathBuf, words: &str| {
        let error = add(&place, &path).expect_err(words).to_string();
        assert!(error.contains(words), "{error}");
    };
    let source = folder(&place, &manifest("MIT", "x2.onnx", ""));
    says(source.join("x2.onnx"), "receptive_field");
    says(place.path().join("nowhere"), "no folder");
    says(place.path().to_owned(), "neither a model.toml nor a model_index.json");
    let pipeline = place.path().join("Stable Diffusion");
    fs::create_dir_all(pipeline.join("unet")).expect("a folder");
    fs::write(pipeline.join("model_index.json"), "{}").expect("written");
    fs::write(pipeline.join("unet/diffusion_pytorch_model.safetensors"), "x").expect("written");
    says(pipeline, "optimum-cli export onnx");
    let hidden = folder(&place, &manifest("CC-BY-NC-4.0", "x2.onnx", ""));
    says(hidden, "--accept-licence \"CC-BY-NC-4.0\"");
}

#[test]
fn a_pipeline_gets_a_manifest() {
    let place = Place::new();
    let source = place.path().join("My Pipeline");
    for file in ["model_index.json", "unet/model.onnx", "unet/model.onnx_data", "vae_decoder/model.onnx"] {
        let path = source.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, file).expect("written");
    }
    for other in ["README.md", "unet/model.safetensors", "unet/empty", ".gitattributes"] {
        fs::write(source.join(other), if other == "unet/empty" { "" } else { "x" }).expect("written");
    }
    let options = AddOptions { licence: Some("MIT".into()), ..AddOptions::default() };
    let installed = place.store.add_folder(&source, &options, &mut |_| {}).expect("added");
    assert!(installed.ends_with("models/my-pipeline/1"), "{}", installed.display());
    let (manifest, _) = Manifest::read(&installed).expect("a manifest");
    let files: Vec<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(files, ["model_index.json", "unet/model.onnx", "unet/model.onnx_data", "vae_decoder/model.onnx"]);
    assert_eq!((manifest.family.as_str(), manifest.licence.as_str()), ("diffusers", "MIT"));
    assert!(verify(&models(&place)[0], &mut |_| {}).is_empty());
    // One that was put there as it is counts too, but there is nothing to hold it against.
    fs::rename(&source, place.store.folder().join("as-it-is")).expect("moved");
    let all = models(&place);
    assert_eq!(all[0].reference(), "as-it-is@1");
    assert!(verify(&all[0], &mut |_| {})[0].what.contains("models add"));
    place.store.remove(&all[0]).expect("removed");
    assert_eq!(place.visible(), ["my-pipeline"]);
}

#[tokio::test]
async fn a_manifest_on_the_web_brings_its_files() {
    let (server, place, file) = (Server::start().await, Place::new(), bytes(1));
    let pin = format!("size = 300000\nsha256 = '{}'", sha256(&file));
    let good = manifest("MIT", "sub/x2.onnx", &pin);
    server.put("/mine/model.toml", good.as_bytes());
    server.put("/mine/sub/x2.onnx", &file);
    server.spoil("/mine/sub/x2.onnx", Vice::Truncate(1000), 1);
    let address = |path: &str| Address::parse(&server.url(path)).expect("an address");
    let add = async |path: &str| place.store.add_url(&address(path), &AddOptions::default(), &fetcher(), &silent).await;
    let pulled = add("/mine/model.toml").await.expect("added");
    assert_eq!(fs::read_to_string(pulled.folder.join("model.toml")).expect("text"), good);
    assert!(verify(&models(&place)[0], &mut |_| {}).is_empty());
    assert!(matches!(add("/mine/model.toml").await, Err(HubError::AlreadyInstalled(_))));

    for (path, text, words) in [
        ("/a/model.toml", manifest("MIT", "../x", &pin), "stay in the folder"),
        ("/b/model.toml", manifest("MIT", "x", "").replace("mine", "other"), "does not pin x"),
        ("/c/model.toml", manifest("CC-BY-NC-4.0", "x", &pin).replace("mine", "other"), "--accept-licence"),
        ("/d/model.toml", "#".repeat(2 << 20), "more than"),
        ("/e/model.toml", "name = ".to_owned(), "not valid in line 1"),
        ("/f/model.onnx", String::new(), "no address of a model.toml"),
    ] {
        server.put(path, text.as_bytes());
        let error = add(path).await.expect_err(words).to_string();
        assert!(error.contains(words), "{error}");
    }
    assert!(add("/missing/model.toml").await.expect_err("missing").to_string().contains("404"));
    assert_eq!(place.visible(), ["mine"]);
}

#[tokio::test]
async fn models_are_removed_and_those_that_ship_are_not() {
    let (server, place, file) = (Server::start().await, Place::new(), bytes(1));
    server.put("/a", &file);
    let entry = entry(&[("x2.onnx", &file, vec![server.url("/a")])]);
    place.store.pull(&entry, &fetcher(), &[], &silent).await.expect("pulled");
    let defaults = Defaults::of(&place.store);
    defaults.set(&["upscale"], "toy@1").expect("set");

    let starter = place.path().join("starter");
    fs::create_dir_all(starter.join("starter-upscaler/1")).expect("a folder");
    fs::write(starter.join("starter-upscaler/1/model.toml"), "").expect("written");
    let removable =
        |text: &str| place.store.removable(&text.parse().expect("a reference"), std::slice::from_ref(&starter));
    assert!(removable("starter-upscaler").expect_err("ships").to_string().contains("ships with the studio"));
    assert!(removable("toy@2").expect_err("no such version").to_string().contains("not installed"));

    let found = removable("toy").expect("installed");
    place.store.remove(&found[0]).expect("removed");
    assert_eq!((place.visible(), place.waiting()), (vec!["defaults.toml".to_owned()], vec![]));
    assert!(defaults.read().expect("read").is_empty());
    assert!(starter.join("starter-upscaler/1/model.toml").exists());
}

#[tokio::test]
async fn the_overview_tells_states_apart() {
    let (server, place, file) = (Server::start().await, Place::new(), bytes(1));
    server.put("/a", &file);
    let entry = entry(&[("x2.onnx", &file, vec![server.url("/a")])]);
    place.store.pull(&entry, &fetcher(), &[], &silent).await.expect("pulled");
    let version = |version: &str, state| ModelVersion { version: version.into(), state, device: None, message: None };
    let info = |default: &str, state| ModelInfo {
        name: "toy".into(),
        tasks: vec![TaskKind::Upscale],
        default_for: vec![TaskKind::Upscale],
        title: "Toy".into(),
        description: String::new(),
        licence: "MIT".into(),
        default_version: default.into(),
        versions: vec![version("1", state), version("2", ModelState::Available)],
        styles: Vec::new(),
        scales: vec![2],
        diffusion: None,
    };
    let catalogue = Catalogue::shipped().expect("sound");
    let state = |models: &[ModelInfo]| {
        let rows = overview(&installed(&[place.store.folder().to_owned()]), &catalogue, &[], models);
        assert_eq!(rows.len(), catalogue.entries().len() + 1);
        assert!(rows.iter().any(|row| row.state == State::Available && row.name == "lama"));
        let row = rows.into_iter().find(|row| row.name == "toy").expect("a row");
        assert_eq!((row.size, row.tasks, row.licence.as_str()), (300_000, vec!["upscale".to_owned()], "MIT"));
        (row.state, row.message.is_some())
    };
    assert_eq!(state(&[info("1", ModelState::Available)]), (State::Default, false));
    assert_eq!(state(&[info("2", ModelState::Available)]), (State::Installed, false));
    assert_eq!(state(&[info("1", ModelState::Failed)]), (State::Damaged, true));
    assert_eq!(state(&[]), (State::Damaged, true));
    fs::remove_file(place.store.place("toy", "1").join("x2.onnx")).expect("removed");
    let rows = overview(&installed(&[place.store.folder().to_owned()]), &catalogue, &[], &[]);
    let message = rows.into_iter().find_map(|row| row.message).expect("a message");
    assert!(message.contains("x2.onnx is missing"), "{message}");
}
