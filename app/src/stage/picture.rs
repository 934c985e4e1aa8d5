//! A picture on the stage, with its facts and what can be done with it.

use super::compare::Compare;
use crate::{
    feedback::{FeedbackForm, RatingButtons, RatingDraft},
    format,
    language::Phrase,
    said,
    studio::{Selection, Store},
    text::{paint, stage as words},
    tool::{Form, Source, Tool},
    ui::{Button, ButtonVariant, Icon, IconButton, LocalTime},
};
use leptos::{ev::MouseEvent, prelude::*};
use studio_domain::{Image, ImageId, ImageKind, MediaType, Task};

#[component]
pub fn PictureView(id: ImageId) -> impl IntoView {
    let store = expect_context::<Store>();
    // The parts that change are read where they are shown.
    store.images.with_untracked(|images| images.get(&id).cloned()).map(|image| view! { <Present image/> })
}

#[component]
fn Present(image: Image) -> impl IntoView {
    let store = expect_context::<Store>();
    let (id, source_id, task_id) = (image.id, image.source_image_id, image.task_id);
    let before = Memo::new(move |_| source_id.and_then(|id| store.image(id)));
    let task = Memo::new(move |_| task_id.and_then(|id| store.task(id)));
    // Opened from the gallery, a result comes without its source and its task.
    Effect::new(move || {
        let known = |part: bool, wanted: bool| part || !wanted;
        let complete = untrack(|| {
            known(before.with(Option::is_some), source_id.is_some())
                && known(task.with(Option::is_some), task_id.is_some())
        });
        if !complete {
            store.fetch(Selection::Image(id), false);
        }
    });
    let rating = RatingDraft::new(store, id);
    let generated = image.kind == ImageKind::Generated;
    view! {
        <div class="stage">
            <Compare image=image.clone() before/>
            <div class="inspector">
                <div class="inspector__actions">
                    <a class="button button--primary" href=format!("{}?download=1", image.url) download="">
                        {Icon::Download.view()}
                        <span class="inspector__words">{words::DOWNLOAD}</span>
                    </a>
                    {generated.then(|| view! { <RatingButtons rating/> })}
                    <div class="inspector__space"></div>
                    <Actions image=image.clone()/>
                </div>
                {generated.then(|| view! { <FeedbackForm rating/> })}
                <Siblings id task/>
                <Painted task/>
                <Facts image before task/>
            </div>
        </div>
    }
}

#[component]
fn Actions(image: Image) -> impl IntoView {
    let store = expect_context::<Store>();
    let source = expect_context::<Source>();
    let id = image.id;
    let favorite = Memo::new(move |_| store.images.with(|images| images.get(&id).is_some_and(|image| image.favorite)));
    let form = expect_context::<Form>();
    let take = move |tool: Tool| {
        form.use_tool(tool);
        source.take_stored(store, &image);
    };
    let edits = form.tools().any(|tool| tool == Tool::Edit);
    view! {
        {edits.then(|| {
            let take = take.clone();
            view! { <IconButton icon=Icon::Edit label=words::EDIT_THIS on:click=move |_| take(Tool::Edit)/> }
        })}
        <IconButton icon=Icon::Upscale label=words::UPSCALE_THIS on:click=move |_| take(Tool::Upscale)/>
        <IconButton
            icon=Icon::Star
            label=words::FAVORITE
            attr:aria-pressed=move || if favorite.get() { "true" } else { "false" }
            on:click=move |_| store.set_favorite(id, !favorite.get_untracked())
        />
        <IconButton
            icon=Icon::Trash
            label=words::DELETE
            variant=ButtonVariant::Quiet
            on:click=move |_| store.delete_image(id)
        />
    }
}

/// The other pictures of the same run.
#[component]
fn Siblings(id: ImageId, task: Memo<Option<Task>>) -> impl IntoView {
    let store = expect_context::<Store>();
    let images = Memo::new(move |_| {
        task.with(|task| task.as_ref().map(|task| task.images.clone())).filter(|images| images.len() > 1)
    });
    move || {
        images.get().map(|images| {
            let count = images.len();
            let links = images.into_iter().zip(1..).map(|(image, number)| {
                let open = move |event: MouseEvent| {
                    if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                        event.prevent_default();
                        store.show(Selection::Image(image.id));
                    }
                };
                view! {
                    <li>
                        <a
                            class="siblings__link"
                            href=Selection::Image(image.id).path()
                            aria-current=(image.id == id).then_some("true")
                            on:click=open
                        >
                            <img src=image.thumbnail_url alt=format!("{number} / {count}") width="56" height="56"/>
                        </a>
                    </li>
                }
            });
            view! { <ul class="siblings" aria-label=words::SIBLINGS>{links.collect_view()}</ul> }
        })
    }
}

/// What it was made from, and the way to more of it.
#[component]
fn Painted(task: Memo<Option<Task>>) -> impl IntoView {
    let store = expect_context::<Store>();
    let form = expect_context::<Form>();
    move || {
        let task = task.get().filter(|task| task.task.is_diffusion() || task.inputs.style.is_some())?;
        let p = &task.parameters;
        let facts = [
            task.inputs.style.as_deref().map(|style| said::style(style, style)),
            p.steps.map(paint::steps),
            p.guidance_scale.map(paint::guidance),
            p.scheduler.clone(),
            p.seed.map(paint::seed),
            p.strength.map(paint::strength),
        ];
        let settings = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let prompt = task.inputs.prompt.clone().map(|prompt| view! { <Fact name=words::PROMPT value=prompt/> });
        Some(view! {
            <div class="painted">
                <dl class="painted__facts">
                    {prompt}
                    <Fact name=words::SETTINGS value=settings/>
                </dl>
                <Button icon=Icon::Reuse on:click=move |_| form.take_over(store, task.clone())>
                    {words::USE_SETTINGS}
                </Button>
            </div>
        })
    }
}

#[component]
fn Facts(image: Image, before: Memo<Option<Image>>, task: Memo<Option<Task>>) -> impl IntoView {
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
            let model = format!("{}@{}", task.model.name, task.model.version);
            let time = if task.cached {
                Some(words::FROM_CACHE.into())
            } else {
                task.timings_ms.map(|t| format::duration(t.load + t.preprocess + t.inference + t.postprocess))
            };
            view! {
                {time.map(|time| view! { <Fact name=words::TIME value=time/> })}
                <Fact name=words::MODEL value=model/>
                {task.model.device.map(|device| view! { <Fact name=words::DEVICE value=device.to_uppercase()/> })}
            }
        })
    };
    view! {
        <dl class="facts">
            <div>
                <dt>{words::SIZE}</dt>
                <dd>{size}</dd>
            </div>
            <Fact name=words::FILE value=file/>
            {run}
            <div>
                <dt>{words::CREATED}</dt>
                <dd><LocalTime at=image.created_at/></dd>
            </div>
        </dl>
    }
}

#[component]
fn Fact(name: Phrase, value: String) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
}

fn file_type(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Png => "PNG",
        MediaType::Jpeg => "JPEG",
        MediaType::Webp => "WebP",
    }
}
