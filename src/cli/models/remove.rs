//! `studio models remove`

use super::Place;
use crate::cli::say;
use anyhow::bail;
use clap::Args;
use std::io::{self, IsTerminal, Write};
use studio_hub::{Installed, Reference, human};

#[derive(Args)]
pub struct Remove {
    /// NAME@VERSION; all versions when only the NAME is given.
    model: Reference,
    /// Do not ask.
    #[arg(long, short)]
    yes: bool,
}

pub fn run(place: &Place, options: &Remove) -> anyhow::Result<()> {
    let store = place.store();
    let models = store.removable(&options.model, std::slice::from_ref(&place.starters))?;
    if !options.yes && !agreed(&models)? {
        bail!("nothing was removed");
    }
    for model in &models {
        let size = model.size();
        store.remove(model)?;
        say(&format!("{} is removed; {} are free again", model.reference(), human::bytes(size)));
    }
    Ok(())
}

fn agreed(models: &[Installed]) -> anyhow::Result<bool> {
    let names: Vec<String> = models.iter().map(Installed::reference).collect();
    let size = models.iter().map(Installed::size).sum();
    if !io::stdin().is_terminal() {
        bail!("removing {} needs --yes where nobody can be asked", names.join(", "));
    }
    write!(io::stderr(), "Remove {} ({})? [y/N] ", names.join(", "), human::bytes(size))?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
