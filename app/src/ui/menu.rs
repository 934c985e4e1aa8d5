//! A button that opens a short list beside itself.

use super::Icon;
use crate::language::Phrase;
use leptos::{ev::MouseEvent, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// A native popover: Escape, and a click elsewhere, close it without a script. A click on what is in it does, too.
#[component]
pub fn Menu(
    /// Of the list; unique on the page.
    id: &'static str,
    icon: Icon,
    /// Name and tooltip of the button.
    label: Phrase,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    let place = move |event: MouseEvent| {
        let button = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
        if let (Some(button), Some(list)) = (button, list.get_untracked()) {
            beside(&button, &list);
        }
    };
    let close = move |_| {
        if let Some(list) = list.get_untracked() {
            // Fails only when it is closed already.
            let _ = list.hide_popover();
        }
    };
    view! {
        <button
            type="button"
            class=format!("button button--icon {class}")
            popovertarget=id
            aria-label=label
            title=label
            on:click=place
        >
            {icon.view()}
        </button>
        <div node_ref=list class="menu menu--beside" id=id popover="auto" on:click=close>
            {children()}
        </div>
    }
}

/// Below the button, or above it in the lower half of the window.
fn beside(button: &Element, list: &HtmlElement) {
    let rect = button.get_bounding_client_rect();
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    let above = rect.top() > height / 2.0;
    let (top, bottom) = if above {
        ("auto".to_owned(), format!("{:.0}px", height - rect.top() + 4.0))
    } else {
        (format!("{:.0}px", rect.bottom() + 4.0), "auto".to_owned())
    };
    let style = (*list).style();
    for (name, value) in [("--menu-x", format!("{:.0}px", rect.left())), ("--menu-top", top), ("--menu-bottom", bottom)]
    {
        // Fails only for names that are none.
        let _ = style.set_property(name, &value);
    }
}
