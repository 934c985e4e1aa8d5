//! `studio models verify`

use super::{Place, bar::Bar, means, print};
use anyhow::bail;
use clap::Args;
use studio_hub::{Catalogue, Fault, Installed, Reference, installed};

#[derive(Args)]
pub struct Verify {
    /// NAME or NAME@VERSION; everything that is installed when not given.
    model: Option<Reference>,
}

pub fn run(place: &Place, options: &Verify) -> anyhow::Result<()> {
    let mut models = installed(&place.folders());
    if let Some(wanted) = &options.model {
        models.retain(|model| means(wanted, &model.name, &model.version));
        if models.is_empty() {
            bail!("{wanted} is not installed; `studio models list` shows what is");
        }
    }
    let catalogue = place.catalogue()?;
    let size = models.iter().map(Installed::size).sum();
    let bar = Bar::new(size);
    let (mut bytes, mut report, mut damaged) = (0, Vec::new(), 0);
    for model in &models {
        let words = format!(", {}", model.reference());
        let faults = studio_hub::verify(model, &mut |more| {
            bytes += more;
            bar.set(bytes, size, &words);
        });
        // Without a manifest nothing can be said, which is no damage.
        damaged += usize::from(!faults.is_empty() && model.has_manifest);
        report.push(lines(model, &faults, &catalogue));
    }
    bar.finish();
    print(&report.join("\n"))?;
    match damaged {
        0 => Ok(()),
        1 => bail!("one model is damaged"),
        several => bail!("{several} models are damaged"),
    }
}

fn lines(model: &Installed, faults: &[Fault], catalogue: &Catalogue) -> String {
    let reference = model.reference();
    let verdict = match (faults.is_empty(), model.has_manifest) {
        (true, _) => "whole    ",
        (false, true) => "damaged  ",
        (false, false) => "unknown  ",
    };
    let mut text = format!("{verdict}{reference}");
    for fault in faults {
        text += &format!("\n           {}: {}", fault.path, fault.what);
    }
    let pinned = catalogue.entries().iter().any(|entry| entry.reference() == reference);
    if !faults.is_empty() && pinned {
        text += &format!("\n           `studio models pull {reference}` repairs it");
    }
    text
}
