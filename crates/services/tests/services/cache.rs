//! Equal requests: done once, answered as often as they come.

use crate::studio::{MODEL, Studio, model, request};
use studio_domain::{Actor, PredictRequest, Task, TaskState};
use studio_services::Variant;

/// The same picture, uploaded anew, and the same wish.
async fn ask(studio: &Studio, actor: &Actor, change: impl FnOnce(&mut PredictRequest)) -> Task {
    let mut request = PredictRequest { cache: true, ..request(studio.upload(actor).await.id) };
    change(&mut request);
    studio.services.tasks().submit(actor, request, &model(), MODEL.1, None).await.expect("submit")
}

/// Asks, and does the work.
async fn done(studio: &Studio, actor: &Actor) -> Task {
    let task = ask(studio, actor, |_| {}).await;
    let claimed = studio.claim().await.expect("a task");
    assert!(!studio.services.queue().answer_from_cache(&claimed).await.expect("look"), "nobody has done it before");
    assert!(studio.finish(&claimed.lease).await);
    studio.services.tasks().get(actor, task.task_id).await.expect("get")
}

#[tokio::test]
async fn an_equal_request_is_answered_at_once_with_pictures_of_its_own() {
    let studio = Studio::new().await;
    let (ada, bob) = (studio.guest().await, studio.guest().await);
    let first = done(&studio, &ada).await;
    assert!(!first.cached);
    for actor in [&ada, &bob] {
        let again = ask(&studio, actor, |_| {}).await;
        assert_eq!((again.state, again.cached, again.progress), (TaskState::Succeeded, true, 1.0));
        assert_eq!(again.model.device.as_deref(), Some("cpu"));
        assert_eq!(again.images[0].sha256, first.images[0].sha256);
        assert_ne!(again.images[0].id, first.images[0].id);
        let file = studio.services.images().open(actor, again.images[0].id, Variant::Thumbnail).await.expect("file");
        assert!(file.bytes > 0);
    }
    // Each may delete theirs.
    studio.services.images().delete(&ada, first.images[0].id).await.expect("delete");
    studio.execute("update images set deleted_at = deleted_at - interval '31 days'").await;
    studio.check_objects().await;
    assert!(ask(&studio, &bob, |_| {}).await.cached, "from the others");
}

#[tokio::test]
async fn what_differs_or_is_wanted_anew_is_worked_on() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    done(&studio, &ada).await;
    let changes: [fn(&mut PredictRequest); 2] = [|r| r.cache = false, |r| r.parameters.scale = Some(4)];
    for change in changes {
        assert_eq!(ask(&studio, &ada, change).await.state, TaskState::Queued);
    }
    let other = studio.submit(&ada).await;
    assert_eq!(other.state, TaskState::Queued);
}

#[tokio::test]
async fn pictures_that_were_deleted_answer_nobody() {
    let studio = Studio::new().await;
    let (ada, bob) = (studio.guest().await, studio.guest().await);
    let first = done(&studio, &ada).await;
    studio.services.images().delete(&ada, first.images[0].id).await.expect("delete");
    assert_eq!(ask(&studio, &bob, |_| {}).await.state, TaskState::Queued);
    studio.services.images().restore(&ada, first.images[0].id).await.expect("restore");
    assert_eq!(ask(&studio, &bob, |_| {}).await.state, TaskState::Succeeded);
}

#[tokio::test]
async fn a_result_whose_file_is_gone_is_made_anew() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    done(&studio, &ada).await;
    std::fs::remove_dir_all(studio.database.data_dir().join("objects")).expect("remove");
    std::fs::create_dir(studio.database.data_dir().join("objects")).expect("create");
    let again = ask(&studio, &ada, |_| {}).await;
    assert_eq!(again.state, TaskState::Queued);
    let claimed = studio.claim().await.expect("a task");
    assert_eq!((claimed.id, claimed.attempt), (again.task_id, 1), "the attempt with the files does not count");
    assert!(studio.services.queue().answer_from_cache(&claimed).await.is_err());
    assert!(studio.finish(&claimed.lease).await, "the lease is still good");
}

#[tokio::test]
async fn equal_requests_at_the_same_time_are_worked_on_once() {
    let studio = Studio::new().await;
    let (ada, bob) = (studio.guest().await, studio.guest().await);
    let mut tasks = Vec::new();
    for actor in [&ada, &bob, &bob] {
        tasks.push(ask(&studio, actor, |_| {}).await.task_id);
    }
    let other = studio.submit(&bob).await.task_id;
    let first = studio.claim().await.expect("a task");
    assert_eq!(first.id, tasks[0]);
    assert_eq!(studio.claim().await.map(|task| task.id), Some(other), "equal ones wait and let others go on");
    assert!(studio.claim().await.is_none());
    assert!(studio.finish(&first.lease).await);
    for id in &tasks[1..] {
        let follower = studio.claim().await.expect("a task");
        assert_eq!(follower.id, *id);
        assert!(studio.services.queue().answer_from_cache(&follower).await.expect("look"));
        let task = studio.services.tasks().get(&bob, *id).await.expect("get");
        assert_eq!((task.state, task.cached), (TaskState::Succeeded, true));
    }
    studio.check_objects().await;
}

#[tokio::test]
async fn when_the_first_fails_the_next_tries() {
    let studio = Studio::new().await;
    let (ada, bob) = (studio.guest().await, studio.guest().await);
    ask(&studio, &ada, |_| {}).await;
    let second = ask(&studio, &bob, |_| {}).await.task_id;
    let first = studio.claim().await.expect("a task");
    studio.services.tasks().cancel(&ada, first.id).await.expect("cancel");
    assert!(!studio.finish(&first.lease).await);
    let next = studio.claim().await.expect("a task");
    assert_eq!(next.id, second);
    assert!(!studio.services.queue().answer_from_cache(&next).await.expect("look"));
}
