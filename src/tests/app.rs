//! A whole studio for one test: its own database, its own folder, its own port.

use super::families;
use crate::{
    config::{LimitOptions, WebConfig, WorkerConfig},
    http::{AppState, router},
    outbound::Outbound,
    webhooks::deliver_webhooks,
    worker::{EngineHandle, WorkerPool, keep_house},
};
use reqwest::{Client, RequestBuilder, Response, header, multipart};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
    time::Duration,
};
use studio_domain::{Pool, Task, TokenPair};
use studio_inference::{DevicePreference, EngineConfig};
use studio_services::{
    Services,
    testing::{TestBucket, TestDatabase, TestRedis},
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Another site, whose scripts may use the API.
pub const FRIEND: &str = "https://friend.example";

pub struct TestApp {
    pub base: String,
    pub client: Client,
    pub services: Services,
    pub data: PathBuf,
    stopping: CancellationToken,
    pool: Option<WorkerPool>,
    database: TestDatabase,
    _site: tempfile::TempDir,
}

/// One engine for all tests of the process: ONNX Runtime allows one environment.
fn engine() -> EngineHandle {
    static ENGINE: OnceLock<EngineHandle> = OnceLock::new();
    let start = || {
        let library = std::env::var_os("ORT_DYLIB_PATH").expect("set ORT_DYLIB_PATH; `make test` does").into();
        // Networks made for the tests, small pipelines of random weights, and the models that ship: the last go first.
        let made = tempfile::tempdir().expect("a folder").keep();
        families::install(&made);
        let [golden, shipped] =
            ["tests/golden", "models"].map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
        let model_dirs = [made, golden, shipped];
        EngineHandle::start(EngineConfig {
            model_dirs: model_dirs.into(),
            ort_library: Some(library),
            threads: 2,
            device: DevicePreference::Cpu,
            model_memory: None,
            safety_checker: true,
        })
        .expect("engine")
    };
    ENGINE.get_or_init(start).clone()
}

impl TestApp {
    /// With two workers.
    pub async fn start() -> Self {
        Self::with_workers(2).await
    }

    pub async fn with_workers(workers: usize) -> Self {
        Self::on(TestDatabase::create().await, workers).await
    }

    /// With its pictures in the bucket.
    pub async fn in_bucket(bucket: &TestBucket, workers: usize) -> Self {
        Self::on(TestDatabase::with_objects(bucket.objects()).await, workers).await
    }

    /// With its counting in Redis.
    pub async fn with_redis(redis: &TestRedis) -> Self {
        Self::on(TestDatabase::with_redis(redis).await, 0).await
    }

    async fn on(database: TestDatabase, workers: usize) -> Self {
        let services = database.services().clone();
        let data = database.data_dir().to_owned();
        let site = tempfile::tempdir().expect("site");
        std::fs::create_dir(site.path().join("pkg")).expect("pkg");
        let limits = LimitOptions {
            redis_url: None,
            limit_free: 100,
            limit_regular: 100,
            limit_premium: 1000,
            limit_sign_ups: 20,
        };
        let web = WebConfig {
            addr: ([127, 0, 0, 1], 0).into(),
            site: None,
            public_url: None,
            proxies: 0,
            cors_origins: vec![FRIEND.into()],
            limits,
            webhook_allow: vec!["127.0.0.1".into()],
        };
        let stopping = CancellationToken::new();
        let outbound = Outbound::new(&web.webhook_allow).expect("exceptions");
        let state = AppState::new(services.clone(), engine(), site.path(), &web, outbound.clone(), stopping.clone());
        let listener = TcpListener::bind(web.addr).await.expect("bind");
        let base = format!("http://{}", listener.local_addr().expect("addr"));
        let router = router(state, &web).expect("router");
        tokio::spawn(
            axum::serve(listener, router).with_graceful_shutdown(stopping.clone().cancelled_owned()).into_future(),
        );
        tokio::spawn(keep_house(services.clone(), stopping.clone()));
        tokio::spawn(deliver_webhooks(services.clone(), outbound, stopping.clone()));
        // The program brings its own for fetching models; a client without one refuses to be built.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().build().expect("client");
        let mut app = Self { base, client, services, data, stopping, pool: None, database, _site: site };
        app.pool = Some(start_workers(app.services.clone(), workers, &app.stopping));
        app
    }

    /// More workers, to be drained by the test.
    pub fn add_workers(&self, workers: usize) -> TestWorkers {
        let stopping = CancellationToken::new();
        TestWorkers { pool: start_workers(self.services.clone(), workers, &stopping), stopping }
    }

    /// Workers as on another machine, with a data folder of their own.
    pub async fn add_workers_elsewhere(&self, data: &Path, workers: usize) -> TestWorkers {
        let (services, stopping) = (self.database.another_machine(data).await, CancellationToken::new());
        TestWorkers { pool: start_workers(services, workers, &stopping), stopping }
    }

    pub async fn stop(self) {
        self.stopping.cancel();
        if let Some(pool) = self.pool {
            pool.drain().await;
        }
    }

    /// Tampers with what is stored.
    pub async fn execute(&self, statement: &str) {
        self.database.execute(statement).await;
    }

    /// A browser that has opened the studio, with the session it got.
    pub async fn guest(&self) -> Client {
        let page = self.client.get(self.url("/")).send().await.expect("send");
        assert_eq!(page.status(), 200);
        let cookie = page.headers()["set-cookie"].clone();
        let client = Client::builder().default_headers([(header::COOKIE, cookie)].into_iter().collect()).build();
        client.expect("client")
    }

    /// The database is away from now on.
    pub async fn lose_database(&self) {
        self.database.pool().close().await;
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Someone new, by e-mail and password.
    pub async fn register(&self, email: &str) -> User<'_> {
        let body = json!({"email": email, "password": "correct horse battery"});
        let answer = self.client.post(self.url("/v1/auth/register")).json(&body).send().await.expect("send");
        assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap_or_default());
        User { app: self, tokens: answer.json().await.expect("tokens") }
    }

    /// Every file in the object store.
    pub fn stored_files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![self.data.join("objects")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files
    }
}

fn start_workers(services: Services, workers: usize, stopping: &CancellationToken) -> WorkerPool {
    let (task_timeout, drain_timeout) = (Duration::from_secs(120), Duration::from_millis(500));
    let config = WorkerConfig {
        workers,
        pools: Pool::ALL.into(),
        batch: Some(4),
        task_timeout,
        drain_timeout,
        warm_up: Vec::new(),
    };
    WorkerPool::start(services, engine(), &config, stopping)
}

pub struct TestWorkers {
    pool: WorkerPool,
    stopping: CancellationToken,
}

impl TestWorkers {
    /// Tells them to stop and waits for it.
    pub async fn drain(self) {
        self.stopping.cancel();
        self.pool.drain().await;
    }
}

/// A signed-in API client.
pub struct User<'a> {
    pub app: &'a TestApp,
    pub tokens: TokenPair,
}

impl User<'_> {
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.app.client.get(self.app.url(path)).bearer_auth(&self.tokens.access_token)
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.app.client.post(self.app.url(path)).bearer_auth(&self.tokens.access_token)
    }

    pub fn delete(&self, path: &str) -> RequestBuilder {
        self.app.client.delete(self.app.url(path)).bearer_auth(&self.tokens.access_token)
    }

    pub async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).send().await.expect("send");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.expect("JSON")
    }

    /// `POST /v1/predict` with a file part, not yet sent.
    pub fn upscale(&self, file: Vec<u8>, media_type: &str, scale: u32) -> RequestBuilder {
        let request = json!({"task": "upscale", "inputs": {"image": "@photo"}, "parameters": {"scale": scale}});
        let part = multipart::Part::bytes(file).file_name("photo").mime_str(media_type).expect("media type");
        let form = multipart::Form::new().text("request", request.to_string()).part("photo", part);
        self.post("/v1/predict").multipart(form)
    }

    pub async fn upload(&self, file: Vec<u8>) -> Response {
        let form = multipart::Form::new().part("file", multipart::Part::bytes(file).file_name("photo"));
        self.post("/v1/images").multipart(form).send().await.expect("send")
    }

    /// Waits for a task to end.
    pub async fn finished(&self, id: &str) -> Task {
        for _ in 0..600 {
            let task: Task = serde_json::from_value(self.json(&format!("/v1/tasks/{id}")).await).expect("task");
            if task.state.is_terminal() {
                return task;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("task {id} did not end within a minute");
    }
}
