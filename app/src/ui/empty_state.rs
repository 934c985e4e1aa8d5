//! What stands where nothing is yet.

use super::Icon;
use leptos::prelude::*;

/// An icon, a heading, a sentence, and what to do about it.
#[component]
pub fn EmptyState(
    icon: Icon,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    /// Level of the heading: 1 when this is the whole page, else 2.
    #[prop(default = 2)]
    heading: u8,
    children: Children,
) -> impl IntoView {
    let heading = if heading == 1 {
        view! { <h1 class="empty__title">{title}</h1> }.into_any()
    } else {
        view! { <h2 class="empty__title">{title}</h2> }.into_any()
    };
    view! {
        <div class="empty">
            <div class="empty__icon">{icon.view()}</div>
            {heading}
            {text.map(|text| view! { <p class="empty__text">{text}</p> })}
            <div class="empty__actions">{children()}</div>
        </div>
    }
}
