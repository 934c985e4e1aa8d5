//! The tool's panel: picture, options, and the button that is always in view.

use super::{
    picker::Picker,
    source::{Source, Transfer, concerns_picture},
};
use crate::{
    AppError, format, queue,
    studio::{Selection, Store},
    text::upscale as words,
    ui::{Button, ButtonSize, ButtonVariant, FieldError, Icon, Segmented, SegmentedOption},
};
use leptos::{ev, prelude::*, task::spawn_local};
use studio_domain::{OutputFormat, PredictRequest, TaskInputs, TaskKind, TaskParameters};

const SCALES: [SegmentedOption; 2] = [SegmentedOption::new("2", "×2"), SegmentedOption::new("4", "×4")];
const FORMATS: [SegmentedOption; 3] =
    [SegmentedOption::new("png", "PNG"), SegmentedOption::new("jpeg", "JPEG"), SegmentedOption::new("webp", "WebP")];

/// The options, and where a run of them stands.
#[derive(Clone, Copy)]
struct Form {
    source: Source,
    parameters: RwSignal<TaskParameters>,
    /// What the server said against the last run.
    refusal: RwSignal<Option<AppError>>,
    submitting: RwSignal<bool>,
    /// Run as soon as the upload has ended.
    armed: RwSignal<bool>,
}

impl Form {
    fn request(self) -> PredictRequest {
        let image = self.source.picked.with(|picked| match picked.as_ref()?.transfer {
            Transfer::Stored(id) => Some(id),
            Transfer::Sending(_) | Transfer::Refused => None,
        });
        PredictRequest {
            task: TaskKind::Upscale,
            model: None,
            version: None,
            inputs: TaskInputs { image, ..TaskInputs::default() },
            parameters: self.parameters.get(),
        }
    }

    /// What stands against a run: by the server's own rules, else what the server said.
    fn error(self) -> Option<AppError> {
        let size = self.source.picked.with(|picked| picked.as_ref().and_then(|picked| picked.size));
        let too_large = size.and_then(|(width, height)| self.request().validate_output_size(width, height).err());
        too_large.map(AppError::from).or_else(|| self.refusal.get())
    }

    fn field_error(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.error().and_then(|error| error.field(field)))
    }

    fn ready(self) -> bool {
        let usable = self.source.picked.with(|p| p.as_ref().is_some_and(|p| p.transfer != Transfer::Refused));
        usable && !self.submitting.get() && !self.armed.get() && !self.blocked()
    }

    fn blocked(self) -> bool {
        self.error().is_some_and(|error| error.field("parameters.scale").is_some())
    }

    fn change(self, change: impl FnOnce(&mut TaskParameters)) {
        self.refusal.set(None);
        self.parameters.update(change);
    }

    fn run(self, store: Store) {
        if !untrack(|| self.ready()) {
            return;
        }
        let request = untrack(|| self.request());
        if request.inputs.image.is_none() {
            self.armed.set(true);
            return;
        }
        if let Err(problem) = request.validate() {
            self.refusal.set(Some(problem.into()));
            return;
        }
        self.refusal.set(None);
        self.submitting.set(true);
        spawn_local(async move {
            let answer = queue::submit(request).await;
            self.submitting.try_set(false);
            match answer {
                Ok(task) => {
                    let id = task.task_id;
                    store.keep_task(task);
                    store.announcement.set(words::SUBMITTED.into());
                    store.show(Selection::Task(id));
                }
                Err(AppError::Problem(problem)) if concerns_picture(&problem) => {
                    self.source.error.set(Some(AppError::Problem(problem)));
                }
                Err(error) => self.refusal.set(Some(error)),
            }
        });
    }
}

#[component]
pub fn UpscalePanel() -> impl IntoView {
    let store = expect_context::<Store>();
    let form = Form {
        source: expect_context(),
        parameters: RwSignal::new(TaskParameters::default()),
        refusal: RwSignal::new(None),
        submitting: RwSignal::new(false),
        armed: RwSignal::new(false),
    };
    Effect::new(move || {
        let transfer = form.source.picked.with(|picked| picked.as_ref().map(|picked| picked.transfer));
        if !form.armed.get_untracked() || matches!(transfer, Some(Transfer::Sending(_))) {
            return;
        }
        form.armed.set(false);
        form.run(store);
    });
    Effect::new(move || {
        let listener = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                form.run(store);
            }
        });
        on_cleanup(move || listener.remove());
    });
    let label = move || {
        if form.armed.get() {
            words::RUN_AFTER_UPLOAD
        } else if form.submitting.get() {
            words::STARTING
        } else {
            words::RUN
        }
    };
    let elsewhere = Signal::derive(move || {
        form.error().and_then(|error| error.outside(&["parameters.scale", "parameters.quality"]))
    });
    view! {
        <form
            class="upscale"
            on:submit=move |event| {
                event.prevent_default();
                form.run(store);
            }
        >
            <h2 class="panel__title">{words::TITLE}</h2>
            <div class="panel__body field-stack">
                <Picker/>
                <ScaleField form/>
                <FormatField form/>
            </div>
            <div class="panel__footer">
                <FieldError id="run-error" error=elsewhere/>
                <Button
                    variant=ButtonVariant::Primary
                    size=ButtonSize::Wide
                    icon=Icon::Upscale
                    kind="submit"
                    disabled=Signal::derive(move || !form.ready())
                >
                    {label}
                </Button>
                <p class="upscale__shortcut"><kbd>"Ctrl"</kbd>" + "<kbd>"Enter"</kbd></p>
            </div>
        </form>
    }
}

#[component]
fn ScaleField(form: Form) -> impl IntoView {
    let value = Signal::derive(move || {
        let scale = form.parameters.get().scale().to_string();
        SCALES.iter().find(|option| option.value == scale).map_or("", |option| option.value)
    });
    let choose = Callback::new(move |value: &'static str| {
        if let Ok(scale) = value.parse() {
            form.change(|parameters| parameters.scale = Some(scale));
        }
    });
    let result = move || {
        let (width, height) = form.source.picked.with(|picked| picked.as_ref().and_then(|picked| picked.size))?;
        let scale = form.parameters.get().scale();
        let (width, height) = (width.saturating_mul(scale), height.saturating_mul(scale));
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
            <p class="upscale__result" aria-live="polite">{result}</p>
            <FieldError id="scale-error" error=form.field_error("parameters.scale")/>
        </div>
    }
}

#[component]
fn FormatField(form: Form) -> impl IntoView {
    let format = move || form.parameters.get().output_format;
    let choose = Callback::new(move |value: &'static str| {
        if let Some(format) = OutputFormat::parse(value) {
            form.change(|parameters| parameters.output_format = format);
        }
    });
    let hint = move || match format() {
        OutputFormat::Png => words::FORMAT_HINT_PNG,
        OutputFormat::Jpeg => words::FORMAT_HINT_JPEG,
        OutputFormat::Webp => words::FORMAT_HINT_WEBP,
    };
    let quality = move || form.parameters.get().quality;
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
