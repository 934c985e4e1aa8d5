//! Processes of the studio in a folder of their own, and somebody who uses them.

use reqwest::{Client, Response, multipart};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Cursor, Read},
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use uuid::Uuid;

/// A data folder of its own, with the servers that ran on it. Everything ends and goes when it is dropped.
pub struct House {
    pub folder: TempDir,
}

impl House {
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("studio-process-").tempdir().expect("folder");
        std::fs::create_dir_all(folder.path().join("site/pkg")).expect("site");
        // The private cluster may run as another user, who has to get through.
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).expect("permissions");
        Self { folder }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The private cluster, which is somewhere else when its user may not enter the data folder.
    pub fn cluster(&self) -> PathBuf {
        match std::fs::read_to_string(self.data().join("postgres.location")) {
            Ok(elsewhere) => elsewhere.trim_end().into(),
            Err(_) => self.data().join("postgres"),
        }
    }

    /// Tampers with what is stored.
    pub fn execute(&self, statement: &str) {
        let postmaster =
            std::fs::read_to_string(self.cluster().join("data/postmaster.pid")).expect("a running cluster");
        let socket = postmaster.lines().nth(4).expect("its socket");
        let mut psql = self.postgres("psql");
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", socket, "-U", "studio", "-d", "studio", "-c", statement]);
        assert!(psql.status().expect("psql").success(), "{statement}");
    }

    /// A program of the cluster's version, run as its user.
    pub fn postgres(&self, program: &str) -> Command {
        let data = self.cluster().join("data");
        let options = std::fs::read_to_string(data.join("postmaster.opts")).expect("postmaster.opts");
        let server = options.split_whitespace().next().expect("a program").trim_matches('"').to_owned();
        let owner = std::fs::metadata(&data).expect("the cluster");
        let mut command = Command::new(Path::new(&server).with_file_name(program));
        command.uid(owner.uid()).gid(owner.gid()).current_dir("/").stdin(Stdio::null()).stdout(Stdio::null());
        command
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_studio"));
        command
            .args(arguments)
            .env_remove("DATABASE_URL")
            .env_remove("REDIS_URL")
            .env("STUDIO_DATA", self.data())
            .env("STUDIO_SITE", self.folder.path().join("site"))
            .env("STUDIO_MODELS", Path::new(env!("CARGO_MANIFEST_DIR")).join("models"))
            .env("STUDIO_ADDR", "127.0.0.1:0")
            .env("STUDIO_LOG", "warn")
            .env("STUDIO_DEVICE", "cpu")
            // Tests ask for more than people do.
            .env("STUDIO_LIMIT_FREE", "0")
            .env("STUDIO_LIMIT_REGULAR", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// A server that has said where it is.
    pub fn serve(&self) -> Server {
        self.serve_with(&[])
    }

    /// A server whose tasks are left to [`Self::work`].
    pub fn serve_without_workers(&self) -> Server {
        self.serve_with(&[("STUDIO_WORKERS", "0")])
    }

    pub fn serve_with(&self, environment: &[(&str, &str)]) -> Server {
        self.start(&["serve"], environment)
    }

    /// A worker beside a server, one task at a time.
    pub fn work(&self) -> Server {
        self.start(&["worker"], &[("STUDIO_WORKERS", "1")])
    }

    /// A process that has said it is there, and what it said.
    pub fn start(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Server {
        let mut child = self.command(arguments).envs(environment.iter().copied()).spawn().expect("spawn");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("stdout")).read_line(&mut line).expect("a line");
        if line.is_empty() {
            let mut reason = String::new();
            child.stderr.take().expect("stderr").read_to_string(&mut reason).expect("stderr");
            panic!("{arguments:?} ended: {reason}");
        }
        let base = line.split_once("is at ").map(|(_, base)| base.trim().to_owned());
        Server { base: base.unwrap_or_default(), child }
    }

    /// A start that must fail: what it said, which must be one line.
    pub fn refuses(&self, arguments: &[&str], environment: &[(&str, &str)]) -> String {
        let output = self.command(arguments).envs(environment.iter().copied()).output().expect("run");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(1), "{said}");
        let lines: Vec<_> = said.lines().filter(|line| line.starts_with("studio: ")).collect();
        assert_eq!(lines.len(), 1, "one clear line, not: {said}");
        assert!(!said.contains("panicked"), "{said}");
        lines[0].to_owned()
    }
}

impl Drop for House {
    /// The private cluster outlives a killed server on purpose; a last orderly run takes it down.
    fn drop(&mut self) {
        let cluster = self.cluster();
        if cluster.exists() {
            let _ = self.command(&["migrate"]).output();
            let _ = std::fs::remove_dir_all(cluster);
        }
    }
}

pub struct Server {
    /// Where it is: `http://127.0.0.1:…`. Nowhere when it is a worker only.
    pub base: String,
    pub child: Child,
}

impl Server {
    pub fn kill(self) {
        drop(self);
    }

    /// SIGTERM; its exit code.
    pub fn stop(mut self) -> Option<i32> {
        self.signal("TERM");
        self.child.wait().expect("wait").code()
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().expect("kill");
        assert!(sent.success());
    }
}

impl Drop for Server {
    /// SIGKILL, unless it has ended already: a failed test leaves nothing running either.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub struct Session {
    pub client: Client,
    pub token: String,
}

impl Session {
    pub async fn register(base: &str) -> Self {
        // The program brings its own for fetching models; a client without one refuses to be built.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::new();
        let body = json!({"email": format!("{}@example.org", Uuid::now_v7()), "password": "correct horse battery"});
        let answer = client.post(format!("{base}/v1/auth/register")).json(&body).send().await.expect("send");
        let tokens: Value = answer.json().await.expect("tokens");
        Self { client, token: tokens["access_token"].as_str().expect("token").to_owned() }
    }

    pub async fn submit(&self, base: &str, side: u32, scale: u32) -> String {
        let answer = self.try_submit(base, side, scale).await;
        assert_eq!(answer.status(), 202);
        answer.json::<Value>().await.expect("JSON")["task_id"].as_str().expect("id").to_owned()
    }

    pub async fn try_submit(&self, base: &str, side: u32, scale: u32) -> Response {
        let request =
            json!({"task": "upscale", "inputs": {"image": "@photo"}, "parameters": {"scale": scale}, "cache": false});
        let part = multipart::Part::bytes(png(side)).file_name("photo.png").mime_str("image/png").expect("type");
        let form = multipart::Form::new().text("request", request.to_string()).part("photo", part);
        let post = self.client.post(format!("{base}/v1/predict")).bearer_auth(&self.token).multipart(form);
        post.send().await.expect("send")
    }

    pub async fn get(&self, url: &str) -> Value {
        let answer = self.client.get(url).bearer_auth(&self.token).send().await.expect("send");
        assert!(answer.status().is_success(), "{url}: {}", answer.status());
        answer.json().await.expect("JSON")
    }

    pub async fn until(&self, base: &str, id: &str, reached: impl Fn(&Value) -> bool) -> Value {
        let started = Instant::now();
        loop {
            let task = self.get(&format!("{base}/v1/tasks/{id}")).await;
            if reached(&task) {
                return task;
            }
            assert!(started.elapsed() < Duration::from_secs(90), "{task}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

pub fn png(side: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(side, side, |x, y| image::Rgb([x as u8, y as u8, (x ^ y) as u8]));
    image::DynamicImage::ImageRgb8(picture).write_to(&mut bytes, image::ImageFormat::Png).expect("encode");
    bytes.into_inner()
}

pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
