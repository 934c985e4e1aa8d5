//! How a file says that it was made, and taking that over.

use super::{Form, Tool, check};
use crate::{
    browser::{files, upload},
    format, said,
    studio::Store,
    text::{found as words, paint},
    ui::{Button, ButtonSize, Icon, IconButton},
};
use leptos::{ev, prelude::*, task::spawn_local};
use studio_domain::{Infotext, TaskKind};
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlInputElement};

#[derive(Clone, Debug, PartialEq)]
enum State {
    Nothing,
    Reading,
    Silent,
    Says(Box<Infotext>),
    Failed(String),
}

/// What the file that was last chosen says. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Found {
    state: RwSignal<State>,
    /// Tells a late answer that its file is no longer the one.
    turn: StoredValue<u32>,
}

impl Found {
    pub fn new() -> Self {
        Self { state: RwSignal::new(State::Nothing), turn: StoredValue::new(0) }
    }

    /// Has a file read. Who asked for that is told of failures, too, and when it says nothing; for a picture that is
    /// uploaded anyway, the upload says them.
    pub fn look(self, file: File, asked: bool) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let turn = self.turn.get_value();
        self.state.set(if asked { State::Reading } else { State::Nothing });
        spawn_local(async move {
            let state = match upload::parameters(&file).await {
                Ok(Some(found)) => State::Says(Box::new(found)),
                Ok(None) if asked => State::Silent,
                Err(error) if asked => State::Failed(error.message()),
                Ok(None) | Err(_) => State::Nothing,
            };
            if self.turn.try_get_value() == Some(turn) {
                self.state.set(state);
            }
        });
    }

    pub fn forget(self) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.state.set(State::Nothing);
    }
}

impl Form {
    /// Takes over what a file says, as far as an installed model can do it.
    fn take_found(self, store: Store, found: Infotext) {
        let Some(tool) = self.tool_for(&found) else {
            store.toaster.fail(words::NOTHING_PAINTS);
            return;
        };
        self.use_tool(tool);
        let (fits, _) = self.fitting(tool.task(), &found);
        let Infotext { model, inputs, parameters, .. } = fits;
        if model.is_some() {
            self.model.set(model);
        }
        if tool.paints() {
            self.prompt.set(inputs.prompt.unwrap_or_default());
            self.negative_prompt.set(inputs.negative_prompt.unwrap_or_default());
            self.keep_seed.set(parameters.seed.is_some());
        }
        if inputs.style.is_some() {
            self.style.set(inputs.style);
        }
        self.change(|present| {
            let file = (present.output_format, present.quality);
            *present = parameters;
            (present.output_format, present.quality) = file;
        });
        store.toaster.say(words::USED);
    }

    /// The tool that makes such pictures, if a model for it is installed.
    fn tool_for(self, found: &Infotext) -> Option<Tool> {
        let wanted = match found {
            found if found.inputs.style.is_some() => Tool::Style,
            found if found.parameters.scale.is_some() => Tool::Upscale,
            // Of a picture that was painted over, the one under it is not known: the tool in use decides.
            _ if self.tool.get_untracked() == Tool::Edit => Tool::Edit,
            _ => Tool::Generate,
        };
        self.tools().find(|tool| *tool == wanted)
    }

    /// What of it an installed model can do, and in words what cannot be done.
    fn fitting(self, task: TaskKind, found: &Infotext) -> (Infotext, Vec<String>) {
        let mut fits = found.clone();
        let mut unused = found.unused.clone();
        let models = self.models_for(task);
        let named = |name: &String| models.iter().find(|model| model.name == *name || model.title == *name);
        let model = found.model.as_ref().and_then(named);
        if let Some(name) = found.model.as_ref().filter(|_| model.is_none()) {
            unused.push(words::model(name));
        }
        fits.model = model.map(|model| model.name.clone());
        let model = model.or_else(|| models.iter().find(|model| model.default_for.contains(&task)));
        let style = fits.inputs.style.take();
        if let Some(style) = style {
            if model.is_some_and(|model| model.styles.iter().any(|known| known.name == style)) {
                fits.inputs.style = Some(style);
            } else {
                unused.push(words::style(&style));
            }
        }
        let p = &mut fits.parameters;
        if let Some(diffusion) = model.and_then(|model| model.diffusion.as_ref()) {
            if let Some(name) = p.scheduler.take_if(|name| !diffusion.runs_with(name)) {
                unused.push(words::sampler(&name));
            }
            let step = diffusion.size_step.max(1);
            if let Some((width, height)) = p.width.zip(p.height)
                && (width % step != 0 || height % step != 0)
            {
                (p.width, p.height) = (None, None);
                unused.push(words::size(&format::size(width, height)));
            }
        }
        fits.parameters = fits.parameters.only_for(task);
        (fits, unused)
    }
}

/// What was found in the chosen file; where no picture is chosen, a way to choose one for its settings alone.
#[component]
pub fn FoundSettings(form: Form) -> impl IntoView {
    let found = form.source.found;
    let choose = move |event: ev::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        if let Some(file) = files::take(&input).into_iter().next() {
            match check::file(file.size(), &file.type_()) {
                Ok(()) => found.look(file, true),
                Err(problem) => found.state.set(State::Failed(said::detail(&problem))),
            }
        }
    };
    let card = move || match found.state.get() {
        State::Nothing => None,
        State::Reading => Some(view! { <p class="field__hint">{words::READING}</p> }.into_any()),
        State::Silent => Some(view! { <p class="field__hint">{words::SILENT}</p> }.into_any()),
        State::Failed(message) => {
            Some(view! { <p class="field__error">{Icon::Alert.view()}<span>{message}</span></p> }.into_any())
        }
        State::Says(says) => Some(view! { <Says form says=*says/> }.into_any()),
    };
    view! {
        <div class="found">
            <Show when=move || form.tool.get() == Tool::Generate>
                <label class="button button--quiet button--small found__choose">
                    <input class="visually-hidden" type="file" accept="image/jpeg,image/png,image/webp" on:change=choose/>
                    {Icon::Reuse.view()}
                    {words::CHOOSE}
                </label>
            </Show>
            <div role="status">{card}</div>
        </div>
    }
}

#[component]
fn Says(form: Form, says: Infotext) -> impl IntoView {
    let store = expect_context::<Store>();
    let found = form.source.found;
    let task = untrack(|| form.tool_for(&says)).unwrap_or(Tool::Generate).task();
    let (fits, unused) = form.fitting(task, &says);
    let p = &fits.parameters;
    let facts = [
        fits.model.clone(),
        fits.inputs.style.as_deref().map(|style| said::style(style, style)),
        p.scale.map(|scale| format!("×{scale}")),
        p.width.zip(p.height).map(|(width, height)| format::size(width, height)),
        p.steps.map(paint::steps),
        p.guidance_scale.map(paint::guidance),
        p.scheduler.clone(),
        p.seed.map(paint::seed),
        p.strength.map(paint::strength),
    ];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let prompt = fits.inputs.prompt.clone().map(|prompt| view! { <p class="found__prompt">{prompt}</p> });
    let unused = (!unused.is_empty()).then(|| words::not_used(&unused.join(", ")));
    view! {
        <div class="found__card">
            <div class="found__head">
                <p class="found__title">{words::made_by(says.source)}</p>
                <IconButton
                    icon=Icon::Close
                    size=ButtonSize::Small
                    label=words::FORGET
                    on:click=move |_| found.forget()
                />
            </div>
            {prompt}
            <p class="field__hint">{facts}</p>
            {unused.map(|unused| view! { <p class="found__unused">{unused}</p> })}
            <Button size=ButtonSize::Small icon=Icon::Reuse on:click=move |_| form.take_found(store, says.clone())>
                {words::USE}
            </Button>
        </div>
    }
}
