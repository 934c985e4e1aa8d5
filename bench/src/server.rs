//! The program under test, and what the kernel says of its memory.

use anyhow::{Context, Result, bail};
use std::{path::Path, process::Stdio, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

const PATIENCE: Duration = Duration::from_secs(60);

/// What the kernel says of a process in the line `name`, in megabytes.
///
/// # Errors
/// When the process is gone.
pub fn memory_mb(process: &str, name: &str) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).context("no such line in /proc/…/status")?;
    let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes * 1_024.0 / 1e6)
}

pub struct Server {
    child: Child,
    pub url: String,
}

impl Server {
    /// Starts it on a free port with its data in `folder`, and waits until it is ready.
    ///
    /// # Errors
    /// When it ends, or is not ready within a minute.
    pub async fn start(program: &Path, folder: &Path, threads: usize) -> Result<Self> {
        Self::start_with(program, folder, threads, &[]).await
    }

    /// As [`Self::start`], with further environment variables.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_with(
        program: &Path,
        folder: &Path,
        threads: usize,
        environment: &[(&str, &str)],
    ) -> Result<Self> {
        let mut child = Command::new(program)
            .arg("serve")
            .env("STUDIO_ADDR", "127.0.0.1:0")
            .env("STUDIO_DATA", folder.join("data"))
            .env("STUDIO_THREADS", threads.to_string())
            .env("STUDIO_LOG", "warn")
            // Counted, as in earnest, but never used up.
            .env("STUDIO_LIMIT_FREE", "100000000")
            .env("STUDIO_LIMIT_REGULAR", "100000000")
            .env("STUDIO_LIMIT_SIGN_UPS", "0")
            .env_remove("DATABASE_URL")
            .env_remove("REDIS_URL")
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let announced = async {
            while let Some(line) = lines.next_line().await? {
                if let Some(url) = line.strip_prefix("CreativeAI Studio is at ") {
                    return Ok(url.to_owned());
                }
            }
            bail!("the server ended instead of starting")
        };
        let url = timeout(PATIENCE, announced).await.context("the server did not start")??;
        let server = Self { child, url };
        timeout(PATIENCE, server.ready()).await.context("the server did not become ready")?;
        Ok(server)
    }

    async fn ready(&self) {
        let url = format!("{}/health/ready", self.url);
        while !reqwest::get(&url).await.is_ok_and(|answer| answer.status().is_success()) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Memory in use now, in megabytes.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn resident_mb(&self) -> Result<f64> {
        self.status("VmRSS:")
    }

    /// The most memory that was ever in use, in megabytes.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn peak_mb(&self) -> Result<f64> {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> Result<f64> {
        memory_mb(&self.child.id().context("the server has ended")?.to_string(), name)
    }

    /// Ends it as an operator would.
    ///
    /// # Errors
    /// When it does not end well.
    pub async fn stop(mut self) -> Result<()> {
        let id = self.child.id().context("the server has ended already")?;
        Command::new("kill").arg(id.to_string()).status().await?;
        let status = timeout(PATIENCE, self.child.wait()).await.context("the server did not stop")??;
        if !status.success() {
            bail!("the server ended with {status}");
        }
        Ok(())
    }
}
