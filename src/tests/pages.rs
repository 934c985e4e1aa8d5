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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_page_is_in_the_language_of_who_asks_for_it() {
    const GALLERY: [(&str, &str); 2] = [("en", ">Gallery<"), ("ko", ">갤러리<")];
    let app = TestApp::start().await;
    let guest = app.client.get(app.url("/")).send().await.expect("a guest");
    let (site, cookie) = (&app, &guest.headers()["set-cookie"]);
    let pages = stream::iter(0..60).map(|number| async move {
        let ((asked, own), (_, other)) = (GALLERY[number % 2], GALLERY[(number + 1) % 2]);
        let request = site.client.get(site.url("/")).header("cookie", cookie).header("accept-language", asked);
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.headers()["content-language"], asked);
        let page = answer.text().await.expect("a page");
        page.contains(&format!("<html lang=\"{asked}\"")) && page.contains(own) && !page.contains(other)
    });
    let mixed = pages.buffer_unordered(8).filter(|whole| ready(!whole));
    assert_eq!(mixed.count().await, 0);
    app.stop().await;
}

#[tokio::test]
async fn a_chosen_language_is_kept_and_leads_back() {
    let app = TestApp::start().await;
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    for (from, to) in
        [("http://here/?rating=like", "/?rating=like"), ("http://here//elsewhere", "/"), ("nonsense \\", "/")]
    {
        let form = client.post(app.url("/api/set-language")).header("accept", "text/html").header("referer", from);
        let form = form.header("content-type", "application/x-www-form-urlencoded").body("language=ko");
        let answer = form.send().await.expect("an answer");
        let header = |name: &str| answer.headers()[name].to_str().expect("text").to_owned();
        assert_eq!((answer.status().as_u16(), header("location")), (302, to.to_owned()), "{from}");
        assert!(header("set-cookie").starts_with("studio_lang=ko; Path=/; Max-Age=31536000; SameSite=Lax"));
    }
    let elsewhere =
        app.client.post(app.url("/api/set-language")).header("sec-fetch-site", "cross-site").body("language=ko");
    assert_eq!(elsewhere.send().await.expect("an answer").status(), 403);
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
    let korean = app.client.get(app.url("/")).header("accept", "text/html").header("accept-language", "ko");
    let page = korean.send().await.expect("an answer").text().await.expect("a page");
    assert!(
        page.contains("<html lang=\"ko\">") && page.contains("데이터베이스") && page.contains("다시 시도"),
        "{page}"
    );
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
