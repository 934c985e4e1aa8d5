//! The configuration: command-line flags, each with an environment variable of the same meaning and a default.

use clap::{ArgAction, Args, ValueEnum};
use secrecy::SecretString;
use std::{net::SocketAddr, path::PathBuf, time::Duration};
use studio_domain::{Pool, TaskKind};
use studio_inference::{DevicePreference, EngineConfig};
use studio_services::{LimitConfig, ObjectsConfig, QueueConfig, ServicesConfig, TierLimits};

/// What every subcommand that touches data needs.
#[derive(Args, Clone, Debug)]
pub struct DataConfig {
    /// Folder of the private database, the pictures and pulled models.
    #[arg(long, env = "STUDIO_DATA", default_value = "data")]
    pub data: PathBuf,
    /// Postgres to use. Unset: the server runs a private cluster of its own inside the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<SecretString>,
    /// Where pictures are kept: s3://bucket or s3://bucket/prefix, with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,
    /// AWS_REGION, AWS_ENDPOINT_URL and so on. Unset: the folder `objects` of the data folder.
    #[arg(long, env = "STUDIO_OBJECTS", default_value = "", hide_default_value = true)]
    pub objects: ObjectsConfig,
    /// Most database connections held by this process.
    #[arg(long, env = "STUDIO_DATABASE_CONNECTIONS", default_value_t = 16)]
    pub database_connections: u32,
    /// As many tasks may wait; further ones are refused until there is room.
    #[arg(long, env = "STUDIO_QUEUE_LIMIT", default_value_t = 10_000)]
    pub queue_limit: usize,
    /// Whether a request is answered by what an equal one has made, also for somebody else who sends the same pictures.
    #[arg(long, env = "STUDIO_CACHE", default_value_t = true, action = ArgAction::Set)]
    pub cache: bool,
}

impl DataConfig {
    #[must_use]
    pub fn services(&self, limits: LimitConfig) -> ServicesConfig {
        ServicesConfig {
            database_url: self.database_url.clone(),
            data_dir: self.data.clone(),
            objects: with_environment(self.objects.clone()),
            max_connections: self.database_connections,
            queue: QueueConfig { limit: self.queue_limit, cache: self.cache },
            limits,
        }
    }
}

/// AWS's variables mean what they mean to AWS's own programs, so they have no flags here.
fn with_environment(mut objects: ObjectsConfig) -> ObjectsConfig {
    if let ObjectsConfig::S3(bucket) = &mut objects {
        let variables = std::env::vars_os().filter_map(|(name, value)| {
            let name = name.into_string().ok().filter(|name| name.starts_with("AWS_"))?;
            Some((name, value.into_string().ok()?.into()))
        });
        bucket.settings.extend(variables);
    }
    objects
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
    /// Whether the safety checkers that pipelines bring withhold pictures.
    #[arg(long, env = "STUDIO_SAFETY_CHECKER", default_value_t = true, action = ArgAction::Set)]
    pub safety_checker: bool,
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
            safety_checker: self.safety_checker,
        }
    }
}

/// How tasks are worked on.
#[derive(Args, Clone, Debug)]
pub struct WorkerConfig {
    /// Tasks worked on at once. 0 makes `serve` accept work without doing any, for separate `studio worker` processes.
    #[arg(long, env = "STUDIO_WORKERS", default_value_t = 2)]
    pub workers: usize,
    /// Parts of the queue to work on: `generation` paints from prompts, `upscaling` makes one picture of another, `batch`
    /// is what takes longer than two minutes, and is left to one worker of the process.
    #[arg(long, env = "STUDIO_POOLS", value_delimiter = ',', value_parser = pool, default_value = "generation,upscaling,batch")]
    pub pools: Vec<Pool>,
    /// Pictures painted at once when several tasks ask for the same size, steps and so on. 1: each alone. Unset: 8 on a
    /// GPU, 1 on a CPU.
    #[arg(long, env = "STUDIO_BATCH", value_parser = clap::value_parser!(u32).range(1..=64))]
    pub batch: Option<u32>,
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
    /// Proxies of your own in front of the server. What they say in `X-Forwarded-For` tells clients apart.
    #[arg(long, env = "STUDIO_PROXIES", default_value_t = 0)]
    pub proxies: usize,
    /// Origins of other sites whose scripts may use the API, such as https://app.example.org,https://example.com.
    #[arg(long, env = "STUDIO_CORS_ORIGINS", value_delimiter = ',')]
    pub cors_origins: Vec<String>,
    #[command(flatten)]
    pub limits: LimitOptions,
}

/// How much one may ask for. 0: without limit.
#[derive(Args, Clone, Debug)]
pub struct LimitOptions {
    /// Redis that counts what people ask for: redis://:password@host:6379/0, rediss:// for TLS, or
    /// unix:///run/redis.sock. Unset: the database does.
    #[arg(long, env = "REDIS_URL", hide_env_values = true)]
    pub redis_url: Option<SecretString>,
    /// Tasks in an hour for each guest.
    #[arg(long, env = "STUDIO_LIMIT_FREE", default_value_t = LimitConfig::default().tasks.free)]
    pub limit_free: u32,
    /// Tasks in an hour for each account.
    #[arg(long, env = "STUDIO_LIMIT_REGULAR", default_value_t = LimitConfig::default().tasks.regular)]
    pub limit_regular: u32,
    /// Tasks in an hour for each account of the premium tier.
    #[arg(long, env = "STUDIO_LIMIT_PREMIUM", default_value_t = LimitConfig::default().tasks.premium)]
    pub limit_premium: u32,
    /// Accounts made from one address in an hour.
    #[arg(long, env = "STUDIO_LIMIT_SIGN_UPS", default_value_t = LimitConfig::default().sign_ups_per_address)]
    pub limit_sign_ups: u32,
}

impl From<LimitOptions> for LimitConfig {
    fn from(options: LimitOptions) -> Self {
        let LimitOptions { redis_url, limit_free: free, limit_regular: regular, limit_premium: premium, .. } = options;
        let tasks = TierLimits { premium, regular, free };
        Self { redis_url, tasks, sign_ups_per_address: options.limit_sign_ups }
    }
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
    #[arg(long, env = "STUDIO_LOG", default_value = "info,sqlx=warn,ort=warn,object_store=warn", global = true)]
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

fn pool(text: &str) -> Result<Pool, String> {
    Pool::parse(text.trim()).ok_or_else(|| {
        let known = Pool::ALL.map(Pool::as_str).join(", ");
        format!("expected some of {known}")
    })
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse::<u64>().map(Duration::from_secs).map_err(|_| "expected a whole number of seconds".into())
}
