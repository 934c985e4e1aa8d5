//! The page itself: takes over its first state, lays out the three parts.

use super::{
    Selection, Store, StudioState, Tab,
    header::{BareHeader, Header},
    live,
    shortcuts::{Shortcuts, ShortcutsDialog},
    tabs::TabBar,
};
use crate::{
    AppError, FirstData,
    gallery::{GalleryPanel, address},
    queue::{QueueDrawer, QueuePanel},
    stage::{Comparison, Easel, StageView},
    text,
    tool::{DropTarget, Form, ToolPanel},
    ui::{Button, ButtonVariant, EmptyState, Icon, Skeleton},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// `/`, `/images/{id}` and `/tasks/{id}`.
#[component]
pub fn StudioPage() -> impl IntoView {
    let location = use_location();
    let selection = Memo::new(move |_| Selection::of_path(&location.pathname.get()).unwrap_or_default());
    match FirstData::take() {
        Some(FirstData::Studio(Ok(state))) => {
            #[cfg(feature = "ssr")]
            if state.missing {
                crate::server::set_status(axum::http::StatusCode::NOT_FOUND);
            }
            view! { <Studio state=*state selection/> }.into_any()
        }
        Some(FirstData::Studio(Err(error))) => {
            #[cfg(feature = "ssr")]
            crate::server::set_status_of(&error);
            view! { <NotLoaded error/> }.into_any()
        }
        // The browser made this page of another one, such as after signing in.
        Some(FirstData::Form(_) | FirstData::Settings(_)) | None => view! { <Loading/> }.into_any(),
    }
}

#[component]
fn Studio(state: StudioState, selection: Memo<Selection>) -> impl IntoView {
    let (navigate, location) = (use_navigate(), use_location());
    let go = Callback::new(move |(address, replace): (String, bool)| {
        navigate(&address, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    });
    let filter = Memo::new(move |_| location.query.with(address::read));
    let form = Form::new(state.models.clone());
    form.remember(state.me.id);
    let store = Store::new(state, selection, filter, go);
    store.attention.listen();
    provide_context(store);
    provide_context(form);
    provide_context(form.source);
    provide_context(Comparison::new());
    provide_context(Easel::new(store));
    provide_context(live::connect(store));
    let shortcuts = Shortcuts::new();
    shortcuts.listen(store, form);
    provide_context(shortcuts);
    store.follow_address();
    // The server puts the title into the document when the rest is rendered and its reactive values may be gone.
    let at_first = cfg!(feature = "ssr").then(|| title(store));
    view! {
        <Title text=move || at_first.clone().unwrap_or_else(|| title(store))/>
        <div class="app">
            <Header/>
            <noscript>
                <p class="notice">{text::shell::NO_SCRIPT}</p>
            </noscript>
            <main class="studio" data-tab=move || store.tab.get().name()>
                <h1 class="visually-hidden">{text::PRODUCT}</h1>
                <section class="panel panel--tool" id=Tab::Tool.panel() aria-label=text::tool::TOOL>
                    <ToolPanel/>
                </section>
                <section class="panel panel--stage" id=Tab::Result.panel() aria-label=text::stage::TITLE>
                    <StageView/>
                </section>
                <section class="panel panel--library" id=Tab::Gallery.panel() aria-label=text::gallery::TITLE>
                    <GalleryPanel/>
                    <QueuePanel/>
                </section>
            </main>
            <TabBar/>
            <DropTarget/>
            <QueueDrawer/>
            <ShortcutsDialog/>
        </div>
    }
}

/// How far the work is, and that it is done until somebody looks, so that it can be followed from another window.
fn title(store: Store) -> String {
    match (store.watched_progress(), store.attention.unseen.get()) {
        (Some(percent), true) => format!("✓ {percent} %"),
        (Some(percent), false) => format!("{percent} %"),
        (None, true) => text::queue::DONE_TITLE.into(),
        (None, false) => String::new(),
    }
}

/// The frame of the studio while it is loaded afresh: what the page holds may be another person's.
#[component]
fn Loading() -> impl IntoView {
    Effect::new(reload);
    view! {
        <div class="app">
            <BareHeader/>
            <main class="studio" data-tab="result" aria-busy="true">
                <div class="panel panel--tool">
                    <div class="panel__body">
                        <Skeleton height="148px"/>
                    </div>
                </div>
                <div class="panel panel--stage"></div>
                <div class="panel panel--library">
                    <div class="panel__body">
                        <Skeleton height="148px"/>
                    </div>
                </div>
            </main>
        </div>
    }
}

#[component]
fn NotLoaded(error: AppError) -> impl IntoView {
    let message = error.message();
    view! {
        <div class="app">
            <BareHeader/>
            <main class="sheet">
                <EmptyState icon=Icon::Alert title=text::error::LOAD_TITLE text=message heading=1>
                    <Button variant=ButtonVariant::Primary icon=Icon::Retry on:click=move |_| reload()>
                        {text::ui::RETRY}
                    </Button>
                </EmptyState>
            </main>
        </div>
    }
}

fn reload() {
    // A browser may refuse, when it is about to leave the page anyway.
    let _ = window().location().reload();
}
