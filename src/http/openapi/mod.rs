//! The API document: what the handlers say of themselves, and what holds for all of them.

mod page;

pub use page::{docs, docs_file, to_docs};

use crate::http::router;
use axum::{Json, http::header, response::IntoResponse};
use serde_json::json;
use std::sync::LazyLock;
use studio_domain::{ErrorCode, FieldError, Problem, UploadKind};
use utoipa::{
    OpenApi, ToSchema,
    openapi::{
        Components, Content, Ref, RefOr, Response, ResponseBuilder,
        path::{Operation, PathItem},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

/// The bytes of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct Binary(#[expect(dead_code, reason = "only described, never made")] Vec<u8>);

#[derive(OpenApi)]
#[openapi(
    info(
        title = "CreativeAI Studio",
        description = include_str!("introduction.md"),
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "Tasks", description = "Asking for pictures, and following the work"),
        (name = "Images", description = "Uploads and results"),
        (name = "Feedback", description = "What people think of results"),
        (name = "Models", description = "What can be run here"),
        (name = "Signing in", description = "Accounts, and tokens for programs"),
        (name = "Account", description = "The caller: keys, sessions, usage"),
        (name = "Health", description = "For supervisors and load balancers"),
        (name = "Preview of version 2", description = "Where it differs from version 1; everything else answers under `/v2`, too"),
        (name = "Deprecated", description = "Still there, for a while"),
    ),
    components(schemas(Problem, UploadKind)),
    security(("bearer" = []), ("basic" = []), ("session" = [])),
)]
struct Foundation;

/// What is the same for every route.
pub fn foundation() -> utoipa::openapi::OpenApi {
    Foundation::openapi()
}

/// The whole document.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    let mut api = router::described().into_openapi();
    for (path, item) in &mut api.paths.paths {
        for operation in operations(item) {
            say_what_can_go_wrong(path, operation);
        }
    }
    let components = api.components.get_or_insert_with(Components::new);
    add_credentials(components);
    for (name, problem) in problems() {
        components.responses.insert(name.into(), RefOr::T(response(&problem)));
    }
    api
}

/// As it is served and kept in `docs/openapi.json`.
///
/// # Errors
/// Never, as long as the document is JSON.
pub fn document_json() -> serde_json::Result<String> {
    let mut json = serde_json::to_string_pretty(&document())?;
    json.push('\n');
    Ok(json)
}

/// `GET /openapi.json`.
pub async fn openapi_json() -> impl IntoResponse {
    static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(document);
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(&*DOCUMENT))
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}

/// Refers to the problems that a route may answer with, besides those it names itself.
fn say_what_can_go_wrong(path: &str, operation: &mut Operation) {
    let open = operation.security.as_ref().is_some_and(|security| security.iter().all(|s| *s == Default::default()));
    let (body, id) = (operation.request_body.is_some(), path.contains('{'));
    let parameters = operation.parameters.as_ref().is_some_and(|parameters| !parameters.is_empty());
    let limited = path.contains("/predict") || path.contains("/auth/");
    let possible = [
        ("400", "InvalidRequest", body),
        ("401", "Unauthenticated", !open || path.contains("/auth/")),
        ("403", "Forbidden", !open || body),
        ("404", "NotFound", id || path.contains("/predict") || path.contains("/feedback")),
        ("409", "Conflict", path.ends_with("/register") || path.ends_with("/me")),
        ("413", "UploadTooLarge", body),
        ("415", "UnsupportedMediaType", body),
        ("422", "ValidationFailed", body || parameters),
        ("429", "RateLimited", limited || path.ends_with("/me") || path.ends_with("/api-keys")),
        ("503", "Unavailable", !path.starts_with("/health")),
        ("default", "Other", true),
    ];
    for (status, name, _) in possible.into_iter().filter(|(.., possible)| *possible) {
        let problem = RefOr::Ref(Ref::from_response_name(name));
        operation.responses.responses.entry(status.into()).or_insert(problem);
    }
}

fn problems() -> [(&'static str, Problem); 11] {
    let invalid = FieldError::new("parameters.scale", "out_of_range", "The scale must be 2 or 4.");
    let limited = "You may ask for 100 tasks an hour, and too few of them are left. Try again in 12 minutes.";
    let wait = std::time::Duration::from_secs(712);
    [
        ("InvalidRequest", Problem::new(ErrorCode::InvalidRequest, "The body is not valid JSON.")),
        ("Unauthenticated", Problem::new(ErrorCode::Unauthenticated, "Send an access token or API key.")),
        ("Forbidden", Problem::new(ErrorCode::Forbidden, "This API key lacks the scope tasks:write.")),
        ("NotFound", Problem::new(ErrorCode::NotFound, "There is no such task.")),
        ("Conflict", Problem::new(ErrorCode::Conflict, "There is an account with this e-mail address already.")),
        ("UploadTooLarge", Problem::new(ErrorCode::UploadTooLarge, "The file is larger than 10 MB.")),
        ("UnsupportedMediaType", Problem::new(ErrorCode::UnsupportedMediaType, "Send the body as application/json.")),
        ("ValidationFailed", Problem::validation(vec![invalid])),
        ("RateLimited", Problem::new(ErrorCode::RateLimited, limited).retry_after(wait)),
        ("Unavailable", Problem::new(ErrorCode::DatabaseUnavailable, "The database does not answer right now.")),
        ("Other", Problem::new(ErrorCode::Internal, "Something went wrong on the server.")),
    ]
}

fn response(problem: &Problem) -> Response {
    let example = Problem { request_id: Some("01934b2e-7c50-7e3a-9d51-6f0c8a2b4d10".into()), ..problem.clone() };
    let mut content = Content::new(Some(Ref::from_schema_name("Problem")));
    content.example = Some(json!(example));
    let description = if problem.code == ErrorCode::Internal { "Anything else" } else { &problem.title };
    ResponseBuilder::new().description(description).content("application/problem+json", content).build()
}

fn add_credentials(components: &mut Components) {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("An access token of `/v1/auth/login`, or an API key of `/v1/api-keys`."))
        .build();
    let basic = HttpBuilder::new()
        .scheme(HttpAuthScheme::Basic)
        .description(Some("E-mail address and, in place of the password, an API key."))
        .build();
    let session = ApiKeyValue::with_description(
        "studio",
        "The session of the page; `__Host-studio` where it is served by https.",
    );
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    components.add_security_scheme("basic", SecurityScheme::Http(basic));
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::HashSet, path::Path};

    #[test]
    fn the_kept_document_is_the_present_one() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/openapi.json");
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        let present = document_json().expect("JSON");
        // Not assert_eq!: two documents of thousands of lines help nobody.
        assert!(
            kept == present,
            "docs/openapi.json is out of date: run `make openapi`, look at the difference, commit it"
        );
    }

    #[test]
    fn every_operation_has_a_name_of_its_own_and_says_what_it_does() {
        let mut api = document();
        let mut names = HashSet::new();
        for (path, item) in &mut api.paths.paths {
            for operation in operations(item) {
                let name = operation.operation_id.clone().unwrap_or_default();
                assert!(names.insert(name.clone()), "{path}: {name}");
                assert!(operation.summary.as_ref().is_some_and(|text| !text.is_empty()), "{path}: {name}");
                assert!(operation.tags.as_ref().is_some_and(|tags| tags.len() == 1), "{path}: {name}");
            }
        }
        assert!(names.len() > 30, "{names:?}");
    }
}
