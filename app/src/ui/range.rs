//! A slider with its name, its value, what it is for, and what is wrong with it.

use super::{FieldError, FieldHead};
use crate::language::Phrase;
use leptos::{ev, prelude::*};
use web_sys::HtmlInputElement;

#[component]
pub fn Range(
    id: &'static str,
    label: Phrase,
    #[prop(into)] hint: Signal<String>,
    shown: Signal<String>,
    value: Signal<f64>,
    /// Least, most, and the step between.
    bounds: (f64, f64, f64),
    on_input: Callback<f64>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let slide = move |event: ev::Event| {
        on_input.run(event_target::<HtmlInputElement>(&event).value_as_number());
    };
    view! {
        <div class="field">
            <FieldHead id label hint>
                <output for=id>{move || shown.get()}</output>
            </FieldHead>
            <input
                class="range"
                id=id
                type="range"
                min=bounds.0
                max=bounds.1
                step=bounds.2
                aria-describedby=format!("{id}-hint {error_id}")
                prop:value=move || value.get().to_string()
                on:input=slide
            />
            <FieldError id=error_id error/>
        </div>
    }
}
