//! One's own account over HTTP.

use super::{TestApp, pictures};
use serde_json::{Value, json};
use std::process::{Command, Stdio};

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_a_zip_that_others_can_read() {
    let app = TestApp::start().await;
    let ada = app.register("ada@example.org").await;
    let picture = pictures::png(48, 32);
    let task = ada.upscale(picture, "image/png", 2).header("prefer", "wait=30").send().await.expect("send");
    let task: Value = task.json().await.expect("task");
    let mask = app.client.post(app.url("/v1/images?kind=mask")).bearer_auth(&ada.tokens.access_token);
    let mask = mask.header("content-type", "image/png").body(pictures::png(8, 8)).send().await.expect("send");
    assert_eq!(mask.status(), 201);

    let answer = ada.get("/v1/me/export").header("accept-encoding", "gzip, br").send().await.expect("send");
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (200, &"application/zip".parse().expect("v"))
    );
    assert!(answer.headers().get("content-encoding").is_none(), "pictures are compressed already");
    let file = app.data.join("export.zip");
    std::fs::write(&file, answer.bytes().await.expect("bytes")).expect("write");
    // Python's reader checks every CRC.
    let program = "
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
read = lambda name: json.loads(archive.read(name))
print(json.dumps({'names': archive.namelist(), 'email': read('account.json')['email'], 'tasks': read('tasks.json'),
                  'images': read('images.json'), 'keys': read('api-keys.json')}))";
    let read = Command::new("python3").args(["-c", program]).arg(&file).stderr(Stdio::inherit()).output().expect("run");
    assert!(read.status.success());
    let read: Value = serde_json::from_slice(&read.stdout).expect("JSON");
    assert_eq!((read["email"].as_str(), &read["keys"]), (Some("ada@example.org"), &json!([])));
    assert_eq!(read["tasks"][0]["task_id"], task["task_id"]);
    assert_eq!(read["images"].as_array().map(Vec::len), Some(3), "original, result and mask");
    let names = read["names"].as_array().expect("names");
    assert_eq!(names.iter().filter(|n| n.as_str().is_some_and(|n| n.starts_with("pictures/"))).count(), 3);
    let result = format!("pictures/{}.png", task["images"][0]["id"].as_str().expect("id"));
    assert!(names.contains(&json!(result)), "{names:?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_changed_in_the_browser_that_stays_signed_in() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("ada@example.org").await;
    let browser = app.client.get(app.url("/")).send().await.expect("send");
    let cookie = |answer: &reqwest::Response| {
        let header = answer.headers().get("set-cookie").map(|value| value.to_str().expect("ascii").to_owned());
        header.and_then(|value| value.split(';').next().map(str::to_owned))
    };
    let guest = cookie(&browser).expect("a session");
    let form = app.client.post(app.url("/api/sign-in")).header("cookie", guest);
    let form = form.header("content-type", "application/x-www-form-urlencoded");
    let signed_in = form.body("email=ada%40example.org&password=correct+horse+battery").send().await.expect("send");
    let first = cookie(&signed_in).expect("a session of a new id");

    let change = json!({"current_password": "correct horse battery", "password": "a quiet lighthouse"});
    let patch = |session: &str| app.client.patch(app.url("/v1/me")).header("cookie", session).json(&change).send();
    let changed = patch(&first).await.expect("send");
    assert_eq!(changed.status(), 200);
    let second = cookie(&changed).expect("another id");
    assert_ne!(first, second);
    let me = |session: String| app.client.get(app.url("/v1/me")).header("cookie", session).send();
    assert_eq!(me(first).await.expect("send").status(), 401);
    assert_eq!(me(second.clone()).await.expect("send").status(), 200);
    assert_eq!(ada.get("/v1/me").send().await.expect("send").status(), 401, "tokens of before have ended");

    let wrong = patch(&second).await.expect("send");
    assert_eq!(wrong.status(), 422, "that is not the password any more");
    assert_eq!(wrong.json::<Value>().await.expect("problem")["errors"][0]["field"], "current_password");
    let sessions = app.client.get(app.url("/v1/me/sessions")).header("cookie", &second).send().await.expect("send");
    let sessions: Value = sessions.json().await.expect("sessions");
    assert_eq!((sessions["data"].as_array().map(Vec::len), &sessions["data"][0]["current"]), (Some(1), &json!(true)));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_deleted_by_its_owner() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("ada@example.org").await;
    assert_eq!(ada.upload(pictures::png(16, 16)).await.status(), 201);
    let delete = |password: &str| ada.delete("/v1/me").json(&json!({"current_password": password})).send();
    assert_eq!(delete("wrong").await.expect("send").status(), 422);
    assert_eq!(delete("correct horse battery").await.expect("send").status(), 204);
    assert_eq!(ada.get("/v1/me").send().await.expect("send").status(), 401);
    app.services.sweep().await.expect("sweep");
    assert_eq!(app.stored_files(), Vec::<std::path::PathBuf>::new());
    app.register("ada@example.org").await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_elsewhere_ends_every_token() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("ada@example.org").await;
    assert_eq!(ada.json("/v1/me/sessions").await["data"][0]["kind"], "tokens");
    assert_eq!(ada.delete("/v1/me/sessions").send().await.expect("send").status(), 204);
    assert_eq!(ada.get("/v1/me").send().await.expect("send").status(), 401);
    let refresh = json!({"refresh_token": ada.tokens.refresh_token});
    let refreshed = app.client.post(app.url("/v1/auth/refresh")).json(&refresh).send().await.expect("send");
    assert_eq!(refreshed.status(), 401);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_uses_of_a_refresh_token_at_once_are_one_client_and_a_later_one_is_a_thief() {
    let app = TestApp::with_workers(0).await;
    let ada = app.register("ada@example.org").await;
    let refresh = |token: String| {
        let request = app.client.post(app.url("/v1/auth/refresh")).json(&json!({"refresh_token": token}));
        async move { request.send().await.expect("send") }
    };
    let token = ada.tokens.refresh_token.clone();
    let answers = futures::future::join_all((0..50).map(|_| refresh(token.clone()))).await;
    let mut tokens = Vec::new();
    for answer in answers {
        assert_eq!(answer.status(), 200);
        tokens.push(answer.json::<Value>().await.expect("tokens")["refresh_token"].as_str().expect("token").to_owned());
    }
    // One of the answers is used: the token that all of them came of cannot be a lost answer's any more.
    assert_eq!(refresh(tokens[7].clone()).await.status(), 200);
    assert_eq!(refresh(token).await.status(), 401);
    assert_eq!(refresh(tokens[8].clone()).await.status(), 401, "its whole family is revoked");
    app.stop().await;
}
