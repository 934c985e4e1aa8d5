//! The life of a task, seen from both sides.

use crate::studio::{self, Studio, code};
use std::time::{Duration, Instant};
use studio_domain::{ErrorCode, Pool, Problem, TaskListQuery, TaskState, UploadKind};
use studio_services::Heartbeat;
use tokio::time::timeout;
use uuid::Uuid;

#[tokio::test]
async fn from_submission_to_result() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    studio.services.queue().announce(Uuid::now_v7(), &[Pool::ALL.to_vec()]).await.expect("announce");
    let queued = studio.submit(&ada).await;
    assert_eq!((queued.state, queued.queue_position, queued.progress), (TaskState::Queued, Some(1), 0.0));
    assert!(queued.eta_seconds.is_some_and(|s| s > 0.0));

    let claimed = studio.claim().await.expect("a task");
    assert_eq!((claimed.id, claimed.attempt, claimed.user_id), (queued.task_id, 1, ada.user_id));
    let input = studio.services.queue().input(&claimed, claimed.inputs.image.expect("an image")).await.expect("input");
    assert!(!input.is_empty());
    let beat = studio.services.queue().heartbeat(&claimed.lease, Some((3, 4))).await.expect("beat");
    assert_eq!(beat, Heartbeat::Continue);
    let running = studio.services.tasks().get(&ada, queued.task_id).await.expect("get");
    assert_eq!((running.state, running.step, running.steps), (TaskState::Running, Some(3), Some(4)));
    assert_eq!((running.progress, running.queue_position), (0.75, None));

    assert!(studio.finish(&claimed.lease).await);
    let done = studio.services.tasks().get(&ada, queued.task_id).await.expect("get");
    assert_eq!((done.state, done.progress, done.eta_seconds), (TaskState::Succeeded, 1.0, None));
    assert_eq!(done.model.device.as_deref(), Some("cpu"));
    let timings = done.timings_ms.expect("timings");
    assert_eq!(timings.inference, 50.0);
    assert!(timings.total >= timings.queue && timings.queue > 0.0);
    let [result] = &done.images[..] else { panic!("one image: {:?}", done.images) };
    assert_eq!((result.width, result.height), (64, 48));

    let image = studio.services.images().get(&ada, result.id).await.expect("image");
    assert_eq!((image.task_id, image.source_image_id), (Some(queued.task_id), claimed.inputs.image));
    assert_eq!(image.sha256, result.sha256);
    studio.check_objects().await;
}

#[tokio::test]
async fn better_tiers_go_first_until_others_have_waited() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    // (priority, seconds waited): a tier counts as much as a minute.
    let queue: [(i16, f64); 5] = [(2, 125.0), (0, 2.0), (1, 50.0), (1, 61.0), (2, 200.0)];
    let mut ids = Vec::new();
    for (priority, waited) in queue {
        let task = studio.submit(&ada).await;
        sqlx::query("update tasks set priority = $2, fair_start = extract(epoch from now()) - $3 where id = $1")
            .bind(task.task_id.0)
            .bind(priority)
            .bind(waited)
            .execute(studio.pool())
            .await
            .expect("update");
        ids.push(task.task_id);
    }
    let expected = [ids[4], ids[0], ids[1], ids[3], ids[2]];

    tokio::time::sleep(Duration::from_millis(1100)).await;
    let tasks = studio.services.tasks().list(&ada, &TaskListQuery::default()).await.expect("list").data;
    let mut shown: Vec<_> = tasks.iter().map(|t| (t.queue_position.expect("position"), t.task_id)).collect();
    shown.sort();
    assert_eq!(shown.iter().map(|(_, id)| *id).collect::<Vec<_>>(), expected, "positions tell the order of claims");

    for id in expected {
        let claimed = studio.claim().await.expect("a task");
        assert_eq!(claimed.id, id);
        assert!(studio.finish(&claimed.lease).await);
    }
}

#[tokio::test]
async fn a_worker_back_from_the_dead_changes_nothing() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let id = studio.submit(&ada).await.task_id;
    let queue = studio.services.queue();
    let dead = studio.claim().await.expect("a task").lease;
    queue.heartbeat(&dead, Some((1, 2))).await.expect("beat");
    assert_eq!(queue.reap().await.expect("reap"), 0, "it is alive");
    studio.expire(&dead).await;
    assert_eq!(queue.reap().await.expect("reap"), 1);
    let task = studio.services.tasks().get(&ada, id).await.expect("get");
    assert_eq!((task.state, task.progress, task.started_at), (TaskState::Queued, 0.0, None));

    let alive = studio.claim().await.expect("the task again");
    assert_eq!((alive.id, alive.attempt), (id, 2));
    let problem = Problem::new(ErrorCode::InferenceFailed, "too late");
    assert_eq!(queue.heartbeat(&dead, Some((2, 2))).await.expect("beat"), Heartbeat::Lost);
    assert!(!studio.finish(&dead).await);
    assert!(!queue.fail(&dead, &problem).await.expect("fail"));
    assert!(!queue.release(&dead).await.expect("release"));
    let task = studio.services.tasks().get(&ada, id).await.expect("get");
    assert_eq!((task.state, task.step), (TaskState::Running, None));

    assert!(studio.finish(&alive.lease).await);
    assert!(!studio.finish(&alive.lease).await, "once");
    assert!(!studio.finish(&dead).await);
    let task = studio.services.tasks().get(&ada, id).await.expect("get");
    assert_eq!((task.state, task.images.len()), (TaskState::Succeeded, 1));
    studio.check_objects().await;
}

#[tokio::test]
async fn a_task_that_kills_its_workers_fails() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let id = studio.submit(&ada).await.task_id;
    for attempt in 1..=3 {
        let claimed = studio.claim().await.expect("a task");
        assert_eq!(claimed.attempt, attempt);
        studio.expire(&claimed.lease).await;
        assert_eq!(studio.services.queue().reap().await.expect("reap"), 1);
    }
    assert!(studio.claim().await.is_none());
    let task = studio.services.tasks().get(&ada, id).await.expect("get");
    assert_eq!(task.state, TaskState::Failed);
    assert_eq!(task.error.expect("a reason").code, ErrorCode::WorkerLost);
    assert!(task.finished_at.is_some());
}

#[tokio::test]
async fn a_released_task_keeps_its_place_and_its_attempts() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let (first, _second) = (studio.submit(&ada).await, studio.submit(&ada).await);
    for _ in 0..5 {
        let claimed = studio.claim().await.expect("a task");
        assert_eq!((claimed.id, claimed.attempt), (first.task_id, 1));
        assert!(studio.services.queue().release(&claimed.lease).await.expect("release"));
    }
}

#[tokio::test]
async fn what_is_queued_is_canceled_at_once() {
    let studio = Studio::new().await;
    let (ada, eve) = (studio.guest().await, studio.guest().await);
    let id = studio.submit(&ada).await.task_id;
    let tasks = studio.services.tasks();
    assert_eq!(code(tasks.cancel(&eve, id).await), ErrorCode::NotFound);
    assert_eq!(tasks.cancel(&ada, id).await.expect("cancel").state, TaskState::Canceled);
    assert_eq!(code(tasks.cancel(&ada, id).await), ErrorCode::Conflict);
    assert!(studio.claim().await.is_none());
}

#[tokio::test]
async fn what_runs_is_canceled_by_its_worker_and_never_succeeds() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let (tasks, queue) = (studio.services.tasks(), studio.services.queue());
    let mut ended = Vec::new();
    // A worker that obeys, one that has just finished, one that dies, one that is told to stop.
    for case in 0..4 {
        let id = studio.submit(&ada).await.task_id;
        let lease = studio.claim().await.expect("a task").lease;
        let asked = tasks.cancel(&ada, id).await.expect("cancel");
        assert!(asked.cancel_requested && asked.state == TaskState::Running);
        assert_eq!(tasks.cancel(&ada, id).await.expect("asking twice is fine").state, TaskState::Running);
        assert_eq!(queue.heartbeat(&lease, None).await.expect("beat"), Heartbeat::Cancel);
        match case {
            0 => assert!(queue.fail(&lease, &Problem::new(ErrorCode::Canceled, "")).await.expect("fail")),
            1 => assert!(!studio.finish(&lease).await),
            2 => {
                studio.expire(&lease).await;
                assert_eq!(queue.reap().await.expect("reap"), 1);
            }
            _ => assert!(queue.release(&lease).await.expect("release")),
        }
        ended.push(tasks.get(&ada, id).await.expect("get"));
    }
    for task in ended {
        assert_eq!((task.state, task.images.len(), task.error), (TaskState::Canceled, 0, None));
        assert!(task.finished_at.is_some());
    }
    studio.check_objects().await;
}

#[tokio::test]
async fn a_failure_is_told_in_full() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let id = studio.submit(&ada).await.task_id;
    let lease = studio.claim().await.expect("a task").lease;
    let problem = Problem::new(ErrorCode::OutOfMemory, "This picture needs 9 GB.");
    assert!(studio.services.queue().fail(&lease, &problem).await.expect("fail"));
    let task = studio.services.tasks().get(&ada, id).await.expect("get");
    assert_eq!((task.state, task.error), (TaskState::Failed, Some(problem)));
}

#[tokio::test]
async fn deleting_a_task_cancels_it_and_keeps_its_images() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let tasks = studio.services.tasks();
    let done = studio.submit(&ada).await.task_id;
    assert!(studio.finish(&studio.claim().await.expect("a task").lease).await);
    let image = tasks.get(&ada, done).await.expect("get").images[0].id;
    let (running, queued) = (studio.submit(&ada).await.task_id, studio.submit(&ada).await.task_id);
    let lease = studio.claim().await.expect("a task").lease;
    for id in [done, running, queued] {
        tasks.delete(&ada, id).await.expect("delete");
        assert_eq!(code(tasks.get(&ada, id).await), ErrorCode::NotFound);
        assert_eq!(code(tasks.delete(&ada, id).await), ErrorCode::NotFound);
    }
    assert!(tasks.list(&ada, &TaskListQuery::default()).await.expect("list").data.is_empty());
    assert_eq!(studio.services.queue().heartbeat(&lease, None).await.expect("beat"), Heartbeat::Cancel);
    assert!(studio.claim().await.is_none());
    assert!(studio.services.images().get(&ada, image).await.is_ok());
}

#[tokio::test]
async fn whoever_waits_is_told_when_it_ends() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let id = studio.submit(&ada).await.task_id;
    let waiting = tokio::spawn({
        let (services, ada) = (studio.services.clone(), ada.clone());
        async move { services.tasks().wait(&ada, id, Duration::from_secs(30)).await }
    });
    let lease = studio.claim().await.expect("a task").lease;
    let started = Instant::now();
    assert_eq!(
        studio.services.tasks().wait(&ada, id, Duration::from_millis(200)).await.expect("wait").state,
        TaskState::Running
    );
    assert!(started.elapsed() < Duration::from_secs(1), "no longer than asked");
    assert!(studio.finish(&lease).await);
    let task = timeout(Duration::from_secs(5), waiting).await.expect("in time").expect("join").expect("wait");
    assert_eq!(task.state, TaskState::Succeeded);
}

#[tokio::test]
async fn workers_are_woken_by_work_and_by_cancels() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let image = studio.upload(&ada).await.id;
    // In another process, as it may well be.
    let elsewhere = studio.database.another_server().await;
    let mut signal = elsewhere.queue().signal();
    let woken = async |signal: &mut studio_services::WorkSignal| {
        timeout(Duration::from_secs(5), signal.notified()).await.expect("woken");
    };
    // Beginning to listen is a reason to look, too.
    woken(&mut signal).await;
    let id = studio.submit_for(&ada, image, None).await.expect("submit").task_id;
    woken(&mut signal).await;
    let lease = studio.claim().await.expect("a task").lease;
    studio.services.queue().heartbeat(&lease, Some((1, 9))).await.expect("beat");
    assert!(timeout(Duration::from_millis(300), signal.notified()).await.is_err(), "nothing to do");
    studio.services.tasks().cancel(&ada, id).await.expect("cancel");
    woken(&mut signal).await;
}

/// Ten tasks of ten seconds to enlarge, and one to paint that came last.
async fn ten_and_one(studio: &Studio) -> [(u32, Option<f64>); 2] {
    let ada = studio.guest().await;
    let mut ids = Vec::new();
    for _ in 0..11 {
        ids.push(studio.submit(&ada).await.task_id);
    }
    studio.execute("update tasks set estimated_ms = 10000, fair_start = fair_start + 100 where state = 'queued'").await;
    let to_paint = format!("update tasks set pool = 'generation' where id = '{}'", ids[10]);
    studio.database.execute(&to_paint).await;
    // An older look at the queue is not used any more.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let mut told = Vec::new();
    for id in [ids[9], ids[10]] {
        let task = studio.services.tasks().get(&ada, id).await.expect("get");
        told.push((task.queue_position.expect("it waits"), task.eta_seconds));
    }
    studio.execute("update tasks set state = 'canceled', finished_at = now() where state = 'queued'").await;
    [told[0], told[1]]
}

#[tokio::test]
async fn those_who_wait_are_told_of_their_own_pool_and_of_the_workers_that_serve_it() {
    let studio = Studio::new().await;
    let queue = studio.services.queue();
    assert_eq!(ten_and_one(&studio).await, [(10, None), (1, None)], "nobody is there");
    let [first, second] = [Uuid::now_v7(), Uuid::now_v7()];
    let enlarging = || vec![Pool::Upscaling, Pool::Batch];
    queue.announce(first, &[enlarging(), vec![Pool::Generation]]).await.expect("announce");
    assert_eq!(ten_and_one(&studio).await, [(10, Some(100.0)), (1, Some(10.0))]);
    queue.announce(second, &[enlarging()]).await.expect("announce");
    assert_eq!(ten_and_one(&studio).await, [(10, Some(50.0)), (1, Some(10.0))]);
    queue.announce(first, &[enlarging(), vec![Pool::Generation]]).await.expect("announce");
    queue.leave(second).await.expect("leave");
    assert_eq!(ten_and_one(&studio).await, [(10, Some(100.0)), (1, Some(10.0))]);
    // Who has not been heard of is not counted on, and forgotten in the end.
    studio.execute("update workers set seen_at = now() - interval '11 seconds'").await;
    assert_eq!(ten_and_one(&studio).await, [(10, None), (1, None)]);
    assert_eq!(studio.services.sweep().await.expect("sweep").workers, 0);
    studio.execute("update workers set seen_at = now() - interval '61 seconds'").await;
    assert_eq!(studio.services.sweep().await.expect("sweep").workers, 2);
}

#[tokio::test]
async fn estimates_follow_what_was_measured() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    studio.services.queue().announce(Uuid::now_v7(), &[Pool::ALL.to_vec()]).await.expect("announce");
    let guess = studio.submit(&ada).await.eta_seconds.expect("eta");
    let lease = studio.claim().await.expect("a task").lease;
    let mut outcome = studio.outcome(&lease);
    outcome.timings.inference = Duration::from_secs(40);
    assert!(studio.services.queue().finish(&lease, outcome).await.expect("finish"));
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let measured = studio.submit(&ada).await.eta_seconds.expect("eta");
    assert!(guess < 5.0 && (measured - 40.0).abs() < 1.0, "{guess} → {measured}");
}

#[tokio::test]
async fn tasks_are_listed_in_pages_without_gaps() {
    let studio = Studio::new().await;
    let (ada, eve) = (studio.guest().await, studio.guest().await);
    let image = studio.upload(&ada).await.id;
    let mut submitted = Vec::new();
    for _ in 0..7 {
        submitted.push(studio.submit_for(&ada, image, None).await.expect("submit").task_id);
    }
    studio.submit(&eve).await;
    submitted.reverse();
    let tasks = studio.services.tasks();
    let mut query = TaskListQuery { limit: Some(3), ..TaskListQuery::default() };
    let mut seen = Vec::new();
    loop {
        let page = tasks.list(&ada, &query).await.expect("list");
        assert!(page.data.len() <= 3);
        seen.extend(page.data.iter().map(|t| t.task_id));
        match page.next_cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => break,
        }
    }
    assert_eq!(seen, submitted);
    tasks.cancel(&ada, submitted[2]).await.expect("cancel");
    let canceled = TaskListQuery { state: Some(TaskState::Canceled), ..TaskListQuery::default() };
    let found = tasks.list(&ada, &canceled).await.expect("list").data;
    assert_eq!(found.iter().map(|t| t.task_id).collect::<Vec<_>>(), [submitted[2]]);
}

#[tokio::test]
async fn only_ones_own_pictures_can_be_worked_on() {
    let studio = Studio::new().await;
    let (ada, eve) = (studio.guest().await, studio.guest().await);
    let image = studio.upload(&ada).await.id;
    let refused = studio.submit_for(&eve, image, None).await.expect_err("refused").problem();
    assert_eq!((refused.code, refused.errors[0].field.as_str()), (ErrorCode::NotFound, "inputs.image"));
    studio.services.images().delete(&ada, image).await.expect("delete");
    assert_eq!(code(studio.submit_for(&ada, image, None).await), ErrorCode::NotFound);

    let wide = studio
        .services
        .images()
        .upload(&ada, UploadKind::Original, studio::png(4001, 1001), None)
        .await
        .expect("upload")
        .id;
    let mut request = studio::request(wide);
    request.parameters.scale = Some(4);
    let refused = studio.services.tasks().submit(&ada, request, &studio::model(), "1", None).await;
    assert_eq!(code(refused), ErrorCode::ImageTooLarge, "64.1 megapixels");
    assert_eq!(studio.count("select count(*) from tasks").await, 0);
    assert_eq!(code(studio.services.tasks().get(&eve, Uuid::now_v7().into()).await), ErrorCode::NotFound);
}
