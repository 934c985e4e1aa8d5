//! Samplers by A1111's names, which says how steps are spaced apart from how they are made.

use crate::http::error::{Error, Result};
use studio_domain::{DiffusionInfo, ErrorCode};

/// Spacings we have, as A1111 calls them; a sampler's name here ends with one.
pub const SPACINGS: [&str; 3] = ["Karras", "Exponential", "Beta"];

/// What A1111 has. Its clients name one of these in every request, whether somebody chose it or not.
const THEIRS: [&str; 20] = [
    "Euler a",
    "Euler",
    "LMS",
    "Heun",
    "DPM2",
    "DPM2 a",
    "DPM++ 2S a",
    "DPM++ 2M",
    "DPM++ SDE",
    "DPM++ 2M SDE",
    "DPM++ 2M SDE Heun",
    "DPM++ 3M SDE",
    "DPM fast",
    "DPM adaptive",
    "Restart",
    "DDIM",
    "DDIM CFG++",
    "PLMS",
    "UniPC",
    "LCM",
];

/// The model's sampler of that name. One that A1111 has and the model cannot be run with becomes the model's own, for
/// which `None` stands; the answer says which it was.
pub fn choose(model: &DiffusionInfo, sampler: Option<&str>, schedule: Option<&str>) -> Result<Option<String>> {
    let Some(name) = sampler.map(str::trim).filter(|name| !name.is_empty() && *name != "Automatic") else {
        return Ok(None);
    };
    let spacing = SPACINGS.into_iter().find(|spacing| schedule.is_some_and(|s| s.trim().eq_ignore_ascii_case(spacing)));
    let spaced = spacing.map(|spacing| format!("{name} {spacing}"));
    let known = |name: &str| model.samplers.iter().find(|known| known.eq_ignore_ascii_case(name)).cloned();
    if let Some(found) = spaced.as_deref().and_then(known).or_else(|| known(name)) {
        return Ok(Some(found));
    }
    let bare = SPACINGS.into_iter().fold(name, |name, spacing| name.strip_suffix(spacing).unwrap_or(name).trim_end());
    if model.runs_with(name) {
        Ok(Some(name.to_owned()))
    } else if THEIRS.iter().any(|theirs| theirs.eq_ignore_ascii_case(bare)) {
        Ok(None)
    } else {
        Err(Error::new(ErrorCode::NotFound, "Sampler not found"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_found_joined_or_replaced_by_the_models_own() {
        let model = json!({
            "width": 512, "height": 512, "size_step": 8, "steps": 20, "guidance_scale": 7.0, "scheduler": "PNDMScheduler",
            "samplers": ["DPM++ 2M", "DPM++ 2M Karras", "Euler a"]
        });
        let model: DiffusionInfo = serde_json::from_value(model).expect("a model");
        let choose = |name, schedule| choose(&model, Some(name), schedule).map_err(|e| e.0.status);
        assert_eq!(choose("euler A", Some("Automatic")), Ok(Some("Euler a".into())));
        assert_eq!(choose("DPM++ 2M", Some("karras")), Ok(Some("DPM++ 2M Karras".into())));
        assert_eq!(choose("DPM++ 2M", Some("SGM Uniform")), Ok(Some("DPM++ 2M".into())));
        assert_eq!(choose("Euler a", Some("Karras")), Ok(Some("Euler a".into())));
        assert_eq!(choose("DPM2 Karras", None), Ok(None));
        assert_eq!(choose("PNDMScheduler", None), Ok(Some("PNDMScheduler".into())));
        assert_eq!(choose("Magic", None), Err(404));
    }
}
