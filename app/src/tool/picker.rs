//! Choosing the picture, and the picture once chosen.

use super::source::{Picked, Source, Transfer, message};
use crate::{
    browser::files,
    format,
    studio::Store,
    text::tool as words,
    ui::{ButtonSize, FieldError, Icon, IconButton, Progress},
};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

const ACCEPT: &str = "image/jpeg,image/png,image/webp";

/// Drop zone and file input; the chosen picture with its facts takes the drop zone's place.
#[component]
pub fn Picker() -> impl IntoView {
    let store = expect_context::<Store>();
    let source = expect_context::<Source>();
    let on_change = move |event| take_picked(store, source, &event);
    // A file chosen before the page came to life is not lost.
    Effect::new(move || {
        if let Some(input) = source.input.get() {
            let files = files::take(&input);
            if !files.is_empty() {
                source.take(store, files);
            }
        }
    });
    let error = Signal::derive(move || source.error.with(|error| error.as_ref().map(message)));
    let chosen = move || source.picked.with(Option::is_some);
    view! {
        <div class="field" role="group" aria-labelledby="picture-label">
            <div class="field__head">
                <label class="field__label" id="picture-label" for="picture">{words::PICTURE}</label>
            </div>
            <div class="picker">
                <input
                    node_ref=source.input
                    class="visually-hidden"
                    id="picture"
                    type="file"
                    accept=ACCEPT
                    aria-describedby="picture-error"
                    on:change=on_change
                />
                <Show when=chosen fallback=|| view! { <DropZone/> }>
                    <Chosen/>
                </Show>
            </div>
            <FieldError id="picture-error" error/>
        </div>
    }
}

#[component]
fn DropZone() -> impl IntoView {
    let store = expect_context::<Store>();
    let source = expect_context::<Source>();
    let on_change = move |event| take_picked(store, source, &event);
    view! {
        <label class="dropzone" for="picture">
            {Icon::Upload.view()}
            <span class="dropzone__title">{words::DROP}</span>
            <span class="dropzone__hint">{words::DROP_HINT}</span>
        </label>
        <label class="button button--secondary button--wide camera">
            <input class="visually-hidden" type="file" accept="image/*" capture="environment" on:change=on_change/>
            {Icon::Camera.view()}
            {words::CAMERA}
        </label>
    }
}

#[component]
fn Chosen() -> impl IntoView {
    let store = expect_context::<Store>();
    let source = expect_context::<Source>();
    let of =
        move |read: fn(&Picked) -> String| move || source.picked.with(|p| p.as_ref().map(read)).unwrap_or_default();
    // The picture itself changes less often than its progress.
    let preview = Memo::new(move |_| of(|picked| picked.preview.clone())());
    let sent = Memo::new(move |_| {
        source.picked.with(|picked| match picked.as_ref()?.transfer {
            Transfer::Sending(sent) => Some(sent),
            Transfer::Stored(_) | Transfer::Refused => None,
        })
    });
    view! {
        <div class="source">
            <div class="source__picture">
                <Show when=move || !preview.with(String::is_empty) fallback=|| Icon::Picture.view()>
                    <img src=move || preview.get() alt=of(|picked| picked.name.clone())/>
                </Show>
                <Show when=move || sent.get().is_some()>
                    <div class="source__upload">
                        <span>
                            {words::UPLOADING} " "
                            {move || sent.get().map(format::percent)} " %"
                        </span>
                        <Progress label=words::UPLOADING value=sent/>
                    </div>
                </Show>
            </div>
            <div class="source__facts">
                <div class="source__text">
                    <p class="source__name" title=of(|picked| picked.name.clone())>{of(|picked| picked.name.clone())}</p>
                    <p class="source__size">{of(facts)}</p>
                </div>
                <Show when=move || source.can_retry()>
                    <IconButton
                        icon=Icon::Retry
                        label=words::RETRY_UPLOAD
                        size=ButtonSize::Small
                        on:click=move |_| source.retry(store)
                    />
                </Show>
                <IconButton
                    icon=Icon::Picture
                    label=words::REPLACE
                    size=ButtonSize::Small
                    on:click=move |_| source.browse()
                />
                <IconButton
                    icon=Icon::Close
                    label=words::REMOVE
                    size=ButtonSize::Small
                    on:click=move |_| source.clear()
                />
            </div>
        </div>
    }
}

fn take_picked(store: Store, source: Source, event: &ev::Event) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
    let files = files::take(&input);
    if !files.is_empty() {
        source.take(store, files);
    }
}

fn facts(picked: &Picked) -> String {
    let bytes = format::bytes(picked.bytes);
    match picked.size {
        Some((width, height)) => format!("{} px · {bytes}", format::size(width, height)),
        None => bytes,
    }
}
