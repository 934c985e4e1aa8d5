//! Which tools there are.

use crate::{language::Phrase, text::tool as words, ui::Icon};
use studio_domain::TaskKind;

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
