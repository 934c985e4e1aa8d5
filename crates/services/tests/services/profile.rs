//! People and their own account: changing it, leaving.

use crate::studio::{Studio, code, files_under};
use futures::TryStreamExt;
use studio_domain::{
    Actor, Credentials, DeleteMe, ErrorCode, FeedbackRequest, MePatch, NewApiKey, Rating, RegisterRequest, SignInKind,
};
use tower_sessions::{SessionStore, session::Record};

const PASSWORD: &str = "correct horse battery";

async fn register(studio: &Studio, email: &str) -> Actor {
    let request = RegisterRequest { email: email.into(), password: PASSWORD.into() };
    studio.services.accounts().register(None, &request).await.expect("register")
}

fn patch(email: Option<&str>, password: Option<&str>) -> MePatch {
    let text = |value: Option<&str>| value.map(str::to_owned);
    MePatch { current_password: PASSWORD.into(), email: text(email), password: text(password) }
}

async fn session(studio: &Studio, actor: &Actor) -> Record {
    let data = [("user_id".to_owned(), serde_json::json!(actor.user_id))].into();
    let expiry_date = time::OffsetDateTime::now_utc() + time::Duration::days(1);
    let mut record = Record { id: Default::default(), data, expiry_date };
    studio.services.session_store().create(&mut record).await.expect("create");
    record
}

#[tokio::test]
async fn a_new_password_ends_everything_but_here_and_keys() {
    let studio = Studio::new().await;
    let (ada, bea) = (register(&studio, "ada@example.org").await, register(&studio, "bea@example.org").await);
    let accounts = studio.services.accounts();
    let tokens = accounts.issue_tokens(&ada).await.expect("tokens");
    let others = accounts.issue_tokens(&bea).await.expect("tokens");
    let (here, there) = (session(&studio, &ada).await, session(&studio, &ada).await);
    let key = NewApiKey { name: "x".into(), ..NewApiKey::default() };
    let key = studio.services.api_keys().create(&ada, &key).await.expect("key");
    let sign_ins = accounts.sign_ins(&ada, Some(here.id)).await.expect("sign-ins");
    let seen: Vec<_> = sign_ins.iter().map(|s| (s.kind, s.current)).collect();
    let browser = SignInKind::Browser;
    assert_eq!(seen, [(browser, false), (browser, true), (SignInKind::Tokens, false)]);

    accounts.change(&ada, &patch(None, Some("a quiet lighthouse")), Some(here.id)).await.expect("change");
    assert_eq!(code(accounts.authenticate(&tokens.access_token).await), ErrorCode::Unauthenticated);
    assert_eq!(code(accounts.refresh(&tokens.refresh_token).await), ErrorCode::Unauthenticated);
    let store = studio.services.session_store();
    assert!(store.load(&here.id).await.expect("load").is_some());
    assert!(store.load(&there.id).await.expect("load").is_none());
    assert!(accounts.authenticate(&key.secret).await.is_ok(), "keys are ended one by one");
    assert!(accounts.refresh(&others.refresh_token).await.is_ok(), "nobody else is signed out");

    let credentials = |password: &str| Credentials { email: "ada@example.org".into(), password: password.into() };
    assert_eq!(code(accounts.sign_in(None, &credentials(PASSWORD)).await), ErrorCode::InvalidCredentials);
    let again = accounts.sign_in(None, &credentials("a quiet lighthouse")).await.expect("sign in");
    let tokens = accounts.issue_tokens(&again).await.expect("tokens");
    assert_eq!(accounts.authenticate(&tokens.access_token).await.expect("authenticate"), ada);
}

#[tokio::test]
async fn the_account_is_changed_by_who_knows_its_password() {
    let studio = Studio::new().await;
    let ada = register(&studio, "ada@example.org").await;
    register(&studio, "bea@example.org").await;
    let accounts = studio.services.accounts();
    let wrong = MePatch { current_password: "a guess".into(), ..patch(Some("eve@example.org"), None) };
    for _ in 0..10 {
        let problem = accounts.change(&ada, &wrong, None).await.expect_err("refused").problem();
        assert_eq!((problem.code, problem.errors[0].field.as_str()), (ErrorCode::ValidationFailed, "current_password"));
    }
    assert_eq!(code(accounts.change(&ada, &wrong, None).await), ErrorCode::RateLimited);
    studio.execute("delete from rate_windows").await;

    assert_eq!(code(accounts.change(&ada, &patch(Some("Bea@example.org"), None), None).await), ErrorCode::Conflict);
    assert_eq!(code(accounts.change(&ada, &patch(Some("no"), Some("short")), None).await), ErrorCode::ValidationFailed);
    let me = accounts.change(&ada, &patch(Some(" ada@example.com "), None), None).await.expect("change");
    assert_eq!(me.email.as_deref(), Some("ada@example.com"));
    let guest = studio.guest().await;
    assert_eq!(code(accounts.change(&guest, &patch(None, None), None).await), ErrorCode::Forbidden);
}

#[tokio::test]
async fn who_leaves_takes_everything_along() {
    let studio = Studio::new().await;
    let (ada, bea) = (register(&studio, "ada@example.org").await, register(&studio, "bea@example.org").await);
    let (services, accounts) = (&studio.services, studio.services.accounts());
    let kept = studio.upload(&bea).await;
    let done = studio.submit(&ada).await;
    assert!(studio.finish(&studio.claim().await.expect("a task").lease).await);
    let opinion = FeedbackRequest {
        image_id: None,
        task_id: Some(done.task_id),
        rating: Rating::Like,
        reasons: Vec::new(),
        comment: String::new(),
        consent_training: false,
    };
    services.feedback().put(&ada, &opinion).await.expect("rate");
    let deleted = studio.upload(&ada).await;
    services.images().delete(&ada, deleted.id).await.expect("delete");
    studio.submit(&ada).await;
    let running = studio.claim().await.expect("a task").lease;
    studio.submit(&ada).await;
    accounts.issue_tokens(&ada).await.expect("tokens");
    session(&studio, &ada).await;
    let key = NewApiKey { name: "x".into(), ..NewApiKey::default() };
    let key = services.api_keys().create(&ada, &key).await.expect("key");

    let with = |password: &str| DeleteMe { current_password: Some(password.into()) };
    assert_eq!(code(accounts.delete(&ada, &with("a guess")).await), ErrorCode::ValidationFailed);
    let by_key = accounts.authenticate(&key.secret).await.expect("authenticate");
    assert_eq!(code(accounts.delete(&by_key, &with(PASSWORD)).await), ErrorCode::Forbidden);
    accounts.delete(&ada, &with(PASSWORD)).await.expect("delete");

    assert_eq!(code(accounts.authenticate(&key.secret).await), ErrorCode::Unauthenticated);
    // The worker that is at it comes too late, and what it was writing is swept.
    assert!(!studio.finish(&running).await);
    services.sweep().await.expect("sweep");
    for table in ["tasks", "feedback", "sessions", "refresh_tokens", "api_keys", "object_intents"] {
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
            .fetch_one(studio.pool())
            .await
            .expect("count");
        assert_eq!(rows, 0, "{table}");
    }
    assert_eq!(studio.count("select count(*) from users").await, 1);
    assert_eq!(services.images().get(&bea, kept.id).await.expect("kept").id, kept.id);
    assert_eq!(files_under(&studio.database.data_dir().join("objects")).len(), 2, "hers and its thumbnail");
    studio.check_objects().await;
}

#[tokio::test]
async fn guests_leave_without_a_password() {
    let studio = Studio::new().await;
    let guest = studio.guest().await;
    studio.submit(&guest).await;
    studio.services.accounts().delete(&guest, &DeleteMe::default()).await.expect("delete");
    assert_eq!(code(studio.services.accounts().me(&guest).await), ErrorCode::Unauthenticated);
    assert_eq!(code(studio.services.accounts().delete(&guest, &DeleteMe::default()).await), ErrorCode::Unauthenticated);
    studio.services.sweep().await.expect("sweep");
    studio.check_objects().await;
}

#[tokio::test]
async fn an_export_that_nobody_reads_waits_and_ends_with_its_reader() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    for _ in 0..3 {
        studio.upload(&ada).await;
    }
    let mut archive = studio.services.export().archive(&ada).await.expect("export");
    assert!(archive.try_next().await.expect("a piece").is_some_and(|piece| piece.starts_with(b"PK")));
    drop(archive);
    // A file that is gone is left out; the others are there.
    let lost = files_under(&studio.database.data_dir().join("objects/users"));
    let lost = lost.iter().find(|file| file.extension().is_some_and(|e| e == "png")).expect("a picture");
    std::fs::remove_file(lost).expect("remove");
    let whole: Vec<_> = studio.services.export().archive(&ada).await.expect("export").try_collect().await.expect("all");
    assert!(whole.len() > 1);
}
