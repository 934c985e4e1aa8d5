//! A labelled text control with its hint and its message.

use super::Icon;
use crate::language::Phrase;
use leptos::prelude::*;

/// A one-line text input. The message stands beside it and is tied to it for assistive technology.
#[component]
pub fn Field(
    /// Name in the form.
    name: &'static str,
    /// The base of the element ids, where the name is that of several on the page.
    #[prop(optional)]
    id: Option<&'static str>,
    label: Phrase,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] value: Option<String>,
    #[prop(optional_no_strip)] hint: Option<Phrase>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let id = id.unwrap_or(name);
    let hint_id = hint.map(|_| format!("{id}-hint"));
    let error_id = format!("{id}-error");
    let described = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || match (&hint_id, error.with(Option::is_some)) {
            (Some(hint), true) => Some(format!("{error_id} {hint}")),
            (Some(hint), false) => Some(hint.clone()),
            (None, true) => Some(error_id.clone()),
            (None, false) => None,
        }
    };
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <input
                class="input"
                id=id
                name=name
                type=kind
                value=value
                required
                autocomplete=autocomplete
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
            />
            <FieldError id=error_id error/>
            {hint.map(|hint| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
        </div>
    }
}

/// The message beside a control. Always in the document, so that its appearance is announced.
#[component]
pub fn FieldError(#[prop(into)] id: String, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div class="field__slot" id=id role="alert">
            {move || error.get().map(|message| view! {
                <p class="field__error">{Icon::Alert.view()}<span>{message}</span></p>
            })}
        </div>
    }
}
