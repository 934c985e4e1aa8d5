//! What licences allow.

use crate::HubError;

/// Whether the words of a licence say that it forbids commercial use; for models that come without that knowledge.
pub(crate) fn forbids_commercial_use(licence: &str) -> bool {
    let words = licence.to_lowercase();
    let parts: Vec<&str> = words.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    parts.contains(&"nc")
        || words.contains("noncommercial")
        || words.contains("non-commercial")
        || words.contains("non commercial")
        || words.contains("research only")
        || words.contains("research-only")
}

/// # Errors
/// [`HubError::LicenceNotAccepted`] unless the licence allows commercial use or is among the accepted.
pub(crate) fn require(model: &str, licence: &str, commercial: bool, accepted: &[String]) -> Result<(), HubError> {
    if commercial || accepted.iter().any(|name| name.eq_ignore_ascii_case(licence)) {
        return Ok(());
    }
    Err(HubError::LicenceNotAccepted { model: model.to_owned(), licence: licence.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licences_are_understood() {
        for free in ["MIT", "Apache-2.0 OR MIT", "BSD-3-Clause", "CreativeML Open RAIL-M", "CC-BY-4.0", "unknown"] {
            assert!(!forbids_commercial_use(free), "{free}");
        }
        for not in ["CC-BY-NC-4.0", "cc-by-nc-sa-4.0", "Stability Non-Commercial", "LicenseRef-Research-Only"] {
            assert!(forbids_commercial_use(not), "{not}");
        }
    }

    #[test]
    fn acceptance_names_the_licence() {
        let accept = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            require("a@1", "CC-BY-NC-4.0", false, &names)
        };
        assert!(accept(&["cc-by-nc-4.0"]).is_ok());
        assert!(accept(&["MIT"]).is_err());
        assert!(accept(&[]).expect_err("refused").to_string().contains("--accept-licence \"CC-BY-NC-4.0\""));
    }
}
