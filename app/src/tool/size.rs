//! The shape of what is painted: by ratio, or to the pixel.

use super::Form;
use crate::{
    format,
    language::Phrase,
    text::paint as words,
    ui::{ButtonSize, FieldError, FieldHead, Icon, IconButton},
};
use leptos::{ev, prelude::*};
use studio_domain::DiffusionInfo;
use web_sys::HtmlInputElement;

/// Width and height.
const RATIOS: [(u32, u32); 7] = [(1, 1), (4, 3), (3, 2), (16, 9), (3, 4), (2, 3), (9, 16)];

#[component]
pub fn SizeField(form: Form) -> impl IntoView {
    let model = Memo::new(move |_| form.current_model().and_then(|model| model.diffusion));
    let size = Memo::new(move |_| form.size().map(|(_, size)| size).unwrap_or_default());
    let shown = move || {
        let (width, height) = size.get();
        format!("{} px · {}", format::size(width, height), format::megapixels(width, height))
    };
    let set = move |width: u32, height: u32| {
        form.change(|parameters| (parameters.width, parameters.height) = (Some(width), Some(height)));
    };
    let swap = move |_| {
        let (width, height) = size.get_untracked();
        form.ratio.update(|ratio| *ratio = ratio.map(|(width, height)| (height, width)));
        set(height, width);
    };
    let locked = move || form.ratio.with(Option::is_some);
    let lock = move |_| {
        let ratio = if form.ratio.with_untracked(Option::is_some) { None } else { Some(size.get_untracked()) };
        form.ratio.set(ratio);
    };
    view! {
        <div class="field" role="group" aria-labelledby="size-label" aria-describedby="size-hint size-error">
            <FieldHead id="size" label=words::SIZE hint=words::SIZE_HINT group=true>
                <output class="field__hint">{shown}</output>
            </FieldHead>
            <div class="segmented shapes">
                {move || model.get().map(|model| shapes(form, &model, size))}
            </div>
            <div class="sides">
                <Side form id="width" label=words::WIDTH of={|size: (u32, u32)| size.0} size/>
                <IconButton icon=Icon::Swap label=words::SWAP size=ButtonSize::Small on:click=swap/>
                <Side form id="height" label=words::HEIGHT of={|size: (u32, u32)| size.1} size/>
                <button
                    type="button"
                    class="button button--icon button--quiet button--small"
                    aria-label=words::LOCK
                    title=words::LOCK
                    aria-pressed=move || if locked() { "true" } else { "false" }
                    on:click=lock
                >
                    {move || if locked() { Icon::Lock } else { Icon::Unlock }.view()}
                </button>
            </div>
            <p class="tool__result">{move || work(form)}</p>
            <div id="size-error">
                <FieldError id="width-error" error=form.field_error("parameters.width")/>
                <FieldError id="height-error" error=form.field_error("parameters.height")/>
            </div>
        </div>
    }
}

/// A choice for each ratio; small models have fewer, since ratios that are nearly alike have one size with them.
fn shapes(form: Form, model: &DiffusionInfo, size: Memo<(u32, u32)>) -> impl IntoView + use<> {
    let mut known: Vec<(u32, u32)> = Vec::new();
    let mut choices = Vec::new();
    for ratio in RATIOS {
        let fitting = model.fit(ratio);
        if known.contains(&fitting) || model.check_size(fitting).is_err() {
            continue;
        }
        known.push(fitting);
        let choose = move |_| {
            if form.ratio.with_untracked(Option::is_some) {
                form.ratio.set(Some(fitting));
            }
            form.change(|parameters| (parameters.width, parameters.height) = (Some(fitting.0), Some(fitting.1)));
        };
        let chosen = move || size.get() == fitting;
        let (width, height) = ratio;
        // As large as fits into a square of 16 pixels.
        let scale = 16.0 / f64::from(width.max(height));
        let drawn = format!("width:{:.1}px;height:{:.1}px", f64::from(width) * scale, f64::from(height) * scale);
        choices.push(view! {
            <label class="segmented__option">
                <input
                    class="segmented__input"
                    type="radio"
                    name="shape"
                    value=format!("{width}:{height}")
                    checked=chosen
                    prop:checked=chosen
                    on:change=choose
                />
                <span class="segmented__label shapes__label" title=format!("{} px", format::size(fitting.0, fitting.1))>
                    <span class="shapes__drawing"><span class="shapes__ratio" style=drawn></span></span>
                    {format!("{width}:{height}")}
                </span>
            </label>
        });
    }
    choices.collect_view()
}

#[component]
fn Side(
    form: Form,
    id: &'static str,
    label: Phrase,
    of: fn((u32, u32)) -> u32,
    size: Memo<(u32, u32)>,
) -> impl IntoView {
    let model = move || form.current_model().and_then(|model| model.diffusion);
    let bounds = move || model().map(|model| (model.sides(), model.size_step)).unwrap_or_default();
    let put = move |model: &DiffusionInfo, side: u32| {
        let ratio = form.ratio.get_untracked().map(|(width, height)| f64::from(width) / f64::from(height.max(1)));
        let (width, height) = size.get_untracked();
        let new = match (id, ratio) {
            ("width", Some(ratio)) => (side, model.nearest_side(f64::from(side) / ratio)),
            ("width", None) => (side, height),
            (_, Some(ratio)) => (model.nearest_side(f64::from(side) * ratio), side),
            (_, None) => (width, side),
        };
        form.change(|parameters| (parameters.width, parameters.height) = (Some(new.0), Some(new.1)));
    };
    let set = move |event: ev::Event| {
        let input = event_target::<HtmlInputElement>(&event);
        let side = input.value_as_number();
        if let Some(model) = untrack(model).filter(|_| side.is_finite()) {
            put(&model, model.nearest_side(side));
        }
        // What is no number is what it was, and what cannot be painted what comes nearest.
        input.set_value(&of(size.get_untracked()).to_string());
    };
    view! {
        <label class="sides__side">
            <span class="sides__name">{label}</span>
            <input
                class="input"
                id=id
                type="number"
                inputmode="numeric"
                min=move || bounds().0.0
                max=move || bounds().0.1
                step=move || bounds().1
                aria-describedby="size-error"
                prop:value=move || of(size.get()).to_string()
                on:change=set
            />
        </label>
    }
}

/// How much more or less work it is than one picture as the model proposes it; nothing when it is the same.
fn work(form: Form) -> Option<String> {
    let (model, (width, height)) = form.size()?;
    let area = |width: u32, height: u32| f64::from(width) * f64::from(height);
    let (steps, count) = form.parameters.with(|p| (p.steps.unwrap_or(model.steps), p.num_images()));
    let usual = area(model.width, model.height) * f64::from(model.steps.max(1));
    let times = area(width, height) * f64::from(steps) * f64::from(count) / usual;
    (!(0.95..1.05).contains(&times)).then(|| words::work(times))
}
