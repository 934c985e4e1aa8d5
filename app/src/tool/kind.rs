//! Which tools there are.

use crate::{text::tool as words, ui::Icon};
use studio_domain::TaskKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    Generate,
    Edit,
    Upscale,
}

impl Tool {
    pub const ALL: [Self; 3] = [Self::Generate, Self::Edit, Self::Upscale];

    /// What a run of it is.
    pub fn task(self) -> TaskKind {
        match self {
            Self::Generate => TaskKind::TextToImage,
            Self::Edit => TaskKind::ImageToImage,
            Self::Upscale => TaskKind::Upscale,
        }
    }

    /// The tool that a task came from.
    pub fn of(task: TaskKind) -> Self {
        match task {
            TaskKind::TextToImage => Self::Generate,
            TaskKind::ImageToImage
            | TaskKind::Inpaint
            | TaskKind::StyleTransfer
            | TaskKind::RemoveBackground
            | TaskKind::Segment => Self::Edit,
            TaskKind::Upscale => Self::Upscale,
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
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Generate => words::GENERATE,
            Self::Edit => words::EDIT,
            Self::Upscale => words::UPSCALE,
        }
    }

    pub fn icon(self) -> Icon {
        match self {
            Self::Generate => Icon::Brush,
            Self::Edit => Icon::Edit,
            Self::Upscale => Icon::Upscale,
        }
    }
}
