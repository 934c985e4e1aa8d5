//! A button that copies a text, and says so.

use super::{Icon, Toaster};
use crate::{browser::clipboard, language::Phrase, text::ui as words};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// How long it says that it has done so.
const SHOWN: Duration = Duration::from_secs(2);

/// `label` is its name and its tooltip.
#[component]
pub fn CopyButton(label: Phrase, #[prop(into)] text: Signal<String>) -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    let copied = RwSignal::new(false);
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            if !clipboard::copy(&text).await {
                toaster.fail(words::COPY_REFUSED);
            } else if copied.try_set(true).is_none() {
                set_timeout(move || _ = copied.try_set(false), SHOWN);
            }
        });
    };
    let name = move || if copied.get() { words::COPIED } else { label }.text();
    view! {
        <button
            type="button"
            class="button button--icon button--quiet button--small"
            aria-label=name
            title=name
            on:click=copy
        >
            {move || if copied.get() { Icon::Check } else { Icon::Copy }.view()}
        </button>
        <span class="visually-hidden" role="status">{move || copied.get().then(|| words::COPIED.text())}</span>
    }
}
