//! The stage before anything was made: what to do, and samples to try it with.

use crate::{
    browser::files,
    language::Phrase,
    studio::Store,
    text::stage as words,
    tool::{Form, Source, Tool},
    ui::{Button, ButtonVariant, EmptyState, Icon},
};
use leptos::{prelude::*, task::spawn_local};

/// A small picture to try things with: address, file name, words. `training/samples.py` paints them.
const SAMPLES: [(&str, &str, Phrase); 2] = [
    ("/samples/lake.jpg", "lake.jpg", words::SAMPLE_LAKE),
    ("/samples/poster.jpg", "poster.jpg", words::SAMPLE_POSTER),
];

#[component]
pub fn Empty() -> impl IntoView {
    let form = expect_context::<Form>();
    move || {
        let tool = form.tool.get();
        let (title, steps) = match tool {
            Tool::Generate => (words::EMPTY_GENERATE, [words::STEP_SAY, words::STEP_SHAPE, words::STEP_GENERATE]),
            Tool::Edit => (words::EMPTY_EDIT, [words::STEP_CHOOSE, words::STEP_CHANGE, words::STEP_EDIT]),
            Tool::Upscale => (words::EMPTY_UPSCALE, [words::STEP_CHOOSE, words::STEP_SCALE, words::STEP_RUN]),
            Tool::Style => (words::EMPTY_STYLE, [words::STEP_CHOOSE, words::STEP_STYLE, words::STEP_RESTYLE]),
            Tool::Cutout => (words::EMPTY_CUTOUT, [words::STEP_CHOOSE, words::STEP_BACKGROUND, words::STEP_CUT]),
            Tool::Separate => (words::EMPTY_SEPARATE, [words::STEP_CHOOSE, words::STEP_CLICK, words::STEP_SEPARATE]),
        };
        let steps = (1..)
            .zip(steps)
            .map(|(number, step)| {
                view! { <li><span class="steps__number" aria-hidden="true">{number}</span>{step}</li> }
            })
            .collect_view();
        view! {
            <div class="stage">
                <div class="stage__empty">
                    <EmptyState icon=tool.icon() title>
                        <ol class="steps">{steps}</ol>
                        {if tool.takes_image() {
                            view! { <TryPictures/> }.into_any()
                        } else {
                            view! { <TryPrompts/> }.into_any()
                        }}
                    </EmptyState>
                </div>
            </div>
        }
    }
}

/// Prompts that paint at once.
#[component]
fn TryPrompts() -> impl IntoView {
    let store = expect_context::<Store>();
    let form = expect_context::<Form>();
    let prompts = words::PROMPTS.map(|prompt| {
        let choose = move |_| {
            form.prompt.set(prompt.into());
            form.run(store);
        };
        view! { <li><button type="button" class="samples__prompt" on:click=choose>{prompt}</button></li> }
    });
    view! {
        <div class="samples" role="group" aria-labelledby="prompts-title">
            <p class="muted" id="prompts-title">{words::PROMPTS_TITLE}</p>
            <ul class="samples__prompts">{prompts.collect_view()}</ul>
        </div>
    }
}

#[component]
fn TryPictures() -> impl IntoView {
    let source = expect_context::<Source>();
    let samples = SAMPLES.map(|(url, file, label)| view! { <Sample url file label/> }).collect_view();
    view! {
        <div class="empty__actions">
            <Button variant=ButtonVariant::Primary icon=Icon::Picture on:click=move |_| source.browse()>
                {words::CHOOSE}
            </Button>
        </div>
        <div class="samples" role="group" aria-labelledby="samples-title">
            <p class="muted" id="samples-title">{words::SAMPLE}</p>
            <div class="samples__list">{samples}</div>
        </div>
    }
}

#[component]
fn Sample(url: &'static str, file: &'static str, label: Phrase) -> impl IntoView {
    let store = expect_context::<Store>();
    let source = expect_context::<Source>();
    let choose = move |_| {
        spawn_local(async move {
            match files::fetch(url, file).await {
                Some(file) => source.take(store, vec![file]),
                None => store.toaster.fail(crate::text::error::UNREACHABLE),
            }
        });
    };
    view! {
        <button type="button" class="samples__button" on:click=choose>
            <img src=url alt="" width="96" height="72"/>
            <span>{label}</span>
        </button>
    }
}
