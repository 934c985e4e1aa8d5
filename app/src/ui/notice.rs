//! A message that stays until its cause is gone.

use super::Icon;
use leptos::prelude::*;

/// Something went wrong: what, why, and (as children) what to do.
#[component]
pub fn Notice(#[prop(into)] title: String, #[prop(into)] text: String) -> impl IntoView {
    view! {
        <div class="notice notice--danger">
            {Icon::Alert.view()}
            <div>
                <p class="notice__title">{title}</p>
                <p>{text}</p>
            </div>
        </div>
    }
}
