//! Where a prompt is written: weights are shown behind the words, and changed by keys.

use super::{history::History, marks::marks};
use crate::{browser::text_area, language::Phrase};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use std::ops::Range;
use studio_prompt::nudge;

/// What is written, and where. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Area {
    text: RwSignal<String>,
    node: NodeRef<html::Textarea>,
}

impl Area {
    pub fn new() -> Self {
        Self { text: RwSignal::new(String::new()), node: NodeRef::new() }
    }

    pub fn get(self) -> String {
        self.text.get()
    }

    pub fn get_untracked(self) -> String {
        self.text.get_untracked()
    }

    pub fn with<R>(self, read: impl FnOnce(&str) -> R) -> R {
        self.text.with(|text| read(text))
    }

    /// From elsewhere than the keyboard: what was written is gone.
    pub fn set(self, text: String) {
        self.text.set(text);
    }

    pub fn focus(self) {
        if let Some(node) = self.node.get_untracked() {
            // Fails only for elements that cannot have the focus.
            let _ = node.focus();
        }
    }

    /// Writes something else, as if the person had; on the page, so that the browser can undo it.
    pub fn write(self, text: &str) {
        let end = text.len();
        self.replace(0..self.text.with_untracked(String::len), text, end..end);
    }

    fn replace(self, range: Range<usize>, with: &str, selection: Range<usize>) {
        match self.node.get_untracked() {
            Some(node) => text_area::replace(&node, &self.text.get_untracked(), range, with, selection),
            None => self.text.update(|text| text.replace_range(range, with)),
        }
    }

    /// Weighs what is selected, or the word at the cursor.
    fn nudge(self, more: bool) {
        let Some(node) = self.node.get_untracked() else { return };
        let text = self.text.get_untracked();
        if let Some(edit) = nudge(&text, text_area::selection(&node, &text), more) {
            self.replace(edit.range, &edit.text, edit.selection);
        }
    }
}

#[component]
pub fn PromptArea(
    id: &'static str,
    rows: u32,
    area: Area,
    #[prop(optional)] placeholder: Option<Phrase>,
    described_by: &'static str,
    /// Words that the model does not know.
    #[prop(optional, into)]
    unknown: Signal<Vec<String>>,
    #[prop(optional)] history: Option<History>,
) -> impl IntoView {
    let pieces = move || {
        area.text.with(|text| {
            let shown = unknown.with(|unknown| marks(text, unknown));
            let piece = |(class, range): (&'static str, Range<usize>)| {
                view! { <span class=class>{text[range].to_owned()}</span> }
            };
            shown.into_iter().map(piece).collect_view()
        })
    };
    let on_key = move |event: KeyboardEvent| {
        let more = match event.key().as_str() {
            "ArrowUp" => true,
            "ArrowDown" => false,
            _ => return,
        };
        match (event.ctrl_key() || event.meta_key(), event.alt_key(), history) {
            (true, false, _) => area.nudge(more),
            (false, true, Some(history)) => history.step(more),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="input prompt">
            <div class="prompt__marks" aria-hidden="true">
                {pieces}
                // A line that was just begun has a height, too.
                "\u{200b}"
            </div>
            <textarea
                node_ref=area.node
                class="prompt__text"
                id=id
                rows=rows
                placeholder=placeholder.map(Phrase::text)
                aria-describedby=described_by
                prop:value=move || area.text.get()
                on:input=move |event| {
                    area.text.set(event_target_value(&event));
                    if let Some(history) = history {
                        history.written();
                    }
                }
                on:keydown=on_key
            ></textarea>
        </div>
    }
}
