//! How a picture is painted.

use super::{Form, Tool, prompt::PromptArea};
use crate::{
    language::Phrase,
    said,
    text::paint as words,
    ui::{FieldError, FieldHead, Range, Segmented, SegmentedOption},
};
use leptos::{ev, prelude::*};
use studio_domain::{DiffusionInfo, TaskKind, TaskParameters};

const COUNTS: [SegmentedOption; 3] = [
    SegmentedOption::new("1", Phrase(&["1"; 2])),
    SegmentedOption::new("2", Phrase(&["2"; 2])),
    SegmentedOption::new("4", Phrase(&["4"; 2])),
];

/// How much of a picture is painted anew.
#[component]
pub fn StrengthField(form: Form) -> impl IntoView {
    let styles = move || form.tool.get() == Tool::Style;
    let percent = move || {
        let usual = match form.task() {
            TaskKind::ImageToImage => TaskParameters::STRENGTH,
            _ => 1.0,
        };
        let strength = form.parameters.with(|p| p.strength).unwrap_or(usual);
        (strength * 100.0).round() as u32
    };
    let about = Signal::derive(move || {
        let hint = if styles() { words::STYLE_STRENGTH_HINT } else { words::STRENGTH_HINT };
        hint.text().to_owned()
    });
    let set = move |percent: f64| form.change(|parameters| parameters.strength = Some(percent as f32 / 100.0));
    view! {
        <Range
            id="strength"
            label=words::STRENGTH
            hint=about
            shown=Signal::derive(move || format!("{} %", percent()))
            value=Signal::derive(move || f64::from(percent()))
            bounds=(5.0, 100.0, 5.0)
            on_input=Callback::new(set)
            error=form.field_error("parameters.strength")
        />
    }
}

/// Pictures at a time; and folded, what is rarely changed.
#[component]
pub fn PaintSettings(form: Form) -> impl IntoView {
    let count = Signal::derive(move || {
        let count = form.parameters.with(TaskParameters::num_images).to_string();
        COUNTS.iter().find(|option| option.value == count).map_or("", |option| option.value)
    });
    let choose = Callback::new(move |value: &'static str| {
        if let Ok(count) = value.parse() {
            form.change(|parameters| parameters.num_images = Some(count));
        }
    });
    view! {
        <Segmented name="count" legend=words::COUNT hint=words::COUNT_HINT options=COUNTS.to_vec() value=count on_change=choose/>
        <details class="folded">
            <summary class="folded__title">{words::MORE}</summary>
            <div class="folded__body field-stack">
                <div class="field">
                    <FieldHead id="negative-prompt" label=words::NEGATIVE hint=words::NEGATIVE_HINT/>
                    <PromptArea
                        id="negative-prompt"
                        rows=2
                        area=form.negative_prompt
                        described_by="negative-prompt-hint negative-error"
                    />
                    <FieldError id="negative-error" error=form.field_error("inputs.negative_prompt")/>
                </div>
                <StepsField form/>
                <GuidanceField form/>
                <SamplerField form/>
                <SeedField form/>
                <ModelField form/>
            </div>
        </details>
    }
}

fn diffusion(form: Form) -> Option<DiffusionInfo> {
    form.current_model()?.diffusion
}

#[component]
fn StepsField(form: Form) -> impl IntoView {
    let steps = move || form.parameters.with(|p| p.steps).or_else(|| Some(diffusion(form)?.steps)).unwrap_or_default();
    let set = move |steps: f64| form.change(|parameters| parameters.steps = Some(steps as u32));
    view! {
        <Range
            id="steps"
            label=words::STEPS
            hint=words::STEPS_HINT
            shown=Signal::derive(move || steps().to_string())
            value=Signal::derive(move || f64::from(steps()))
            bounds=(1.0, 60.0, 1.0)
            on_input=Callback::new(set)
            error=form.field_error("parameters.steps")
        />
    }
}

#[component]
fn GuidanceField(form: Form) -> impl IntoView {
    let guidance = move || {
        let guidance = form.parameters.with(|p| p.guidance_scale);
        guidance.or_else(|| Some(diffusion(form)?.guidance_scale)).unwrap_or_default()
    };
    let set = move |guidance: f64| form.change(|parameters| parameters.guidance_scale = Some(guidance as f32));
    view! {
        <Range
            id="guidance"
            label=words::GUIDANCE
            hint=words::GUIDANCE_HINT
            shown=Signal::derive(move || format!("{:.1}", guidance()))
            value=Signal::derive(move || f64::from(guidance()))
            bounds=(1.0, 15.0, 0.5)
            on_input=Callback::new(set)
            error=form.field_error("parameters.guidance_scale")
        />
    }
}

#[component]
fn SamplerField(form: Form) -> impl IntoView {
    let names = move || diffusion(form).map(|model| model.samplers).unwrap_or_default();
    let chosen = move || form.parameters.with(|p| p.scheduler.clone()).unwrap_or_default();
    let set = move |event: ev::Event| {
        let name = event_target_value(&event);
        form.change(|parameters| parameters.scheduler = Some(name).filter(|name| !name.is_empty()));
    };
    view! {
        <div class="field">
            <FieldHead id="sampler" label=words::SAMPLER hint=words::SAMPLER_HINT/>
            <select class="input" id="sampler" aria-describedby="sampler-hint" prop:value=chosen on:change=set>
                <option value="">{words::SAMPLER_OWN}</option>
                {move || names().into_iter().map(|name| view! { <option value=name.clone()>{name.clone()}</option> }).collect_view()}
            </select>
        </div>
    }
}

#[component]
fn SeedField(form: Form) -> impl IntoView {
    let seed = move || form.parameters.with(|p| p.seed).map(|seed| seed.to_string()).unwrap_or_default();
    let set = move |event: ev::Event| {
        let seed = event_target_value(&event).trim().parse().ok();
        form.keep_seed.set(seed.is_some());
        form.change(|parameters| parameters.seed = seed);
    };
    view! {
        <div class="field">
            <FieldHead id="seed" label=words::SEED hint=words::SEED_HINT/>
            <input
                class="input"
                id="seed"
                type="number"
                min="0"
                max=u32::MAX
                step="1"
                inputmode="numeric"
                placeholder=words::SEED_RANDOM
                aria-describedby="seed-hint seed-error"
                prop:value=seed
                on:change=set
            />
            <label class="checkbox">
                <input
                    type="checkbox"
                    prop:checked=move || form.keep_seed.get()
                    on:change=move |event| form.keep_seed.set(event_target_checked(&event))
                />
                <span>{words::SEED_KEEP}</span>
            </label>
            <FieldError id="seed-error" error=form.field_error("parameters.seed")/>
        </div>
    }
}

/// Which model, and what it is.
#[component]
fn ModelField(form: Form) -> impl IntoView {
    let chosen = move || form.current_model().map(|model| model.name).unwrap_or_default();
    let about = Signal::derive(move || form.current_model().map(|model| said::description(&model)).unwrap_or_default());
    let set = move |event: ev::Event| {
        // Bounds and defaults are another model's.
        form.ratio.set(None);
        form.change(|p| (p.width, p.height, p.steps, p.guidance_scale, p.scheduler) = Default::default());
        form.model.set(Some(event_target_value(&event)));
    };
    view! {
        <div class="field">
            <FieldHead id="model" label=words::MODEL hint=about/>
            <select class="input" id="model" prop:value=chosen on:change=set aria-describedby="model-hint">
                {move || form.models().into_iter().map(|model| {
                    view! { <option value=model.name.clone()>{model.title}</option> }
                }).collect_view()}
            </select>
        </div>
    }
}
