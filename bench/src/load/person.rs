//! Somebody with an account, who asks for tasks in the hurry of a program.

use anyhow::{Context, Result};
use reqwest::{RequestBuilder, multipart};
use serde_json::{Value, json};

#[derive(Clone)]
pub struct Person {
    http: reqwest::Client,
    url: String,
    pub token: String,
}

impl Person {
    /// A new account.
    ///
    /// # Errors
    /// When the server does not accept it.
    pub async fn register(url: &str, name: &str) -> Result<Self> {
        let http = reqwest::Client::new();
        let body = json!({ "email": format!("{name}@example.org"), "password": "a quiet lighthouse" });
        let answer = http.post(format!("{url}/v1/auth/register")).json(&body).send().await?.error_for_status()?;
        let answer: Value = answer.json().await?;
        let token = answer["access_token"].as_str().context("no access token")?.to_owned();
        Ok(Self { http, url: url.to_owned(), token })
    }

    /// # Errors
    /// When the server does not accept one.
    pub async fn several(url: &str, name: &str, count: usize) -> Result<Vec<Self>> {
        let mut people = Vec::with_capacity(count);
        for number in 0..count {
            people.push(Self::register(url, &format!("{name}-{number}")).await?);
        }
        Ok(people)
    }

    /// To paint from words; each number is another picture, so that nothing is answered by what was made before.
    pub fn paint(&self, number: u64) -> RequestBuilder {
        let prompt = format!("A red boat on the sea at sunset, number {number}");
        let body = json!({ "task": "text-to-image", "inputs": { "prompt": prompt }, "parameters": { "seed": number } });
        self.http.post(format!("{}/v1/predict", self.url)).bearer_auth(&self.token).json(&body)
    }

    /// To double a picture, and to be told when that is done.
    pub fn upscale(&self, picture: Vec<u8>) -> Result<RequestBuilder> {
        let request = json!({
            "task": "upscale", "inputs": { "image": "@picture" }, "parameters": { "scale": 2 }, "cache": false,
        });
        let form = multipart::Form::new()
            .part("request", multipart::Part::text(request.to_string()).mime_str("application/json")?)
            .part("picture", multipart::Part::bytes(picture).file_name("picture.png").mime_str("image/png")?);
        let post = self.http.post(format!("{}/v1/predict", self.url)).bearer_auth(&self.token);
        Ok(post.header("Prefer", "wait=60").multipart(form))
    }
}
