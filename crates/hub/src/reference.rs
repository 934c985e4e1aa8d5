//! How people name a model.

use crate::HubError;
use std::{fmt, str::FromStr};
use studio_domain::names::is_name;

/// `NAME`, or `NAME@VERSION`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub name: String,
    pub version: Option<String>,
}

impl FromStr for Reference {
    type Err = HubError;

    fn from_str(text: &str) -> Result<Self, HubError> {
        let (name, version) = match text.split_once('@') {
            Some((name, version)) => (name, Some(version)),
            None => (text, None),
        };
        if !is_name(name) || !version.is_none_or(is_name) {
            return Err(HubError::Refused(format!(
                "{text:?} is no model. Models are written NAME or NAME@VERSION, in letters, digits, dots, dashes and \
                 underscores."
            )));
        }
        Ok(Self { name: name.to_owned(), version: version.map(str::to_owned) })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.version {
            Some(version) => write!(f, "{}@{version}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read() {
        let read = |text: &str| text.parse::<Reference>().map(|r| (r.name, r.version)).ok();
        assert_eq!(read("lama"), Some(("lama".into(), None)));
        assert_eq!(read("lama@2025jan"), Some(("lama".into(), Some("2025jan".into()))));
        for bad in ["", "@1", "lama@", "lama@1@2", "../x", "a/b@1"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
