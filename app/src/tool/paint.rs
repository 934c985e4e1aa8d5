//! What to paint, and how.

use super::{Form, Tool, api};
use crate::{
    language::Phrase,
    said,
    text::paint as words,
    ui::{FieldError, Segmented, SegmentedOption},
};
use leptos::{ev, prelude::*, task::spawn_local};
use std::time::Duration;
use studio_domain::{DiffusionInfo, PromptInfo, TaskKind, TaskParameters};

/// How long nobody must have written before the prompt is looked at.
const LEFT_ALONE: Duration = Duration::from_millis(350);

const COUNTS: [SegmentedOption; 3] = [
    SegmentedOption::new("1", Phrase(&["1"; 2])),
    SegmentedOption::new("2", Phrase(&["2"; 2])),
    SegmentedOption::new("4", Phrase(&["4"; 2])),
];

#[component]
pub fn PromptField(form: Form) -> impl IntoView {
    let info = inspect(form);
    let count = move || info.with(|info| info.as_ref().map(|info| format!("{} / {}", info.tokens, info.limit)));
    let unknown = move || {
        let words = info.with(|info| info.as_ref().map(|info| info.unknown.join(", ")).unwrap_or_default());
        (!words.is_empty()).then(|| format!("{} {words}", words::UNKNOWN))
    };
    view! {
        <div class="field">
            <div class="field__head">
                <label class="field__label" for="prompt">{words::PROMPT}</label>
                <output class="field__hint" for="prompt" title=words::TOKENS>{count}</output>
            </div>
            <textarea
                class="input"
                id="prompt"
                rows="4"
                placeholder=words::PROMPT_EXAMPLE
                aria-describedby="prompt-hint prompt-error"
                prop:value=move || form.prompt.get()
                on:input=move |event| form.prompt.set(event_target_value(&event))
            ></textarea>
            <p class="field__hint" id="prompt-hint" aria-live="polite">
                {move || unknown().unwrap_or_else(|| words::PROMPT_HINT.into())}
            </p>
            <FieldError id="prompt-error" error=form.field_error("inputs.prompt")/>
        </div>
    }
}

/// What the model reads in the prompt, once it has been left alone for a moment.
fn inspect(form: Form) -> RwSignal<Option<PromptInfo>> {
    let info = RwSignal::new(None);
    let turn = StoredValue::new(0_u32);
    Effect::new(move || {
        let (task, model, prompt) = (form.task(), form.model.get(), form.prompt.get());
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let mine = turn.get_value();
        let ask = move || {
            if turn.try_get_value() != Some(mine) {
                return;
            }
            spawn_local(async move {
                // Counting is a courtesy: what cannot be counted can still be painted.
                let answer = api::inspect_prompt(task, model, prompt).await.ok();
                if turn.try_get_value() == Some(mine) {
                    info.set(answer);
                }
            });
        };
        set_timeout(ask, LEFT_ALONE);
    });
    info
}

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
    let set = move |event: ev::Event| {
        if let Ok(percent) = event_target_value(&event).parse::<f32>() {
            form.change(|parameters| parameters.strength = Some(percent / 100.0));
        }
    };
    view! {
        <Range
            id="strength"
            label=words::STRENGTH
            shown=Signal::derive(move || format!("{} %", percent()))
            value=Signal::derive(move || f64::from(percent()))
            bounds=(5.0, 100.0, 5.0)
            on_input=Callback::new(set)
            hint=Signal::derive(move || if styles() { words::STYLE_STRENGTH_HINT } else { words::STRENGTH_HINT })
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
        <Segmented name="count" legend=words::COUNT options=COUNTS.to_vec() value=count on_change=choose/>
        <details class="folded">
            <summary class="folded__title">{words::MORE}</summary>
            <div class="folded__body field-stack">
                <div class="field">
                    <label class="field__label" for="negative-prompt">{words::NEGATIVE}</label>
                    <textarea
                        class="input input--low"
                        id="negative-prompt"
                        rows="2"
                        aria-describedby="negative-hint negative-error"
                        prop:value=move || form.negative_prompt.get()
                        on:input=move |event| form.negative_prompt.set(event_target_value(&event))
                    ></textarea>
                    <p class="field__hint" id="negative-hint">{words::NEGATIVE_HINT}</p>
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
    let set = move |event: ev::Event| {
        if let Ok(steps) = event_target_value(&event).parse() {
            form.change(|parameters| parameters.steps = Some(steps));
        }
    };
    view! {
        <Range
            id="steps"
            label=words::STEPS
            shown=Signal::derive(move || steps().to_string())
            value=Signal::derive(move || f64::from(steps()))
            bounds=(1.0, 60.0, 1.0)
            on_input=Callback::new(set)
            hint=Signal::stored(words::STEPS_HINT)
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
    let set = move |event: ev::Event| {
        if let Ok(guidance) = event_target_value(&event).parse() {
            form.change(|parameters| parameters.guidance_scale = Some(guidance));
        }
    };
    view! {
        <Range
            id="guidance"
            label=words::GUIDANCE
            shown=Signal::derive(move || format!("{:.1}", guidance()))
            value=Signal::derive(move || f64::from(guidance()))
            bounds=(1.0, 15.0, 0.5)
            on_input=Callback::new(set)
            hint=Signal::stored(words::GUIDANCE_HINT)
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
            <label class="field__label" for="sampler">{words::SAMPLER}</label>
            <select class="input" id="sampler" prop:value=chosen on:change=set>
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
            <label class="field__label" for="seed">{words::SEED}</label>
            <input
                class="input"
                id="seed"
                type="number"
                min="0"
                max=u32::MAX
                step="1"
                inputmode="numeric"
                placeholder=words::SEED_RANDOM
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
    let about = move || form.current_model().map(|model| said::description(&model));
    let set = move |event: ev::Event| {
        // Bounds and defaults are another model's.
        form.change(|p| (p.width, p.height, p.steps, p.guidance_scale, p.scheduler) = Default::default());
        form.model.set(Some(event_target_value(&event)));
    };
    view! {
        <div class="field">
            <label class="field__label" for="model">{words::MODEL}</label>
            <select class="input" id="model" prop:value=chosen on:change=set aria-describedby="model-hint">
                {move || form.models().into_iter().map(|model| {
                    view! { <option value=model.name.clone()>{model.title}</option> }
                }).collect_view()}
            </select>
            <p class="field__hint" id="model-hint">{about}</p>
        </div>
    }
}

/// A slider with its value, what it does, and what is wrong with it.
#[component]
fn Range(
    id: &'static str,
    label: Phrase,
    shown: Signal<String>,
    value: Signal<f64>,
    /// Least, most, and the step between.
    bounds: (f64, f64, f64),
    on_input: Callback<ev::Event>,
    hint: Signal<Phrase>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    view! {
        <div class="field">
            <div class="field__head">
                <label class="field__label" for=id>{label}</label>
                <output for=id>{move || shown.get()}</output>
            </div>
            <input
                class="range"
                id=id
                type="range"
                min=bounds.0
                max=bounds.1
                step=bounds.2
                aria-describedby=format!("{hint_id} {error_id}")
                prop:value=move || value.get().to_string()
                on:input=move |event| on_input.run(event)
            />
            <p class="field__hint" id=hint_id>{move || hint.get().text()}</p>
            <FieldError id=error_id error/>
        </div>
    }
}
