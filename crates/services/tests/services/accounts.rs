//! Guests, accounts, tokens.

use crate::studio::{Studio, code};
use studio_domain::{
    Actor, Credentials, ErrorCode, FeedbackReason, FeedbackRequest, ImageListQuery, Rating, RegisterRequest, Role,
    TaskListQuery, Tier, UploadKind,
};
use studio_services::IdempotencyKey;
use tokio::task::JoinSet;

const PASSWORD: &str = "correct horse battery";

fn request(email: &str) -> RegisterRequest {
    RegisterRequest { email: email.into(), password: PASSWORD.into() }
}

fn credentials(email: &str, password: &str) -> Credentials {
    Credentials { email: email.into(), password: password.into() }
}

async fn register(studio: &Studio, email: &str) -> Actor {
    studio.services.accounts().register(None, &request(email)).await.expect("register")
}

#[tokio::test]
async fn a_guest_keeps_everything_on_signing_up() {
    let studio = Studio::new().await;
    let guest = studio.guest().await;
    assert!(guest.is_guest());
    let task = studio.submit(&guest).await;
    let accounts = studio.services.accounts();
    let ada = accounts.register(Some(&guest), &request("  ada@example.org ")).await.expect("register");
    assert_eq!((ada.user_id, ada.email.as_deref()), (guest.user_id, Some("ada@example.org")));
    assert_eq!((ada.role, ada.tier), (Role::Creator, Tier::Regular));
    assert_eq!(studio.services.tasks().get(&ada, task.task_id).await.expect("task").task_id, task.task_id);
    assert_eq!(studio.count("select priority::bigint from tasks").await, 1, "it moved up with its owner");

    let me = accounts.me(&ada).await.expect("me");
    assert_eq!((me.id, me.guest, me.email.as_deref()), (ada.user_id, false, Some("ada@example.org")));
    // Signing up once more from there makes someone new.
    let other = accounts.register(Some(&ada), &request("bea@example.org")).await.expect("register");
    assert_ne!(other.user_id, ada.user_id);
}

#[tokio::test]
async fn addresses_are_taken_whatever_their_case() {
    let studio = Studio::new().await;
    register(&studio, "Ada@Example.org").await;
    let guest = studio.guest().await;
    let refused = studio.services.accounts().register(Some(&guest), &request("ada@example.ORG")).await;
    let problem = refused.expect_err("taken").problem();
    assert_eq!((problem.code, problem.errors[0].field.as_str()), (ErrorCode::Conflict, "email"));
    assert!(studio.services.accounts().actor(guest.user_id).await.expect("actor").expect("guest").is_guest());
    let weak = RegisterRequest { email: "x".into(), password: "short".into() };
    assert_eq!(code(studio.services.accounts().register(None, &weak).await), ErrorCode::ValidationFailed);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_many_simultaneous_sign_ups_wins() {
    let studio = Studio::new().await;
    let mut attempts = JoinSet::new();
    for _ in 0..5 {
        let services = studio.services.clone();
        attempts.spawn(async move {
            services.accounts().register(None, &request("ada@example.org")).await.map_err(|e| e.code())
        });
    }
    let answers = attempts.join_all().await;
    assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1);
    assert!(answers.iter().filter_map(|a| a.as_ref().err()).all(|code| *code == ErrorCode::Conflict));
}

#[tokio::test]
async fn signing_in_brings_the_guests_work_along() {
    let studio = Studio::new().await;
    let (services, accounts) = (&studio.services, studio.services.accounts());
    let ada = register(&studio, "ada@example.org").await;
    let old = studio.upload(&ada).await;
    let key = || IdempotencyKey::new("same-key", [0; 32]).expect("key");
    let hers = studio.submit_for(&ada, old.id, Some(key())).await.expect("submit");

    let guest = studio.guest().await;
    let image = studio.upload(&guest).await;
    let task = studio.submit_for(&guest, image.id, Some(key())).await.expect("submit");
    let opinion = FeedbackRequest {
        image_id: Some(image.id),
        task_id: None,
        rating: Rating::Like,
        reasons: vec![FeedbackReason::Sharp],
        comment: String::new(),
        consent_training: false,
    };
    services.feedback().put(&guest, &opinion).await.expect("rate");

    let signed_in = accounts.sign_in(Some(&guest), &credentials(" ADA@example.org", PASSWORD)).await.expect("sign in");
    assert_eq!(signed_in, ada);
    assert!(accounts.actor(guest.user_id).await.expect("actor").is_none(), "the guest is gone");
    let gallery = services.images().list(&ada, &ImageListQuery::default()).await.expect("list").data;
    assert_eq!(gallery.iter().map(|i| i.id).collect::<Vec<_>>(), [image.id, old.id]);
    assert_eq!(gallery[0].feedback.as_ref().map(|f| f.rating), Some(Rating::Like));
    let tasks = services.tasks().list(&ada, &TaskListQuery::default()).await.expect("list").data;
    assert_eq!(tasks.iter().map(|t| t.task_id).collect::<Vec<_>>(), [task.task_id, hers.task_id]);
    // The account's own use of the key stands.
    let replayed = services.tasks().replayed(&ada, &key()).await.expect("replayed").remove(0);
    assert_eq!(replayed.task_id, hers.task_id);
    studio.check_objects().await;

    // Signing in from an account leaves that account alone.
    let bea = register(&studio, "bea@example.org").await;
    accounts.sign_in(Some(&bea), &credentials("ada@example.org", PASSWORD)).await.expect("sign in");
    assert!(accounts.actor(bea.user_id).await.expect("actor").is_some());
    // Who acts in the name of a guest that is gone is told to start again.
    assert_eq!(
        code(services.images().upload(&guest, UploadKind::Original, crate::studio::png(8, 8), None).await),
        ErrorCode::Unauthenticated
    );
    studio.check_objects().await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let studio = Studio::new().await;
    register(&studio, "ada@example.org").await;
    let accounts = studio.services.accounts();
    let wrong = accounts.sign_in(None, &credentials("ada@example.org", "wrong horse")).await.expect_err("refused");
    let unknown = accounts.sign_in(None, &credentials("eve@example.org", PASSWORD)).await.expect_err("refused");
    assert_eq!(wrong.code(), ErrorCode::InvalidCredentials);
    assert_eq!(wrong.problem(), unknown.problem());
}

#[tokio::test]
async fn administrators_are_made_on_purpose() {
    let studio = Studio::new().await;
    let admin = studio.services.accounts().create_admin(&request("root@example.org")).await.expect("create");
    assert_eq!((admin.role, admin.tier), (Role::Admin, Tier::Premium));
}

#[tokio::test]
async fn access_tokens_stand_for_the_person_as_they_are_now() {
    let studio = Studio::new().await;
    let ada = register(&studio, "ada@example.org").await;
    let accounts = studio.services.accounts();
    let tokens = accounts.issue_tokens(&ada).await.expect("tokens");
    assert_eq!((tokens.token_type.as_str(), tokens.expires_in), ("Bearer", 900));
    assert_eq!(accounts.authenticate(&tokens.access_token).await.expect("authenticate"), ada);
    // Another server of the same studio has the same key.
    let elsewhere = studio.database.another_server().await;
    assert_eq!(elsewhere.accounts().authenticate(&tokens.access_token).await.expect("authenticate"), ada);
    assert_eq!(code(accounts.authenticate(&tokens.refresh_token).await), ErrorCode::Unauthenticated);

    studio.execute("update users set tier = 'premium'").await;
    assert_eq!(accounts.authenticate(&tokens.access_token).await.expect("authenticate").tier, Tier::Premium);
    studio.execute("delete from users").await;
    assert_eq!(code(accounts.authenticate(&tokens.access_token).await), ErrorCode::Unauthenticated);
}

#[tokio::test]
async fn refresh_tokens_rotate_and_reuse_ends_the_family() {
    let studio = Studio::new().await;
    let ada = register(&studio, "ada@example.org").await;
    let accounts = studio.services.accounts();
    let first = accounts.issue_tokens(&ada).await.expect("tokens");
    let other_device = accounts.issue_tokens(&ada).await.expect("tokens");
    let second = accounts.refresh(&first.refresh_token).await.expect("refresh");
    assert_ne!(first.refresh_token, second.refresh_token);
    let third = accounts.refresh(&second.refresh_token).await.expect("refresh");

    // The first one again, although what came of it has been used: a copy.
    assert_eq!(code(accounts.refresh(&first.refresh_token).await), ErrorCode::Unauthenticated);
    assert_eq!(code(accounts.refresh(&third.refresh_token).await), ErrorCode::Unauthenticated);
    assert!(accounts.refresh(&other_device.refresh_token).await.is_ok(), "another sign-in goes on");
    assert_eq!(code(accounts.refresh("no such token").await), ErrorCode::Unauthenticated);
}

#[tokio::test]
async fn an_answer_may_be_lost_once_but_not_for_long() {
    let studio = Studio::new().await;
    let ada = register(&studio, "ada@example.org").await;
    let accounts = studio.services.accounts();
    let first = accounts.issue_tokens(&ada).await.expect("tokens");
    accounts.refresh(&first.refresh_token).await.expect("refresh, whose answer is lost");
    let second = accounts.refresh(&first.refresh_token).await.expect("the same again");
    studio
        .execute("update refresh_tokens set used_at = used_at - interval '11 seconds' where used_at is not null")
        .await;
    assert_eq!(code(accounts.refresh(&first.refresh_token).await), ErrorCode::Unauthenticated);
    assert_eq!(code(accounts.refresh(&second.refresh_token).await), ErrorCode::Unauthenticated, "revoked with it");
}

#[tokio::test]
async fn refresh_tokens_end_by_time_and_by_signing_out() {
    let studio = Studio::new().await;
    let ada = register(&studio, "ada@example.org").await;
    let accounts = studio.services.accounts();
    let first = accounts.issue_tokens(&ada).await.expect("tokens");
    let second = accounts.refresh(&first.refresh_token).await.expect("refresh");
    accounts.revoke(&first.refresh_token).await.expect("sign out");
    accounts.revoke("no such token").await.expect("no error");
    assert_eq!(code(accounts.refresh(&second.refresh_token).await), ErrorCode::Unauthenticated);

    let late = accounts.issue_tokens(&ada).await.expect("tokens");
    studio.execute("update refresh_tokens set expires_at = now() - interval '1 second'").await;
    assert_eq!(code(accounts.refresh(&late.refresh_token).await), ErrorCode::Unauthenticated);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_uses_at_once_spend_a_token_once() {
    let studio = Studio::new().await;
    let ada = register(&studio, "ada@example.org").await;
    let token = studio.services.accounts().issue_tokens(&ada).await.expect("tokens").refresh_token;
    let mut uses = JoinSet::new();
    for _ in 0..50 {
        let (services, token) = (studio.services.clone(), token.clone());
        uses.spawn(async move { services.accounts().refresh(&token).await.is_ok() });
    }
    // Within the grace period all of one client's tabs are served; every answer is a token of its own.
    assert!(uses.join_all().await.into_iter().all(|ok| ok));
    assert_eq!(studio.count("select count(*) from refresh_tokens where used_at is not null").await, 1);
    assert_eq!(studio.count("select count(distinct hash) from refresh_tokens where parent is not null").await, 50);
}
