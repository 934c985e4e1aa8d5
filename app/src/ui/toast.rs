//! Short messages that come and go, with at most one action, such as undo.

use super::{Button, ButtonSize, ButtonVariant, Icon, IconButton};
use crate::{language::Phrase, text};
use leptos::prelude::*;
use std::time::Duration;

/// Long enough to read and to reach the action (WCAG 2.2 asks for a way to keep doing things without haste: what a
/// toast offers is also to be had elsewhere).
const SHOWN: Duration = Duration::from_secs(10);

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    danger: bool,
    action: Option<(Phrase, Callback<()>)>,
}

/// Shows toasts. Cheap to copy; one per page, in context.
#[derive(Clone, Copy)]
pub struct Toaster {
    toasts: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toaster {
    pub fn new() -> Self {
        Self { toasts: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), false, None);
    }

    pub fn fail(self, text: impl Into<String>) {
        self.show(text.into(), true, None);
    }

    pub fn offer(self, text: impl Into<String>, label: Phrase, action: Callback<()>) {
        self.show(text.into(), false, Some((label, action)));
    }

    fn show(self, text: String, danger: bool, action: Option<(Phrase, Callback<()>)>) {
        let Some(id) = self.next.try_update_value(|next| {
            *next += 1;
            *next
        }) else {
            return;
        };
        self.toasts.update(|toasts| toasts.push(Toast { id, text, danger, action }));
        set_timeout(move || self.close(id), SHOWN);
    }

    fn close(self, id: u32) {
        // The page may be gone when the timer fires.
        self.toasts.try_update(|toasts| toasts.retain(|toast| toast.id != id));
    }
}

/// Where toasts appear. A live region, so they are read out.
#[component]
pub fn Toasts() -> impl IntoView {
    let toaster = expect_context::<Toaster>();
    view! {
        <div class="toasts" role="status" aria-label=text::ui::NOTICES>
            <For each=move || toaster.toasts.get() key=|toast| toast.id let:toast>
                <div class="toast" class=("toast--danger", toast.danger)>
                    <span class="toast__text">{toast.text}</span>
                    {toast.action.map(|(label, action)| view! {
                        <Button
                            variant=ButtonVariant::Secondary
                            size=ButtonSize::Small
                            on:click=move |_| {
                                action.run(());
                                toaster.close(toast.id);
                            }
                        >
                            {label}
                        </Button>
                    })}
                    <IconButton
                        icon=Icon::Close
                        size=ButtonSize::Small
                        label=text::ui::CLOSE
                        on:click=move |_| toaster.close(toast.id)
                    />
                </div>
            </For>
        </div>
    }
}
