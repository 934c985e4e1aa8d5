//! What is put behind a cut-out, and how careful its edges are.

use super::{Form, check, source};
use crate::{
    browser::{files, upload::Upload},
    format, said,
    studio::Store,
    text::{cutout as words, tool},
    ui::{FieldError, Icon, Segmented, SegmentedOption},
};
use leptos::{ev, prelude::*, task::spawn_local};
use studio_domain::{Background, UploadKind};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

const BACKGROUNDS: [SegmentedOption; 4] = [
    SegmentedOption::new("transparent", words::NOTHING),
    SegmentedOption::new("blur", words::BLUR),
    SegmentedOption::new("colour", words::COLOUR),
    SegmentedOption::new("image", words::IMAGE),
];

#[component]
pub fn CutoutFields(form: Form) -> impl IntoView {
    let background = move || form.parameters.with(|p| p.background).unwrap_or_default();
    let value = Signal::derive(move || match background() {
        Background::Blur => "blur",
        Background::Colour(_) => "colour",
        Background::Image => "image",
        Background::Transparent => "transparent",
    });
    let choose = Callback::new(move |name: &'static str| {
        let chosen = match name {
            "blur" => Background::Blur,
            "colour" => Background::Colour([255; 3]),
            "image" => Background::Image,
            _ => Background::Transparent,
        };
        form.change(|parameters| parameters.background = Some(chosen));
    });
    let colour = move || match background() {
        colour @ Background::Colour(_) => Some(String::from(colour)),
        _ => None,
    };
    let pick = move |event| {
        if let Ok(colour) = Background::try_from(event_target_value(&event)) {
            form.change(|parameters| parameters.background = Some(colour));
        }
    };
    view! {
        <Segmented name="background" legend=words::BACKGROUND options=BACKGROUNDS.to_vec() value on_change=choose/>
        <Show when=move || colour().is_some()>
            <div class="field">
                <label class="field__label" for="background-colour">{words::COLOUR}</label>
                <input
                    class="colour"
                    id="background-colour"
                    type="color"
                    prop:value=move || colour().unwrap_or_default()
                    on:input=pick
                />
            </div>
        </Show>
        <Show when=move || background() == Background::Image>
            <BackdropField form/>
        </Show>
        <RefineField form/>
    }
}

/// The picture that is put behind: a file, uploaded as soon as it is chosen.
#[component]
fn BackdropField(form: Form) -> impl IntoView {
    let store = expect_context::<Store>();
    let sent = RwSignal::new(None::<f32>);
    let error = RwSignal::new(None::<String>);
    let send = move |event: ev::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        let Some(file) = files::take(&input).into_iter().next() else { return };
        error.set(None);
        if let Err(problem) = check::file(file.size(), &file.type_()) {
            error.set(Some(said::detail(&problem)));
            return;
        }
        sent.set(Some(0.0));
        spawn_local(async move {
            let answer = match Upload::new(UploadKind::Original) {
                Ok(upload) => upload.send(&file, move |part| _ = sent.try_set(Some(part))).await,
                Err(error) => Err(error),
            };
            sent.try_set(None);
            match answer {
                Ok(image) => {
                    store.keep_images([image.clone()]);
                    store.listing.insert(&image);
                    form.backdrop.set(Some(image));
                }
                Err(refusal) => _ = error.try_set(Some(source::message(&refusal))),
            }
        });
    };
    let shown =
        move || form.backdrop.get().map(|image| view! { <img src=image.thumbnail_url alt=words::BACKDROP.text()/> });
    let beside = form.field_error("inputs.background");
    let message = Signal::derive(move || error.get().or_else(|| beside.get()));
    view! {
        <div class="field">
            <div class="backdrop">
                {shown}
                <label class="button button--secondary button--small">
                    <input
                        class="visually-hidden"
                        type="file"
                        accept="image/jpeg,image/png,image/webp"
                        aria-describedby="backdrop-error"
                        on:change=send
                    />
                    {Icon::Picture.view()}
                    {move || match (sent.get(), form.backdrop.with(Option::is_some)) {
                        (Some(part), _) => format!("{} {} %", tool::UPLOADING, format::percent(part)),
                        (None, true) => words::OTHER_BACKDROP.into(),
                        (None, false) => words::CHOOSE_BACKDROP.into(),
                    }}
                </label>
            </div>
            <FieldError id="backdrop-error" error=message/>
        </div>
    }
}

/// Lay the edges of the mask onto those of the picture.
#[component]
pub fn RefineField(form: Form) -> impl IntoView {
    view! {
        <label class="checkbox">
            <input
                type="checkbox"
                prop:checked=move || form.parameters.with(|p| p.refine_edges).unwrap_or(true)
                on:change=move |event| {
                    let refine = event_target_checked(&event);
                    form.change(|parameters| parameters.refine_edges = Some(refine));
                }
            />
            <span>{words::REFINE}</span>
        </label>
    }
}
