//! A picture on the stage, with its facts and what can be done with it.

use super::{compare::Compare, comparison::Comparison, details::Details, download::Download, send::SendTo};
use crate::{
    feedback::{FeedbackForm, RatingButtons, RatingDraft},
    studio::{Selection, Store},
    text::{compare as modes, stage as words},
    ui::{ButtonVariant, Icon, IconButton},
};
use leptos::{ev::MouseEvent, prelude::*};
use studio_domain::{Image, ImageId, ImageKind, Task};

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
    let comparison = expect_context::<Comparison>();
    let other = Memo::new(move |_| comparison.other(id, store));
    let against = Signal::derive(move || other.get().or_else(|| before.get()));
    let chosen = Signal::derive(move || other.with(Option::is_some));
    let rating = RatingDraft::new(store, id);
    let generated = image.kind == ImageKind::Generated;
    view! {
        <div class="stage">
            <Compare image=image.clone() before=against chosen/>
            <div class="inspector">
                <div class="inspector__actions">
                    <Download image=image.clone()/>
                    {generated.then(|| view! { <RatingButtons rating/> })}
                    <div class="inspector__space"></div>
                    <Actions id/>
                </div>
                {generated.then(|| view! { <FeedbackForm rating/> })}
                <Siblings id task/>
                <SendTo image=image.clone()/>
                <Details image before task/>
            </div>
        </div>
    }
}

#[component]
fn Actions(id: ImageId) -> impl IntoView {
    let store = expect_context::<Store>();
    let favorite = Memo::new(move |_| store.images.with(|images| images.get(&id).is_some_and(|image| image.favorite)));
    let comparison = expect_context::<Comparison>();
    let choosing = move || if comparison.is_choosing() { "true" } else { "false" };
    let choose = move |_| {
        if comparison.is_choosing() {
            comparison.cancel();
        } else {
            comparison.choose(id, store);
        }
    };
    // An address that is left takes the question with it.
    on_cleanup(move || comparison.cancel());
    view! {
        <IconButton icon=Icon::Beside label=modes::COMPARE_WITH attr:aria-pressed=choosing on:click=choose/>
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
