//! Which tools there are.

use crate::{browser::cookie, language::Phrase, said, text::tool as words, ui::Icon};
#[cfg(not(feature = "ssr"))]
use leptos::prelude::document;
use studio_domain::{TaskInputs, TaskKind, TaskParameters};

const COOKIE: &str = "studio_tool";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    Generate,
    Edit,
    Upscale,
    Style,
    Cutout,
    Separate,
}

impl Tool {
    pub const ALL: [Self; 6] = [Self::Generate, Self::Edit, Self::Upscale, Self::Style, Self::Cutout, Self::Separate];

    /// What a run of it is.
    pub fn task(self) -> TaskKind {
        match self {
            Self::Generate => TaskKind::TextToImage,
            Self::Edit => TaskKind::ImageToImage,
            Self::Upscale => TaskKind::Upscale,
            Self::Style => TaskKind::StyleTransfer,
            Self::Cutout => TaskKind::RemoveBackground,
            Self::Separate => TaskKind::Segment,
        }
    }

    /// The tool that a task came from.
    pub fn of(task: TaskKind) -> Self {
        match task {
            TaskKind::TextToImage => Self::Generate,
            TaskKind::ImageToImage | TaskKind::Inpaint => Self::Edit,
            TaskKind::Upscale => Self::Upscale,
            TaskKind::StyleTransfer => Self::Style,
            TaskKind::RemoveBackground => Self::Cutout,
            TaskKind::Segment => Self::Separate,
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.name() == name)
    }

    /// The one that was used last in this browser: told by the request being answered, or by this page.
    #[cfg(feature = "ssr")]
    pub fn used_last() -> Option<Self> {
        Self::of_name(&cookie::of_request(COOKIE)?)
    }

    /// The one that was used last in this browser: told by the request being answered, or by this page.
    #[cfg(not(feature = "ssr"))]
    pub fn used_last() -> Option<Self> {
        Self::of_name(&document().document_element()?.get_attribute("data-tool")?)
    }

    /// Remembers it.
    pub fn keep(self) {
        cookie::set(COOKIE, Some(self.name()));
    }

    pub fn takes_image(self) -> bool {
        self.task().takes_image()
    }

    pub fn paints(self) -> bool {
        self.task().is_diffusion()
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Generate => "generate",
            Self::Edit => "edit",
            Self::Upscale => "upscale",
            Self::Style => "style",
            Self::Cutout => "cut-out",
            Self::Separate => "separate",
        }
    }

    pub fn label(self) -> Phrase {
        match self {
            Self::Generate => words::GENERATE,
            Self::Edit => words::EDIT,
            Self::Upscale => words::UPSCALE,
            Self::Style => words::STYLE,
            Self::Cutout => words::CUTOUT,
            Self::Separate => words::SEPARATE,
        }
    }

    /// What it is told, in a few words.
    pub fn describe(self, inputs: &TaskInputs, parameters: &TaskParameters) -> String {
        match (&inputs.prompt, &inputs.style) {
            (Some(prompt), _) if !prompt.is_empty() => prompt.clone(),
            (_, Some(style)) => format!("{}: {}", self.label(), said::style(style, style)),
            _ if self == Self::Upscale => format!("{} ×{}", self.label(), parameters.scale()),
            _ => self.label().into(),
        }
    }

    pub fn icon(self) -> Icon {
        match self {
            Self::Generate => Icon::Brush,
            Self::Edit => Icon::Edit,
            Self::Upscale => Icon::Upscale,
            Self::Style => Icon::Palette,
            Self::Cutout => Icon::Scissors,
            Self::Separate => Icon::Pointer,
        }
    }
}
