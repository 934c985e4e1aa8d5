//! The file that comes out.

use super::Form;
use crate::{
    language::Phrase,
    text::tool as words,
    ui::{FieldError, Segmented, SegmentedOption},
};
use leptos::{ev, prelude::*};
use studio_domain::OutputFormat;

const FORMATS: [SegmentedOption; 3] = [
    SegmentedOption::new("png", Phrase(&["PNG"; 2])),
    SegmentedOption::new("jpeg", Phrase(&["JPEG"; 2])),
    SegmentedOption::new("webp", Phrase(&["WebP"; 2])),
];

#[component]
pub fn FormatField(form: Form) -> impl IntoView {
    let format = move || form.format();
    let choose = Callback::new(move |value: &'static str| {
        if let Some(format) = OutputFormat::parse(value) {
            form.change(|parameters| parameters.output_format = format);
        }
    });
    let hint = move || {
        match format() {
            OutputFormat::Png => words::FORMAT_HINT_PNG,
            OutputFormat::Jpeg => words::FORMAT_HINT_JPEG,
            OutputFormat::Webp => words::FORMAT_HINT_WEBP,
        }
        .text()
    };
    let quality = move || form.parameters.with(|parameters| parameters.quality);
    let set_quality = move |event: ev::Event| {
        if let Ok(quality) = event_target_value(&event).parse() {
            form.change(|parameters| parameters.quality = quality);
        }
    };
    view! {
        <div class="field">
            <Segmented
                name="format"
                legend=words::FORMAT
                options=FORMATS.to_vec()
                value=Signal::derive(move || format().as_str())
                on_change=choose
            />
            <p class="field__hint">{hint}</p>
        </div>
        <Show when=move || format() == OutputFormat::Jpeg>
            <div class="field">
                <div class="field__head">
                    <label class="field__label" for="quality">{words::QUALITY}</label>
                    <output for="quality">{quality}</output>
                </div>
                <input
                    class="range"
                    id="quality"
                    type="range"
                    min="1"
                    max="100"
                    prop:value=move || quality().to_string()
                    on:input=set_quality
                />
                <FieldError id="quality-error" error=form.field_error("parameters.quality")/>
            </div>
        </Show>
    }
}
