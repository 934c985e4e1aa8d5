//! Boards: what people put pictures on to find them together.

use crate::{BoardId, Problem, Validator, limits};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// A board as its owner sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Board {
    pub id: BoardId,
    pub name: String,
    /// Pictures on it, without deleted ones.
    pub images: u64,
    /// Path of the newest one's thumbnail.
    pub cover_url: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
}

/// `POST /v1/boards` and `PATCH /v1/boards/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BoardRequest {
    /// One name for one board of a person, whatever its case.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80, example = "Harbours"))]
    pub name: String,
}

impl BoardRequest {
    /// # Errors
    /// `validation_failed` for a name that is empty or too long.
    pub fn validate(&self) -> Result<(), Problem> {
        let mut v = Validator::new();
        let most = limits::MAX_BOARD_NAME_CHARS;
        let fits = (1..=most).contains(&self.name.trim().chars().count());
        v.check(fits, "name", "length", format!("Give the board a name of 1 to {most} characters."));
        v.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_counted_without_the_space_around_them() {
        let valid = |name: &str| BoardRequest { name: name.into() }.validate().is_ok();
        assert!(valid(&format!(" {} ", "바".repeat(80))));
        assert!(!valid(&"x".repeat(81)));
        assert!(!valid("  "));
    }
}
