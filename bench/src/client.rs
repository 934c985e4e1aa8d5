//! Somebody who upscales over HTTP.

use anyhow::{Context, Result, bail};
use reqwest::{header, multipart};
use serde_json::{Value, json};

pub struct Client {
    http: reqwest::Client,
    url: String,
    token: String,
}

impl Client {
    /// A new account.
    ///
    /// # Errors
    /// When the server does not accept it.
    pub async fn register(url: &str, name: &str) -> Result<Self> {
        let http = reqwest::Client::new();
        let email = format!("{name}-{}@example.org", std::process::id());
        let body = json!({ "email": email, "password": "a quiet lighthouse" });
        let answer = http.post(format!("{url}/v1/auth/register")).json(&body).send().await?.error_for_status()?;
        let answer: Value = answer.json().await?;
        let token = answer["access_token"].as_str().context("no access token")?.to_owned();
        Ok(Self { http, url: url.to_owned(), token })
    }

    /// Uploads a picture and waits until its ×2 result is stored.
    ///
    /// # Errors
    /// When the task does not succeed.
    pub async fn upscale(&self, picture: Vec<u8>, media_type: &str) -> Result<()> {
        // What is measured is the work, also of the second that sends the same picture.
        let request = json!({
            "task": "upscale", "inputs": { "image": "@picture" }, "parameters": { "scale": 2 }, "cache": false,
        });
        let form = multipart::Form::new()
            .part("request", multipart::Part::text(request.to_string()).mime_str("application/json")?)
            .part("picture", multipart::Part::bytes(picture).file_name("picture").mime_str(media_type)?);
        let request = self.http.post(format!("{}/v1/predict", self.url)).bearer_auth(&self.token);
        let answer = request.header("Prefer", "wait=60").multipart(form).send().await?.error_for_status()?;
        let mut task: Value = answer.json().await?;
        // Longer than the server is willing to wait.
        while matches!(task["state"].as_str(), Some("queued" | "running")) {
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            let id = task["task_id"].as_str().context("no task id")?;
            let request = self.http.get(format!("{}/v1/tasks/{id}", self.url)).bearer_auth(&self.token);
            task = request.header(header::ACCEPT, "application/json").send().await?.error_for_status()?.json().await?;
        }
        if task["state"] != "succeeded" {
            bail!("the task did not succeed: {task}");
        }
        Ok(())
    }
}
