//! Whose turn it is.

use crate::studio::Studio;
use studio_domain::{Actor, ErrorCode, Pool, RegisterRequest, TaskId, TaskState, Tier};
use studio_services::AccountTerms;
use uuid::Uuid;

/// Claims and finishes everything that waits, one task after the other.
async fn drain(studio: &Studio) -> Vec<TaskId> {
    let mut order = Vec::new();
    while let Some(claimed) = studio.claim().await {
        assert!(studio.finish(&claimed.lease).await);
        order.push(claimed.id);
    }
    order
}

async fn submit(studio: &Studio, actor: &Actor, count: usize) -> Vec<TaskId> {
    let image = studio.upload(actor).await.id;
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(studio.submit_for(actor, image, None).await.expect("submit").task_id);
    }
    ids
}

#[tokio::test]
async fn who_has_little_does_not_wait_for_who_has_much() {
    let studio = Studio::new().await;
    let (ada, bob) = (studio.guest().await, studio.guest().await);
    let much = submit(&studio, &ada, 60).await;
    let little = submit(&studio, &bob, 3).await;
    let order = drain(&studio).await;
    assert_eq!(order.len(), 63);
    let place = |id: &TaskId| order.iter().position(|other| other == id).expect("it ran");
    for (index, id) in little.iter().enumerate() {
        assert!(place(id) <= 2 * index + 2, "the newcomer's task {index} came as number {}", place(id));
    }
    assert!(much.is_sorted_by_key(place), "each person's own tasks stay in order");
}

/// A free task among premium ones that come faster than they can be done: those of the first three minutes go first.
#[tokio::test]
async fn a_free_task_waits_a_bounded_time() {
    let studio = Studio::new().await;
    let (free, premium) = (studio.guest().await, studio.guest().await);
    let waiting = studio.submit(&free).await.task_id;
    studio.execute("update tasks set priority = 2").await;
    for minute in 1..=6 {
        for _ in 0..5 {
            let rich = studio.submit(&premium).await.task_id;
            let statement = format!("update tasks set priority = 0 where id = '{rich}'");
            studio.database.execute(&statement).await;
        }
        let mut claimed = Vec::new();
        for _ in 0..3 {
            let task = studio.claim().await.expect("a task");
            claimed.push(task.id);
            assert!(studio.finish(&task.lease).await);
        }
        if claimed.contains(&waiting) {
            assert!(minute > 1, "premium goes first at first");
            return;
        }
        // A minute passes.
        studio.execute("update tasks set fair_start = fair_start - 60 where state = 'queued'").await;
    }
    panic!("the free task starves");
}

#[tokio::test]
async fn workers_take_from_their_pools_only() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let (quick, long) = (studio.submit(&ada).await.task_id, studio.submit(&ada).await.task_id);
    studio.database.execute(&format!("update tasks set pool = 'batch' where id = '{long}'")).await;
    let claim = async |pools: &[Pool]| {
        let claimed = studio.services.queue().claim(Uuid::now_v7(), pools, 1).await.expect("claim");
        claimed.into_iter().map(|task| task.id).collect::<Vec<_>>()
    };
    assert!(claim(&[Pool::Generation]).await.is_empty());
    assert_eq!(claim(&[Pool::Batch, Pool::Generation]).await, [long]);
    assert_eq!(claim(&Pool::ALL).await, [quick]);
}

#[tokio::test]
async fn a_full_queue_takes_nothing_more_and_loses_nothing() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let waiting = submit(&studio, &ada, 3).await;
    let small = studio.database.server_with_room_for(3).await;
    let request = crate::studio::request(studio.upload(&ada).await.id);
    let refused = small.tasks().submit(&ada, request, &crate::studio::model(), "1", None).await.expect_err("full");
    assert_eq!(refused.code(), ErrorCode::Overloaded);
    assert_eq!(studio.count("select count(*) from tasks").await, 3);
    assert_eq!(drain(&studio).await, waiting);
    let task = studio.services.tasks().get(&ada, waiting[0]).await.expect("get");
    assert_eq!(task.state, TaskState::Succeeded);
}

#[tokio::test]
async fn what_waits_moves_with_its_owners_tier() {
    let studio = Studio::new().await;
    let account = async |email: &str| {
        let request = RegisterRequest { email: email.into(), password: "correct horse battery".into() };
        studio.services.accounts().register(None, &request).await.expect("register")
    };
    let (ada, bob) = (account("ada@example.org").await, account("bob@example.org").await);
    let (first, second) = (studio.submit(&ada).await.task_id, studio.submit(&bob).await.task_id);
    let change = AccountTerms { tier: Some(Tier::Premium), ..AccountTerms::default() };
    let changed = studio.services.accounts().change_terms(" BOB@example.org ", &change).await.expect("change");
    assert_eq!((changed.user_id, changed.tier, changed.role), (bob.user_id, Tier::Premium, bob.role));
    assert_eq!(drain(&studio).await, [second, first]);
}
