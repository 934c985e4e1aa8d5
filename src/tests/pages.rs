//! The pages as documents.

use super::app::TestApp;
use futures::{StreamExt, stream};
use std::future::ready;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_rendered_side_by_side_are_all_whole() {
    let app = TestApp::start().await;
    let guest = app.client.get(app.url("/")).send().await.expect("a guest");
    let cookie = &guest.headers()["set-cookie"];
    let pages = stream::iter(0..300).map(|_| async {
        let answer = app.client.get(app.url("/")).header("cookie", cookie).send().await.expect("an answer");
        let (status, policy) = (answer.status(), answer.headers().contains_key("content-security-policy"));
        (status, policy, answer.text().await.expect("a page").contains("</html>"))
    });
    let broken = pages.buffer_unordered(8).filter(|page| ready(*page != (reqwest::StatusCode::OK, true, true)));
    assert_eq!(broken.collect::<Vec<_>>().await, []);
    app.stop().await;
}

#[tokio::test]
async fn only_pages_that_exist_make_guests() {
    let app = TestApp::start().await;
    for (path, status, guest) in
        [("/", 200, true), ("/sign-in", 200, true), ("/images", 404, false), ("/a/b", 404, false)]
    {
        let answer = app.client.get(app.url(path)).send().await.expect("an answer");
        assert_eq!((answer.status().as_u16(), answer.headers().contains_key("set-cookie")), (status, guest), "{path}");
    }
    app.stop().await;
}

#[tokio::test]
async fn a_call_of_the_page_without_a_session_is_told_to_sign_in() {
    let app = TestApp::start().await;
    let answer = app.client.post(app.url("/api/list-images")).json(&serde_json::json!({"query": {}})).send().await;
    assert_eq!(answer.expect("an answer").status(), 401);
    app.stop().await;
}

#[tokio::test]
async fn without_a_database_people_get_a_page_and_programs_a_problem() {
    let app = TestApp::start().await;
    app.lose_database().await;
    for (path, accept, kind) in [
        ("/", "text/html,*/*;q=0.8", "text/html; charset=utf-8"),
        ("/", "*/*", "application/problem+json"),
        ("/v1/me", "text/html", "application/problem+json"),
    ] {
        let cookie = "studio_session=AAAAAAAAAAAAAAAAAAAAAA";
        let request = app.client.get(app.url(path)).header("accept", accept).header("cookie", cookie);
        let answer = request.send().await.expect("an answer");
        let got = (answer.status().as_u16(), answer.headers()["content-type"].to_str().expect("text").to_owned());
        assert!([401, 503].contains(&got.0) && got.1 == kind, "{path} {accept}: {got:?}");
        assert_eq!(path == "/", got.0 == 503, "{path}: {got:?}");
        let body = answer.text().await.expect("a body");
        assert!(
            got.0 != 503 || body.contains("The database does not answer") || body.contains("cannot be read"),
            "{body}"
        );
    }
    app.stop().await;
}
