//! `studio models`: what there is, what is installed, and how one becomes the other.

mod add;
mod bar;
mod default;
mod list;
mod pull;
mod remove;
mod show;
mod table;
mod verify;

use crate::cli::say;
use anyhow::Context;
use clap::{Args, Subcommand};
use std::{
    io::{self, Write},
    path::PathBuf,
};
use studio_hub::{Catalogue, Reference, Row, Store};

#[derive(Args)]
pub struct Models {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: ModelsCommand,
}

#[derive(Subcommand)]
enum ModelsCommand {
    /// Show which models are installed, and which could be.
    List(list::List),
    /// Tell everything about a model.
    Show(show::Show),
    /// Fetch models of the catalogue; goes on where it was interrupted, repairs what is damaged.
    Pull(pull::Pull),
    /// Hold the files of installed models against their hashes.
    Verify(verify::Verify),
    /// Install a model from a folder, or from the address of a model.toml.
    Add(add::Add),
    /// Remove an installed model.
    Remove(remove::Remove),
    /// Choose the model that serves a task when a request names none.
    Default(default::Default),
}

/// Where models are.
#[derive(Args)]
struct Place {
    /// Folder of the studio's data; models are installed into `models` in it.
    #[arg(long, env = "STUDIO_DATA", default_value = "data", global = true)]
    data: PathBuf,
    /// Folder of the starter models, which are left alone.
    #[arg(long = "models", env = "STUDIO_MODELS", default_value = "models", global = true)]
    starters: PathBuf,
    /// Another catalogue than the studio's own.
    #[arg(long, env = "STUDIO_CATALOGUE", global = true)]
    catalogue: Option<PathBuf>,
}

impl Place {
    fn store(&self) -> Store {
        Store::new(self.data.join("models"))
    }

    /// In the order in which the engine looks.
    fn folders(&self) -> Vec<PathBuf> {
        vec![self.starters.clone(), self.data.join("models")]
    }

    fn catalogue(&self) -> anyhow::Result<Catalogue> {
        let Some(path) = &self.catalogue else { return Ok(Catalogue::shipped()?) };
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Catalogue::parse(&text).with_context(|| format!("cannot use {}", path.display()))
    }

    /// Everything, installed or not.
    fn overview(&self) -> anyhow::Result<Vec<Row>> {
        let folders = self.folders();
        let (installed, partials) = (studio_hub::installed(&folders), self.store().partials());
        let models = studio_inference::installed_models(&folders);
        Ok(studio_hub::overview(&installed, &self.catalogue()?, &partials, &models))
    }
}

/// # Errors
/// What could not be done, and what to do about it.
pub async fn run(Models { place, command }: Models) -> anyhow::Result<()> {
    match command {
        ModelsCommand::Pull(options) => pull::run(&place, options).await,
        ModelsCommand::Add(options) => add::run(place, options).await,
        command => {
            let work = move || match command {
                ModelsCommand::List(options) => list::run(&place, &options),
                ModelsCommand::Show(options) => show::run(&place, &options),
                ModelsCommand::Verify(options) => verify::run(&place, &options),
                ModelsCommand::Remove(options) => remove::run(&place, &options),
                ModelsCommand::Default(options) => default::run(&place, &options),
                ModelsCommand::Pull(_) | ModelsCommand::Add(_) => Ok(()),
            };
            tokio::task::spawn_blocking(work).await?
        }
    }
}

/// Tells what has become of a model that was installed.
fn say_installed(place: &Place, reference: &str) -> anyhow::Result<()> {
    let rows = place.overview()?;
    let row = rows.iter().find(|row| format!("{}@{}", row.name, row.version) == reference);
    let (default_for, problem) =
        row.map_or((String::new(), None), |row| (row.default_for.join(", "), row.message.clone()));
    say(&format!("{reference} is installed; a running server offers it at once"));
    if let Some(problem) = problem {
        say(&format!("It cannot be used: {problem}"));
    } else if !default_for.is_empty() {
        say(&format!("It serves {default_for} when a request names no model; `studio models default` chooses another"));
    }
    Ok(())
}

/// Writes what was asked for, for people and for other programs.
fn print(text: &str) -> anyhow::Result<()> {
    match writeln!(io::stdout(), "{}", text.trim_end()) {
        // Whoever reads has read enough.
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

/// Whether `wanted` means this version of this model.
fn means(wanted: &Reference, name: &str, version: &str) -> bool {
    wanted.name == name && wanted.version.as_ref().is_none_or(|wanted| wanted == version)
}
