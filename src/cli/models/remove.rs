//! `studio models remove`

use super::{Place, means};
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
    let mut partials = store.partials();
    partials.retain(|partial| means(&options.model, &partial.name, &partial.version));
    let models = match store.removable(&options.model, std::slice::from_ref(&place.starters)) {
        Err(_) if !partials.is_empty() => Vec::new(),
        found => found?,
    };
    for partial in partials {
        store.forget(&partial)?;
        let (name, version, size) = (&partial.name, &partial.version, human::bytes(partial.bytes));
        say(&format!("what had arrived of {name}@{version} is removed; {size} are free again"));
    }
    if models.is_empty() {
        return Ok(());
    }
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
