//! Choosing the language: a plain form, with or without JavaScript. The page is loaded afresh in the other language.

use super::Language;
use crate::{AppError, text::header as words};
use leptos::{prelude::*, server_fn::ServerFn};

/// Keeps the choice in a cookie, and leads back to where the form was.
#[server(endpoint = "set-language")]
pub async fn set_language(language: Language) -> Result<(), AppError> {
    use axum::http::{HeaderValue, Uri, header, request::Parts};
    /// One year, in seconds.
    const MAX_AGE: u32 = 31_536_000;
    let (name, tag) = (Language::COOKIE, language.tag());
    let cookie = HeaderValue::try_from(format!("{name}={tag}; Path=/; Max-Age={MAX_AGE}; SameSite=Lax; HttpOnly"));
    if let (Some(response), Ok(cookie)) = (use_context::<leptos_axum::ResponseOptions>(), cookie) {
        response.append_header(header::SET_COOKIE, cookie);
    }
    let came_from: Option<Uri> =
        use_context::<Parts>().and_then(|parts| parts.headers.get(header::REFERER)?.to_str().ok()?.parse().ok());
    let address = came_from.as_ref().and_then(Uri::path_and_query).map_or("/", |address| address.as_str());
    // Two slashes would lead to another server.
    leptos_axum::redirect(if address.starts_with("//") { "/" } else { address });
    Ok(())
}

/// A button for each language, named in itself; with `others_only`, without the present one.
#[component]
pub fn LanguageSwitch(#[prop(optional)] others_only: bool) -> impl IntoView {
    let present = Language::current();
    let offered = Language::ALL.into_iter().filter(|language| !others_only || *language != present);
    let buttons = offered.map(|language| {
        let pressed = (!others_only).then_some(if language == present { "true" } else { "false" });
        view! {
            <button
                type="submit"
                class="button button--quiet"
                name="language"
                value=language.tag()
                lang=language.tag()
                aria-pressed=pressed
            >
                {language.name()}
            </button>
        }
    });
    view! {
        <form method="post" action=SetLanguage::url()>
            <div class="languages" role="group" aria-label=words::LANGUAGE>{buttons.collect_view()}</div>
        </form>
    }
}
