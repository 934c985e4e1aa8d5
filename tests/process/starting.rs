//! Starting, failing to start, being killed, being told to stop.

use crate::house::{House, Session, files_below};
use serde_json::Value;
use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use studio_services::testing::{TestBucket, TestDatabase};

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
        let (stored, scratch) = (files_below(&house.data().join("objects")), files_below(&house.data().join("temp")));
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
    assert!(!house.cluster().join("data/postmaster.pid").exists(), "the private database stops with the server");

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
    let server = house.serve_with(&[("STUDIO_MODELS", &models.to_string_lossy())]);
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
        let data = house.folder.path().join(data);
        let mut environment = bucket.settings();
        environment.extend([
            ("STUDIO_DATA".into(), data.to_string_lossy().into()),
            ("STUDIO_OBJECTS".into(), bucket.url()),
            ("DATABASE_URL".into(), database.url()),
        ]);
        let environment: Vec<_> = environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        house.start(arguments, &environment)
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

    let said = house.refuses(&["serve"], &[("REDIS_URL", "redis://:hunter2@127.0.0.1:9")]);
    assert!(said.contains("REDIS_URL") && !said.contains("hunter2"), "{said}");

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

#[test]
fn changes_what_an_account_may_do() {
    let house = House::new();
    let create = house
        .command(&["users", "create", "--email", "ada@example.org"])
        .env("STUDIO_PASSWORD", "correct horse battery")
        .output()
        .expect("run");
    assert!(create.status.success(), "{}", String::from_utf8_lossy(&create.stderr));
    for (change, outcome) in [
        (
            &["--tier", "premium"] as &[_],
            "ada@example.org is creator, premium, with as many tasks in an hour as its tier has",
        ),
        (&["--hourly-quota", "7"], "ada@example.org is creator, premium, with 7 tasks in an hour"),
        (
            &["--role", "admin", "--usual-quota"],
            "ada@example.org is admin, premium, with as many tasks in an hour as its tier has",
        ),
    ] {
        let arguments = [&["users", "change", "--email", "Ada@example.org"], change].concat();
        let output = house.command(&arguments).output().expect("run");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), outcome);
    }
    let said = house.refuses(&["users", "change", "--email", "bob@example.org", "--tier", "free"], &[]);
    assert!(said.contains("no such account"), "{said}");
}
