//! What the address says should be on the stage.

use serde::{Deserialize, Serialize};
use studio_domain::{ImageId, TaskId};

/// `/`, `/images/{id}` or `/tasks/{id}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    #[default]
    Nothing,
    Image(ImageId),
    Task(TaskId),
    /// An id that cannot be one.
    Invalid,
}

impl Selection {
    /// `None` for an address outside the studio.
    pub fn of_path(path: &str) -> Option<Self> {
        let (kind, id) = match path.trim_matches('/').split_once('/') {
            Some(parts) => parts,
            None => return matches!(path, "" | "/").then_some(Self::Nothing),
        };
        let parsed = match kind {
            "images" => id.parse().map(Self::Image),
            "tasks" => id.parse().map(Self::Task),
            _ => return None,
        };
        Some(parsed.unwrap_or(Self::Invalid))
    }

    pub fn path(self) -> String {
        match self {
            Self::Nothing | Self::Invalid => "/".into(),
            Self::Image(id) => format!("/images/{id}"),
            Self::Task(id) => format!("/tasks/{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_round_trip() {
        let id = "01936b2e-0000-7000-8000-000000000000";
        for path in ["/".to_owned(), format!("/images/{id}"), format!("/tasks/{id}")] {
            assert_eq!(Selection::of_path(&path).map(Selection::path), Some(path));
        }
    }

    #[test]
    fn nonsense_is_told_from_nothing() {
        assert_eq!(Selection::of_path("/images/7"), Some(Selection::Invalid));
        assert_eq!(Selection::of_path(""), Some(Selection::Nothing));
        assert_eq!(Selection::of_path("/images"), None);
        assert_eq!(Selection::of_path("/else/where"), None);
    }
}
