//! What every handler can reach.

use crate::{
    config::WebConfig,
    http::pixels::AT_A_TIME,
    outbound::Outbound,
    worker::{EngineHandle, problem},
};
use app::server::{Answer, Catalog, Models};
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use std::{path::Path, sync::Arc};
use studio_domain::{ErrorCode, ModelInfo, Problem, PromptInfo, TaskKind};
use studio_services::Services;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

#[derive(Clone, FromRef)]
pub struct AppState {
    pub services: Services,
    pub engine: EngineHandle,
    pub models: Models,
    pub leptos: LeptosOptions,
    /// Where people reach this server, when it was told.
    #[from_ref(skip)]
    pub public_url: Option<String>,
    /// See [`on_pixels`](crate::http::pixels::on_pixels).
    #[from_ref(skip)]
    pub pixels: Arc<Semaphore>,
    /// For checking addresses that people hand in.
    #[from_ref(skip)]
    pub outbound: Outbound,
    /// Canceled when the server is told to stop, so that event streams end and the drain can.
    pub stopping: CancellationToken,
}

impl AppState {
    #[must_use]
    pub fn new(
        services: Services,
        engine: EngineHandle,
        site: &Path,
        web: &WebConfig,
        outbound: Outbound,
        stopping: CancellationToken,
    ) -> Self {
        // Leptos reads the names of hashed files from beside the program, and insists on them once told to.
        let hashed = std::env::current_exe().is_ok_and(|exe| exe.with_file_name("hash.txt").exists());
        let leptos = LeptosOptions::builder()
            .output_name("studio")
            .site_root(site.to_string_lossy().into_owned())
            .site_pkg_dir("pkg")
            .site_addr(web.addr)
            .hash_files(hashed)
            .build();
        let pixels = Arc::new(Semaphore::new(AT_A_TIME));
        let models: Models = Arc::new(EngineCatalog(engine.clone()));
        Self { services, engine, models, leptos, public_url: web.public_url.clone(), pixels, outbound, stopping }
    }
}

/// Lets the page ask which model does a task without knowing about inference.
struct EngineCatalog(EngineHandle);

impl Catalog for EngineCatalog {
    fn models(&self) -> Vec<ModelInfo> {
        self.0.models()
    }

    fn resolve(&self, task: TaskKind, model: Option<&str>) -> Result<(ModelInfo, String), Problem> {
        self.0.resolve(task, model, None)
    }

    fn inspect_prompt(&self, model: String, version: String, prompt: String) -> Answer<PromptInfo> {
        let engine = self.0.clone();
        Box::pin(async move {
            // A tokenizer may have to be read first.
            let inspect = move || engine.inspect_prompt((&model, &version), &prompt).map_err(|e| problem(&e));
            tokio::task::spawn_blocking(inspect).await.unwrap_or_else(|error| {
                tracing::error!(%error, "reading a prompt broke off");
                Err(Problem::new(ErrorCode::Internal, "The prompt could not be read because of a defect."))
            })
        })
    }
}
