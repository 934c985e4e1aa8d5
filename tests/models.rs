//! `studio models` as an operator meets it, against a server that serves files as most do.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use axum::{Router, body::Body, extract::Request, response::Response, routing::get};
use futures::{StreamExt, stream};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;
use tower_http::services::ServeDir;

/// A data folder, a web site with a model, and a catalogue that names it.
struct House {
    folder: TempDir,
    port: u16,
    /// What was asked for, as it was written in the request.
    asked: Arc<Mutex<Vec<String>>>,
}

const SIZE: usize = 200_000;

impl House {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let site = folder.path().join("site");
        fs::create_dir(&site).expect("a folder");
        let bytes = [7_u8; SIZE];
        fs::write(site.join("x2.onnx"), bytes).expect("written");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let notes = asked.clone();
        let note = axum::middleware::from_fn(move |request: Request, next: axum::middleware::Next| {
            notes.lock().expect("notes").push(request.uri().to_string());
            next.run(request)
        });
        let slow = get(|| async {
            let drops = stream::iter(vec![[7_u8; 1000]; SIZE / 1000]).then(|bytes| async move {
                tokio::time::sleep(Duration::from_millis(10)).await;
                Ok::<_, std::io::Error>(bytes.to_vec())
            });
            Response::new(Body::from_stream(drops))
        });
        let router = Router::new().route("/slow", slow).fallback_service(ServeDir::new(site)).layer(note);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let house = Self { folder, port, asked };
        house.write_catalogue(&house.url("/x2.onnx"));
        house
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write_catalogue(&self, url: &str) {
        let sha256: String = Sha256::digest([7_u8; SIZE]).iter().map(|byte| format!("{byte:02x}")).collect();
        let text = format!(
            "[[models]]\nname = 'toy'\nversion = '1'\ntask = 'upscale'\nfamily = 'super-resolution'\ntitle = 'Toy'\n\
             description = 'For tests.'\nauthor = 'x'\nlicence = 'CC-BY-NC-4.0'\ncommercial = false\n\
             pin_source = 'publisher'\n[models.manifest.input]\nrange = '0-1'\nchannels = 'rgb'\n[[models.files]]\n\
             path = 'x2.onnx'\nsize = {SIZE}\nsha256 = '{sha256}'\nurls = ['{url}']\n[models.files.manifest]\n\
             scale = 2\nmemory_mb = 1\nreceptive_field = 1\n"
        );
        fs::write(self.path("catalogue.toml"), text).expect("written");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_studio"));
        for variable in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
            command.env_remove(variable);
        }
        command
            .arg("models")
            .args(arguments)
            .env("STUDIO_DATA", self.path("data"))
            .env("STUDIO_MODELS", Path::new(env!("CARGO_MANIFEST_DIR")).join("models"))
            .env("STUDIO_CATALOGUE", self.path("catalogue.toml"))
            .env("STUDIO_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    async fn run(&self, arguments: &[&str]) -> (bool, String) {
        said(self.output(self.command(arguments)).await)
    }

    async fn output(&self, mut command: Command) -> Output {
        tokio::task::spawn_blocking(move || command.output()).await.expect("run").expect("run")
    }

    async fn list(&self) -> Vec<Value> {
        let output = self.output(self.command(&["list", "--json"])).await;
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    async fn state(&self, name: &str) -> String {
        let rows = self.list().await;
        let row = rows.iter().find(|row| row["name"] == name).expect("a row");
        row["state"].as_str().expect("a state").to_owned()
    }
}

/// Whether it went well, and what was printed.
fn said(output: Output) -> (bool, String) {
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_comes_and_goes() {
    let house = House::new().await;
    assert_eq!(
        (house.state("toy").await, house.state("starter-upscaler").await),
        ("available".into(), "default".into())
    );

    let (ok, text) = house.run(&["pull", "toy"]).await;
    assert!(!ok && text.contains("--accept-licence \"CC-BY-NC-4.0\""), "{text}");
    let (ok, text) = house.run(&["pull", "toy", "--accept-licence", "CC-BY-NC-4.0"]).await;
    assert!(ok && text.contains("toy@1 is installed"), "{text}");
    assert!(["installed", "default"].contains(&house.state("toy").await.as_str()));

    for (chosen, other) in [("starter-upscaler", "toy"), ("toy@1", "starter-upscaler")] {
        let (ok, text) = house.run(&["default", chosen]).await;
        assert!(ok && text.contains("@1 serves upscale"), "{text}");
        assert_eq!(house.state(chosen.trim_end_matches("@1")).await, "default");
        assert_eq!(house.state(other).await, "installed");
    }
    let (ok, text) = house.run(&["show", "toy"]).await;
    assert!(ok && text.contains("forbids commercial use") && text.contains("200 kB"), "{text}");
    let (ok, text) = house.run(&["verify"]).await;
    assert!(ok && text.contains("whole    toy@1") && text.contains("whole    starter-upscaler@1"), "{text}");

    fs::write(house.path("data/models/toy/1/x2.onnx"), [8_u8; SIZE]).expect("written");
    let (ok, text) = house.run(&["verify", "toy"]).await;
    assert!(!ok && text.contains("x2.onnx: its contents have changed") && text.contains("repairs it"), "{text}");
    assert!(house.run(&["pull", "toy", "--accept-licence", "CC-BY-NC-4.0"]).await.0);
    assert!(house.run(&["verify", "toy"]).await.0);

    let (ok, text) = house.run(&["remove", "toy"]).await;
    assert!(!ok && text.contains("--yes"), "{text}");
    let (ok, text) = house.run(&["remove", "toy", "--yes"]).await;
    assert!(ok && text.contains("toy@1 is removed"), "{text}");
    assert_eq!(
        (house.state("toy").await, house.state("starter-upscaler").await),
        ("available".into(), "default".into())
    );
    let (ok, text) = house.run(&["remove", "starter-upscaler", "--yes"]).await;
    assert!(!ok && text.contains("ships with the studio"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_pull_goes_on() {
    let house = House::new().await;
    house.write_catalogue(&house.url("/slow"));
    let accept = ["pull", "toy", "--accept-licence", "CC-BY-NC-4.0"];
    let mut pull = house.command(&accept).spawn().expect("spawn");
    let parts = house.path("data/models/.partial/toy@1/parts");
    let arrived = || {
        let files = fs::read_dir(&parts).into_iter().flatten().flatten();
        files.map(|file| file.metadata().map_or(0, |found| found.len())).sum::<u64>()
    };
    let begin = Instant::now();
    while arrived() < 10_000 {
        assert!(begin.elapsed() < Duration::from_secs(20), "nothing arrives");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Command::new("kill").args(["-INT", &pull.id().to_string()]).status().expect("kill");
    let status = tokio::task::spawn_blocking(move || pull.wait()).await.expect("wait").expect("wait");
    assert_eq!(status.code(), Some(130));
    assert_eq!(house.state("toy").await, "available");
    let before = arrived();
    assert!(before >= 10_000);

    // Another address of the same file: the rest is enough.
    house.write_catalogue(&house.url("/x2.onnx"));
    let (ok, text) = house.run(&accept).await;
    assert!(ok, "{text}");
    assert!(house.run(&["verify", "toy"]).await.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_environment_names_the_proxy() {
    let house = House::new().await;
    // The web site plays the proxy: whoever asks it by the whole address takes it for one.
    let other = "http://127.0.0.1:9/x2.onnx";
    house.write_catalogue(other);
    let pull = |variable: &str, value: &str| {
        let mut command = house.command(&["pull", "toy", "--accept-licence", "CC-BY-NC-4.0", "--retries", "0"]);
        command.env("http_proxy", house.url("")).env(variable, value);
        house.output(command)
    };
    let (ok, text) = said(pull("no_proxy", "127.0.0.1").await);
    assert!(!ok && text.contains("no connection") && text.contains(other), "{text}");
    let (ok, text) = said(pull("no_proxy", "").await);
    assert!(ok, "{text}");
    assert_eq!(*house.asked.lock().expect("notes"), [other]);
}

/// A server for https://localhost that has the file, and its certificate as a file.
async fn secure(house: &House) -> (String, PathBuf) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let path = house.path("certificate.pem");
    fs::write(&path, made.cert.pem()).expect("written");
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("a configuration");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {SIZE}\r\nconnection: close\r\n\r\n");
            let _ = stream.write_all(&[head.as_bytes(), &[7; SIZE]].concat()).await;
            let _ = stream.shutdown().await;
        }
    });
    (format!("https://localhost:{port}/x2.onnx"), path)
}

#[tokio::test(flavor = "multi_thread")]
async fn https_needs_a_certificate_that_is_known() {
    let house = House::new().await;
    let (url, certificate) = secure(&house).await;
    house.write_catalogue(&url);
    let accept = ["pull", "toy", "--accept-licence", "CC-BY-NC-4.0", "--retries", "0"];
    let (ok, text) = house.run(&accept).await;
    assert!(!ok && text.contains("no secure connection") && text.contains("SSL_CERT_FILE"), "{text}");
    let mut command = house.command(&accept);
    command.env("SSL_CERT_FILE", certificate);
    let (ok, text) = said(house.output(command).await);
    assert!(ok, "{text}");
    assert!(house.run(&["verify", "toy"]).await.0);
}

/// Every manifest of the catalogue must be one that the engine can read.
#[test]
fn the_engine_understands_the_catalogue() {
    let folder = tempfile::tempdir().expect("a folder");
    let catalogue = studio_hub::Catalogue::shipped().expect("sound");
    for entry in catalogue.entries() {
        let place = folder.path().join(&entry.name).join(&entry.version);
        fs::create_dir_all(&place).expect("a folder");
        let hashes = vec!["0".repeat(64); entry.files.len()];
        fs::write(place.join("model.toml"), studio_hub::render(entry, &hashes).expect("rendered")).expect("written");
    }
    let models = studio_inference::installed_models(&[folder.path().to_owned()]);
    for entry in catalogue.entries() {
        let model = models.iter().find(|model| model.name == entry.name);
        let version = model.and_then(|model| model.versions.iter().find(|version| version.version == entry.version));
        let message = version.and_then(|version| version.message.as_deref()).unwrap_or("is not understood at all");
        // The files are not there, but that is all that may be wrong.
        assert!(message.contains("is missing"), "{}: {message}", entry.reference());
    }
}
