//! The queue when many pull at it at once.

use crate::Studio;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use studio_domain::{TaskId, TaskState};
use studio_services::{Heartbeat, TaskOutcome};
use tokio::task::JoinSet;

fn nothing() -> TaskOutcome {
    TaskOutcome { images: Vec::new(), device: "cpu".into(), timings: Default::default(), together: 1 }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_task_is_done_once_and_nobody_has_more_than_three() {
    const PEOPLE: usize = 10;
    const EACH: usize = 10;
    let studio = Arc::new(Studio::new().await);
    for _ in 0..PEOPLE {
        let person = studio.guest().await;
        let image = studio.upload(&person).await.id;
        for _ in 0..EACH {
            studio.submit_for(&person, image, None).await.expect("submit");
        }
    }
    let done: Arc<Mutex<HashMap<TaskId, u32>>> = Arc::default();
    let mut workers = JoinSet::new();
    for _ in 0..8 {
        let (studio, done) = (studio.clone(), done.clone());
        workers.spawn(async move {
            let queue = studio.services.queue();
            let mut idle = 0;
            while idle < 20 {
                let Some(task) = studio.claim().await else {
                    idle += 1;
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    continue;
                };
                idle = 0;
                let running: i64 =
                    sqlx::query_scalar("select count(*) from tasks where user_id = $1 and state = 'running'")
                        .bind(task.user_id.0)
                        .fetch_one(studio.pool())
                        .await
                        .expect("count");
                assert!((1..=3).contains(&running), "{running} at a time");
                tokio::time::sleep(Duration::from_millis(3)).await;
                assert_eq!(queue.heartbeat(&task.lease, Some((1, 2))).await.expect("beat"), Heartbeat::Continue);
                assert!(queue.finish(&task.lease, nothing()).await.expect("finish"));
                *done.lock().expect("lock").entry(task.id).or_default() += 1;
            }
        });
    }
    while let Some(worker) = workers.join_next().await {
        worker.expect("worker");
    }
    let done = std::mem::take(&mut *done.lock().expect("lock"));
    assert_eq!(done.len(), PEOPLE * EACH);
    assert!(done.values().all(|&times| times == 1));
    assert_eq!(studio.count("select count(*) from tasks where state = 'succeeded' and attempt = 1").await, 100);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn simultaneous_claims_cannot_pass_the_limit() {
    let studio = Arc::new(Studio::new().await);
    let ada = studio.guest().await;
    let image = studio.upload(&ada).await.id;
    for _ in 0..8 {
        studio.submit_for(&ada, image, None).await.expect("submit");
    }
    let mut claims = JoinSet::new();
    for _ in 0..12 {
        let studio = studio.clone();
        claims.spawn(async move { studio.claim().await });
    }
    let claimed: Vec<_> = claims.join_all().await.into_iter().flatten().collect();
    assert_eq!(claimed.len(), 3);
    // As soon as one ends, the next may start.
    assert!(studio.services.queue().finish(&claimed[0].lease, nothing()).await.expect("finish"));
    assert!(studio.claim().await.is_some());
    assert!(studio.claim().await.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn canceling_and_finishing_at_once_ends_in_one_of_the_two() {
    let studio = Arc::new(Studio::new().await);
    let mut races = JoinSet::new();
    for round in 0..12_u64 {
        let studio = studio.clone();
        races.spawn(async move {
            let ada = studio.guest().await;
            let id = studio.submit(&ada).await.task_id;
            let canceling = tokio::spawn({
                let (studio, ada) = (studio.clone(), ada.clone());
                async move {
                    tokio::time::sleep(Duration::from_millis(round * 3)).await;
                    studio.services.tasks().cancel(&ada, id).await.is_ok()
                }
            });
            let finished = match studio.claim().await {
                Some(task) => studio.finish(&task.lease).await.then_some(task.id),
                None => None,
            };
            (ada, id, canceling.await.expect("cancel"), finished)
        });
    }
    let races = races.join_all().await;
    let finished: Vec<TaskId> = races.iter().filter_map(|(.., finished)| *finished).collect();
    for (ada, id, canceled, _) in &races {
        let task = studio.services.tasks().get(ada, *id).await.expect("get");
        let expected = if finished.contains(id) { TaskState::Succeeded } else { TaskState::Canceled };
        // A claim may have been for another round's task, which then ended under that round's cancel.
        if task.state.is_terminal() {
            assert_eq!(task.state, expected);
            assert_eq!(*canceled, expected == TaskState::Canceled);
        }
        assert_eq!(task.images.len(), usize::from(task.state == TaskState::Succeeded));
    }
    studio.check_objects().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn signing_in_while_a_task_finishes_loses_nothing() {
    let studio = Arc::new(Studio::new().await);
    let mut races = JoinSet::new();
    for round in 0..6 {
        let studio = studio.clone();
        races.spawn(async move {
            let email = format!("{round}@example.org");
            let password = "correct horse battery".to_owned();
            let accounts = studio.services.accounts();
            let request = studio_domain::RegisterRequest { email: email.clone(), password: password.clone() };
            let account = accounts.register(None, &request).await.expect("register");
            let guest = studio.guest().await;
            studio.submit(&guest).await;
            let task = studio.claim().await.expect("a task");
            let credentials = studio_domain::Credentials { email, password };
            let (finished, signed_in) =
                tokio::join!(studio.finish(&task.lease), accounts.sign_in(Some(&guest), &credentials));
            assert!(finished);
            assert_eq!(signed_in.expect("sign in").user_id, account.user_id);
            assert!(accounts.actor(guest.user_id).await.expect("actor").is_none());
        });
    }
    races.join_all().await;
    assert_eq!(
        studio.count("select count(*) from images i join users u on u.id = i.user_id where u.email is not null").await,
        12
    );
    assert_eq!(studio.count("select count(*) from tasks where state = 'succeeded'").await, 6);
    studio.check_objects().await;
}
