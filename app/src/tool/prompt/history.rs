//! One's own earlier prompts: gone through by keys while writing, or found in a list.

use super::area::Area;
use crate::{
    AppError,
    studio::Store,
    text::paint as words,
    tool::api,
    ui::{Dialog, Skeleton},
};
use leptos::{prelude::*, task::spawn_local};
use studio_domain::lowercase;

/// Going through one's prompts with the keys. Cheap to copy.
#[derive(Clone, Copy)]
pub struct History {
    store: Store,
    area: Area,
    walk: RwSignal<Option<Walk>>,
    /// Steps that were taken before the list was there.
    wanted: StoredValue<Option<usize>>,
    /// What is written right now is written by this.
    writing: StoredValue<bool>,
}

#[derive(Clone)]
struct Walk {
    /// What was being written, and then the earlier prompts, the latest first.
    prompts: Vec<String>,
    at: usize,
}

impl History {
    pub fn new(area: Area) -> Self {
        Self {
            store: expect_context(),
            area,
            walk: RwSignal::new(None),
            wanted: StoredValue::new(None),
            writing: StoredValue::new(false),
        }
    }

    /// To the prompt before, or back to the one after.
    pub fn step(self, back: bool) {
        // What was put there from elsewhere is a new beginning.
        let current =
            |walk: &Walk| walk.prompts.get(walk.at).is_some_and(|prompt| self.area.get_untracked() == *prompt);
        if let Some(walk) = self.walk.get_untracked().filter(current) {
            let at = if back { (walk.at + 1).min(walk.prompts.len() - 1) } else { walk.at.saturating_sub(1) };
            self.go_to(walk, at);
            return;
        }
        match (self.wanted.get_value(), back) {
            (Some(steps), _) => {
                self.wanted.set_value(Some(if back { steps + 1 } else { steps.saturating_sub(1) }));
            }
            (None, true) => self.begin(),
            (None, false) => {}
        }
    }

    /// The person has written something: that is what later steps come back to.
    pub fn written(self) {
        if !self.writing.get_value() {
            self.walk.set(None);
        }
    }

    fn begin(self) {
        self.wanted.set_value(Some(1));
        spawn_local(async move {
            let answer = api::prompts().await;
            let Some(steps) = self.wanted.try_update_value(Option::take).flatten() else { return };
            match answer {
                Ok(mut prompts) => {
                    let draft = self.area.get_untracked();
                    prompts.retain(|prompt| *prompt != draft);
                    prompts.insert(0, draft);
                    let at = steps.min(prompts.len() - 1);
                    self.go_to(Walk { prompts, at: 0 }, at);
                }
                Err(error) => self.store.toaster.fail(error.message()),
            }
        });
    }

    fn go_to(self, walk: Walk, at: usize) {
        if at != walk.at
            && let Some(prompt) = walk.prompts.get(at)
        {
            self.writing.set_value(true);
            self.area.write(prompt);
            self.writing.set_value(false);
            self.store.announcement.set(prompt.clone());
        }
        self.walk.set(Some(Walk { at, ..walk }));
    }
}

/// The list, for fingers, and to look for words in.
#[component]
pub fn HistoryDialog(open: RwSignal<bool>, area: Area) -> impl IntoView {
    let found = RwSignal::new(None::<Result<Vec<String>, AppError>>);
    let sought = RwSignal::new(String::new());
    Effect::new(move || {
        if open.get() {
            sought.set(String::new());
            spawn_local(async move {
                let answer = api::prompts().await;
                // The page may be gone.
                found.try_set(Some(answer));
            });
        }
    });
    let choose = Callback::new(move |prompt: String| {
        open.set(false);
        // The window gives the focus back when it is closed.
        request_animation_frame(move || area.write(&prompt));
    });
    let list = move || match found.get() {
        None => view! { <Skeleton height="160px"/> }.into_any(),
        Some(Err(error)) => view! { <p class="field__error" role="alert">{error.message()}</p> }.into_any(),
        Some(Ok(prompts)) if prompts.is_empty() => view! { <p class="muted">{words::HISTORY_EMPTY}</p> }.into_any(),
        Some(Ok(prompts)) => {
            let wanted = lowercase(sought.get().trim());
            let shown: Vec<_> = prompts.into_iter().filter(|prompt| lowercase(prompt).contains(&wanted)).collect();
            if shown.is_empty() {
                return view! { <p class="muted" role="status">{words::HISTORY_NONE_FOUND}</p> }.into_any();
            }
            let items = shown.into_iter().map(|prompt| {
                let text = prompt.clone();
                view! {
                    <li>
                        <button type="button" class="choose-from__item" on:click=move |_| choose.run(prompt.clone())>
                            {text}
                        </button>
                    </li>
                }
            });
            view! { <ul class="choose-from" aria-label=words::HISTORY>{items.collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <Dialog id="prompt-history" title=words::HISTORY open>
            <div class="dialog__search">
                <input
                    class="input"
                    type="search"
                    autofocus=true
                    placeholder=words::HISTORY_SEARCH
                    aria-label=words::HISTORY_SEARCH
                    prop:value=move || sought.get()
                    on:input=move |event| sought.set(event_target_value(&event))
                />
            </div>
            <div class="dialog__body dialog__body--tall">{list}</div>
        </Dialog>
    }
}
