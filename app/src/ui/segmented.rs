//! One choice out of a few: radio buttons that look like one control.

use super::FieldHead;
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
    /// What the choice is about.
    #[prop(optional)]
    hint: Option<Phrase>,
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
    let head = match hint {
        Some(hint) => view! { <FieldHead id=name label=legend hint group=true/> }.into_any(),
        None if hide_legend => ().into_any(),
        None => view! { <span class="field__label" id=format!("{name}-label")>{legend}</span> }.into_any(),
    };
    // A legend cannot share its line with anything.
    view! {
        <div
            class="field"
            role="group"
            aria-label=hide_legend.then(|| legend.text())
            aria-labelledby=(!hide_legend).then(|| format!("{name}-label"))
            aria-describedby=hint.map(|_| format!("{name}-hint"))
        >
            {head}
            <div class="segmented">{options}</div>
        </div>
    }
}
