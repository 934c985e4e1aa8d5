//! The shape of what is painted.

use super::Form;
use crate::{
    format,
    language::Phrase,
    text::paint as words,
    ui::{FieldError, Segmented, SegmentedOption},
};
use leptos::prelude::*;

/// Name, words, and the ratio of width to height.
const SHAPES: [(&str, Phrase, (u32, u32)); 3] =
    [("square", words::SQUARE, (1, 1)), ("wide", words::WIDE, (3, 2)), ("tall", words::TALL, (2, 3))];

#[component]
pub fn SizeField(form: Form) -> impl IntoView {
    let size = move || {
        let diffusion = form.current_model()?.diffusion?;
        let (width, height) = form.parameters.with(|p| (p.width, p.height));
        Some((width.unwrap_or(diffusion.width), height.unwrap_or(diffusion.height)))
    };
    let shape = Signal::derive(move || match size() {
        Some((width, height)) if width > height => SHAPES[1].0,
        Some((width, height)) if width < height => SHAPES[2].0,
        _ => SHAPES[0].0,
    });
    let choose = Callback::new(move |name: &'static str| {
        let diffusion = form.current_model().and_then(|model| model.diffusion);
        let ratio = SHAPES.iter().find(|(known, ..)| *known == name).map(|(.., ratio)| *ratio);
        let Some((diffusion, ratio)) = diffusion.zip(ratio) else { return };
        let (width, height) = diffusion.fit(ratio);
        form.change(|parameters| (parameters.width, parameters.height) = (Some(width), Some(height)));
    });
    let options = SHAPES.iter().map(|(name, label, _)| SegmentedOption::new(name, *label)).collect::<Vec<_>>();
    view! {
        <div class="field">
            <Segmented name="shape" legend=words::SHAPE options value=shape on_change=choose/>
            <p class="tool__result" aria-live="polite">
                {move || size().map(|(width, height)| format!("{} px", format::size(width, height)))}
            </p>
            <FieldError id="size-error" error=form.field_error("parameters.width")/>
        </div>
    }
}
