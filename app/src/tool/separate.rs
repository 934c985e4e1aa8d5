//! Clicks on the thing that is to be separated, and what it becomes.

use super::{Form, cutout::RefineField};
use crate::{
    text::separate as words,
    ui::{Button, ButtonSize, FieldError, Segmented, SegmentedOption},
};
use leptos::{ev::MouseEvent, prelude::*};
use studio_domain::{Point, SegmentOutput};
use wasm_bindgen::JsCast;
use web_sys::Element;

const OUTPUTS: [SegmentedOption; 2] =
    [SegmentedOption::new("cutout", words::CUTOUT), SegmentedOption::new("mask", words::MASK)];

#[component]
pub fn SeparateFields(form: Form) -> impl IntoView {
    // Clicks belong to the picture they were made on.
    let picture = Memo::new(move |_| {
        form.source.picked.with(|picked| picked.as_ref().map(|picked| (picked.preview.clone(), picked.size)))
    });
    Effect::new(move |before: Option<_>| {
        let now = picture.get().map(|(preview, _)| preview);
        if before.is_some_and(|before| before != now) {
            form.points.set(Vec::new());
        }
        now
    });
    let output = Signal::derive(move || match form.parameters.with(|p| p.output).unwrap_or(SegmentOutput::Cutout) {
        SegmentOutput::Cutout => "cutout",
        SegmentOutput::Mask => "mask",
    });
    let choose = Callback::new(move |name: &'static str| {
        let output = if name == "mask" { SegmentOutput::Mask } else { SegmentOutput::Cutout };
        form.change(|parameters| parameters.output = Some(output));
    });
    view! {
        {move || match picture.get() {
            Some((preview, Some(size))) if !preview.is_empty() => view! { <Clicks form preview size/> }.into_any(),
            _ => view! { <p class="field__hint">{words::CHOOSE_FIRST}</p> }.into_any(),
        }}
        <Segmented name="output" legend=words::OUTPUT hint=words::OUTPUT_HINT options=OUTPUTS.to_vec() value=output on_change=choose/>
        <RefineField form/>
    }
}

/// The picture, to be clicked on.
#[component]
fn Clicks(form: Form, preview: String, size: (u32, u32)) -> impl IntoView {
    let (width, height) = (size.0 as f32, size.1 as f32);
    let click = move |event: MouseEvent| {
        let Some(target) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let rect = target.get_bounding_client_rect();
        if rect.width() <= 0.0 || rect.height() <= 0.0 {
            return;
        }
        // A click by keyboard has no place: the middle is as good as any.
        let by_keyboard = event.detail() == 0;
        let part = |at: i32, from: f64, length: f64| if by_keyboard { 0.5 } else { (f64::from(at) - from) / length };
        let x = part(event.client_x(), rect.left(), rect.width());
        let y = part(event.client_y(), rect.top(), rect.height());
        let label = u8::from(!event.alt_key());
        let point = Point { x: x.clamp(0.0, 1.0) as f32 * width, y: y.clamp(0.0, 1.0) as f32 * height, label };
        form.points.update(|points| points.push(point));
    };
    let markers = move || {
        let marker = |point: Point| {
            let place = format!("left:{:.2}%;top:{:.2}%", 100.0 * point.x / width, 100.0 * point.y / height);
            view! { <span class="clicks__point" class=("clicks__point--not", point.label == 0) style=place></span> }
        };
        form.points.get().into_iter().map(marker).collect_view()
    };
    view! {
        <div class="field">
            <p class="field__label">{words::CLICK}</p>
            <button type="button" class="clicks" aria-label=words::CLICK_LABEL on:click=click>
                <img src=preview alt="" draggable="false"/>
                {markers}
            </button>
            <p class="field__hint">{words::CLICK_HINT}</p>
            <Show when=move || !form.points.with(Vec::is_empty)>
                <Button size=ButtonSize::Small on:click=move |_| form.points.update(|points| _ = points.pop())>
                    {words::UNDO}
                </Button>
            </Show>
            <FieldError id="points-error" error=form.field_error("inputs.points")/>
        </div>
    }
}
