//! What is put behind a cut-out, and how careful its edges are.

use super::Form;
use crate::{
    text::cutout as words,
    ui::{FieldHead, Segmented, SegmentedOption},
};
use leptos::prelude::*;
use studio_domain::Background;

const BACKGROUNDS: [SegmentedOption; 3] = [
    SegmentedOption::new("transparent", words::NOTHING),
    SegmentedOption::new("blur", words::BLUR),
    SegmentedOption::new("colour", words::COLOUR),
];

#[component]
pub fn CutoutFields(form: Form) -> impl IntoView {
    let background = move || form.parameters.with(|p| p.background).unwrap_or_default();
    let value = Signal::derive(move || match background() {
        Background::Blur => "blur",
        Background::Colour(_) => "colour",
        Background::Transparent | Background::Image => "transparent",
    });
    let choose = Callback::new(move |name: &'static str| {
        let chosen = match name {
            "blur" => Background::Blur,
            "colour" => Background::Colour([255; 3]),
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
        <Segmented name="background" legend=words::BACKGROUND hint=words::BACKGROUND_HINT options=BACKGROUNDS.to_vec() value on_change=choose/>
        <Show when=move || colour().is_some()>
            <div class="field">
                <FieldHead id="background-colour" label=words::COLOUR hint=words::COLOUR_HINT/>
                <input
                    class="colour"
                    id="background-colour"
                    type="color"
                    prop:value=move || colour().unwrap_or_default()
                    on:input=pick
                />
            </div>
        </Show>
        <RefineField form/>
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
            <span>{words::REFINE} <span class="field__hint">{words::REFINE_HINT}</span></span>
        </label>
    }
}
