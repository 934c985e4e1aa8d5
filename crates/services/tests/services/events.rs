//! What open pages are told.

use crate::Studio;
use futures::StreamExt;
use std::time::Duration;
use studio_domain::{Event, EventData, Task, TaskState};
use studio_services::EventStream;
use tokio::time::timeout;

async fn next(events: &mut EventStream) -> (i64, Task) {
    let event = timeout(Duration::from_secs(5), events.next()).await.expect("in time").expect("not ended");
    unpack(event)
}

fn unpack(event: Event) -> (i64, Task) {
    match event.data {
        EventData::Task(task) => (event.id, *task),
    }
}

async fn until(events: &mut EventStream, reached: impl Fn(&Task) -> bool) -> (i64, Task) {
    loop {
        let (id, task) = next(events).await;
        if reached(&task) {
            return (id, task);
        }
    }
}

async fn silent(events: &mut EventStream) {
    let event = timeout(Duration::from_millis(400), events.next()).await;
    assert!(event.is_err(), "unexpected: {event:?}");
}

#[tokio::test]
async fn every_change_reaches_its_owner_and_nobody_else() {
    let studio = Studio::new().await;
    let (ada, eve) = (studio.guest().await, studio.guest().await);
    let image = studio.upload(&ada).await.id;
    let mut hers = studio.services.events().subscribe(&ada, None).await.expect("subscribe");
    let mut foreign = studio.services.events().subscribe(&eve, None).await.expect("subscribe");
    // Another process is told as well.
    let elsewhere = studio.database.another_server().await;
    let mut remote = elsewhere.events().subscribe(&ada, None).await.expect("subscribe");

    let id = studio.submit_for(&ada, image, None).await.expect("submit").task_id;
    let (queued, task) = next(&mut hers).await;
    assert_eq!((task.task_id, task.state, task.queue_position), (id, TaskState::Queued, Some(1)));
    let lease = studio.claim().await.expect("a task").lease;
    let (running, _) = until(&mut hers, |t| t.state == TaskState::Running).await;
    studio.services.queue().heartbeat(&lease, Some((1, 4))).await.expect("beat");
    let (progress, task) = until(&mut hers, |t| t.progress > 0.0).await;
    assert_eq!(task.progress, 0.25);
    studio.services.queue().heartbeat(&lease, Some((1, 4))).await.expect("beat");
    studio.services.queue().heartbeat(&lease, None).await.expect("beat");
    assert!(studio.finish(&lease).await);
    // The same state may come twice.
    let (done, task) = loop {
        let (id, task) = next(&mut hers).await;
        if id != progress {
            break (id, task);
        }
    };
    assert_eq!((task.state, task.images.len()), (TaskState::Succeeded, 1), "a mere sign of life is no event");
    assert!(queued < running && running < progress && progress < done, "ids grow");
    until(&mut remote, |t| t.state == TaskState::Succeeded).await;
    silent(&mut foreign).await;
}

#[tokio::test]
async fn whoever_comes_back_is_told_what_was_missed_first() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let image = studio.upload(&ada).await.id;
    let mut events = studio.services.events().subscribe(&ada, None).await.expect("subscribe");
    let old = studio.submit_for(&ada, image, None).await.expect("submit").task_id;
    let lease = studio.claim().await.expect("a task").lease;
    assert!(studio.finish(&lease).await);
    let (last_seen, _) = until(&mut events, |t| t.state == TaskState::Succeeded).await;
    drop(events);

    // While away: one more that ends, one that still runs, one that waits.
    let mut away = Vec::new();
    for _ in 0..3 {
        away.push(studio.submit_for(&ada, image, None).await.expect("submit").task_id);
    }
    let (ended, running) = (studio.claim().await.expect("a task"), studio.claim().await.expect("a task"));
    assert!(studio.finish(&ended.lease).await);
    // Long ago, so that only the id can tell.
    studio.execute("alter table tasks disable trigger user").await;
    studio.execute("update tasks set updated_at = updated_at - interval '1 hour'").await;
    studio.execute("alter table tasks enable trigger user").await;

    let mut events = studio.services.events().subscribe(&ada, Some(last_seen)).await.expect("subscribe");
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(next(&mut events).await);
    }
    assert!(told.is_sorted_by_key(|(id, _)| *id));
    let state = |id| told.iter().find(|(_, t)| t.task_id == id).map(|(_, t)| t.state);
    assert_eq!(state(ended.id), Some(TaskState::Succeeded));
    assert_eq!(state(running.id), Some(TaskState::Running));
    assert_eq!(state(*away.last().expect("three")), Some(TaskState::Queued));
    assert_eq!(state(old), None, "seen before");

    // Without an id: what has not ended.
    let mut fresh = studio.services.events().subscribe(&ada, None).await.expect("subscribe");
    let states = [next(&mut fresh).await.1.state, next(&mut fresh).await.1.state];
    assert_eq!(states, [TaskState::Queued, TaskState::Running], "in the order of their last change");
}

#[tokio::test]
async fn a_lower_id_that_became_visible_late_is_not_lost() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let image = studio.upload(&ada).await.id;
    let first = studio.submit_for(&ada, image, None).await.expect("submit").task_id;
    let second = studio.submit_for(&ada, image, None).await.expect("submit").task_id;
    // The first ends in a transaction that takes its revision before the second's and commits after it.
    let mut slow = studio.pool().begin().await.expect("begin");
    sqlx::query("update tasks set state = 'canceled', finished_at = now() where id = $1")
        .bind(first.0)
        .execute(&mut *slow)
        .await
        .expect("update");
    studio.services.tasks().cancel(&ada, second).await.expect("cancel");
    let mut events = studio.services.events().subscribe(&ada, Some(0)).await.expect("subscribe");
    let (seen, _) = until(&mut events, |t| t.task_id == second && t.state == TaskState::Canceled).await;
    drop(events);
    slow.commit().await.expect("commit");
    let mut events = studio.services.events().subscribe(&ada, Some(seen)).await.expect("subscribe");
    let (id, _) = until(&mut events, |t| t.task_id == first && t.state == TaskState::Canceled).await;
    assert!(id < seen);
}

#[tokio::test]
async fn those_who_wait_are_told_when_they_move_up() {
    let studio = Studio::new().await;
    let (ada, bob) = (studio.guest().await, studio.guest().await);
    let ahead = studio.submit(&bob).await;
    studio.submit(&ada).await;
    let mut events = studio.services.events().subscribe(&ada, None).await.expect("subscribe");
    until(&mut events, |t| t.queue_position == Some(2)).await;
    studio.services.tasks().cancel(&bob, ahead.task_id).await.expect("cancel");
    let (_, task) = until(&mut events, |t| t.queue_position == Some(1)).await;
    assert_eq!(task.state, TaskState::Queued);
}

#[tokio::test]
async fn a_lost_connection_is_made_again_and_nothing_is_missed() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let image = studio.upload(&ada).await.id;
    let mut events = studio.services.events().subscribe(&ada, None).await.expect("subscribe");
    let first = studio.submit_for(&ada, image, None).await.expect("submit").task_id;
    until(&mut events, |t| t.task_id == first).await;
    // Every connection but ours, as a restart of the database would, again and again while things happen.
    for _ in 0..3 {
        studio
            .execute(
                "select pg_terminate_backend(pid) from pg_stat_activity
                 where datname = current_database() and query ilike 'listen%'",
            )
            .await;
        let id = studio.submit_for(&ada, image, None).await.expect("submit").task_id;
        until(&mut events, |t| t.task_id == id).await;
    }
    let lease = studio.claim().await.expect("a task").lease;
    assert!(studio.finish(&lease).await);
    until(&mut events, |t| t.task_id == first && t.state == TaskState::Succeeded).await;
}

#[tokio::test]
async fn a_reader_that_does_not_keep_up_is_dropped() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let image = studio.upload(&ada).await.id;
    let slow = studio.services.events().subscribe(&ada, None).await.expect("subscribe");
    let mut quick = studio.services.events().subscribe(&ada, None).await.expect("subscribe");
    let id = studio.submit_for(&ada, image, None).await.expect("submit").task_id;
    let lease = studio.claim().await.expect("a task").lease;
    for step in 1..=600 {
        studio.services.queue().heartbeat(&lease, Some((step, 600))).await.expect("beat");
        until(&mut quick, |t| t.step == Some(step)).await;
    }
    let rest: Vec<Event> = timeout(Duration::from_secs(5), slow.collect()).await.expect("it ends");
    assert!(rest.len() < 600);
    // Coming back makes up for it.
    let mut back = studio.services.events().subscribe(&ada, Some(1)).await.expect("subscribe");
    let (_, task) = next(&mut back).await;
    assert_eq!((task.task_id, task.step), (id, Some(600)));
}

#[tokio::test]
async fn streams_end_when_the_services_do() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let server = studio.database.another_server().await;
    let mut events = server.events().subscribe(&ada, None).await.expect("subscribe");
    server.shut_down().await;
    let ended = timeout(Duration::from_secs(5), events.next()).await.expect("in time");
    assert!(ended.is_none());
}
