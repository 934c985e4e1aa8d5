//! One choice out of a few: radio buttons that look like one control.

use crate::language::Phrase;
use leptos::prelude::*;

/// A choice: the form value and the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentedOption {
    pub value: &'static str,
    pub label: Phrase,
}

impl SegmentedOption {
    pub const fn new(value: &'static str, label: Phrase) -> Self {
        Self { value, label }
    }
}

/// Radio buttons, so arrow keys, forms and assistive technology work as everywhere.
#[component]
pub fn Segmented(
    /// Shared by the radio buttons; unique on the page.
    name: &'static str,
    /// Name of the group.
    legend: Phrase,
    #[prop(optional)] hide_legend: bool,
    options: Vec<SegmentedOption>,
    #[prop(into)] value: Signal<&'static str>,
    on_change: Callback<&'static str>,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|option| {
            let checked = move || value.get() == option.value;
            view! {
                <label class="segmented__option">
                    <input
                        class="segmented__input"
                        type="radio"
                        name=name
                        value=option.value
                        checked=checked
                        prop:checked=checked
                        on:change=move |_| on_change.run(option.value)
                    />
                    <span class="segmented__label">{option.label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend class=if hide_legend { "visually-hidden" } else { "field__label field__legend" }>{legend}</legend>
            <div class="segmented">{options}</div>
        </fieldset>
    }
}
