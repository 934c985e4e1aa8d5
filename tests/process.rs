//! The `studio` program as an operator meets it: starting, failing to start, being killed, being told to stop.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use reqwest::{Client, Response, multipart};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Cursor, Read},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use studio_services::testing::{TestBucket, TestDatabase};
use tempfile::TempDir;

/// A data folder of its own, with the servers that ran on it. Everything ends and goes when it is dropped.
struct House {
    folder: TempDir,
}

impl House {
    fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("studio-process-").tempdir().expect("folder");
        std::fs::create_dir_all(folder.path().join("site/pkg")).expect("site");
        // The private cluster may run as another user, who has to get through.
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).expect("permissions");
        Self { folder }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_studio"));
        command
            .args(arguments)
            .env_remove("DATABASE_URL")
            .env("STUDIO_DATA", self.data())
            .env("STUDIO_SITE", self.folder.path().join("site"))
            .env("STUDIO_MODELS", Path::new(env!("CARGO_MANIFEST_DIR")).join("models"))
            .env("STUDIO_ADDR", "127.0.0.1:0")
            .env("STUDIO_LOG", "warn")
            .env("STUDIO_DEVICE", "cpu")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// A server that has said where it is.
    fn serve(&self) -> Server {
        let mut child = self.command(&["serve"]).spawn().expect("spawn");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("stdout")).read_line(&mut line).expect("a line");
        let Some((_, base)) = line.trim().split_once("is at ") else {
            let mut reason = String::new();
            child.stderr.take().expect("stderr").read_to_string(&mut reason).expect("stderr");
            panic!("no address in {line:?}: {reason}");
        };
        Server { base: base.to_owned(), child }
    }

    /// A start that must fail: what it said, which must be one line.
    fn refuses(&self, arguments: &[&str], environment: &[(&str, &str)]) -> String {
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
        if self.data().join("postgres").exists() {
            let _ = self.command(&["migrate"]).output();
        }
    }
}

struct Server {
    base: String,
    child: Child,
}

impl Server {
    fn kill(self) {
        drop(self);
    }

    /// SIGTERM; its exit code.
    fn stop(mut self) -> Option<i32> {
        let stopped = Command::new("kill").arg(self.child.id().to_string()).status().expect("kill");
        assert!(stopped.success());
        self.child.wait().expect("wait").code()
    }
}

impl Drop for Server {
    /// SIGKILL, unless it has ended already: a failed test leaves nothing running either.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Session {
    client: Client,
    token: String,
}

impl Session {
    async fn register(base: &str) -> Self {
        // The program brings its own for fetching models; a client without one refuses to be built.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::new();
        let body = json!({"email": "ada@example.org", "password": "correct horse battery"});
        let answer = client.post(format!("{base}/v1/auth/register")).json(&body).send().await.expect("send");
        let tokens: Value = answer.json().await.expect("tokens");
        Self { client, token: tokens["access_token"].as_str().expect("token").to_owned() }
    }

    async fn submit(&self, base: &str, side: u32, scale: u32) -> String {
        let answer = self.try_submit(base, side, scale).await;
        assert_eq!(answer.status(), 202);
        answer.json::<Value>().await.expect("JSON")["task_id"].as_str().expect("id").to_owned()
    }

    async fn try_submit(&self, base: &str, side: u32, scale: u32) -> Response {
        let request = json!({"task": "upscale", "inputs": {"image": "@photo"}, "parameters": {"scale": scale}});
        let part = multipart::Part::bytes(png(side)).file_name("photo.png").mime_str("image/png").expect("type");
        let form = multipart::Form::new().text("request", request.to_string()).part("photo", part);
        let post = self.client.post(format!("{base}/v1/predict")).bearer_auth(&self.token).multipart(form);
        post.send().await.expect("send")
    }

    async fn get(&self, url: &str) -> Value {
        let answer = self.client.get(url).bearer_auth(&self.token).send().await.expect("send");
        assert!(answer.status().is_success(), "{url}: {}", answer.status());
        answer.json().await.expect("JSON")
    }

    async fn until(&self, base: &str, id: &str, reached: impl Fn(&Value) -> bool) -> Value {
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

fn png(side: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(side, side, |x, y| image::Rgb([x as u8, y as u8, (x ^ y) as u8]));
    image::DynamicImage::ImageRgb8(picture).write_to(&mut bytes, image::ImageFormat::Png).expect("encode");
    bytes.into_inner()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_9_loses_nothing_and_leaves_nothing() {
    let house = House::new();
    let server = house.serve();
    let user = Session::register(&server.base).await;
    let id = user.submit(&server.base, 800, 4).await;
    user.until(&server.base, &id, |task| task["step"].as_u64().is_some_and(|step| step > 0)).await;
    server.kill();

    let server = house.serve();
    let task = user.until(&server.base, &id, |task| task["finished_at"].is_string()).await;
    assert_eq!(task["state"], "succeeded", "{task}");
    assert_eq!(task["images"].as_array().map(Vec::len), Some(1));

    // The dead attempt's files go with the next sweep: what is stored is two pictures with their thumbnails.
    let started = Instant::now();
    loop {
        let (stored, scratch) =
            (files_below(&house.data().join("objects")), files_below(&house.data().join("scratch")));
        if stored.len() == 4 && scratch.is_empty() {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(40), "left behind: {stored:?} {scratch:?}");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    assert_eq!(server.stop(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn sigterm_drains() {
    let house = House::new();
    let server = house.serve();
    let user = Session::register(&server.base).await;
    let id = user.submit(&server.base, 300, 2).await;
    user.until(&server.base, &id, |task| task["state"] != "queued").await;
    assert_eq!(server.stop(), Some(0));
    assert!(!house.data().join("postgres/postmaster.pid").exists(), "the private database stops with the server");

    let server = house.serve();
    let task = user.until(&server.base, &id, |task| task["finished_at"].is_string()).await;
    assert_eq!(task["state"], "succeeded");
    assert_eq!(server.stop(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_model_file_is_said_and_its_return_noticed() {
    let house = House::new();
    let models = house.folder.path().join("models");
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("models"), &models);
    let network = models.join("starter-upscaler/1/x2.onnx");
    let hidden = network.with_extension("away");
    std::fs::rename(&network, &hidden).expect("hide");
    let mut child = house.command(&["serve"]).env("STUDIO_MODELS", &models).spawn().expect("spawn");
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("stdout")).read_line(&mut line).expect("a line");
    let base = line.trim().split_once("is at ").expect("an address").1.to_owned();
    let server = Server { base, child };
    let user = Session::register(&server.base).await;
    let refused = user.try_submit(&server.base, 16, 2).await;
    assert_eq!(refused.status(), 503);
    let problem: Value = refused.json().await.expect("problem");
    assert_eq!(problem["code"], "model_unavailable");
    assert!(problem["detail"].as_str().is_some_and(|d| d.contains("x2.onnx")), "{problem}");

    std::fs::rename(&hidden, &network).expect("bring back");
    let started = Instant::now();
    let accepted = loop {
        let answer = user.try_submit(&server.base, 16, 2).await;
        if answer.status() == 202 {
            break answer.json::<Value>().await.expect("JSON");
        }
        assert!(started.elapsed() < Duration::from_secs(30), "not noticed: {}", answer.status());
        tokio::time::sleep(Duration::from_millis(500)).await;
    };
    let id = accepted["task_id"].as_str().expect("id");
    let task = user.until(&server.base, id, |task| task["finished_at"].is_string()).await;
    assert_eq!(task["state"], "succeeded", "{task}");
    assert_eq!(server.stop(), Some(0));
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("create");
    for entry in std::fs::read_dir(from).expect("read").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copy");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_with_a_data_folder_of_its_own_needs_database_and_bucket_only() {
    let (bucket, database) = (TestBucket::start().await, TestDatabase::create().await);
    let house = House::new();
    let start = |arguments: &[&str], data: &str| {
        let mut command = house.command(arguments);
        command.env("STUDIO_DATA", house.folder.path().join(data)).env("STUDIO_OBJECTS", bucket.url());
        command.env("DATABASE_URL", database.url()).envs(bucket.settings());
        let mut child = command.spawn().expect("spawn");
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().expect("stdout")).read_line(&mut line).expect("a line");
        Server { base: line.trim().split_once("is at ").map(|(_, base)| base.to_owned()).unwrap_or_default(), child }
    };
    let server = start(&["serve", "--workers", "0"], "server");
    let worker = start(&["worker"], "elsewhere");
    let user = Session::register(&server.base).await;
    let id = user.submit(&server.base, 64, 2).await;
    let task = user.until(&server.base, &id, |task| task["finished_at"].is_string()).await;
    assert_eq!(task["state"], "succeeded", "{task}");
    let url = format!("{}{}", server.base, task["images"][0]["url"].as_str().expect("an address"));
    let file = user.client.get(url).bearer_auth(&user.token).send().await.expect("send");
    assert!(image::load_from_memory(&file.bytes().await.expect("bytes")).is_ok());
    assert_eq!(bucket.keys().len(), 4);
    for data in ["server", "elsewhere"] {
        assert_eq!(files_below(&house.folder.path().join(data)), Vec::<PathBuf>::new());
    }
    assert_eq!((worker.stop(), server.stop()), (Some(0), Some(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_refuses_is_said_in_one_line_without_secrets() {
    let bucket = TestBucket::start().await;
    let house = House::new();
    let mut environment = bucket.settings();
    environment.push(("STUDIO_OBJECTS".into(), bucket.url()));
    environment.push(("AWS_SECRET_ACCESS_KEY".into(), "not the password".into()));
    environment.push(("STUDIO_LOG".into(), "trace".into()));
    let said = tokio::task::spawn_blocking(move || {
        let output = house.command(&["serve"]).envs(environment).output().expect("run");
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).expect("UTF-8") + &String::from_utf8(output.stdout).expect("UTF-8")
    });
    let said = said.await.expect("run");
    let last = said.lines().last().expect("a line");
    assert!(last.starts_with("studio: s3://pictures/studio/one cannot be used: "), "{last}");
    assert!(last.contains("Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"), "{last}");
    assert!(!said.contains("not the password"), "a secret in the log");
}

#[test]
fn says_in_one_line_why_it_cannot_start() {
    let house = House::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("bind");
    let addr = taken.local_addr().expect("addr").to_string();
    let said = house.refuses(&["serve"], &[("STUDIO_ADDR", &addr)]);
    assert!(said.contains(&addr) && said.contains("STUDIO_ADDR"), "{said}");

    let said = house.refuses(&["serve"], &[("ORT_DYLIB_PATH", "/nonexistent/libonnxruntime.so")]);
    assert!(said.contains("/nonexistent/libonnxruntime.so") && said.contains("make setup"), "{said}");

    let said = house.refuses(&["serve"], &[("DATABASE_URL", "postgres://127.0.0.1:9/studio")]);
    assert!(said.to_lowercase().contains("database"), "{said}");

    let said = house.refuses(&["serve"], &[("STUDIO_SITE", "/nonexistent")]);
    assert!(said.contains("make build"), "{said}");
}

#[test]
fn makes_the_first_admin() {
    let house = House::new();
    let create = ["users", "create", "--admin", "--email", "root@example.org"];
    let run = |password: &str| house.command(&create).env("STUDIO_PASSWORD", password).output().expect("run");
    let output = run("correct horse battery");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "Created root@example.org (admin)");
    for (password, reason) in [("correct horse battery", "already"), ("short", "8 to 128")] {
        let output = run(password);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(reason), "{said}");
    }
}
