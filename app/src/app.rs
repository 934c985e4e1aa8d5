//! The route table of the page.

use crate::{
    account::{SignInPage, SignUpPage},
    not_found::NotFound,
    settings::SettingsPage,
    studio::{Selection, StudioPage},
    text,
    ui::{Toaster, Toasts},
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    hooks::use_location,
    path,
};

/// The addresses of all pages, in axum's notation. Any other is answered by [`NotFound`].
#[cfg(feature = "ssr")]
pub const PAGES: [&str; 6] = ["/", "/images/{id}", "/tasks/{id}", "/sign-in", "/sign-up", "/settings"];

/// The whole page below `<body>`.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(Toaster::new());
    view! {
        <Title formatter=title/>
        <Router>
            <FlatRoutes fallback=NotFound>
                <Route path=path!("sign-in") view=SignInPage/>
                <Route path=path!("sign-up") view=SignUpPage/>
                <Route path=path!("settings") view=SettingsPage/>
                // One route, so that the studio stays mounted while the address says what is on its stage.
                <Route path=path!(":kind?/:id?") view=StudioAddress/>
            </FlatRoutes>
        </Router>
        <Toasts/>
    }
}

#[component]
fn StudioAddress() -> impl IntoView {
    match Selection::of_path(&use_location().pathname.get_untracked()) {
        Some(_) => view! { <StudioPage/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

fn title(page: String) -> String {
    if page.is_empty() { text::PRODUCT.into() } else { format!("{page} · {}", text::PRODUCT) }
}
