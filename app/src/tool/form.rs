//! What the tools are set to, and where a run of them stands.

use super::{
    Tool,
    mask::Mask,
    source::{Source, Transfer, concerns_picture},
};
use crate::{
    AppError,
    browser::upload::Upload,
    queue,
    studio::{Selection, Store, Tab},
    text::tool as words,
};
use leptos::{prelude::*, task::spawn_local};
use studio_domain::{
    Background, Image, ModelInfo, OutputFormat, Point, PredictRequest, Task, TaskInputs, TaskKind, TaskParameters,
    UploadKind,
};

/// Cheap to copy; in context below the studio page. The settings of all tools are kept, so that going from one to
/// another and back loses nothing.
#[derive(Clone, Copy)]
pub struct Form {
    pub tool: RwSignal<Tool>,
    pub source: Source,
    pub prompt: RwSignal<String>,
    pub negative_prompt: RwSignal<String>,
    pub parameters: RwSignal<TaskParameters>,
    /// By name; the model's first unless chosen.
    pub style: RwSignal<Option<String>>,
    /// Clicks on the picture.
    pub points: RwSignal<Vec<Point>>,
    /// A box on the picture: left, top, right, bottom.
    pub area: RwSignal<Option<[f32; 4]>>,
    pub mask: Mask,
    /// What is put behind a cut-out.
    pub backdrop: RwSignal<Option<Image>>,
    /// By name; the tool's default model unless chosen.
    pub model: RwSignal<Option<String>>,
    /// Keep the seed for the next run.
    pub keep_seed: RwSignal<bool>,
    models: StoredValue<Vec<ModelInfo>>,
    /// What the server said against the last run.
    refusal: RwSignal<Option<AppError>>,
    pub submitting: RwSignal<bool>,
    /// Run as soon as the upload has ended.
    pub armed: RwSignal<bool>,
}

impl Form {
    pub fn new(models: Vec<ModelInfo>) -> Self {
        let serves = |tool: &Tool| models.iter().any(|model| model.tasks.contains(&tool.task()));
        let first = Tool::ALL.into_iter().find(serves).unwrap_or(Tool::Upscale);
        let tool = RwSignal::new(first);
        Self {
            tool,
            source: Source::new(tool),
            prompt: RwSignal::new(String::new()),
            negative_prompt: RwSignal::new(String::new()),
            parameters: RwSignal::new(TaskParameters::default()),
            style: RwSignal::new(None),
            points: RwSignal::new(Vec::new()),
            area: RwSignal::new(None),
            mask: Mask::new(),
            backdrop: RwSignal::new(None),
            model: RwSignal::new(None),
            keep_seed: RwSignal::new(false),
            models: StoredValue::new(models),
            refusal: RwSignal::new(None),
            submitting: RwSignal::new(false),
            armed: RwSignal::new(false),
        }
    }

    /// The tools that a model is installed for.
    pub fn tools(self) -> impl Iterator<Item = Tool> {
        Tool::ALL.into_iter().filter(move |tool| {
            self.models.with_value(|models| models.iter().any(|model| model.tasks.contains(&tool.task())))
        })
    }

    /// Whether a model is installed that paints a part anew.
    pub fn can_mask(self) -> bool {
        self.models.with_value(|models| models.iter().any(|model| model.tasks.contains(&TaskKind::Inpaint)))
    }

    /// What a run of the tool is, as it is set now.
    pub fn task(self) -> TaskKind {
        match self.tool.get() {
            Tool::Edit if self.mask.is_on() => TaskKind::Inpaint,
            tool => tool.task(),
        }
    }

    /// The models that the tool can run with.
    pub fn models(self) -> Vec<ModelInfo> {
        self.models_for(self.task())
    }

    /// The models that such a task can be done with.
    pub fn models_for(self, task: TaskKind) -> Vec<ModelInfo> {
        self.models.with_value(|models| models.iter().filter(|model| model.tasks.contains(&task)).cloned().collect())
    }

    /// The model that a run would take.
    pub fn current_model(self) -> Option<ModelInfo> {
        let task = self.task();
        let models = self.models();
        let chosen = self.model.with(|name| models.iter().find(|model| Some(&model.name) == name.as_ref()).cloned());
        chosen.or_else(|| models.iter().find(|model| model.default_for.contains(&task)).cloned())
    }

    pub fn request(self) -> PredictRequest {
        let (tool, task) = (self.tool.get(), self.task());
        let image = self.source.picked.with(|picked| match picked.as_ref()?.transfer {
            Transfer::Stored(id) => Some(id),
            Transfer::Sending(_) | Transfer::Refused => None,
        });
        let mut inputs = TaskInputs { image: image.filter(|_| tool.takes_image()), ..TaskInputs::default() };
        if tool.paints() {
            inputs.prompt = Some(self.prompt.get());
            inputs.negative_prompt = Some(self.negative_prompt.get()).filter(|text| !text.trim().is_empty());
        }
        match tool {
            Tool::Style => {
                let known = self.current_model().map(|model| model.styles).unwrap_or_default();
                inputs.style = self.style.get().filter(|name| known.iter().any(|style| style.name == *name));
            }
            Tool::Cutout if self.has_backdrop() => {
                inputs.background = self.backdrop.with(|backdrop| backdrop.as_ref().map(|image| image.id));
            }
            Tool::Separate => (inputs.points, inputs.area) = (self.points.get(), self.area.get()),
            _ => {}
        }
        let mut parameters = self.parameters.get().only_for(task);
        if !self.keep_seed.get() {
            parameters.seed = None;
        }
        if tool.takes_image() {
            // Painted over, a picture keeps its shape.
            (parameters.width, parameters.height) = (None, None);
        }
        let model = self.model.get().filter(|_| self.current_model().is_some_and(|m| Some(m.name) == self.model.get()));
        PredictRequest { task, model, version: None, inputs, parameters, webhook: None, cache: true }
    }

    /// What stands against a run: by the server's own rules, else what the server said.
    fn error(self) -> Option<AppError> {
        let size = self.source.picked.with(|picked| picked.as_ref().and_then(|picked| picked.size));
        let too_large = size.and_then(|(width, height)| self.request().validate_output_size(width, height).err());
        too_large.map(AppError::from).or_else(|| self.refusal.get())
    }

    pub fn field_error(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.error().and_then(|error| error.field(field)))
    }

    /// What cannot be said beside a field.
    pub fn other_error(self) -> Option<String> {
        self.error().and_then(|error| error.outside(&SHOWN_BESIDE))
    }

    pub fn ready(self) -> bool {
        let usable = self.source.picked.with(|p| p.as_ref().is_some_and(|p| p.transfer != Transfer::Refused));
        let complete = match self.tool.get() {
            Tool::Generate => self.prompt.with(|prompt| !prompt.trim().is_empty()),
            Tool::Separate => usable && (!self.points.with(Vec::is_empty) || self.area.with(Option::is_some)),
            Tool::Edit => usable && (!self.mask.is_on() || self.mask.is_marked() || self.extends()),
            Tool::Cutout => usable && (!self.has_backdrop() || self.backdrop.with(Option::is_some)),
            Tool::Upscale | Tool::Style => usable,
        };
        complete && !self.submitting.get() && !self.armed.get() && !self.blocked()
    }

    /// Whether a picture is put behind the cut-out.
    fn has_backdrop(self) -> bool {
        self.parameters.with(|parameters| parameters.background == Some(Background::Image))
    }

    /// Whether something is painted beyond the edges.
    fn extends(self) -> bool {
        self.parameters.with(|parameters| parameters.outpaint.is_some())
    }

    fn blocked(self) -> bool {
        self.error().is_some_and(|error| error.field("parameters.scale").is_some())
    }

    pub fn change(self, change: impl FnOnce(&mut TaskParameters)) {
        self.refusal.set(None);
        self.parameters.update(change);
    }

    pub fn format(self) -> OutputFormat {
        self.parameters.with(|parameters| parameters.output_format)
    }

    pub fn use_tool(self, tool: Tool) {
        self.refusal.set(None);
        self.tool.set(tool);
    }

    /// Takes over what a task was told, so that the same can be made again, or nearly.
    pub fn take_over(self, store: Store, task: Task) {
        self.use_tool(Tool::of(task.task));
        self.prompt.set(task.inputs.prompt.unwrap_or_default());
        self.negative_prompt.set(task.inputs.negative_prompt.unwrap_or_default());
        self.style.set(task.inputs.style);
        self.model.set(Some(task.model.name));
        self.keep_seed.set(task.parameters.seed.is_some());
        self.parameters.set(task.parameters);
        store.tab.set(Tab::Tool);
    }

    pub fn run(self, store: Store) {
        if !untrack(|| self.ready()) {
            return;
        }
        let request = untrack(|| self.request());
        if request.task.takes_image() && request.inputs.image.is_none() {
            self.armed.set(true);
            return;
        }
        let masked = request.task == TaskKind::Inpaint;
        if let Err(problem) = request.validate()
            && !masked
        {
            self.refusal.set(Some(problem.into()));
            return;
        }
        self.refusal.set(None);
        self.submitting.set(true);
        spawn_local(async move {
            let answer = match masked {
                true => self.send_masked(request).await,
                false => queue::submit(request).await,
            };
            self.submitting.try_set(false);
            match answer {
                Ok(task) => {
                    let id = task.task_id;
                    if task.seed.is_some() && !self.keep_seed.get_untracked() {
                        self.parameters.update(|parameters| parameters.seed = task.seed);
                    }
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

impl Form {
    /// Sends the mask, then the request with it.
    async fn send_masked(self, mut request: PredictRequest) -> Result<Task, AppError> {
        let size = self.source.picked.with_untracked(|picked| picked.as_ref().and_then(|picked| picked.size));
        // Beyond the edges, everything is painted; within them, what is marked.
        if untrack(|| self.mask.is_marked()) {
            let mask = self.mask.file(size.unwrap_or((1, 1))).await.ok_or(AppError::Unreachable)?;
            let stored = Upload::new(UploadKind::Mask)?.send(&mask, |_| {}).await?;
            request.inputs.mask = Some(stored.id);
        }
        request.validate()?;
        queue::submit(request).await
    }
}

/// The fields that have a place for what is said against them.
const SHOWN_BESIDE: [&str; 16] = [
    "inputs.background",
    "inputs.mask",
    "inputs.prompt",
    "inputs.negative_prompt",
    "inputs.style",
    "inputs.points",
    "inputs.box",
    "parameters.mask_blur",
    "parameters.outpaint",
    "parameters.scale",
    "parameters.quality",
    "parameters.width",
    "parameters.steps",
    "parameters.guidance_scale",
    "parameters.seed",
    "parameters.strength",
];
