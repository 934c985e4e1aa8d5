//! From a picture on to any tool.

use crate::{
    studio::Store,
    text::result as words,
    tool::{Form, Tool},
};
use leptos::prelude::*;
use studio_domain::Image;

/// A button for each tool that makes one picture of another, and that a model is installed for.
#[component]
pub fn SendTo(image: Image) -> impl IntoView {
    let store = expect_context::<Store>();
    let form = expect_context::<Form>();
    let buttons = form
        .tools()
        .filter(|tool| tool.takes_image())
        .map(|tool| {
            let image = image.clone();
            let send = move |_| {
                form.use_tool(tool);
                form.source.take_stored(store, &image);
                store.announcement.set(words::sent_to(tool.label()));
            };
            view! { <SendButton tool on:click=send/> }
        })
        .collect_view();
    view! {
        <div class="next" role="group" aria-labelledby="send-to">
            <p class="next__title" id="send-to">{words::SEND_TO}</p>
            <div class="next__buttons next__buttons--tools">{buttons}</div>
        </div>
    }
}

#[component]
fn SendButton(tool: Tool) -> impl IntoView {
    let name = words::with_this(tool.label());
    view! {
        <button type="button" class="button button--secondary button--small next__tool" aria-label=name.clone() title=name>
            {tool.icon().view()}
            <span>{tool.label()}</span>
        </button>
    }
}
