//! How much larger.

use super::Form;
use crate::{
    format,
    language::Phrase,
    text::upscale as words,
    ui::{FieldError, Segmented, SegmentedOption},
};
use leptos::prelude::*;

const SCALES: [SegmentedOption; 2] =
    [SegmentedOption::new("2", Phrase(&["×2"; 2])), SegmentedOption::new("4", Phrase(&["×4"; 2]))];

#[component]
pub fn ScaleField(form: Form) -> impl IntoView {
    let scale = move || form.parameters.with(studio_domain::TaskParameters::scale);
    let value = Signal::derive(move || {
        let scale = scale().to_string();
        SCALES.iter().find(|option| option.value == scale).map_or("", |option| option.value)
    });
    let choose = Callback::new(move |value: &'static str| {
        if let Ok(scale) = value.parse() {
            form.change(|parameters| parameters.scale = Some(scale));
        }
    });
    let result = move || {
        let (width, height) = form.source.picked.with(|picked| picked.as_ref().and_then(|picked| picked.size))?;
        let (width, height) = (width.saturating_mul(scale()), height.saturating_mul(scale()));
        Some(format!(
            "{}: {} px · {}",
            words::RESULT_SIZE,
            format::size(width, height),
            format::megapixels(width, height)
        ))
    };
    view! {
        <div class="field">
            <Segmented name="scale" legend=words::SCALE options=SCALES.to_vec() value on_change=choose/>
            <p class="tool__result" aria-live="polite">{result}</p>
            <FieldError id="scale-error" error=form.field_error("parameters.scale")/>
        </div>
    }
}
