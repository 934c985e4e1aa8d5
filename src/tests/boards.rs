//! Boards, filters, shared links and archives over HTTP.

use super::{TestApp, app::User, pictures};
use reqwest::Method;
use serde_json::{Value, json};

async fn upload(user: &User<'_>) -> String {
    let image: Value = user.upload(pictures::png(8, 8)).await.json().await.expect("image");
    image["id"].as_str().expect("id").to_owned()
}

async fn ask(user: &User<'_>, method: Method, path: &str, body: Value) -> (u16, Value) {
    let request = user.app.client.request(method, user.app.url(path)).bearer_auth(&user.tokens.access_token);
    let answer = request.json(&body).send().await.expect("send");
    (answer.status().as_u16(), answer.json().await.unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn boards_are_made_filled_renamed_and_deleted() {
    let app = TestApp::with_workers(0).await;
    let (user, eve) = (app.register("ada@example.org").await, app.register("eve@example.org").await);
    let (status, board) = ask(&user, Method::POST, "/v1/boards", json!({"name": "Harbours"})).await;
    assert_eq!((status, &board["images"]), (201, &json!(0)));
    let id = board["id"].as_str().expect("id").to_owned();
    let (status, problem) = ask(&user, Method::POST, "/v1/boards", json!({"name": "harbours"})).await;
    assert_eq!((status, &problem["errors"][0]["field"]), (409, &json!("name")));
    let image = upload(&user).await;
    let other = upload(&user).await;
    let (path, board_path) = (format!("/v1/images/{image}"), format!("/v1/boards/{id}"));
    let (status, changed) = ask(&user, Method::PATCH, &path, json!({"board": id})).await;
    assert_eq!((status, &changed["board"]), (200, &json!(id)));
    let (_, kept) = ask(&user, Method::PATCH, &path, json!({"favorite": true})).await;
    assert_eq!(kept["board"], json!(id), "what is not named stays");
    let ids = async |query: &str| {
        let page = user.json(&format!("/v1/images?{query}")).await;
        page["data"].as_array().expect("data").iter().map(|image| image["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&format!("board={id}")).await, [json!(image)]);
    assert_eq!(ids("board=none&kind=original&rating=none").await, [json!(other)]);
    assert_eq!(ids("task=upscale,inpaint").await, Vec::<Value>::new());
    assert_eq!(ids("after=2000-01-01T00:00:00Z&before=2001-01-01T00:00:00Z").await, Vec::<Value>::new());
    for bad in ["board=7", "task=fly", "rating=love", "after=yesterday"] {
        assert_eq!(user.get(&format!("/v1/images?{bad}")).send().await.expect("send").status(), 422, "{bad}");
    }
    let listed = user.json("/v1/boards").await;
    assert_eq!((&listed["data"][0]["images"], &listed["next_cursor"]), (&json!(1), &Value::Null));
    assert!(listed["data"][0]["cover_url"].as_str().expect("cover").contains(&image));

    assert_eq!(ask(&user, Method::PATCH, &board_path, json!({"name": "Ports"})).await.1["name"], "Ports");
    assert_eq!(ask(&eve, Method::PATCH, &board_path, json!({"name": "Mine"})).await.0, 404);
    let (_, off) = ask(&user, Method::PATCH, &path, json!({"board": null})).await;
    assert_eq!(off["board"], Value::Null);
    assert_eq!(user.delete(&board_path).send().await.expect("send").status(), 204);
    assert_eq!(user.json("/v1/boards").await["data"], json!([]));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_link_opens_one_picture_for_anybody() {
    let app = TestApp::with_workers(0).await;
    let (user, eve) = (app.register("ada@example.org").await, app.register("eve@example.org").await);
    let image = upload(&user).await;
    let path = format!("/v1/images/{image}/link");
    let (status, link) = ask(&user, Method::POST, &path, json!({})).await;
    assert_eq!(status, 201, "{link}");
    let url = app.url(link["url"].as_str().expect("url"));
    let anybody = async |url: &str| app.client.get(url).send().await.expect("send").status();
    assert_eq!(anybody(&url).await, 200);
    assert_eq!(anybody(&format!("{url}x")).await, 403);
    assert_eq!(anybody(&app.url(&format!("/v1/images/{image}/file"))).await, 401);
    assert_eq!(ask(&user, Method::POST, &path, json!({"days": 31})).await.0, 422);
    assert_eq!(ask(&eve, Method::POST, &path, json!({})).await.0, 404);
    user.delete(&format!("/v1/images/{image}")).send().await.expect("send");
    assert_eq!(anybody(&url).await, 404);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_asks_for_an_archive_as_well() {
    let app = TestApp::with_workers(0).await;
    let user = app.register("ada@example.org").await;
    let ids = [upload(&user).await, upload(&user).await];
    let form = async |ids: &str| {
        let body = url::form_urlencoded::Serializer::new(String::new()).append_pair("image_ids", ids).finish();
        let request = user.post("/v1/images/archive").header("content-type", "application/x-www-form-urlencoded");
        request.body(body).send().await.expect("send")
    };
    let answer = form(&ids.join(",")).await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (200, &"application/zip".parse().expect("type"))
    );
    assert!(answer.bytes().await.expect("bytes").starts_with(b"PK"));
    assert_eq!(form("").await.status(), 422);
    assert_eq!(form("7").await.status(), 422);
    app.stop().await;
}
