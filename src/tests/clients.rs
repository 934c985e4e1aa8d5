//! Clients made for other products, unchanged: tests/clients/clients.py on a server of its own.

use super::TestApp;
use std::path::Path;
use tokio::process::Command;

#[tokio::test(flavor = "multi_thread")]
async fn clients_of_other_products_work_unchanged() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("target/clients/bin/python");
    assert!(python.exists(), "the clients are not installed: run scripts/setup test");
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let run = Command::new(python)
        .args(["-W", "error::ResourceWarning", "-m", "unittest", "clients"])
        .current_dir(root.join("tests/clients"))
        .env("STUDIO_URL", &app.base)
        .env("STUDIO_TOKEN", &user.tokens.access_token)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output();
    let output = run.await.expect("Python");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    app.stop().await;
}
