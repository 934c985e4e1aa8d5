//! `studio models pull`

use super::{Place, bar::Bar, say_installed};
use crate::cli::say;
use clap::Args;
use std::{process, time::Duration};
use studio_hub::{Event, FetchOptions, Fetcher, Next, Progress, Reference, human};

/// As shells say that a program was interrupted.
const INTERRUPTED: i32 = 130;

#[derive(Args)]
pub struct Pull {
    /// NAME or NAME@VERSION
    #[arg(required = true)]
    models: Vec<Reference>,
    #[command(flatten)]
    fetching: Fetching,
}

/// What everything has that fetches.
#[derive(Args)]
pub struct Fetching {
    /// Accept a licence that forbids commercial use, by its name. May be repeated.
    #[arg(long, value_name = "LICENCE")]
    pub accept_licence: Vec<String>,
    /// Seconds without a byte after which an address has stalled.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    stall_timeout: u64,
    /// Further attempts at an address that brings nothing new.
    #[arg(long, value_name = "NUMBER", default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=100))]
    retries: u32,
}

impl Fetching {
    pub fn fetcher(&self) -> anyhow::Result<Fetcher> {
        let stall = Duration::from_secs(self.stall_timeout);
        Ok(Fetcher::new(FetchOptions { stall, retries: self.retries, ..FetchOptions::default() })?)
    }
}

pub(super) async fn run(place: &Place, options: Pull) -> anyhow::Result<()> {
    let catalogue = place.catalogue()?;
    let entries = options.models.iter().map(|model| catalogue.find(model)).collect::<Result<Vec<_>, _>>()?;
    let (fetcher, store) = (options.fetching.fetcher()?, place.store());
    for entry in entries {
        let reference = entry.reference();
        say(&format!("{reference}: {}, {}", human::bytes(entry.size()), entry.licence));
        let bar = Bar::new(entry.size());
        let listener = |event: Event<'_>| tell(&bar, &event);
        let pull = store.pull(entry, &fetcher, &options.fetching.accept_licence, &listener);
        let pulled = interruptible(pull).await;
        bar.finish();
        let pulled = pulled?;
        if pulled.unchanged {
            say(&format!("{reference} was installed already, and is whole"));
        } else {
            say_installed(place, &reference)?;
        }
    }
    Ok(())
}

/// Ends the program at Ctrl-C; what has arrived is kept.
pub(super) async fn interruptible<T>(work: impl Future<Output = T>) -> T {
    tokio::select! {
        done = work => done,
        Ok(()) = tokio::signal::ctrl_c() => {
            say("\nInterrupted. The same command goes on from here.");
            // Not by returning: a thread that hashes a large file would be waited for.
            process::exit(INTERRUPTED)
        }
    }
}

pub(super) fn tell(bar: &Bar, event: &Event<'_>) {
    match event {
        Event::Waiting => bar.say("Another process is fetching this model; waiting for it."),
        Event::Checking(path) => bar.note(&format!("checking {path}")),
        Event::Progress(progress) => bar.set(progress.bytes, progress.size, &words(progress)),
        Event::Trouble { address, failure, next } => {
            let next = match next {
                Next::Retry(pause) => format!("again in {:.1} s", pause.as_secs_f64()),
                Next::Mirror => "on to the next address".to_owned(),
                Next::Nothing => "no other address is left".to_owned(),
            };
            let host = address.url().host_str().unwrap_or_default();
            bar.say(&format!("{host}: {failure}; {next}"));
        }
    }
}

fn words(progress: &Progress<'_>) -> String {
    let mut words = String::new();
    if progress.files > 1 {
        words += &format!(", file {} of {}", progress.file, progress.files);
    }
    if progress.bytes_per_second >= 1.0 {
        words += &format!(", {}/s", human::bytes(progress.bytes_per_second as u64));
        let eta = progress.eta.filter(|eta| *eta < Duration::from_secs(100 * 3600));
        words += &eta.map(|eta| format!(", {} left", human::duration(eta))).unwrap_or_default();
    }
    words
}
