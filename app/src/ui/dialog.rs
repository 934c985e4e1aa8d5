//! A window over the page: the browser's own, which keeps the focus inside and closes on Escape.

use super::{ButtonSize, Icon, IconButton};
use crate::{language::Phrase, text};
use leptos::{ev::MouseEvent, html, prelude::*};

/// `children` are made each time it opens. What should have the focus then says `autofocus`.
#[component]
pub fn Dialog(
    /// Unique on the page.
    id: &'static str,
    title: Phrase,
    open: RwSignal<bool>,
    /// Beside the page instead of over its middle.
    #[prop(optional)]
    drawer: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let (opened, Some(dialog)) = (open.get(), node.get()) else { return };
        if !opened {
            dialog.close();
        } else if !dialog.open() {
            // What is in it is rendered by then, and gets the focus.
            request_animation_frame(move || {
                // Fails only when it is not in the document any more.
                let _ = dialog.show_modal();
            });
        }
    });
    // A click beside it is one on the dialog itself, which has no padding.
    let beside = move |event: MouseEvent| {
        if event.target() == event.current_target() {
            open.set(false);
        }
    };
    let title_id = StoredValue::new(format!("{id}-title"));
    view! {
        <dialog
            node_ref=node
            class="dialog"
            class=("dialog--drawer", drawer)
            id=id
            aria-labelledby=title_id.get_value()
            on:close=move |_| open.set(false)
            on:click=beside
        >
            <Show when=move || open.get()>
                <div class="dialog__frame">
                    <div class="dialog__head">
                        <h2 id=title_id.get_value()>{title}</h2>
                        <IconButton
                            icon=Icon::Close
                            label=text::ui::CLOSE_WINDOW
                            size=ButtonSize::Small
                            on:click=move |_| open.set(false)
                        />
                    </div>
                    {children()}
                </div>
            </Show>
        </dialog>
    }
}
