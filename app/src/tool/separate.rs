//! What the thing that was clicked on becomes; the clicks are made on the stage.

use super::{Form, cutout::RefineField};
use crate::{
    stage::Easel,
    text::separate as words,
    ui::{Button, ButtonSize, FieldError, Icon, Segmented, SegmentedOption},
};
use leptos::prelude::*;
use studio_domain::SegmentOutput;

const OUTPUTS: [SegmentedOption; 2] =
    [SegmentedOption::new("cutout", words::CUTOUT), SegmentedOption::new("mask", words::MASK)];

#[component]
pub fn SeparateFields(form: Form) -> impl IntoView {
    let easel = expect_context::<Easel>();
    // Clicks belong to the picture they were made on.
    let picture = Memo::new(move |_| form.source.picked.with(|picked| picked.as_ref().map(|p| p.preview.clone())));
    Effect::new(move |before: Option<_>| {
        let now = picture.get();
        if before.is_some_and(|before| before != now) {
            form.points.set(Vec::new());
            form.area.set(None);
        }
        now
    });
    easel.serves(Signal::derive(move || picture.with(Option::is_some)));
    let output = Signal::derive(move || match form.parameters.with(|p| p.output).unwrap_or(SegmentOutput::Cutout) {
        SegmentOutput::Cutout => "cutout",
        SegmentOutput::Mask => "mask",
    });
    let choose = Callback::new(move |name: &'static str| {
        let output = if name == "mask" { SegmentOutput::Mask } else { SegmentOutput::Cutout };
        form.change(|parameters| parameters.output = Some(output));
    });
    let mark = move || match picture.with(Option::is_some) {
        true => view! {
            <Button size=ButtonSize::Small icon=Icon::Pointer on:click=move |_| easel.show()>{words::MARK}</Button>
            <p class="field__hint" aria-live="polite">
                {move || words::marked(form.points.with(Vec::len), form.area.with(Option::is_some))}
            </p>
        }
        .into_any(),
        false => view! { <p class="field__hint">{words::CHOOSE_FIRST}</p> }.into_any(),
    };
    view! {
        <div class="field">
            {mark}
            <FieldError id="points-error" error=form.field_error("inputs.points")/>
            <FieldError id="box-error" error=form.field_error("inputs.box")/>
        </div>
        <Segmented name="output" legend=words::OUTPUT hint=words::OUTPUT_HINT options=OUTPUTS.to_vec() value=output on_change=choose/>
        <RefineField form/>
    }
}
