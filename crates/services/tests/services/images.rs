//! Stored pictures and opinions about them.

use crate::studio::{Studio, code, files_under, png};
use bytes::Bytes;
use futures::TryStreamExt;
use std::fs;
use studio_domain::{
    ErrorCode, FeedbackReason, FeedbackRequest, Image, ImageId, ImageKind, ImageListQuery, ImagePatch, MediaType,
    Rating, UploadKind, limits,
};
use studio_services::Variant;

#[tokio::test]
async fn an_upload_can_be_seen_and_read_by_its_owner_alone() {
    let studio = Studio::new().await;
    let (ada, eve) = (studio.guest().await, studio.guest().await);
    let images = studio.services.images();
    let image = images.upload(&ada, UploadKind::Original, png(500, 20), Some(MediaType::Png)).await.expect("upload");
    assert_eq!((image.kind, image.width, image.height), (ImageKind::Original, 500, 20));
    assert_eq!(image.url, format!("/v1/images/{}/file", image.id));
    assert_eq!(images.get(&ada, image.id).await.expect("get"), image);

    let file = images.open(&ada, image.id, Variant::Original).await.expect("open");
    assert_eq!((file.media_type, file.bytes), (MediaType::Png, image.bytes));
    assert_eq!(file.etag, format!("\"{}\"", image.sha256));
    let bytes: Vec<Bytes> = file.stream.try_collect().await.expect("read");
    assert_eq!(bytes.concat().len() as u64, image.bytes);
    let thumbnail = images.open(&ada, image.id, Variant::Thumbnail).await.expect("open");
    assert_ne!(thumbnail.etag, file.etag);

    let patch = ImagePatch { favorite: Some(true), ..ImagePatch::default() };
    assert_eq!(code(images.get(&eve, image.id).await), ErrorCode::NotFound);
    assert_eq!(code(images.patch(&eve, image.id, &patch).await), ErrorCode::NotFound);
    assert_eq!(code(images.delete(&eve, image.id).await), ErrorCode::NotFound);
    assert_eq!(code(images.open(&eve, image.id, Variant::Original).await), ErrorCode::NotFound);
    assert!(images.list(&eve, &ImageListQuery::default()).await.expect("list").data.is_empty());
    studio.check_objects().await;
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_behind() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let images = studio.services.images();
    let whole = png(64, 64);
    let cases = [
        (Bytes::new(), None, ErrorCode::InvalidImage),
        (Bytes::from_static(b"<svg/>"), None, ErrorCode::UnsupportedMediaType),
        (whole.clone(), Some(MediaType::Jpeg), ErrorCode::UnsupportedMediaType),
        (whole.slice(..whole.len() / 2), Some(MediaType::Png), ErrorCode::InvalidImage),
        (Bytes::from(vec![0; limits::MAX_UPLOAD_BYTES as usize + 1]), None, ErrorCode::UploadTooLarge),
    ];
    for (bytes, declared, expected) in cases {
        assert_eq!(code(images.upload(&ada, UploadKind::Original, bytes, declared).await), expected);
    }
    assert_eq!(studio.count("select (select count(*) from images) + (select count(*) from object_intents)").await, 0);
    studio.check_objects().await;
}

#[tokio::test]
async fn a_store_that_fails_is_said_to_and_recovers() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    // A file where a folder should be: writing fails, for root too.
    let users = studio.database.data_dir().join("objects/users");
    fs::write(&users, "in the way").expect("write");
    assert_eq!(
        code(studio.services.images().upload(&ada, UploadKind::Original, png(8, 8), None).await),
        ErrorCode::StorageUnavailable
    );
    assert_eq!(studio.count("select count(*) from images").await, 0);
    fs::remove_file(&users).expect("remove");
    studio.upload(&ada).await;
    studio.check_objects().await;
    assert_eq!(studio.count("select count(*) from object_intents where swept_at is null").await, 0);
}

#[tokio::test]
async fn pages_neither_skip_nor_repeat_while_others_come_and_go() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let images = studio.services.images();
    let mut uploaded = Vec::new();
    for _ in 0..10 {
        uploaded.push(studio.upload(&ada).await.id);
    }
    // All at the same moment, so that only the id tells them apart.
    studio.execute("update images set created_at = '2026-11-21 00:00:00.123456Z'").await;
    uploaded.reverse();
    let mut seen: Vec<ImageId> = Vec::new();
    let mut query = ImageListQuery { limit: Some(3), ..ImageListQuery::default() };
    loop {
        let page = images.list(&ada, &query).await.expect("list");
        seen.extend(page.data.iter().map(|i| i.id));
        let Some(cursor) = page.next_cursor else { break };
        query.cursor = Some(cursor);
        // Newer ones come, and the last one seen goes.
        studio.upload(&ada).await;
        images.delete(&ada, *seen.last().expect("seen")).await.expect("delete");
    }
    assert_eq!(seen, uploaded);
    let exact = ImageListQuery { limit: Some(10), ..ImageListQuery::default() };
    assert_eq!(images.list(&ada, &exact).await.expect("list").next_cursor, None, "no empty page at the end");
    let bad = ImageListQuery { cursor: Some("!".into()), ..ImageListQuery::default() };
    assert_eq!(code(images.list(&ada, &bad).await), ErrorCode::ValidationFailed);
}

#[tokio::test]
async fn favourites_and_titles() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let images = studio.services.images();
    let (image, _other) = (studio.upload(&ada).await, studio.upload(&ada).await);
    let patch = |favorite, title: Option<&str>| ImagePatch { favorite, title: title.map(str::to_owned), board: None };
    let patched = images.patch(&ada, image.id, &patch(Some(true), Some(" Lighthouse "))).await.expect("patch");
    assert_eq!((patched.favorite, patched.title.as_deref()), (true, Some("Lighthouse")));
    let favorites = ImageListQuery { favorite: Some(true), ..ImageListQuery::default() };
    let found = images.list(&ada, &favorites).await.expect("list").data;
    assert_eq!(found.iter().map(|i| i.id).collect::<Vec<_>>(), [image.id]);
    let patched = images.patch(&ada, image.id, &patch(None, Some(""))).await.expect("patch");
    assert_eq!((patched.favorite, patched.title), (true, None));
    assert_eq!(code(images.patch(&ada, image.id, &patch(None, Some("a\0b"))).await), ErrorCode::ValidationFailed);
    let long = "x".repeat(limits::MAX_TITLE_CHARS + 1);
    assert_eq!(code(images.patch(&ada, image.id, &patch(None, Some(&long))).await), ErrorCode::ValidationFailed);
}

#[tokio::test]
async fn deletion_can_be_undone() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let images = studio.services.images();
    let image = studio.upload(&ada).await;
    images.delete(&ada, image.id).await.expect("delete");
    images.delete(&ada, image.id).await.expect("twice");
    assert!(images.list(&ada, &ImageListQuery::default()).await.expect("list").data.is_empty());
    assert_eq!(code(images.open(&ada, image.id, Variant::Original).await), ErrorCode::NotFound);
    let patch = ImagePatch { favorite: Some(true), ..ImagePatch::default() };
    assert_eq!(code(images.patch(&ada, image.id, &patch).await), ErrorCode::NotFound);
    assert!(images.get(&ada, image.id).await.expect("still there").deleted_at.is_some());
    studio.check_objects().await;
    assert_eq!(images.restore(&ada, image.id).await.expect("restore"), image);
    assert!(images.open(&ada, image.id, Variant::Thumbnail).await.is_ok());
}

#[tokio::test]
async fn a_deleted_result_leaves_its_task() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let id = studio.submit(&ada).await.task_id;
    assert!(studio.finish(&studio.claim().await.expect("a task").lease).await);
    let image = studio.services.tasks().get(&ada, id).await.expect("get").images[0].id;
    studio.services.images().delete(&ada, image).await.expect("delete");
    assert!(studio.services.tasks().get(&ada, id).await.expect("get").images.is_empty());
}

fn opinion(image: &Image, rating: Rating, reasons: &[FeedbackReason]) -> FeedbackRequest {
    FeedbackRequest {
        image_id: Some(image.id),
        task_id: None,
        rating,
        reasons: reasons.to_vec(),
        comment: " fine ".into(),
        consent_training: true,
    }
}

#[tokio::test]
async fn opinions_replace_one_another_and_can_be_withdrawn() {
    use FeedbackReason::{Blurry, Fast, Sharp};
    let studio = Studio::new().await;
    let (ada, eve) = (studio.guest().await, studio.guest().await);
    let image = studio.upload(&ada).await;
    let feedback = studio.services.feedback();
    let first = feedback.put(&ada, &opinion(&image, Rating::Like, &[Sharp, Fast, Sharp])).await.expect("put");
    assert_eq!((first.reasons.as_slice(), first.comment.as_str()), ([Sharp, Fast].as_slice(), "fine"));
    let second = feedback.put(&ada, &opinion(&image, Rating::Dislike, &[Blurry])).await.expect("put");
    assert_eq!((second.id, second.rating), (first.id, Rating::Dislike));
    assert_eq!(studio.services.images().get(&ada, image.id).await.expect("get").feedback, Some(second.clone()));

    assert_eq!(code(feedback.put(&ada, &opinion(&image, Rating::Like, &[Blurry])).await), ErrorCode::ValidationFailed);
    assert_eq!(code(feedback.put(&eve, &opinion(&image, Rating::Like, &[])).await), ErrorCode::NotFound);
    assert_eq!(code(feedback.delete(&eve, second.id).await), ErrorCode::NotFound);
    feedback.delete(&ada, second.id).await.expect("withdraw");
    assert_eq!(studio.services.images().get(&ada, image.id).await.expect("get").feedback, None);
}

#[tokio::test]
async fn rating_a_task_rates_its_first_image() {
    let studio = Studio::new().await;
    let ada = studio.guest().await;
    let task = studio.submit(&ada).await;
    let request = FeedbackRequest {
        image_id: None,
        task_id: Some(task.task_id),
        rating: Rating::Like,
        reasons: Vec::new(),
        comment: String::new(),
        consent_training: false,
    };
    let feedback = studio.services.feedback();
    assert_eq!(code(feedback.put(&ada, &request).await), ErrorCode::NotFound, "nothing to rate yet");
    assert!(studio.finish(&studio.claim().await.expect("a task").lease).await);
    let image = studio.services.tasks().get(&ada, task.task_id).await.expect("get").images[0].id;
    assert_eq!(feedback.put(&ada, &request).await.expect("put").image_id, image);
}

#[tokio::test]
async fn files_are_private_on_disk() {
    use std::os::unix::fs::PermissionsExt;
    let studio = Studio::new().await;
    studio.upload(&studio.guest().await).await;
    let objects = studio.database.data_dir().join("objects");
    assert_eq!(fs::metadata(&objects).expect("metadata").permissions().mode() & 0o077, 0);
    assert_eq!(files_under(&objects).len(), 2);
}
