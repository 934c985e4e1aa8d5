//! Workers that are killed.

use super::{ledger::Ledger, quantile, rounds, some_time_below};
use crate::house::{House, Session};
use std::{collections::HashMap, time::Duration};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// A lease of ten seconds, a look every three, and the wait for a free worker.
const RESCUED_WITHIN: f64 = 20.0;

#[tokio::test(flavor = "multi_thread")]
async fn workers_killed_at_any_moment_lose_nothing() {
    let kills = rounds(10, 100);
    let house = House::new();
    let server = house.serve_without_workers();
    let user = Session::register(&server.base).await;
    let (mut ledger, mut killed_at) = (Ledger::default(), HashMap::new());
    for _ in 0..kills {
        let worker = house.work();
        for side in [60, 180] {
            ledger.add(user.submit(&server.base, side, 4).await);
        }
        some_time_below(Duration::from_millis(1500)).await;
        let running = user.get(&format!("{}/v1/tasks?state=running&limit=100", server.base)).await;
        worker.kill();
        for task in running["data"].as_array().expect("data") {
            killed_at.insert(task["task_id"].as_str().expect("id").to_owned(), OffsetDateTime::now_utc());
        }
    }
    let worker = house.work();
    let ends = ledger.settle(&house, &server.base, &user).await;
    let mut rescues = Vec::new();
    for (id, killed) in &killed_at {
        let task = user.get(&format!("{}/v1/tasks/{id}", server.base)).await;
        let started = OffsetDateTime::parse(task["started_at"].as_str().expect("started"), &Rfc3339).expect("a time");
        // Others ended between the look and the kill.
        if task["state"] == "succeeded" && started > *killed {
            rescues.push((started - *killed).as_seconds_f64());
        }
    }
    let (count, p50, p99) = (rescues.len(), quantile(&mut rescues, 0.5), quantile(&mut rescues, 0.99));
    println!("{kills} kills, {} tasks: {ends:?}; {count} rescued, p50 {p50:?} s, p99 {p99:?} s", ledger.ids().len());
    assert!(p99.is_none_or(|p99| p99 <= RESCUED_WITHIN), "{p99:?} s");
    assert_eq!(worker.stop(), Some(0));
    assert_eq!(server.stop(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_ends_its_workers_fails_and_the_others_go_on() {
    let house = House::new();
    let server = house.serve_without_workers();
    let user = Session::register(&server.base).await;
    let mut ledger = Ledger::default();
    let poison = user.submit(&server.base, 900, 4).await;
    ledger.add(poison.clone());
    for _ in 0..rounds(3, 12) {
        ledger.add(user.submit(&server.base, 60, 2).await);
    }
    let mut deaths = 0;
    loop {
        let worker = house.work();
        let reached = user
            .until(&server.base, &poison, |task| task["state"] == "running" || task["finished_at"].is_string())
            .await;
        worker.kill();
        if reached["finished_at"].is_string() {
            break;
        }
        deaths += 1;
        // Until it is given up or tried again.
        user.until(&server.base, &poison, |task| task["state"] != "running").await;
    }
    let worker = house.work();
    let ends = ledger.settle(&house, &server.base, &user).await;
    println!("{deaths} workers died of one task; {ends:?}");
    assert_eq!((deaths, ends.lost, ends.succeeded), (3, 1, ledger.ids().len() - 1));
    assert_eq!(worker.stop(), Some(0));
    assert_eq!(server.stop(), Some(0));
}
