//! `studio models add`

use super::{
    Place,
    bar::Bar,
    pull::{Fetching, interruptible, tell},
    say_installed,
};
use anyhow::anyhow;
use clap::Args;
use std::path::{Path, PathBuf};
use studio_hub::{AddOptions, Address, Event, Store};

#[derive(Args)]
pub struct Add {
    /// A folder with a model.toml, a pipeline that was exported to ONNX, or the https address of a model.toml.
    source: String,
    /// What to call a pipeline. The folder's name when not given.
    #[arg(long)]
    name: Option<String>,
    /// The pipeline's version. 1 when not given.
    #[arg(long)]
    version: Option<String>,
    /// The pipeline's licence, by its SPDX name.
    #[arg(long)]
    licence: Option<String>,
    /// Link the folder's files instead of copying them, on the same disk: large models then take no space twice.
    #[arg(long)]
    link: bool,
    #[command(flatten)]
    fetching: Fetching,
}

pub(super) async fn run(place: Place, add: Add) -> anyhow::Result<()> {
    let options = AddOptions {
        name: add.name,
        version: add.version,
        licence: add.licence,
        link: add.link,
        accepted_licences: add.fetching.accept_licence.clone(),
    };
    let folder = if add.source.contains("://") {
        let address = Address::parse(&add.source).map_err(|reason| anyhow!(reason))?;
        let (fetcher, store, bar) = (add.fetching.fetcher()?, place.store(), Bar::new(0));
        let listener = |event: Event<'_>| tell(&bar, &event);
        let added = interruptible(store.add_url(&address, &options, &fetcher, &listener)).await;
        bar.finish();
        added?.folder
    } else {
        let store = place.store();
        tokio::task::spawn_blocking(move || copy(&store, Path::new(&add.source), &options)).await??
    };
    // `<models>/<name>/<version>`
    let mut names = folder.iter().rev().map(|name| name.to_string_lossy());
    let (version, name) = (names.next().unwrap_or_default(), names.next().unwrap_or_default());
    say_installed(&place, &format!("{name}@{version}"))
}

fn copy(store: &Store, source: &Path, options: &AddOptions) -> anyhow::Result<PathBuf> {
    let bar = Bar::new(0);
    let mut bytes = 0;
    let mut progress = |more: u64| {
        bytes += more;
        // How much there will be is known to the one who copies only.
        bar.set(bytes, bytes, "");
    };
    let added = store.add_folder(source, options, &mut progress);
    bar.finish();
    Ok(added?)
}
