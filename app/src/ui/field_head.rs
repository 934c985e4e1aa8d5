//! The line above a control: its name, what it is for, and its value.

use crate::{language::Phrase, text};
use leptos::prelude::*;

/// What the control is for unfolds when asked for, by mouse, finger or key. It is in the document always, so that the
/// control's `aria-describedby` can name it: its id is `{id}-hint`.
#[component]
pub fn FieldHead(
    /// The control's; for groups, the base of the name's, which is `{id}-label`.
    id: &'static str,
    label: Phrase,
    #[prop(into)] hint: Signal<String>,
    /// The name is that of a group, not of one control.
    #[prop(optional)]
    group: bool,
    /// The value, or what else belongs to the right.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let hint_id = format!("{id}-hint");
    let name = if group {
        view! { <span class="field__label" id=format!("{id}-label")>{label}</span> }.into_any()
    } else {
        view! { <label class="field__label" for=id>{label}</label> }.into_any()
    };
    view! {
        <div class="field__head field__head--actions">
            {name}
            <button
                type="button"
                class="help"
                aria-label=format!("{}: {label}", text::ui::ABOUT)
                aria-controls=hint_id.clone()
                aria-expanded=move || if open.get() { "true" } else { "false" }
                title=move || hint.get()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <span aria-hidden="true">"?"</span>
            </button>
            <span class="field__space"></span>
            {children.map(|children| children())}
        </div>
        <p class="field__hint" id=hint_id hidden=move || !open.get()>{move || hint.get()}</p>
    }
}
