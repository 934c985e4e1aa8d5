//! How two pictures are compared, and with which other one.

use crate::{
    studio::{Store, Tab},
    text::compare as words,
};
use leptos::prelude::*;
use studio_domain::{Image, ImageId};

/// How two pictures are shown together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// One over the other, as far as the slider.
    Slider,
    /// Side by side, moving together.
    Beside,
    /// The other one for as long as one holds.
    Hold,
}

/// Cheap to copy; in context below the studio page. The way of comparing stays from picture to picture.
#[derive(Clone, Copy)]
pub struct Comparison {
    pub mode: RwSignal<Mode>,
    /// A picture, and the one that was chosen to compare it with.
    chosen: RwSignal<Option<(ImageId, ImageId)>>,
    /// The picture that another one is being chosen for.
    choosing: RwSignal<Option<ImageId>>,
}

impl Comparison {
    pub fn new() -> Self {
        Self { mode: RwSignal::new(Mode::Slider), chosen: RwSignal::new(None), choosing: RwSignal::new(None) }
    }

    /// The picture that this one is to be compared with, if one was chosen.
    pub fn other(self, image: ImageId, store: Store) -> Option<Image> {
        let (_, other) = self.chosen.get().filter(|(of, _)| *of == image)?;
        store.image(other)
    }

    pub fn is_choosing(self) -> bool {
        self.choosing.with(Option::is_some)
    }

    /// The next picture that is opened in the gallery will be the one.
    pub fn choose(self, image: ImageId, store: Store) {
        self.choosing.set(Some(image));
        store.tab.set(Tab::Gallery);
        let stop = Callback::new(move |()| self.cancel());
        store.toaster.offer(words::CHOOSE_NOW, words::CANCEL, stop);
    }

    pub fn cancel(self) {
        self.choosing.set(None);
    }

    pub fn stop(self) {
        self.chosen.set(None);
    }

    /// Takes a picture that was opened in the gallery, if one was waited for. `true`: it is not to be opened.
    pub fn takes(self, picked: ImageId, store: Store) -> bool {
        let Some(image) = self.choosing.try_update(Option::take).flatten() else { return false };
        if picked == image {
            store.toaster.say(words::THE_SAME);
            return true;
        }
        self.chosen.set(Some((image, picked)));
        store.tab.set(Tab::Result);
        store.announcement.set(words::COMPARING.into());
        true
    }
}
