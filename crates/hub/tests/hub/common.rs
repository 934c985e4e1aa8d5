//! What the tests share.

use sha2::{Digest, Sha256};
use std::{
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};
use studio_hub::{Catalogue, Entry, Event, FetchOptions, Fetcher, ProxyChoice, Store};

/// 300 kB that are the same at every run.
pub fn bytes(seed: u32) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..300_000).map(|_| next()).collect()
}

pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Impatient, and past any proxy of this machine.
pub fn options() -> FetchOptions {
    FetchOptions {
        stall: Duration::from_millis(800),
        connect: Duration::from_secs(2),
        retries: 2,
        backoff: Duration::from_millis(10),
        proxy: ProxyChoice::Direct,
    }
}

pub fn fetcher() -> Fetcher {
    Fetcher::new(options()).expect("a fetcher")
}

/// A file of a model: path, bytes, and where it is.
pub type File<'a> = (&'a str, &'a [u8], Vec<String>);

/// A catalogue with the model `toy@1`.
pub fn entry(files: &[File]) -> Entry {
    entry_with("licence = \"MIT\"", files)
}

pub fn entry_with(licence: &str, files: &[File]) -> Entry {
    let mut text = format!(
        "[[models]]\nname = \"toy\"\nversion = \"1\"\ntask = \"upscale\"\nfamily = \"super-resolution\"\n\
         title = \"Toy\"\ndescription = \"For tests.\"\nauthor = \"Tests\"\n{licence}\npin_source = \"publisher\"\n\
         [models.manifest.input]\nrange = \"0-1\"\nchannels = \"rgb\"\n"
    );
    for (i, (path, bytes, urls)) in files.iter().enumerate() {
        text += &format!(
            "[[models.files]]\npath = {path:?}\nsize = {}\nsha256 = {:?}\nurls = {urls:?}\n\
             [models.files.manifest]\nscale = {}\nmemory_mb = 1\nreceptive_field = 1\n",
            bytes.len(),
            sha256(bytes),
            i + 2
        );
    }
    let catalogue = Catalogue::parse(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    catalogue.entries()[0].clone()
}

/// A store in a folder that goes away.
pub struct Place {
    pub store: Store,
    folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { store: Store::new(folder.path().join("models")), folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Whether the file of the installed `toy@1` has these bytes.
    pub fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        std::fs::read(self.store.place("toy", "1").join(path)).is_ok_and(|found| found == bytes)
    }

    /// What is visible in the folder of models.
    pub fn visible(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.store.folder()).into_iter().flatten().flatten();
        entries.map(|e| e.file_name().to_string_lossy().to_string()).filter(|name| !name.starts_with('.')).collect()
    }

    /// Names of what waits in `.partial`.
    pub fn waiting(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.store.folder().join(".partial")).into_iter().flatten().flatten();
        entries.map(|e| e.file_name().to_string_lossy().to_string()).collect()
    }
}

/// Writes down what is told.
#[derive(Clone, Default)]
pub struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    pub fn take(&self, event: Event<'_>) {
        let note = match event {
            Event::Waiting => "waiting".to_owned(),
            Event::Checking(path) => format!("checking {path}"),
            Event::Progress(progress) => format!("{} of {}", progress.bytes, progress.size),
            Event::Trouble { failure, next, .. } => format!("{failure} → {next:?}"),
        };
        self.0.lock().expect("notes").push(note);
    }

    pub fn have(&self, words: &str) -> bool {
        self.0.lock().expect("notes").iter().any(|note| note.contains(words))
    }
}

/// Tells nobody.
pub fn silent(_: Event<'_>) {}
