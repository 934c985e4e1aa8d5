//! Which workers do what.

use crate::TaskKind;
use serde::{Deserialize, Serialize};

/// A part of the queue that some workers serve and others may leave alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pool {
    /// Painting from prompts.
    Generation,
    /// Making one picture of another: enlarging, restyling, cutting out.
    Upscaling,
    /// Whatever takes long.
    Batch,
}

impl Pool {
    pub const ALL: [Self; 3] = [Self::Generation, Self::Upscaling, Self::Batch];

    /// Tasks that are expected to take longer than this go to [`Self::Batch`], where they hold up nobody who wants a
    /// picture now. In milliseconds.
    pub const LONG_MS: i64 = 120_000;

    #[must_use]
    pub fn of(kind: TaskKind, estimated_ms: i64) -> Self {
        if estimated_ms > Self::LONG_MS {
            Self::Batch
        } else if kind.is_diffusion() {
            Self::Generation
        } else {
            Self::Upscaling
        }
    }

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Generation => "generation",
            Self::Upscaling => "upscaling",
            Self::Batch => "batch",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pool| pool.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_work_is_set_apart() {
        assert_eq!(Pool::of(TaskKind::Inpaint, 1_000), Pool::Generation);
        assert_eq!(Pool::of(TaskKind::Segment, 1_000), Pool::Upscaling);
        assert_eq!(Pool::of(TaskKind::Upscale, Pool::LONG_MS + 1), Pool::Batch);
    }

    #[test]
    fn names_read_back() {
        assert!(Pool::ALL.into_iter().all(|pool| Pool::parse(pool.as_str()) == Some(pool)));
        assert_eq!(Pool::parse("swimming"), None);
    }
}
