//! What was accepted, as whoever asked has written it down, and whether it came true.

use crate::house::{House, Session, files_below};
use serde_json::Value;
use std::time::{Duration, Instant};

#[derive(Default)]
pub struct Ledger {
    accepted: Vec<String>,
}

/// How the accepted tasks ended.
#[derive(Debug, Default)]
pub struct Ends {
    pub succeeded: usize,
    /// With `worker_lost`: each of its workers was killed.
    pub lost: usize,
}

impl Ledger {
    pub fn add(&mut self, id: String) {
        self.accepted.push(id);
    }

    pub fn ids(&self) -> &[String] {
        &self.accepted
    }

    /// Waits for the end of all, then compares what there is with what there should be: one picture for each task that
    /// succeeded, each with its file, no task that was not accepted, no file that belongs to nothing.
    pub async fn settle(&self, house: &House, base: &str, user: &Session) -> Ends {
        let mut ends = Ends::default();
        for id in &self.accepted {
            let task = user.until(base, id, |task| task["finished_at"].is_string()).await;
            let images = task["images"].as_array().map_or(0, Vec::len);
            match (task["state"].as_str(), task["error"]["code"].as_str()) {
                (Some("succeeded"), _) => {
                    assert_eq!(images, 1, "{task}");
                    let url = task["images"][0]["url"].as_str().expect("url");
                    let file = user.client.get(format!("{base}{url}")).bearer_auth(&user.token).send().await;
                    let bytes = file.expect("send").bytes().await.expect("a whole file");
                    assert_eq!(Some(bytes.len() as u64), task["images"][0]["bytes"].as_u64(), "{task}");
                    ends.succeeded += 1;
                }
                (Some("failed"), Some("worker_lost")) => {
                    assert_eq!(images, 0, "{task}");
                    ends.lost += 1;
                }
                other => panic!("{other:?}: {task}"),
            }
        }
        assert_eq!(all(base, user, "tasks").await.len(), self.accepted.len(), "tasks that nobody asked for");
        let stored = all(base, user, "images").await;
        let made = stored.iter().filter(|image| image["kind"] == "generated").count();
        assert_eq!(made, ends.succeeded, "each result once");
        no_more_files_than(house, 2 * stored.len()).await;
        ends
    }
}

/// All pages of a list.
async fn all(base: &str, user: &Session, list: &str) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let mut page = user.get(&format!("{base}/v1/{list}?limit=100{cursor}")).await;
        found.append(page["data"].as_array_mut().expect("data"));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

/// Each picture has a file and a thumbnail; what dead attempts left goes with the next sweep.
async fn no_more_files_than(house: &House, expected: usize) {
    let started = Instant::now();
    loop {
        let (stored, scratch) = (files_below(&house.data().join("objects")), files_below(&house.data().join("temp")));
        if stored.len() == expected && scratch.is_empty() {
            return;
        }
        let (stored, scratch) = (stored.len(), scratch.len());
        assert!(started.elapsed() < Duration::from_secs(60), "{stored} files, not {expected}; {scratch} in the making");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
