//! A progress bar.

use leptos::prelude::*;

/// `value` from 0 to 1, or `None` while there is nothing to measure.
#[component]
pub fn Progress(#[prop(into)] label: Signal<String>, #[prop(into)] value: Signal<Option<f32>>) -> impl IntoView {
    let transform = move || value.get().map(|value| format!("scaleX({:.3})", value.clamp(0.0, 1.0)));
    view! {
        <div
            class="progress"
            class=("progress--waiting", move || value.with(Option::is_none))
            role="progressbar"
            aria-label=move || label.get()
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || value.get().map(|value| crate::format::percent(value).to_string())
        >
            <span class="progress__bar" style:transform=move || transform().unwrap_or_default()></span>
        </div>
    }
}
