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
    pub fn of_path(path: &str) -> Self {
        let mut parts = path.trim_matches('/').split('/');
        let parsed = match (parts.next(), parts.next()) {
            (Some("images"), Some(id)) => id.parse().map(Self::Image),
            (Some("tasks"), Some(id)) => id.parse().map(Self::Task),
            _ => return Self::Nothing,
        };
        parsed.unwrap_or(Self::Invalid)
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
            assert_eq!(Selection::of_path(&path).path(), path);
        }
    }

    #[test]
    fn nonsense_is_told_from_nothing() {
        assert_eq!(Selection::of_path("/images/7"), Selection::Invalid);
        assert_eq!(Selection::of_path(""), Selection::Nothing);
    }
}
