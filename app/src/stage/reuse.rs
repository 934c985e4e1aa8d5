//! Making the same again, or nearly: everything a task was told, or a part of it.

use crate::{
    language::Phrase,
    studio::{Store, Tab},
    text::result as words,
    tool::{Form, Tool},
    ui::{Button, ButtonSize, Icon},
};
use leptos::prelude::*;
use studio_domain::{Image, Task};

/// `seed` is that of the very picture.
#[component]
pub fn Reuse(task: Task, seed: Option<u32>, before: Memo<Option<Image>>) -> impl IntoView {
    let store = expect_context::<Store>();
    let form = expect_context::<Form>();
    let done = move |said: Phrase| {
        store.tab.set(Tab::Tool);
        store.toaster.say(said);
    };
    // A prompt, a seed or a size are for whatever paints: the tool in use, if it does.
    let to_painter = move || {
        if !form.tool.get_untracked().paints() {
            form.use_tool(Tool::Generate);
        }
    };
    let prompt = task.inputs.prompt.clone().map(|prompt| {
        let negative = task.inputs.negative_prompt.clone().unwrap_or_default();
        let take = move |_| {
            to_painter();
            form.prompt.set(prompt.clone());
            form.negative_prompt.set(negative.clone());
            done(words::PROMPT_TAKEN);
        };
        view! { <Button size=ButtonSize::Small on:click=take>{words::THE_PROMPT}</Button> }
    });
    let seed_button = seed.map(|seed| {
        let take = move |_| {
            to_painter();
            form.change(|parameters| parameters.seed = Some(seed));
            form.keep_seed.set(true);
            done(words::SEED_TAKEN);
        };
        view! { <Button size=ButtonSize::Small on:click=take>{words::THE_SEED}</Button> }
    });
    let size = task.parameters.width.zip(task.parameters.height).map(|(width, height)| {
        let take = move |_| {
            // Painted over, a picture keeps its own.
            form.use_tool(Tool::Generate);
            form.change(|parameters| (parameters.width, parameters.height) = (Some(width), Some(height)));
            done(words::SIZE_TAKEN);
        };
        view! { <Button size=ButtonSize::Small on:click=take>{words::THE_SIZE}</Button> }
    });
    let all = move |_| {
        let mut task = task.clone();
        let inputs = task.inputs.clone();
        task.parameters.seed = seed;
        form.take_over(store, task);
        let behind = inputs.background.and_then(|id| untrack(|| store.image(id)));
        form.backdrop.set(behind);
        if let Some(before) = before.get_untracked() {
            form.source.take_stored(store, &before);
        }
        done(words::ALL_TAKEN);
    };
    view! {
        <div class="next" role="group" aria-labelledby="use-again">
            <p class="next__title" id="use-again">{words::USE_AGAIN}</p>
            <div class="next__buttons">
                <Button size=ButtonSize::Small icon=Icon::Reuse on:click=all>{words::ALL_SETTINGS}</Button>
                {prompt}
                {seed_button}
                {size}
            </div>
        </div>
    }
}
