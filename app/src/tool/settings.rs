//! What each tool is set to, and what this browser remembers of it beyond the page.

use super::{Form, Tool};
use crate::browser::storage;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use studio_domain::{TaskParameters, UserId};

/// Where the browser keeps them.
const KEY: &str = "studio.settings";

/// A value for each tool; read and written, it is that of the tool in use. Cheap to copy.
pub struct PerTool<T: Send + Sync + 'static> {
    tool: RwSignal<Tool>,
    values: [RwSignal<T>; Tool::ALL.len()],
}

impl<T: Send + Sync + 'static> Clone for PerTool<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for PerTool<T> {}

impl<T: Clone + Default + Send + Sync + 'static> PerTool<T> {
    pub fn new(tool: RwSignal<Tool>) -> Self {
        Self { tool, values: std::array::from_fn(|_| RwSignal::new(T::default())) }
    }

    pub fn of(self, tool: Tool) -> RwSignal<T> {
        self.values[tool as usize]
    }

    pub fn get(self) -> T {
        self.of(self.tool.get()).get()
    }

    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.of(self.tool.get()).with(read)
    }

    pub fn set(self, value: T) {
        self.of(self.tool.get_untracked()).set(value);
    }

    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.of(self.tool.get_untracked()).update(change);
    }
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Remembered {
    /// Whose they are: the next person at this browser need not see them.
    user: Option<UserId>,
    prompt: String,
    negative_prompt: String,
    style: Option<String>,
    tools: Vec<ToolSettings>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct ToolSettings {
    tool: String,
    model: Option<String>,
    keep_seed: bool,
    parameters: TaskParameters,
}

impl Form {
    /// Brings back what this browser remembers, and from then on keeps what is changed.
    pub fn remember(self, user: UserId) {
        Effect::new(move |began: Option<()>| {
            if began.is_none() {
                let kept =
                    storage::get(KEY).and_then(|text| serde_json::from_slice::<Remembered>(text.as_bytes()).ok());
                // What an older page kept may not be understood any more; then it is set anew.
                if let Some(kept) = kept.filter(|kept| kept.user == Some(user)) {
                    self.restore(kept);
                }
            }
            self.tool.get().keep();
            if let Ok(text) = serde_json::to_string(&self.remembered(user)) {
                storage::set(KEY, &text);
            }
        });
    }

    fn remembered(self, user: UserId) -> Remembered {
        let of = |tool: Tool| ToolSettings {
            tool: tool.name().into(),
            model: self.model.of(tool).get(),
            keep_seed: self.keep_seed.of(tool).get(),
            parameters: self.parameters.of(tool).get(),
        };
        Remembered {
            user: Some(user),
            prompt: self.prompt.get(),
            negative_prompt: self.negative_prompt.get(),
            style: self.style.get(),
            tools: Tool::ALL.map(of).into(),
        }
    }

    fn restore(self, kept: Remembered) {
        // Not over what was written before the page came to life.
        if self.prompt.get_untracked().is_empty() {
            self.prompt.set(kept.prompt);
        }
        self.negative_prompt.set(kept.negative_prompt);
        self.style.set(kept.style);
        for settings in kept.tools {
            let Some(tool) = Tool::of_name(&settings.tool) else { continue };
            self.model.of(tool).set(settings.model);
            self.keep_seed.of(tool).set(settings.keep_seed);
            self.parameters.of(tool).set(settings.parameters);
        }
    }

    /// Sets the tool in use back to what its model proposes. Model and words stay.
    pub fn reset(self) {
        self.change(|parameters| *parameters = TaskParameters::default());
        self.keep_seed.set(false);
        self.ratio.set(None);
        self.style.set(None);
    }
}
