//! What a bucket's failures mean, in words for the operator's log.
//!
//! An answer may quote the request, with whatever signed it; of those, only the code and the message are passed on.

use object_store::{
    Error,
    client::{HttpError, HttpErrorKind},
};
use std::{error::Error as StdError, iter::successors};

const ANOTHER_REGION: &str = "Set AWS_REGION to the region of the bucket";

/// In one line.
pub fn reason(error: &Error) -> String {
    let deepest = links(error).last().map(ToString::to_string).unwrap_or_default();
    if let Some(failed) = links(error).find_map(<dyn StdError>::downcast_ref::<HttpError>) {
        return if failed.kind() == HttpErrorKind::Timeout { "it does not answer in time".into() } else { deepest };
    }
    match (element(&deepest, "Code"), element(&deepest, "Message")) {
        (Some(code), Some(message)) => format!("{code}: {}", message.trim_end_matches('.')),
        (Some(code), None) => code.to_owned(),
        _ => deepest.split('<').next().unwrap_or_default().trim_end_matches([':', ' ']).to_owned(),
    }
}

/// What to do about it, when the very first requests fail. `has_key`: whether it was said where to get one.
pub fn advice(error: &Error, has_key: bool) -> &'static str {
    let deepest = links(error).last().map(ToString::to_string).unwrap_or_default();
    let unreachable = links(error).any(<dyn StdError>::is::<HttpError>);
    match element(&deepest, "Code") {
        Some("InvalidAccessKeyId" | "NotSignedUp" | "SignatureDoesNotMatch" | "ExpiredToken" | "InvalidToken") => {
            "Check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        }
        Some("PermanentRedirect" | "TemporaryRedirect" | "AuthorizationHeaderMalformed") => ANOTHER_REGION,
        _ if deepest.starts_with("Received redirect") => ANOTHER_REGION,
        _ if !has_key => {
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: without them, only machines of AWS's own have access"
        }
        _ if unreachable => "Check AWS_ENDPOINT_URL, and that this machine reaches it",
        _ => match error {
            Error::NotFound { .. } => "Make the bucket, or name another in STUDIO_OBJECTS",
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
                "The key must be allowed s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload"
            }
            _ => "Check the bucket, and the variables that begin with AWS_",
        },
    }
}

/// Whether the object is not there, rather than everything. Who may not list a bucket is told neither.
pub fn is_lost(error: &Error) -> bool {
    let deepest = links(error).last().map(ToString::to_string).unwrap_or_default();
    matches!(error, Error::NotFound { .. }) && element(&deepest, "Code") != Some("NoSuchBucket")
}

/// An error and its causes: the outer ones say that a request failed, the last one why.
fn links<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    successors(Some(error), |link| StdError::source(*link))
}

/// The text of the first element of that name.
fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    let (text, _) = rest.split_once(&format!("</{name}>"))?;
    Some(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements() {
        let xml = "<?xml version=\"1.0\"?><Error><Code>NoSuchBucket</Code><Message>It is not there.</Message></Error>";
        assert_eq!(element(xml, "Code"), Some("NoSuchBucket"));
        assert_eq!(element(xml, "Message"), Some("It is not there."));
        assert_eq!(element(xml, "Bucket"), None);
    }
}
