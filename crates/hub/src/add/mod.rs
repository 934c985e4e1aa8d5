//! Models that are in no catalogue: folders of this machine, and manifests on the web.

mod copy;
pub(crate) mod diffusers;
mod folder;
mod url;

/// What to call a model that does not say it itself.
#[derive(Clone, Debug, Default)]
pub struct AddOptions {
    pub name: Option<String>,
    pub version: Option<String>,
    /// An SPDX expression.
    pub licence: Option<String>,
    /// Share the files with the folder instead of copying them: no space is needed, and whoever changes them there
    /// damages the model.
    pub link: bool,
    /// Licences that forbid commercial use and are accepted.
    pub accepted_licences: Vec<String>,
}
