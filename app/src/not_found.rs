//! What unknown addresses get.

use crate::{
    studio::BareHeader,
    text,
    ui::{EmptyState, Icon},
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::set_status(axum::http::StatusCode::NOT_FOUND);
    view! {
        <Title text=text::not_found::TITLE/>
        <div class="app">
            <BareHeader/>
            <main class="sheet">
                <EmptyState icon=Icon::Alert title=text::not_found::TITLE text=text::not_found::TEXT heading=1>
                    // Loaded afresh: who comes here first has no session yet, and only pages that exist start one.
                    <a class="button button--primary" href="/" rel="external">{text::stage::BACK}</a>
                </EmptyState>
            </main>
        </div>
    }
}
