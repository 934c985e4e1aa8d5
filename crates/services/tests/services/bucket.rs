//! A studio whose pictures are in a bucket, with a real S3 server behind it.

use crate::studio::{Studio, code, files_under, outcome, png};
use bytes::Bytes;
use futures::TryStreamExt;
use std::{
    path::Path,
    time::{Duration, Instant},
};
use studio_domain::{Actor, ErrorCode, ImageId, Pool, TaskState, UploadKind};
use studio_services::{
    LimitConfig, ObjectsConfig, QueueConfig, Services, ServicesConfig, Variant,
    testing::{TestBucket, TestDatabase},
};
use uuid::Uuid;

async fn file(services: &Services, actor: &Actor, image: ImageId, variant: Variant) -> Vec<u8> {
    let file = services.images().open(actor, image, variant).await.expect("open");
    let (bytes, pieces): (_, Vec<Bytes>) = (file.bytes, file.stream.try_collect().await.expect("read"));
    assert_eq!(pieces.concat().len() as u64, bytes);
    pieces.concat()
}

/// Hardly to be compressed, so that its file is as large as it is.
fn noise(side: u32) -> Vec<u8> {
    (0..side * side * 3).map(|i| (i.wrapping_mul(2_654_435_761) >> 13 ^ i.wrapping_mul(40_503) >> 7) as u8).collect()
}

#[tokio::test]
async fn pictures_come_back_from_the_bucket_and_go_with_their_rows() {
    let bucket = TestBucket::start().await;
    let studio = Studio::in_bucket(&bucket).await;
    let ada = studio.guest().await;
    let image = studio.upload(&ada).await;
    assert_eq!(file(&studio.services, &ada, image.id, Variant::Original).await.len() as u64, image.bytes);
    assert!(!file(&studio.services, &ada, image.id, Variant::Thumbnail).await.is_empty());
    assert_eq!(bucket.keys(), studio.keys().await);
    assert_eq!(files_under(studio.database.data_dir()).len(), 0, "nothing is kept here");

    // What a crash leaves: an object that no row points at.
    studio.services.images().delete(&ada, image.id).await.expect("delete");
    studio.execute("update images set deleted_at = now() - interval '31 days'").await;
    let report = studio.services.sweep().await.expect("sweep");
    assert_eq!((report.images, report.objects), (1, 2));
    assert!(bucket.keys().is_empty());
    studio.services.ping().await.expect("it answers");
}

#[tokio::test]
async fn a_worker_elsewhere_stores_what_the_server_shows() {
    let bucket = TestBucket::start().await;
    let studio = Studio::in_bucket(&bucket).await;
    let ada = studio.guest().await;
    let task = studio.submit(&ada).await;

    let folder = tempfile::tempdir().expect("a folder");
    let elsewhere = studio.database.another_machine(folder.path()).await;
    let claimed = elsewhere.queue().claim(Uuid::now_v7(), &Pool::ALL, 1).await.expect("claim").pop().expect("a task");
    let input = claimed.inputs.image.expect("a picture");
    let read = elsewhere.queue().input(&claimed, input).await.expect("read");
    assert_eq!(read, file(&studio.services, &ada, input, Variant::Original).await);

    // So large that it goes in parts.
    let outcome = outcome(&elsewhere, &claimed.lease, (3000, 3000), &noise(3000));
    let written = std::fs::read(&outcome.images[0].path).expect("the scratch file");
    assert!(written.len() > 16 << 20, "{}", written.len());
    assert!(elsewhere.queue().finish(&claimed.lease, outcome).await.expect("finish"));
    let task = studio.services.tasks().get(&ada, task.task_id).await.expect("get");
    assert_eq!(task.state, TaskState::Succeeded);
    assert!(file(&studio.services, &ada, task.images[0].id, Variant::Original).await == written);
    assert_eq!((bucket.keys(), bucket.unfinished()), (studio.keys().await, 0));
    assert_eq!(files_under(folder.path()).len(), 0, "the scratch file has gone");
}

#[tokio::test]
async fn while_the_bucket_is_away_nothing_is_half_stored() {
    let bucket = TestBucket::start().await;
    let studio = Studio::in_bucket(&bucket).await;
    let ada = studio.guest().await;
    let kept = studio.upload(&ada).await;
    let images = studio.services.images();
    for silent in [false, true] {
        if silent {
            bucket.fall_silent().await;
        } else {
            bucket.go_away().await;
        }
        let began = Instant::now();
        let upload = images.upload(&ada, UploadKind::Original, png(32, 24), None).await;
        assert_eq!(code(upload), ErrorCode::StorageUnavailable);
        assert!(began.elapsed() < Duration::from_secs(6), "silent: {silent}, after {:?}", began.elapsed());
        assert_eq!(code(images.open(&ada, kept.id, Variant::Original).await), ErrorCode::StorageUnavailable);
        assert_eq!(code(studio.services.ping().await), ErrorCode::StorageUnavailable);
        assert_eq!(studio.services.sweep().await.expect("the sweep puts it off").objects, 0);
    }
    assert_eq!(studio.count("select count(*) from images").await, 1);

    bucket.come_back().await;
    studio.services.ping().await.expect("it answers");
    studio.upload(&ada).await;
    studio.execute("update object_intents set expires_at = now(), lands_until = now()").await;
    assert_eq!(studio.services.sweep().await.expect("sweep").objects, 4);
    assert_eq!(bucket.keys(), studio.keys().await);
}

#[tokio::test]
async fn a_bucket_that_is_away_for_a_moment_costs_no_task() {
    let bucket = TestBucket::start().await;
    let studio = Studio::in_bucket(&bucket).await;
    let ada = studio.guest().await;
    let task = studio.submit(&ada).await;
    let claimed = studio.claim().await.expect("a task");
    bucket.go_away().await;
    let back = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        bucket.come_back().await;
    };
    let (finished, ()) = tokio::join!(studio.finish(&claimed.lease), back);
    assert!(finished);
    assert_eq!(studio.services.tasks().get(&ada, task.task_id).await.expect("get").state, TaskState::Succeeded);
    studio.services.sweep().await.expect("sweep");
    assert_eq!((bucket.keys(), bucket.unfinished()), (studio.keys().await, 0));
}

async fn start(data: &Path, objects: ObjectsConfig) -> String {
    let config = ServicesConfig {
        database_url: Some("postgres://127.0.0.1:9/studio".into()),
        data_dir: data.into(),
        objects,
        max_connections: 4,
        queue: QueueConfig { limit: 100, cache: true },
        limits: LimitConfig::default(),
    };
    let began = Instant::now();
    let error = Services::start(config).await.err().expect("it must not start");
    assert!(began.elapsed() < Duration::from_secs(6), "after {:?}", began.elapsed());
    let said = error.to_string();
    assert!(!said.contains("secret") && !said.contains('<') && !said.contains('\n'), "{said}");
    said
}

#[tokio::test]
async fn a_bucket_that_cannot_be_used_is_named_at_the_start() {
    let bucket = TestBucket::start().await;
    let data = tempfile::tempdir().expect("a folder");
    let cases = [
        (&[("AWS_ACCESS_KEY_ID", "AKIDOTHER")], "Check AWS_ACCESS_KEY_ID"),
        (&[("AWS_SECRET_ACCESS_KEY", "another secret")], "Check AWS_ACCESS_KEY_ID"),
        (&[("AWS_ENDPOINT_URL", "http://s3.example.org")], "AWS_ALLOW_HTTP"),
        (&[("AWS_ENDPOINT_URL", "http://127.0.0.1:9")], "Check AWS_ENDPOINT_URL"),
    ];
    for (settings, advice) in cases {
        let said = start(data.path(), bucket.objects_with(settings)).await;
        assert!(said.starts_with("s3://pictures/studio/one cannot be used: ") && said.contains(advice), "{said}");
    }
    let ObjectsConfig::S3(mut config) = bucket.objects() else { panic!("a bucket") };
    let with_key = config.settings.clone();
    config.settings.retain(|(name, _)| name == "AWS_ENDPOINT_URL");
    config.settings.push(("AWS_METADATA_ENDPOINT".into(), "http://127.0.0.1:9".to_owned().into()));
    let said = start(data.path(), ObjectsConfig::S3(config.clone())).await;
    assert!(said.contains("Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"), "{said}");
    config.settings = with_key;
    config.bucket = "paintings".into();
    let said = start(data.path(), ObjectsConfig::S3(config.clone())).await;
    assert!(said.contains("s3://paintings") && said.contains("Make the bucket"), "{said}");
    assert!(!format!("{config:?}").contains("a secret"));
    bucket.fall_silent().await;
    let said = start(data.path(), bucket.objects()).await;
    assert!(said.contains("does not answer in time") && said.contains("AWS_ENDPOINT_URL"), "{said}");
}

#[tokio::test]
async fn two_studios_share_a_bucket_by_prefix() {
    let bucket = TestBucket::start().await;
    let one = Studio::in_bucket(&bucket).await;
    let ObjectsConfig::S3(mut config) = bucket.objects() else { panic!("a bucket") };
    config.prefix = String::new();
    let other = TestDatabase::with_objects(ObjectsConfig::S3(config)).await;
    let ada = one.guest().await;
    let image = one.upload(&ada).await;
    let eve = other.services().accounts().create_guest().await.expect("guest");
    let theirs = other.services().images().upload(&eve, UploadKind::Original, png(8, 8), None).await.expect("upload");
    assert_eq!(file(&one.services, &ada, image.id, Variant::Original).await.len() as u64, image.bytes);
    assert_eq!(file(other.services(), &eve, theirs.id, Variant::Original).await.len() as u64, theirs.bytes);
    assert_eq!(bucket.keys(), one.keys().await);
}

#[tokio::test]
async fn a_machine_that_was_given_another_store_notices() {
    let bucket = TestBucket::start().await;
    let studio = Studio::in_bucket(&bucket).await;
    let folder = tempfile::tempdir().expect("a folder");
    let right = studio.database.another_machine(folder.path()).await;
    let wrong = studio.database.misconfigured_machine(folder.path(), &ObjectsConfig::Folder).await;
    wrong.check_store().await.expect("there is nothing yet");
    let ada = studio.guest().await;
    studio.upload(&ada).await;
    right.check_store().await.expect("it is there");
    let said = wrong.check_store().await.expect_err("it is elsewhere").to_string();
    assert!(said.contains("objects") && said.contains("STUDIO_OBJECTS"), "{said}");
    bucket.go_away().await;
    assert!(right.check_store().await.expect_err("it is away").is_bucket_away());
}
