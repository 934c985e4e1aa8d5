//! A database that dies and comes back under load.

use super::{ledger::Ledger, quantile, rounds};
use crate::house::{House, Session};
use futures::StreamExt;
use serde_json::Value;
use std::time::{Duration, Instant};

const RECOVERED_WITHIN: f64 = 10.0;

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_restarts_costs_nothing_that_was_accepted() {
    let house = House::new();
    let server = house.serve();
    let user = Session::register(&server.base).await;
    // Looks on all the while, through every restart.
    let events = user.client.get(format!("{}/v1/events", server.base)).header("accept", "text/event-stream");
    let events = events.bearer_auth(&user.token).send().await.expect("send").bytes_stream();
    let (mut ledger, mut recoveries, mut refused) = (Ledger::default(), Vec::new(), 0);
    for _ in 0..rounds(2, 20) {
        for _ in 0..4 {
            ledger.add(user.submit(&server.base, 120, 2).await);
        }
        let began = Instant::now();
        // As an operator would.
        let mut pg_ctl = house.postgres("pg_ctl");
        pg_ctl.args(["restart", "-m", "immediate", "-w", "-l", "/dev/null", "-D"]).arg(house.cluster().join("data"));
        let restart = tokio::task::spawn_blocking(move || pg_ctl.status());
        // Since the last refusal.
        let mut accepted_again = None;
        while accepted_again.is_none() || !restart.is_finished() {
            let answer = user.try_submit(&server.base, 60, 2).await;
            match answer.status().as_u16() {
                202 => {
                    let task: Value = answer.json().await.expect("JSON");
                    ledger.add(task["task_id"].as_str().expect("id").to_owned());
                    accepted_again.get_or_insert(began.elapsed().as_secs_f64());
                }
                503 => {
                    assert!(answer.headers().contains_key("retry-after"));
                    (refused, accepted_again) = (refused + 1, None);
                }
                other => panic!("{other}: {}", answer.text().await.unwrap_or_default()),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let restarted = restart.await.expect("pg_ctl").expect("pg_ctl");
        assert!(restarted.success(), "the database did not come back");
        recoveries.extend(accepted_again);
    }
    let last = user.submit(&server.base, 60, 2).await;
    ledger.add(last.clone());
    let told = tokio::time::timeout(Duration::from_secs(30), async {
        let mut seen = String::new();
        tokio::pin!(events);
        while let Some(Ok(piece)) = events.next().await {
            seen.push_str(&String::from_utf8_lossy(&piece));
            if seen.contains(&last) {
                return true;
            }
        }
        false
    });
    assert!(told.await.is_ok_and(|told| told), "who looks on is told of what comes later");
    let ends = ledger.settle(&house, &server.base, &user).await;
    let longest = quantile(&mut recoveries, 1.0);
    println!(
        "{} restarts; {refused} refused meanwhile, accepted again after {longest:?} s at most; {ends:?}",
        recoveries.len()
    );
    assert_eq!(ends.succeeded, ledger.ids().len());
    assert!(longest.is_some_and(|longest| longest <= RECOVERED_WITHIN), "{longest:?} s");
    assert_eq!(server.stop(), Some(0));
}
