//! What is left behind, and what becomes of it.

use crate::Studio;
use bytes::Bytes;
use std::fs;
use studio_services::SweepReport;

#[tokio::test]
async fn there_is_nothing_to_sweep_in_an_orderly_studio() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    studio.submit(&ada).await;
    assert!(studio.finish(&studio.claim().await.expect("a task").lease).await);
    assert_eq!(studio.services.sweep().await.expect("sweep"), SweepReport::default());
    studio.check_objects().await;
}

#[tokio::test]
async fn images_are_purged_when_their_time_is_over() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let (old, new) = (studio.upload(&ada).await, studio.upload(&ada).await);
    for image in [&old, &new] {
        studio.services.images().delete(&ada, image.id).await.expect("delete");
    }
    sqlx::query("update images set deleted_at = now() - interval '31 days' where id = $1")
        .bind(old.id.0)
        .execute(studio.pool())
        .await
        .expect("update");
    let report = studio.services.sweep().await.expect("sweep");
    assert_eq!((report.images, report.objects), (1, 2));
    assert!(studio.services.images().restore(&ada, old.id).await.is_err());
    assert!(studio.services.images().restore(&ada, new.id).await.is_ok());
    assert_eq!(studio.count("select count(*) from object_intents").await, 0);
    studio.check_objects().await;
}

#[tokio::test]
async fn an_upload_cut_off_by_a_crash_is_removed_in_the_end() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    studio.upload(&ada).await;
    // As a server leaves it that is killed between writing the file and the row: an intent, a file, half of another.
    let folder = studio.database.data_dir().join("objects/users/x/originals");
    fs::create_dir_all(&folder).expect("create");
    fs::write(folder.join("1.png"), b"whole").expect("write");
    fs::write(folder.join("1.thumbnail.jpg#1"), b"half").expect("write");
    studio
        .execute(
            "insert into object_intents (key, expires_at, lands_until)
             select key, now() + interval '1 hour', now() + interval '1 hour'
             from unnest(array['users/x/originals/1.png', 'users/x/originals/1.thumbnail.jpg']) key",
        )
        .await;
    assert_eq!(studio.services.sweep().await.expect("sweep").objects, 0, "it may still be going on");
    studio.execute("update object_intents set expires_at = now(), lands_until = now()").await;
    assert_eq!(studio.services.sweep().await.expect("sweep").objects, 2);
    assert_eq!(studio.count("select count(*) from object_intents").await, 0);
    studio.check_objects().await;
}

#[tokio::test]
async fn results_of_a_dead_worker_are_removed_even_when_they_land_late() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    studio.submit(&ada).await;
    let lease = studio.claim().await.expect("a task").lease;
    // The worker has announced its results and is writing when its lease runs out.
    sqlx::query(
        "insert into object_intents (key, lease, expires_at, lands_until)
         values ('users/x/generated/late.png', $1, now() + interval '1 hour', now() + interval '1 hour')",
    )
    .bind(lease.token)
    .execute(studio.pool())
    .await
    .expect("insert");
    fs::write(studio.services.queue().scratch_file(&lease, "png"), b"half").expect("write");
    assert_eq!(studio.services.sweep().await.expect("sweep"), SweepReport::default(), "it is alive");
    studio.expire(&lease).await;
    studio.services.queue().reap().await.expect("reap");
    let report = studio.services.sweep().await.expect("sweep");
    assert_eq!((report.objects, report.scratch_files), (1, 1));

    // Only now the write completes. The intent is still there to know of it.
    let folder = studio.database.data_dir().join("objects/users/x/generated");
    fs::create_dir_all(&folder).expect("create");
    fs::write(folder.join("late.png"), Bytes::from_static(b"late")).expect("write");
    assert_eq!(studio.services.sweep().await.expect("sweep").objects, 0);
    studio.execute("update object_intents set expires_at = now(), lands_until = now()").await;
    assert_eq!(studio.services.sweep().await.expect("sweep").objects, 1);
    assert_eq!(studio.count("select count(*) from object_intents").await, 0);
    studio.check_objects().await;
}

#[tokio::test]
async fn what_was_swept_can_not_become_a_row() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    studio.submit(&ada).await;
    let lease = studio.claim().await.expect("a task").lease;
    // The sweep comes between the writing of the files and the row: as if storing had taken longer than an hour.
    studio
        .execute(
            "create function slow() returns trigger language plpgsql as $$
             begin new.swept_at := now(); return new; end $$",
        )
        .await;
    studio.execute("create trigger slow before insert on object_intents for each row execute function slow()").await;
    let outcome = studio.outcome(&lease);
    assert!(studio.services.queue().finish(&lease, outcome).await.is_err());
    assert_eq!(studio.count("select count(*) from images where kind = 'generated'").await, 0);
    assert_eq!(studio.count("select count(*) from tasks where state = 'running'").await, 1, "to be tried again");
    studio.execute("drop trigger slow on object_intents").await;
    assert!(studio.finish(&lease).await);
    studio.check_objects().await;
}

#[tokio::test]
async fn idle_guests_and_expired_sessions_go() {
    let studio = Studio::new().await;
    let (idle, busy, _new) = (studio.guest().await, studio.guest().await, studio.guest().await);
    studio.upload(&busy).await;
    studio.services.accounts().issue_tokens(&busy).await.expect("tokens");
    for guest in [&idle, &busy] {
        sqlx::query("update users set created_at = now() - interval '25 hours' where id = $1")
            .bind(guest.user_id.0)
            .execute(studio.pool())
            .await
            .expect("update");
    }
    studio.execute("insert into sessions (id, data, expires_at) values ('a', '{}', now() - interval '1 second'), ('b', '{}', now() + interval '1 day')").await;
    studio.execute("update refresh_tokens set expires_at = now() - interval '1 second'").await;
    let report = studio.services.sweep().await.expect("sweep");
    assert_eq!((report.guests, report.sessions, report.refresh_tokens), (1, 1, 1));
    assert!(studio.services.accounts().actor(idle.user_id).await.expect("actor").is_none());
    assert_eq!(studio.count("select count(*) from users").await, 2);
}
