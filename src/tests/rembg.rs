//! rembg's interface, with a network that takes bright pixels for the subject.

use super::{TestApp, app::User, pictures};
use image::{DynamicImage, ImageFormat};
use reqwest::multipart;

async fn remove(user: &User<'_>, query: &str, fields: &[(&'static str, &'static str)]) -> (u16, DynamicImage) {
    let mut form = multipart::Form::new();
    for (name, value) in fields {
        form = form.text(*name, *value);
    }
    let part =
        multipart::Part::bytes(pictures::png(96, 64)).file_name("photo.png").mime_str("image/png").expect("type");
    let answer =
        user.post(&format!("/api/remove{query}")).multipart(form.part("file", part)).send().await.expect("send");
    let status = answer.status().as_u16();
    if status != 200 {
        return (status, DynamicImage::new_rgb8(1, 1));
    }
    assert_eq!(answer.headers()["content-type"], "image/png");
    let bytes = answer.bytes().await.expect("bytes");
    (status, image::load_from_memory_with_format(&bytes, ImageFormat::Png).expect("a picture"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_goes_in_and_a_cut_out_comes_back() {
    let app = TestApp::start().await;
    let user = app.register("ada@example.org").await;
    let (status, cutout) = remove(&user, "?model=bright&a=true&af=240", &[("ppm", "true")]).await;
    assert_eq!((status, cutout.color().has_alpha()), (200, true));
    let (status, same) = remove(&user, "", &[("model", "bright")]).await;
    assert!(status == 200 && same == cutout);

    let (status, other) = remove(&user, "?model=u2net", &[]).await;
    assert_eq!((status, other.color().has_alpha()), (200, true), "rembg's own names mean the model for the task");

    let (status, mask) = remove(&user, "?model=bright", &[("om", "true")]).await;
    assert_eq!((status, mask.color().channel_count()), (200, 1));
    let alpha: Vec<u8> = cutout.to_rgba8().pixels().map(|pixel| pixel.0[3]).collect();
    assert_eq!(mask.into_luma8().into_raw(), alpha);

    let (status, on_blue) = remove(&user, "?model=bright&bgc=0,0,255,255", &[]).await;
    assert_eq!((status, on_blue.color().has_alpha()), (200, false));
    assert!(on_blue.to_rgb8().pixels().any(|pixel| pixel.0 == [0, 0, 255]));
    let tasks = user.json("/v1/tasks?task=remove-background").await;
    assert_eq!(tasks["data"].as_array().expect("tasks").len(), 5, "they are ordinary tasks");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_done_is_refused() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    assert_eq!(remove(&user, "?model=nonsense", &[]).await.0, 404);
    assert_eq!(remove(&user, "?bgc=1,2", &[]).await.0, 422);
    assert_eq!(remove(&user, "?bgc=1,2,3,128", &[]).await.0, 422);
    for query in ["", "?url=http://127.0.0.1:1/cat.png", "?url=http://169.254.169.254/", "?url=file:///etc/passwd"] {
        let answer = user.get(&format!("/api/remove{query}")).send().await.expect("send");
        assert_eq!(answer.status(), 422, "{query}");
    }
    let nobody = app.client.post(app.url("/api/remove")).send().await.expect("send");
    assert_eq!(nobody.status(), 401);
    app.stop().await;
}
