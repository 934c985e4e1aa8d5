//! The route table of the page.

use crate::{
    account::{SignInPage, SignUpPage},
    not_found::NotFound,
    studio::StudioPage,
    text,
    ui::{Toaster, Toasts},
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

/// The whole page below `<body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(Toaster::new());
    view! {
        <Title formatter=title/>
        <Router>
            <Routes fallback=NotFound>
                // The studio stays mounted while the address says what is on its stage.
                <ParentRoute path=path!("") view=StudioPage ssr=SsrMode::Async>
                    <Route path=path!("") view=|| ()/>
                    <Route path=path!("images/:id") view=|| ()/>
                    <Route path=path!("tasks/:id") view=|| ()/>
                </ParentRoute>
                <Route path=path!("sign-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("sign-up") view=SignUpPage ssr=SsrMode::Async/>
            </Routes>
        </Router>
        <Toasts/>
    }
}

fn title(page: String) -> String {
    if page.is_empty() { text::PRODUCT.into() } else { format!("{page} · {}", text::PRODUCT) }
}
