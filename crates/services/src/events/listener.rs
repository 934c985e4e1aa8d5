//! The one connection of the process that listens for notifications. It comes back by itself.

use crate::error::Chain;
use serde::{Deserialize, de::DeserializeOwned};
use sqlx::postgres::{PgConnectOptions, PgListener, PgNotification, PgPoolOptions};
use std::time::{Duration, Instant};
use studio_domain::{TaskId, UserId};
use tokio::sync::mpsc;

const WORK: &str = "studio_work";
const TASK: &str = "studio_task";
const PREVIEW: &str = "studio_preview";

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// What the listener hears.
#[derive(Debug)]
pub enum Notice {
    /// It listens now, and may have missed what happened since `since`.
    Listening {
        since: Instant,
    },
    Work,
    Task(Change),
    Preview(Preview),
}

/// The payload of `studio_task`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub struct Change {
    pub user_id: UserId,
    pub task_id: TaskId,
}

/// The payload of `studio_preview`.
#[derive(Clone, Debug, Deserialize)]
pub struct Preview {
    #[serde(flatten)]
    pub task: Change,
    /// A `data:` URL.
    pub preview: String,
}

/// Runs until nobody wants to know any more.
pub async fn listen(options: PgConnectOptions, notices: mpsc::Sender<Notice>) {
    let mut deaf_since = Instant::now();
    let mut pause = FIRST_PAUSE;
    while !notices.is_closed() {
        match connect(&options).await {
            Ok(listener) => {
                pause = FIRST_PAUSE;
                if notices.send(Notice::Listening { since: deaf_since }).await.is_err() {
                    return;
                }
                if let Err(error) = forward(listener, &notices).await {
                    tracing::warn!(error = %Chain(&error), "the connection for notifications was lost");
                }
                deaf_since = Instant::now();
            }
            Err(error) => {
                tracing::warn!(error = %Chain(&error), "cannot listen for notifications, will try again");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

async fn connect(options: &PgConnectOptions) -> Result<PgListener, sqlx::Error> {
    // A pool of one: the shared pool's connections are not to be held for ever.
    let pool = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
    let mut listener = PgListener::connect_with(&pool.connect_lazy_with(options.clone())).await?;
    listener.eager_reconnect(false);
    listener.listen_all([WORK, TASK, PREVIEW]).await?;
    Ok(listener)
}

/// Passes on what is heard until the connection is lost.
async fn forward(mut listener: PgListener, notices: &mpsc::Sender<Notice>) -> Result<(), sqlx::Error> {
    while let Some(notification) = listener.try_recv().await? {
        if let Some(notice) = parse(&notification)
            && notices.send(notice).await.is_err()
        {
            break;
        }
    }
    Ok(())
}

fn parse(notification: &PgNotification) -> Option<Notice> {
    match notification.channel() {
        WORK => Some(Notice::Work),
        TASK => read(notification).map(Notice::Task),
        PREVIEW => read(notification).map(Notice::Preview),
        _ => None,
    }
}

fn read<T: DeserializeOwned>(notification: &PgNotification) -> Option<T> {
    let read = serde_json::from_str(notification.payload());
    read.inspect_err(|error| tracing::error!(%error, channel = notification.channel(), "a notification cannot be read"))
        .ok()
}
