//! How many there are, at the corner of what leads to them, which has the class `badged`.

use leptos::prelude::*;

/// Nothing while it is zero. Drawn, not written: the button's name says it in words.
#[component]
pub fn Badge(#[prop(into)] count: Signal<usize>) -> impl IntoView {
    move || {
        (count.get() > 0).then(
            || view! { <span class="badge" aria-hidden="true" data-count=move || count.get().to_string()></span> },
        )
    }
}
