//! Where the queue is: below the gallery where there is room, and in a drawer everywhere.

use super::contents::{QueueContents, finished, listed};
use crate::{
    studio::Store,
    text::queue as words,
    ui::{Badge, Dialog, Icon},
};
use leptos::prelude::*;

/// Below the gallery, which does not move when it comes and goes; not there when there is nothing in it.
#[component]
pub fn QueuePanel() -> impl IntoView {
    let store = expect_context::<Store>();
    let empty = Memo::new(move |_| listed(store).is_empty() && finished(store).is_empty());
    // One of a kind on the page.
    let shown = move || !empty.get() && !store.queue_open.get();
    view! {
        <Show when=shown>
            <div class="queue queue--below">
                <h2 class="panel__title">{words::TITLE}</h2>
                <div class="queue__scroll">
                    <QueueContents/>
                </div>
            </div>
        </Show>
    }
}

#[component]
pub fn QueueButton() -> impl IntoView {
    let store = expect_context::<Store>();
    let count = Memo::new(move |_| store.active_count());
    let label = move || words::open(count.get());
    view! {
        <button
            type="button"
            class="button button--icon button--quiet badged"
            aria-haspopup="dialog"
            aria-label=label
            title=label
            on:click=move |_| store.queue_open.set(true)
        >
            {Icon::Queue.view()}
            <Badge count/>
        </button>
    }
}

#[component]
pub fn QueueDrawer() -> impl IntoView {
    let store = expect_context::<Store>();
    let empty = move || listed(store).is_empty() && finished(store).is_empty();
    view! {
        <Dialog id="queue" title=words::TITLE open=store.queue_open drawer=true>
            <div class="dialog__body queue">
                <Show when=empty>
                    <p class="muted">{words::EMPTY}</p>
                </Show>
                <QueueContents/>
            </div>
        </Dialog>
    }
}
