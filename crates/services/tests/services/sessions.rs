//! Sessions in Postgres.

use crate::Studio;
use serde_json::json;
use std::collections::HashMap;
use time::{Duration, OffsetDateTime};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
};

fn record(user: Option<studio_domain::UserId>) -> Record {
    let mut data = HashMap::from([("theme".to_owned(), json!("dark"))]);
    data.extend(user.map(|id| ("user_id".to_owned(), json!(id))));
    Record { id: Id::default(), data, expiry_date: OffsetDateTime::now_utc() + Duration::days(1) }
}

#[tokio::test]
async fn a_session_is_created_saved_loaded_and_deleted() {
    let studio = Studio::new().await;
    let (ada, store) = (studio.guest().await, studio.services.session_store());
    let mut session = record(None);
    store.create(&mut session).await.expect("create");
    assert_eq!(store.load(&session.id).await.expect("load").expect("found").data, session.data);
    assert_eq!(studio.count("select count(*) from sessions where user_id is null").await, 1);

    session.data.insert("user_id".into(), json!(ada.user_id));
    store.save(&session).await.expect("save");
    assert_eq!(store.load(&session.id).await.expect("load").expect("found").data, session.data);
    let owner: uuid::Uuid =
        sqlx::query_scalar("select user_id from sessions").fetch_one(studio.pool()).await.expect("row");
    assert_eq!(owner, ada.user_id.0);

    store.delete(&session.id).await.expect("delete");
    assert!(store.load(&session.id).await.expect("load").is_none());
    store.save(&session).await.expect("saving what has ended is no error");
    assert!(store.load(&session.id).await.expect("load").is_none(), "and does not bring it back");
}

#[tokio::test]
async fn an_id_that_is_taken_is_not_overwritten() {
    let studio = Studio::new().await;
    let store = studio.services.session_store();
    let mut first = record(None);
    store.create(&mut first).await.expect("create");
    let mut second = Record { data: HashMap::new(), ..first.clone() };
    store.create(&mut second).await.expect("create");
    assert_ne!(second.id, first.id);
    assert_eq!(store.load(&first.id).await.expect("load").expect("found").data, first.data);
}

#[tokio::test]
async fn sessions_end_with_their_time_and_with_their_person() {
    let studio = Studio::new().await;
    let (ada, store) = (studio.guest().await, studio.services.session_store());
    let mut expired = Record { expiry_date: OffsetDateTime::now_utc() - Duration::seconds(1), ..record(None) };
    store.create(&mut expired).await.expect("create");
    assert!(store.load(&expired.id).await.expect("load").is_none());
    let mut hers = record(Some(ada.user_id));
    store.create(&mut hers).await.expect("create");
    studio.execute("delete from users").await;
    assert!(store.load(&hers.id).await.expect("load").is_none());
}

#[tokio::test]
async fn the_table_gives_no_session_away() {
    let studio = Studio::new().await;
    let store = studio.services.session_store();
    let mut session = record(None);
    store.create(&mut session).await.expect("create");
    let stored: Vec<u8> = sqlx::query_scalar("select id from sessions").fetch_one(studio.pool()).await.expect("row");
    assert_eq!(stored.len(), 32);
    assert!(
        !stored.windows(16).any(|bytes| bytes == session.id.0.to_be_bytes() || bytes == session.id.0.to_le_bytes())
    );
}
