//! The configuration: command-line flags, each with an environment variable of the same meaning and a default.

use clap::{Args, ValueEnum};
use secrecy::SecretString;
use std::{net::SocketAddr, path::PathBuf, time::Duration};
use studio_domain::TaskKind;
use studio_inference::{DevicePreference, EngineConfig};
use studio_services::ServicesConfig;

/// What every subcommand that touches data needs.
#[derive(Args, Clone, Debug)]
pub struct DataConfig {
    /// Folder of the private database, the pictures and pulled models.
    #[arg(long, env = "STUDIO_DATA", default_value = "data")]
    pub data: PathBuf,
    /// Postgres to use. Unset: the server runs a private cluster of its own inside the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<SecretString>,
    /// Most database connections held by this process.
    #[arg(long, env = "STUDIO_DATABASE_CONNECTIONS", default_value_t = 16)]
    pub database_connections: u32,
}

impl DataConfig {
    #[must_use]
    pub fn services(&self) -> ServicesConfig {
        ServicesConfig {
            database_url: self.database_url.clone(),
            data_dir: self.data.clone(),
            max_connections: self.database_connections,
        }
    }
}

/// How models are found and run.
#[derive(Args, Clone, Debug)]
pub struct ModelConfig {
    /// Folder of the starter models.
    #[arg(long, env = "STUDIO_MODELS", default_value = "models")]
    pub models: PathBuf,
    /// ONNX Runtime's shared library, 1.23 or newer. Unset: looked for beside the program, then by the system.
    #[arg(long, env = "ORT_DYLIB_PATH")]
    pub ort_library: Option<PathBuf>,
    /// Execution provider.
    #[arg(long, env = "STUDIO_DEVICE", default_value = "auto")]
    pub device: DevicePreference,
    /// Threads inside one model run. 0: one per core.
    #[arg(long, env = "STUDIO_THREADS", default_value_t = 0)]
    pub threads: usize,
    /// Megabytes of memory that models may take; what was used longest ago makes way. Unset: half of the machine's.
    #[arg(long, env = "STUDIO_MODEL_MEMORY")]
    pub model_memory: Option<u64>,
}

impl ModelConfig {
    #[must_use]
    pub fn engine(&self, data: &DataConfig) -> EngineConfig {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        EngineConfig {
            model_dirs: vec![self.models.clone(), data.data.join("models")],
            ort_library: self.ort_library.clone(),
            threads: if self.threads == 0 { cores } else { self.threads },
            device: self.device,
            model_memory: self.model_memory.map(|megabytes| megabytes.saturating_mul(1_000_000)),
        }
    }
}

/// How tasks are worked on.
#[derive(Args, Clone, Debug)]
pub struct WorkerConfig {
    /// Tasks worked on at once. 0 makes `serve` accept work without doing any, for separate `studio worker` processes.
    #[arg(long, env = "STUDIO_WORKERS", default_value_t = 2)]
    pub workers: usize,
    /// Seconds after which a running task is given up.
    #[arg(long, env = "STUDIO_TASK_TIMEOUT", default_value = "900", value_parser = seconds)]
    pub task_timeout: Duration,
    /// Seconds that running tasks get to finish when the process is told to stop; then they go back to the queue.
    #[arg(long, env = "STUDIO_DRAIN_TIMEOUT", default_value = "20", value_parser = seconds)]
    pub drain_timeout: Duration,
    /// Tasks whose models are loaded and run once at start, such as `text-to-image,upscale`. Unset: on first use.
    #[arg(long, env = "STUDIO_WARM_UP", value_delimiter = ',', value_parser = task_kind)]
    pub warm_up: Vec<TaskKind>,
}

/// How the web server listens and what it hands out.
#[derive(Args, Clone, Debug)]
pub struct WebConfig {
    /// Address to listen on.
    #[arg(long, env = "STUDIO_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,
    /// Folder of the built page. Unset: `site` beside the program.
    #[arg(long, env = "STUDIO_SITE")]
    pub site: Option<PathBuf>,
    /// Address people use, such as https://studio.example.org. With https, cookies are Secure and `__Host-` prefixed.
    #[arg(long, env = "STUDIO_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Hosts, addresses and networks that webhooks may go to although they are not public, such as 10.0.0.0/8.
    #[arg(long, env = "STUDIO_WEBHOOK_ALLOW", value_delimiter = ',')]
    pub webhook_allow: Vec<String>,
}

impl WebConfig {
    /// Whether browsers reach the server by https (a proxy in front ends TLS).
    #[must_use]
    pub fn secure(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

/// How the process reports.
#[derive(Args, Clone, Debug)]
pub struct LogConfig {
    /// Which events to log, in `tracing`'s filter language.
    #[arg(long, env = "STUDIO_LOG", default_value = "info,sqlx=warn,ort=warn", global = true)]
    pub log: String,
    #[arg(long, env = "STUDIO_LOG_FORMAT", default_value = "text", global = true)]
    pub log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

fn task_kind(text: &str) -> Result<TaskKind, String> {
    TaskKind::parse(text.trim()).ok_or_else(|| {
        let known = TaskKind::ALL.map(TaskKind::as_str).join(", ");
        format!("expected some of {known}")
    })
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse::<u64>().map(Duration::from_secs).map_err(|_| "expected a whole number of seconds".into())
}
