//! What to paint, in words: written, weighed, and found again.

mod area;
mod history;
mod marks;

pub use area::{Area, PromptArea};
pub use history::HistoryDialog;

use super::{Form, api};
use crate::{
    text::paint as words,
    ui::{ButtonSize, FieldError, Icon, IconButton},
};
use history::History;
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use studio_domain::PromptInfo;

/// How long nobody must have written before the prompt is looked at.
const LEFT_ALONE: Duration = Duration::from_millis(350);

#[component]
pub fn PromptField(
    form: Form,
    /// Opens the list of earlier ones.
    looking: RwSignal<bool>,
) -> impl IntoView {
    let info = inspect(form);
    let history = History::new(form.prompt);
    let count = move || info.with(|info| info.as_ref().map(|info| format!("{} / {}", info.tokens, info.limit)));
    let over = move || info.with(|info| info.as_ref().is_some_and(|info| info.tokens > info.limit));
    let unknown =
        Memo::new(move |_| info.with(|info| info.as_ref().map(|info| info.unknown.clone()).unwrap_or_default()));
    let hint = move || match unknown.with(|unknown| unknown.join(", ")) {
        words if words.is_empty() => words::PROMPT_HINT.text().to_owned(),
        words => format!("{} {words}", words::UNKNOWN),
    };
    view! {
        <div class="field">
            <div class="field__head field__head--actions">
                <label class="field__label" for="prompt">{words::PROMPT}</label>
                <span class="field__space"></span>
                <output class="field__hint" class=("field__hint--over", over) for="prompt" title=words::TOKENS>{count}</output>
                <IconButton
                    icon=Icon::History
                    label=words::HISTORY
                    size=ButtonSize::Small
                    attr:aria-haspopup="dialog"
                    on:click=move |_| looking.set(true)
                />
            </div>
            <PromptArea
                id="prompt"
                rows=4
                area=form.prompt
                placeholder=words::PROMPT_EXAMPLE
                described_by="prompt-hint prompt-error"
                unknown
                history
            />
            <p class="field__hint" id="prompt-hint" aria-live="polite">{hint}</p>
            <FieldError id="prompt-error" error=form.field_error("inputs.prompt")/>
        </div>
    }
}

/// What the model reads in the prompt, once it has been left alone for a moment.
fn inspect(form: Form) -> RwSignal<Option<PromptInfo>> {
    let info = RwSignal::new(None);
    let turn = StoredValue::new(0_u32);
    Effect::new(move || {
        let (task, model, prompt) = (form.task(), form.model.get(), form.prompt.get());
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let mine = turn.get_value();
        let ask = move || {
            if turn.try_get_value() != Some(mine) {
                return;
            }
            spawn_local(async move {
                // Counting is a courtesy: what cannot be counted can still be painted.
                let answer = api::inspect_prompt(task, model, prompt).await.ok();
                if turn.try_get_value() == Some(mine) {
                    info.set(answer);
                }
            });
        };
        set_timeout(ask, LEFT_ALONE);
    });
    info
}
