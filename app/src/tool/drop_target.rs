//! The whole page takes files: dropped anywhere, pasted anywhere.

use super::Source;
use crate::{browser::files, studio::Store, text::tool as words};
use leptos::{ev, prelude::*};

/// The hint shown while a file is dragged over the page; its listeners live as long as it.
#[component]
pub fn DropTarget() -> impl IntoView {
    let store = expect_context::<Store>();
    let source = expect_context::<Source>();
    let over = RwSignal::new(false);
    Effect::new(move || {
        let listeners = [
            window_event_listener(ev::dragover, move |event| {
                if files::carries_files(event.data_transfer()) {
                    // Without this the browser would open the file in place of the page.
                    event.prevent_default();
                    over.set(true);
                }
            }),
            window_event_listener(ev::dragleave, move |event| {
                if event.related_target().is_none() {
                    over.set(false);
                }
            }),
            window_event_listener(ev::drop, move |event| {
                over.set(false);
                if files::carries_files(event.data_transfer()) {
                    event.prevent_default();
                    source.take(store, files::transferred(event.data_transfer()));
                }
            }),
            window_event_listener(ev::paste, move |event| {
                // Text goes where the cursor is.
                let files = files::transferred(event.clipboard_data());
                if !files.is_empty() {
                    event.prevent_default();
                    source.take(store, files);
                }
            }),
        ];
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    });
    view! {
        <Show when=move || over.get()>
            <div class="drop-hint">{words::DROP_ANYWHERE}</div>
        </Show>
    }
}
