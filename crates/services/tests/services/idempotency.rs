//! The same request again.

use crate::studio::{self, Studio, code};
use std::sync::Arc;
use studio_domain::ErrorCode;
use studio_services::{IdempotencyKey, canonical_hash};
use tokio::task::JoinSet;

fn key(name: &str, body: u8) -> IdempotencyKey<'_> {
    IdempotencyKey::new(name, [body; 32]).expect("key")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_at_once_make_one_task() {
    let studio = Arc::new(Studio::new().await);
    let ada = studio.guest().await;
    let image = studio.upload(&ada).await.id;
    let mut submits = JoinSet::new();
    for _ in 0..20 {
        let (studio, ada) = (studio.clone(), ada.clone());
        submits.spawn(async move { studio.submit_for(&ada, image, Some(key("k", 1))).await.expect("submit").task_id });
    }
    let mut ids = submits.join_all().await;
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(studio.count("select count(*) from tasks").await, 1);
}

#[tokio::test]
async fn another_request_under_the_same_key_is_refused() {
    let studio = Studio::new().await;
    let (ada, eve) = (studio.guest().await, studio.guest().await);
    let image = studio.upload(&ada).await.id;
    let tasks = studio.services.tasks();
    assert!(tasks.replayed(&ada, &key("k", 1)).await.expect("look").is_empty());
    let task = studio.submit_for(&ada, image, Some(key("k", 1))).await.expect("submit");
    assert_eq!(code(studio.submit_for(&ada, image, Some(key("k", 2))).await), ErrorCode::IdempotencyMismatch);
    assert_eq!(code(tasks.replayed(&ada, &key("k", 2)).await), ErrorCode::IdempotencyMismatch);
    // Keys are each person's own.
    let hers = studio.upload(&eve).await.id;
    assert_ne!(studio.submit_for(&eve, hers, Some(key("k", 2))).await.expect("submit").task_id, task.task_id);

    // The answer stays the same when the task has ended and its picture is gone.
    assert!(studio.finish(&studio.claim().await.expect("a task").lease).await);
    studio.services.images().delete(&ada, image).await.expect("delete");
    let again = studio.submit_for(&ada, image, Some(key("k", 1))).await.expect("again");
    assert_eq!(again.task_id, task.task_id);
    assert_eq!(tasks.replayed(&ada, &key("k", 1)).await.expect("look")[0].task_id, task.task_id);
}

#[tokio::test]
async fn requests_hash_by_what_they_say() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let image = studio.upload(&ada).await.id;
    let mut request = studio::request(image);
    let first = canonical_hash(&request).expect("hash");
    assert_eq!(first, canonical_hash(&request.clone()).expect("hash"));
    request.parameters.scale = Some(4);
    assert_ne!(first, canonical_hash(&request).expect("hash"));
}
