//! Servers that are killed while they answer, and servers that are told to stop while they work.

use super::{ledger::Ledger, rounds, some_time_below};
use crate::house::{House, Session, png};
use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn a_request_whose_answer_was_lost_can_be_repeated() {
    let kills = rounds(8, 100);
    let house = House::new();
    let mut server = house.serve_without_workers();
    let user = Session::register(&server.base).await;
    let picture = format!("data:image/png;base64,{}", STANDARD.encode(png(24)));
    let request = json!({"task": "upscale", "inputs": {"image": picture}, "cache": false});
    let ask = |base: &str, key: &Uuid| -> RequestBuilder {
        let post = user.client.post(format!("{base}/v1/predict")).bearer_auth(&user.token).json(&request);
        post.header("Idempotency-Key", key.to_string())
    };
    let (mut ledger, mut unanswered) = (Ledger::default(), 0);
    for _ in 0..kills {
        let key = Uuid::new_v4();
        let asking = tokio::spawn(ask(&server.base, &key).send());
        some_time_below(Duration::from_millis(400)).await;
        server.kill();
        let first = asking.await.expect("the client goes on");
        unanswered += usize::from(first.is_err());
        server = house.serve_without_workers();
        let answer = ask(&server.base, &key).send().await.expect("send");
        assert_eq!(answer.status(), 202);
        let task: Value = answer.json().await.expect("JSON");
        let id = task["task_id"].as_str().expect("id").to_owned();
        if let Ok(first) = first
            && first.status() == 202
        {
            assert_eq!(first.json::<Value>().await.map(|task| task["task_id"].clone()).ok(), Some(json!(id)));
        }
        ledger.add(id);
    }
    // A picture that was stored when its server died is swept when an hour has passed: it may still be on its way.
    house.execute("update object_intents set expires_at = now(), lands_until = now()");
    let worker = house.work();
    let ends = ledger.settle(&house, &server.base, &user).await;
    println!("{kills} kills, {unanswered} before the answer; {ends:?}");
    assert_eq!(ends.succeeded, ledger.ids().len());
    assert_eq!(worker.stop(), Some(0));
    assert_eq!(server.stop(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_under_load_loses_nothing() {
    let house = House::new();
    let mut ledger = Ledger::default();
    let mut server = house.serve();
    let user = Session::register(&server.base).await;
    for _ in 0..rounds(2, 10) {
        for side in [300, 60, 200, 60, 60] {
            ledger.add(user.submit(&server.base, side, 2).await);
        }
        some_time_below(Duration::from_millis(800)).await;
        // Whoever is connected sees that it will not be there for long; whoever is not cannot connect any more.
        let (client, ready) = (user.client.clone(), format!("{}/health/ready", server.base));
        assert_eq!(client.get(&ready).send().await.expect("send").status(), 200);
        server.signal("TERM");
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(client.get(&ready).send().await.map_or(true, |answer| answer.status() == 503));
        assert_eq!(server.stop(), Some(0));
        server = house.serve();
    }
    let ends = ledger.settle(&house, &server.base, &user).await;
    println!("{} tasks through stops: {ends:?}", ledger.ids().len());
    assert_eq!(ends.succeeded, ledger.ids().len());
    assert_eq!(server.stop(), Some(0));
}
