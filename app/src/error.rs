//! What can go wrong between the page and the server.

use crate::{said, text};
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};
use studio_domain::{ErrorCode, Problem};

/// The error of every server function, and of uploads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppError {
    /// The server refused or failed, and says why.
    Problem(Box<Problem>),
    /// No answer came: the connection or the server is down.
    Unreachable,
}

impl AppError {
    /// A sentence for people, with what to do.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Problem(problem) => said::detail(problem),
            Self::Unreachable => text::error::UNREACHABLE.into(),
        }
    }

    /// The stable code, if the server gave one.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Unreachable => None,
        }
    }

    /// All messages about `field` (a dotted path, such as `parameters.scale`).
    #[must_use]
    pub fn field(&self, field: &str) -> Option<String> {
        let Self::Problem(problem) = self else { return None };
        let messages: Vec<_> = problem.errors.iter().filter(|e| e.field == field).map(said::message).collect();
        (!messages.is_empty()).then(|| messages.join(" "))
    }

    /// The message, unless every part of it belongs to one of `fields` and is shown there.
    #[must_use]
    pub fn outside(&self, fields: &[&str]) -> Option<String> {
        match self {
            Self::Problem(problem)
                if !problem.errors.is_empty() && problem.errors.iter().all(|e| fields.contains(&e.field.as_str())) =>
            {
                None
            }
            _ => Some(self.message()),
        }
    }
}

impl From<Problem> for AppError {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Unreachable,
            // A page older than the server it talks to.
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Problem::new(ErrorCode::InvalidRequest, text::error::OUTDATED).into()
            }
            _ => Problem::new(ErrorCode::Internal, text::error::INTERNAL).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use studio_domain::FieldError;

    fn two_fields() -> AppError {
        Problem::validation(vec![
            FieldError::new("email", "a", "Bad e-mail."),
            FieldError::new("password", "b", "Short."),
        ])
        .into()
    }

    #[test]
    fn messages_stand_beside_their_field_and_nowhere_else() {
        let error = two_fields();
        assert_eq!(error.field("email").as_deref(), Some("Bad e-mail."));
        assert_eq!(error.field("name"), None);
        assert_eq!(error.outside(&["email", "password"]), None);
        assert!(error.outside(&["email"]).is_some());
        assert!(AppError::Unreachable.outside(&["email"]).is_some());
    }

    #[test]
    fn survives_the_wire() {
        let error = two_fields();
        assert_eq!(AppError::de(error.ser()), error);
    }
}
