//! `studio users`: accounts, for whoever runs the server.

use anyhow::{Context, anyhow};
use clap::{Args, Subcommand, ValueEnum};
use secrecy::{ExposeSecret, SecretString};
use std::io::Write;
use studio::{config::DataConfig, start::start_services};
use studio_domain::{RegisterRequest, Role, Tier};
use studio_services::{AccountTerms, Error, LimitConfig, Services};

#[derive(Args)]
pub struct Users {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Create an account.
    Create(Create),
    /// Change what an account may do. What is not named stays.
    Change(Change),
}

#[derive(Args)]
struct Create {
    #[command(flatten)]
    data: DataConfig,
    #[arg(long)]
    email: String,
    /// Make it an administrator.
    #[arg(long)]
    admin: bool,
    /// The password; asked for on standard input when not set.
    #[arg(long, env = "STUDIO_PASSWORD", hide_env_values = true)]
    password: Option<SecretString>,
}

#[derive(Args)]
struct Change {
    #[command(flatten)]
    data: DataConfig,
    #[arg(long)]
    email: String,
    #[arg(long)]
    role: Option<RoleName>,
    /// How soon its tasks are served, and how many in an hour unless told otherwise.
    #[arg(long)]
    tier: Option<TierName>,
    /// Tasks in an hour, whatever the tier's number is. 0: without limit.
    #[arg(long, conflicts_with = "usual_quota")]
    hourly_quota: Option<u32>,
    /// As many tasks in an hour as the tier has.
    #[arg(long)]
    usual_quota: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    Creator,
    Admin,
}

#[derive(Clone, Copy, ValueEnum)]
enum TierName {
    Premium,
    Regular,
    Free,
}

/// # Errors
/// When the database cannot be started, or what was asked for is not accepted.
pub async fn run(users: Users) -> anyhow::Result<()> {
    match users.command {
        Command::Create(new) => create(new).await,
        Command::Change(change) => self::change(change).await,
    }
}

async fn create(new: Create) -> anyhow::Result<()> {
    let password = match &new.password {
        Some(password) => password.expose_secret().to_owned(),
        None => read_password()?,
    };
    let request = RegisterRequest { email: new.email, password };
    with_services(&new.data, async |services| {
        let accounts = services.accounts();
        let created =
            if new.admin { accounts.create_admin(&request).await } else { accounts.register(None, &request).await };
        let actor = created?;
        Ok(format!("Created {} ({})", request.email.trim(), actor.role.as_str()))
    })
    .await
}

async fn change(change: Change) -> anyhow::Result<()> {
    let hourly_quota = if change.usual_quota { Some(None) } else { change.hourly_quota.map(Some) };
    let wanted = AccountTerms { role: change.role.map(Into::into), tier: change.tier.map(Into::into), hourly_quota };
    with_services(&change.data, async |services| {
        let actor = services.accounts().change_terms(&change.email, &wanted).await?;
        let quota = match actor.hourly_quota {
            None => "as many tasks in an hour as its tier has".to_owned(),
            Some(0) => "any number of tasks in an hour".to_owned(),
            Some(quota) => format!("{quota} tasks in an hour"),
        };
        let email = actor.email.as_deref().unwrap_or_default();
        Ok(format!("{email} is {}, {}, with {quota}", actor.role.as_str(), actor.tier.as_str()))
    })
    .await
}

/// Says what came of `work`, once the services have stopped.
async fn with_services(
    data: &DataConfig,
    work: impl AsyncFnOnce(&Services) -> Result<String, Error>,
) -> anyhow::Result<()> {
    let services = start_services(data, LimitConfig::default()).await?;
    let report = work(&services).await;
    services.shut_down().await;
    let report = report.map_err(|error| anyhow!(error.problem().detail))?;
    writeln!(std::io::stdout(), "{report}").context("cannot write to standard output")
}

fn read_password() -> std::io::Result<String> {
    write!(std::io::stderr(), "Password: ")?;
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Creator => Self::Creator,
            RoleName::Admin => Self::Admin,
        }
    }
}

impl From<TierName> for Tier {
    fn from(name: TierName) -> Self {
        match name {
            TierName::Premium => Self::Premium,
            TierName::Regular => Self::Regular,
            TierName::Free => Self::Free,
        }
    }
}
