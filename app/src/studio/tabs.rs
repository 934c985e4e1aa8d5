//! The bar that takes the place of the three columns on a phone.

use super::Store;
use crate::{language::Phrase, text, ui::Icon};
use leptos::{ev::KeyboardEvent, html, prelude::*};

/// The three parts of the studio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Tool,
    Result,
    Gallery,
}

impl Tab {
    const ALL: [Self; 3] = [Self::Tool, Self::Result, Self::Gallery];

    /// As in `data-tab`, and the base of the panel's id.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tool => "tool",
            Self::Result => "result",
            Self::Gallery => "gallery",
        }
    }

    /// The panel's element id.
    pub fn panel(self) -> &'static str {
        match self {
            Self::Tool => "panel-tool",
            Self::Result => "panel-result",
            Self::Gallery => "panel-gallery",
        }
    }

    fn label(self) -> Phrase {
        match self {
            Self::Tool => text::tabs::TOOL,
            Self::Result => text::tabs::RESULT,
            Self::Gallery => text::tabs::GALLERY,
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Tool => Icon::Tool,
            Self::Result => Icon::Picture,
            Self::Gallery => Icon::Gallery,
        }
    }

    fn step(self, by: usize) -> Self {
        Self::ALL[(self as usize + by) % Self::ALL.len()]
    }
}

/// Tabs as WAI-ARIA describes them: one stop in the tab order, arrow keys between them.
#[component]
pub fn TabBar() -> impl IntoView {
    let store = expect_context::<Store>();
    let nodes = Tab::ALL.map(|_| NodeRef::<html::Button>::new());
    let tabs = Tab::ALL.map(|tab| view! { <TabButton tab nodes/> }).collect_view();
    view! {
        <nav aria-label=text::tabs::LABEL>
            <div class="tabbar" role="tablist" aria-label=text::tabs::LABEL>
                {tabs}
            </div>
        </nav>
        // Read out on changes, wherever the focus is.
        <div class="visually-hidden" role="status">{move || store.announcement.get()}</div>
    }
}

#[component]
fn TabButton(tab: Tab, nodes: [NodeRef<html::Button>; 3]) -> impl IntoView {
    let store = expect_context::<Store>();
    let selected = move || store.tab.get() == tab;
    let running = move || if tab == Tab::Gallery { store.active_count() } else { 0 };
    let on_key = move |event: KeyboardEvent| {
        let next = match event.key().as_str() {
            "ArrowRight" => tab.step(1),
            "ArrowLeft" => tab.step(Tab::ALL.len() - 1),
            "Home" => Tab::Tool,
            "End" => Tab::Gallery,
            _ => return,
        };
        event.prevent_default();
        store.tab.set(next);
        if let Some(button) = nodes[next as usize].get_untracked() {
            // Fails only for elements that cannot have the focus.
            let _ = button.focus();
        }
    };
    view! {
        <button
            node_ref=nodes[tab as usize]
            class="tabbar__tab"
            type="button"
            role="tab"
            aria-selected=move || if selected() { "true" } else { "false" }
            aria-controls=tab.panel()
            tabindex=move || if selected() { "0" } else { "-1" }
            on:click=move |_| store.tab.set(tab)
            on:keydown=on_key
        >
            {tab.icon().view()}
            <span>{tab.label()}</span>
            {move || (running() > 0).then(|| view! { <span class="tabbar__badge">{running()}</span> })}
        </button>
    }
}
