//! What is known of a picture: how it was made, and its file.

use super::reuse::Reuse;
use crate::{
    format,
    language::Phrase,
    said,
    text::{result as words, stage},
    ui::{CopyButton, LocalTime, Skeleton},
};
use leptos::prelude::*;
use studio_domain::{Background, Image, ImageId, MediaType, Task};

#[component]
pub fn Details(image: Image, before: Memo<Option<Image>>, task: Memo<Option<Task>>) -> impl IntoView {
    let id = image.id;
    let expected = image.task_id.is_some();
    let made = move || match task.get() {
        Some(task) => {
            let seed = own_seed(&task, id);
            let texts = [
                (words::THE_PROMPT, words::COPY_PROMPT, task.inputs.prompt.clone()),
                (words::NEGATIVE, words::COPY_NEGATIVE, task.inputs.negative_prompt.clone()),
            ];
            let texts = texts.into_iter().filter_map(|(name, copy, text)| {
                let text = text.filter(|text| !text.is_empty())?;
                Some(view! { <Text name copy text/> })
            });
            view! {
                <Reuse task=task.clone() seed before/>
                <div class="tolds">{texts.collect_view()}</div>
            }
            .into_any()
        }
        // Room for what is about to come.
        None if expected => view! { <Skeleton height="34px"/> }.into_any(),
        None => ().into_any(),
    };
    let settings = move || {
        task.get().map(|task| {
            let seed = own_seed(&task, id);
            view! {
                {facts(&task).into_iter().map(|(name, value)| view! { <Fact name value/> }).collect_view()}
                {seed.map(|seed| view! {
                    <div class="facts__fact">
                        <dt>{words::THE_SEED}</dt>
                        <dd>
                            {seed.to_string()}
                            <CopyButton label=words::COPY_SEED text=Signal::stored(seed.to_string())/>
                        </dd>
                    </div>
                })}
            }
        })
    };
    let own_size = format::size(image.width, image.height);
    let size = move || {
        before.with(|before| match before {
            Some(before) => format!("{} → {own_size} px", format::size(before.width, before.height)),
            None => format!("{own_size} px"),
        })
    };
    let file = format!("{} · {}", file_type(image.media_type), format::bytes(image.bytes));
    let run = move || {
        task.get().map(|task| {
            let time = if task.cached {
                Some(stage::FROM_CACHE.into())
            } else {
                task.timings_ms.map(|t| format::duration(t.load + t.preprocess + t.inference + t.postprocess))
            };
            view! {
                {time.map(|value| view! { <Fact name=stage::TIME value/> })}
                {task.model.device.map(|device| view! { <Fact name=stage::DEVICE value=device.to_ascii_uppercase()/> })}
            }
        })
    };
    view! {
        {made}
        <dl class="facts">
            {settings}
            <div class="facts__fact">
                <dt>{stage::SIZE}</dt>
                <dd>{size}</dd>
            </div>
            <Fact name=stage::FILE value=file/>
            {run}
            <div class="facts__fact">
                <dt>{stage::CREATED}</dt>
                <dd><LocalTime at=image.created_at/></dd>
            </div>
        </dl>
    }
}

/// A text of several lines, to be read and copied.
#[component]
fn Text(name: Phrase, copy: Phrase, text: String) -> impl IntoView {
    view! {
        <div class="told">
            <div class="told__head">
                <h2 class="told__name">{name}</h2>
                <CopyButton label=copy text=Signal::stored(text.clone())/>
            </div>
            <p class="told__text">{text}</p>
        </div>
    }
}

#[component]
fn Fact(name: Phrase, value: String) -> impl IntoView {
    view! {
        <div class="facts__fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
}

/// Each picture of a run has the seed after that of the one before.
fn own_seed(task: &Task, id: ImageId) -> Option<u32> {
    let index = task.images.iter().position(|image| image.id == id).unwrap_or(0);
    Some(task.parameters.seed?.wrapping_add(u32::try_from(index).unwrap_or(0)))
}

/// What the task was told besides texts and seed.
fn facts(task: &Task) -> Vec<(Phrase, String)> {
    let p = &task.parameters;
    let model = format!("{}@{}", task.model.name, task.model.version);
    let margins = p.outpaint.map(|m| format!("← {} ↑ {} → {} ↓ {} px", m.left, m.top, m.right, m.bottom));
    let background = p.background.map(|background| match background {
        Background::Transparent => words::TRANSPARENT.into(),
        Background::Blur => words::BLURRED.into(),
        Background::Image => words::ANOTHER_PICTURE.into(),
        Background::Colour(_) => String::from(background),
    });
    let facts = [
        (stage::MODEL, Some(model)),
        (words::STYLE, task.inputs.style.as_deref().map(|style| said::style(style, style))),
        (words::SCALE, p.scale.map(|scale| format!("×{scale}"))),
        (words::STEPS, p.steps.map(|steps| steps.to_string())),
        (words::GUIDANCE, p.guidance_scale.map(|guidance| guidance.to_string())),
        (words::SAMPLER, p.scheduler.clone()),
        (words::STRENGTH, p.strength.map(|strength| format!("{:.0} %", strength * 100.0))),
        (words::FEATHER, p.mask_blur.map(|blur| format!("{blur} px"))),
        (words::MARGINS, margins),
        (words::BACKGROUND, background),
    ];
    facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn file_type(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Png => "PNG",
        MediaType::Jpeg => "JPEG",
        MediaType::Webp => "WebP",
    }
}
