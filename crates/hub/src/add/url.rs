//! A manifest on the web, with the files beside it.

use super::AddOptions;
use crate::{
    Address, Checksum, Fetcher, HubError, Listener, Manifest, PinnedFile, Store, licence,
    manifest::LARGEST,
    pull::{Plan, Pulled},
};

impl Store {
    /// Installs the model whose model.toml is at `address`. It must pin the size and hash of every file; they are fetched
    /// from beside it.
    ///
    /// # Errors
    /// [`HubError::Refused`] for a manifest that is not good, [`HubError::AlreadyInstalled`], and those of
    /// [`Store::pull`].
    pub async fn add_url(
        &self,
        address: &Address,
        options: &AddOptions,
        fetcher: &Fetcher,
        listener: Listener<'_>,
    ) -> Result<Pulled, HubError> {
        if !address.url().path().ends_with(".toml") {
            return Err(HubError::Refused(format!(
                "{address} is no address of a model.toml. A model on the web is a model.toml with its files beside it; \
                 anything else is downloaded first and added as a folder"
            )));
        }
        if options.name.is_some() || options.version.is_some() || options.licence.is_some() {
            return Err(HubError::Refused("a model.toml says name, version and licence itself".to_owned()));
        }
        let text = fetcher.text(address, LARGEST).await?;
        let manifest = Manifest::parse(&text).map_err(|reason| HubError::Refused(format!("{address} is {reason}")))?;
        let reference = manifest.reference();
        if self.has(&manifest.name, &manifest.version) {
            return Err(HubError::AlreadyInstalled(reference));
        }
        let commercial = !licence::forbids_commercial_use(&manifest.licence);
        licence::require(&reference, &manifest.licence, commercial, &options.accepted_licences)?;
        let pin = |file: &crate::ManifestFile| match (file.size, &file.sha256) {
            (Some(size), Some(sha256)) => Ok(PinnedFile {
                path: file.path.clone(),
                size,
                checksum: Checksum::Sha256(sha256.clone()),
                urls: vec![address.beside(&file.path)],
                manifest: toml::Table::new(),
            }),
            _ => Err(HubError::Refused(format!("{address} does not pin {}: it needs size and sha256", file.path))),
        };
        let files: Vec<PinnedFile> = manifest.files.iter().map(pin).collect::<Result<_, _>>()?;
        let plan = Plan {
            name: &manifest.name,
            version: &manifest.version,
            files: &files,
            manifest: &|_: &[String]| Ok(text.clone()),
        };
        self.carry_out(plan, fetcher, listener).await
    }
}
