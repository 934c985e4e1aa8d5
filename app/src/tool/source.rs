//! The picture to work on: where it comes from, and its way to the server.
//!
//! A file is uploaded as soon as it is chosen, so that pressing the button costs no wait.

use super::{Found, Tool, check};
use crate::{
    AppError,
    browser::{files, upload::Upload},
    studio::{Store, Tab},
    text::tool as words,
};
use leptos::{html, prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use studio_domain::{Image, ImageId, Problem, UploadKind};
use web_sys::File;

/// How far the picture has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Transfer {
    /// 0 to 1.
    Sending(f32),
    Stored(ImageId),
    Refused,
}

/// The chosen picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked {
    pub name: String,
    pub bytes: u64,
    /// Width and height, once known.
    pub size: Option<(u32, u32)>,
    /// Where the page can show it from; empty if the browser cannot read it.
    pub preview: String,
    pub transfer: Transfer,
}

/// Cheap to copy; in context below the studio page.
#[derive(Clone, Copy)]
pub struct Source {
    pub picked: RwSignal<Option<Picked>>,
    pub error: RwSignal<Option<AppError>>,
    /// Which tool is in use: one that takes no picture gives way when one is chosen.
    tool: RwSignal<Tool>,
    /// The file input, for buttons elsewhere that open it.
    pub input: NodeRef<html::Input>,
    /// Empty on the server, where it would change threads.
    upload: StoredValue<Option<SendWrapper<Upload>>>,
    /// What is being sent, to send it again if the connection fails.
    file: StoredValue<Option<SendWrapper<File>>>,
    /// What the file says of how it was made.
    pub found: Found,
    /// Tells a late answer that its picture is no longer the one.
    turn: StoredValue<u32>,
}

impl Source {
    pub fn new(tool: RwSignal<Tool>) -> Self {
        Self {
            tool,
            picked: RwSignal::new(None),
            error: RwSignal::new(None),
            input: NodeRef::new(),
            upload: StoredValue::new(None),
            file: StoredValue::new(None),
            found: Found::new(),
            turn: StoredValue::new(0),
        }
    }

    /// Opens the browser's file dialogue.
    pub fn browse(self) {
        if let Some(input) = self.input.get_untracked() {
            input.click();
        }
    }

    /// Takes the first of the files that were picked, dropped or pasted.
    pub fn take(self, store: Store, files: Vec<File>) {
        if files.len() > 1 {
            store.toaster.say(words::ONLY_ONE);
        }
        match files.into_iter().next() {
            Some(file) => self.take_file(store, file),
            None => store.toaster.say(words::NOT_A_FILE),
        }
    }

    fn take_file(self, store: Store, file: File) {
        self.clear();
        self.show_tool(store);
        if let Err(problem) = check::file(file.size(), &file.type_()) {
            self.error.set(Some(problem.into()));
            return;
        }
        self.file.set_value(Some(SendWrapper::new(file.clone())));
        self.found.look(file.clone(), false);
        let preview = files::object_url(&file).unwrap_or_default();
        let name = if file.name().is_empty() { words::PASTED_NAME.into() } else { file.name() };
        let picked = Picked {
            name,
            bytes: file.size() as u64,
            size: None,
            preview: preview.clone(),
            transfer: Transfer::Sending(0.0),
        };
        self.picked.set(Some(picked));
        let turn = self.turn.get_value();
        spawn_local(async move {
            // What the browser cannot read may still be readable for the server, which has the last word.
            let size = files::measure(&preview).await;
            if !self.is_turn(turn) {
                return;
            }
            self.change(|picked| picked.size = size);
            if size.is_none() {
                files::revoke(&preview);
                self.change(|picked| picked.preview.clear());
            }
            if let Some(Err(problem)) = size.map(|(width, height)| check::pixels(width, height)) {
                self.refuse(problem.into());
                return;
            }
            self.send(store, file, turn).await;
        });
    }

    async fn send(self, store: Store, file: File, turn: u32) {
        let upload = match Upload::new(UploadKind::Original) {
            Ok(upload) => upload,
            Err(error) => return self.refuse(error),
        };
        self.upload.set_value(Some(SendWrapper::new(upload.clone())));
        let progress = move |sent| {
            if self.is_turn(turn) {
                self.change(|picked| picked.transfer = Transfer::Sending(sent));
            }
        };
        let answer = upload.send(&file, progress).await;
        if let Ok(image) = &answer {
            // Stored is stored, even if another picture has been chosen meanwhile.
            store.keep_images([image.clone()]);
            store.listing.insert(image);
        }
        if !self.is_turn(turn) {
            return;
        }
        self.upload.set_value(None);
        match answer {
            Ok(image) => self.change(|picked| {
                picked.size = Some((image.width, image.height));
                picked.transfer = Transfer::Stored(image.id);
            }),
            Err(error) => self.refuse(error),
        }
    }

    /// Whether sending the same file again may help.
    pub fn can_retry(self) -> bool {
        self.error.with(|error| match error {
            Some(AppError::Unreachable) => true,
            Some(AppError::Problem(problem)) => problem.status == 429 || problem.status >= 500,
            None => false,
        })
    }

    /// Sends the same file again.
    pub fn retry(self, store: Store) {
        if let Some(file) = self.file.try_update_value(Option::take).flatten() {
            self.take_file(store, file.take());
        }
    }

    /// Takes a picture that is stored already.
    pub fn take_stored(self, store: Store, image: &Image) {
        self.clear();
        self.picked.set(Some(Picked {
            name: image.title.clone().unwrap_or_else(|| words::STORED_NAME.into()),
            bytes: image.bytes,
            size: Some((image.width, image.height)),
            preview: image.thumbnail_url.clone(),
            transfer: Transfer::Stored(image.id),
        }));
        self.show_tool(store);
    }

    fn show_tool(self, store: Store) {
        if !self.tool.get_untracked().takes_image() {
            self.tool.set(Tool::Upscale);
        }
        store.tab.set(Tab::Tool);
    }

    /// Forgets the picture; an upload on its way is stopped.
    pub fn clear(self) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        if let Some(upload) = self.upload.try_update_value(Option::take).flatten() {
            upload.abort();
        }
        self.file.set_value(None);
        if let Some(picked) = self.picked.get_untracked()
            && picked.preview.starts_with("blob:")
        {
            files::revoke(&picked.preview);
        }
        self.picked.set(None);
        self.found.forget();
        self.error.set(None);
    }

    fn refuse(self, error: AppError) {
        self.change(|picked| picked.transfer = Transfer::Refused);
        self.error.set(Some(error));
    }

    fn change(self, change: impl FnOnce(&mut Picked)) {
        self.picked.try_update(|picked| picked.as_mut().map(change));
    }

    fn is_turn(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }
}

/// What stands beside the picture.
pub fn message(error: &AppError) -> String {
    error.field(check::FIELD).unwrap_or_else(|| error.message())
}

/// Whether a refusal of the whole request is about the picture.
pub fn concerns_picture(problem: &Problem) -> bool {
    problem.errors.iter().any(|error| error.field == check::FIELD)
}
