//! The file that comes out.

use super::Form;
use crate::{
    language::Phrase,
    text::tool as words,
    ui::{Range, Segmented, SegmentedOption},
};
use leptos::prelude::*;
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
    let quality = move || form.parameters.with(|parameters| parameters.quality);
    let set_quality = Callback::new(move |quality: f64| form.change(|parameters| parameters.quality = quality as u8));
    view! {
        <Segmented
            name="format"
            legend=words::FORMAT
            hint=words::FORMAT_HINT
            options=FORMATS.to_vec()
            value=Signal::derive(move || format().as_str())
            on_change=choose
        />
        <Show when=move || format() == OutputFormat::Jpeg>
            <Range
                id="quality"
                label=words::QUALITY
                hint=words::QUALITY_HINT
                shown=Signal::derive(move || quality().to_string())
                value=Signal::derive(move || f64::from(quality()))
                bounds=(1.0, 100.0, 1.0)
                on_input=set_quality
                error=form.field_error("parameters.quality")
            />
        </Show>
    }
}
