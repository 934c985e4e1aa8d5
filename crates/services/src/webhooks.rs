//! Telling other programs that a task has ended, as [Standard Webhooks](https://www.standardwebhooks.com) says.
//!
//! The transaction that ends a task puts its delivery into the outbox (a trigger does), so none is lost and none is made
//! up. Any server takes what is due; a delivery that was taken and not settled is due again later, so it may come twice,
//! under the same id.

use crate::{Error, db, services::Inner};
use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use rand::Rng;
use serde_json::json;
use sha2::Sha256;
use studio_domain::{Actor, Scope, Task, TaskState, UserId};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

/// Seconds until the next attempt, after each that failed. After the last, it is given up.
const PAUSES: [i32; 8] = [5, 30, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600];
/// Deliveries taken at a time.
const AT_A_TIME: i64 = 16;

pub struct Webhooks<'a> {
    inner: &'a Inner,
}

/// One that is due, and taken.
pub struct Delivery {
    pub id: Uuid,
    pub url: String,
    pub attempt: u32,
    /// Whether there is no further attempt after this one.
    pub last: bool,
    pub task: Task,
    secret: Vec<u8>,
}

/// What is sent.
pub struct WebhookMessage {
    pub headers: [(&'static str, String); 3],
    pub body: String,
}

impl<'a> Webhooks<'a> {
    pub(crate) fn new(inner: &'a Inner) -> Self {
        Self { inner }
    }

    /// What the caller's deliveries are signed with, `whsec_…`: made when it is first asked for, or needed. An API key
    /// needs the scope `account:read`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn secret(&self, actor: &Actor) -> Result<String, Error> {
        actor.require(Scope::AccountRead)?;
        Ok(written(&self.secret_of(actor.user_id).await?))
    }

    /// Replaces the secret: from now on, the old one signs nothing.
    ///
    /// # Errors
    /// `forbidden` for API keys.
    pub async fn renew_secret(&self, actor: &Actor) -> Result<String, Error> {
        actor.require_person()?;
        let secret = fresh();
        db::webhooks::put_secret(&self.inner.pool, actor.user_id, &secret).await?;
        Ok(written(&secret))
    }

    /// Takes some of what is due. Whoever does not settle it in time leaves it to others.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take(&self) -> Result<Vec<Delivery>, Error> {
        let pool = &self.inner.pool;
        let mut deliveries = Vec::new();
        for row in db::webhooks::take(pool, AT_A_TIME, &PAUSES).await? {
            let tasks = self.inner.queue_view.present(pool, db::tasks::load(pool, &[row.task_id]).await?).await?;
            let (Some(task), Some(url)) = (tasks.into_iter().next(), row.url) else {
                // The task was deleted: there is nothing left to tell.
                db::webhooks::settle(pool, row.id).await?;
                continue;
            };
            let attempt = db::unsigned(i32::from(row.attempts))?;
            let secret = self.secret_of(row.user_id.into()).await?;
            let last = attempt as usize >= PAUSES.len();
            deliveries.push(Delivery { id: row.id, url, attempt, last, task, secret });
        }
        Ok(deliveries)
    }

    /// It was taken, or there is no use in trying again.
    ///
    /// # Errors
    /// When the database does not answer; it will then come once more.
    pub async fn settle(&self, delivery: &Delivery) -> Result<(), Error> {
        Ok(db::webhooks::settle(&self.inner.pool, delivery.id).await?)
    }

    async fn secret_of(&self, user: UserId) -> Result<Vec<u8>, Error> {
        Ok(db::webhooks::secret(&self.inner.pool, user, &fresh()).await?)
    }
}

impl Delivery {
    /// The message, signed for this moment.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn message(&self) -> Result<WebhookMessage, Error> {
        let now = OffsetDateTime::now_utc();
        let ended = self.task.finished_at.unwrap_or(now).format(&Rfc3339);
        let state = match self.task.state {
            TaskState::Succeeded => "task.succeeded",
            TaskState::Canceled => "task.canceled",
            _ => "task.failed",
        };
        let body = json!({"type": state, "timestamp": ended.unwrap_or_default(), "data": self.task}).to_string();
        let (id, timestamp) = (format!("msg_{}", self.id.simple()), now.unix_timestamp().to_string());
        let signature = sign(&self.secret, &id, &timestamp, &body)?;
        let headers = [("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", signature)];
        Ok(WebhookMessage { headers, body })
    }
}

fn sign(secret: &[u8], id: &str, timestamp: &str, body: &str) -> Result<String, Error> {
    let mac = Hmac::<Sha256>::new_from_slice(secret);
    let mut mac = mac.map_err(|e| Error::Internal(format!("a webhook's secret cannot be used: {e}")))?;
    for part in [id, ".", timestamp, ".", body] {
        mac.update(part.as_bytes());
    }
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

fn fresh() -> [u8; 32] {
    rand::rng().random()
}

fn written(secret: &[u8]) -> String {
    format!("whsec_{}", STANDARD.encode(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_the_standards_own_example() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("base64");
        let signature = sign(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", r#"{"test": 2432232314}"#);
        assert_eq!(signature.expect("signed"), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
