//! A grey shape where content is about to be.

use leptos::prelude::*;

/// Sized as the content will be, so that nothing moves when it arrives.
#[component]
pub fn Skeleton(
    /// CSS lengths.
    height: &'static str,
    #[prop(default = "100%")] width: &'static str,
) -> impl IntoView {
    view! { <div class="skeleton" style:height=height style:width=width aria-hidden="true"></div> }
}
