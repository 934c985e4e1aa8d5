//! The command line: `studio serve` and `worker`; one command for each task without a server; `models`,
//! `migrate`, `users`.

mod cli;

use crate::cli::{
    generate, generate::Generate, inpaint, inpaint::Inpaint, models, models::Models, remove_background,
    remove_background::RemoveBackground, segment, segment::Segment, style, style::Style, upscale, upscale::Upscale,
    users, users::Users,
};
use clap::{Parser, Subcommand};
use std::{io::Write, process::ExitCode};
use studio::{
    config::{DataConfig, LogConfig, ModelConfig, WebConfig, WorkerConfig},
    http::document_json,
    start, telemetry,
};

#[derive(Parser)]
#[command(name = "studio", version, about = "A self-hosted AI image studio for many users")]
struct Cli {
    #[command(flatten)]
    log: LogConfig,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the studio: pages, API and, unless told otherwise, the work itself.
    Serve {
        #[command(flatten)]
        data: DataConfig,
        #[command(flatten)]
        models: ModelConfig,
        #[command(flatten)]
        worker: WorkerConfig,
        #[command(flatten)]
        web: WebConfig,
    },
    /// Work on the queue only, for a server that shares the database and the store of the pictures.
    Worker {
        #[command(flatten)]
        data: DataConfig,
        #[command(flatten)]
        models: ModelConfig,
        #[command(flatten)]
        worker: WorkerConfig,
    },
    /// Paint a picture without a server.
    Generate(Box<Generate>),
    /// Enlarge a picture without a server.
    Upscale(Box<Upscale>),
    /// Manage models: list, pull, verify, add, remove, choose.
    Models(Box<Models>),
    /// Give a picture another style without a server.
    Style(Box<Style>),
    /// Cut the subject of a picture out without a server.
    RemoveBackground(Box<RemoveBackground>),
    /// Separate a thing from a picture by clicks, without a server.
    Segment(Box<Segment>),
    /// Replace a part of a picture by what might have been there, without a server.
    Inpaint(Box<Inpaint>),
    /// Print the API document (OpenAPI 3.1).
    Openapi,
    /// Bring the database schema up to date.
    Migrate {
        #[command(flatten)]
        data: DataConfig,
    },
    /// Manage accounts.
    Users(Box<Users>),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match telemetry::init(&cli.log).and_then(|()| run(cli.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line, with every cause.
            let _ = writeln!(std::io::stderr(), "studio: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match command {
            Command::Serve { data, models, worker, web } => start::serve(data, models, worker, web).await,
            Command::Worker { data, models, worker } => start::work(data, models, worker).await,
            Command::Generate(options) => tokio::task::spawn_blocking(|| generate::run(*options)).await?,
            Command::Upscale(options) => tokio::task::spawn_blocking(|| upscale::run(*options)).await?,
            Command::Models(options) => models::run(*options).await,
            Command::Style(options) => tokio::task::spawn_blocking(|| style::run(*options)).await?,
            Command::RemoveBackground(options) => {
                tokio::task::spawn_blocking(|| remove_background::run(*options)).await?
            }
            Command::Segment(options) => tokio::task::spawn_blocking(|| segment::run(*options)).await?,
            Command::Inpaint(options) => tokio::task::spawn_blocking(|| inpaint::run(*options)).await?,
            Command::Openapi => Ok(write!(std::io::stdout(), "{}", document_json()?)?),
            Command::Migrate { data } => start::migrate(data).await,
            Command::Users(options) => users::run(*options).await,
        }
    })
}
