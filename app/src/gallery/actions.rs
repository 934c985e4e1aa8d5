//! What a person can do with the pictures of the gallery.

use super::{api, listing::Filter};
use crate::{studio::Store, text};
use leptos::{prelude::*, task::spawn_local};
use studio_domain::{Image, ImageId};

impl Store {
    /// Shows the change at once, and takes it back if the server refuses.
    pub fn set_favorite(self, id: ImageId, favorite: bool) {
        self.mark_favorite(id, favorite);
        spawn_local(async move {
            match api::set_favorite(id, favorite).await {
                Ok(image) => self.keep_images([image]),
                Err(error) => {
                    self.mark_favorite(id, !favorite);
                    self.toaster.fail(error.message());
                }
            }
        });
    }

    fn mark_favorite(self, id: ImageId, favorite: bool) {
        self.images.update(|images| {
            if let Some(image) = images.get_mut(&id) {
                image.favorite = favorite;
            }
        });
    }

    /// Deletes with a way back.
    pub fn delete_image(self, id: ImageId) {
        let Some(image) = self.images.with_untracked(|images| images.get(&id).cloned()) else { return };
        self.listing.remove(id);
        self.hide(id);
        spawn_local(async move {
            match api::delete_image(id).await {
                Ok(()) => {
                    self.forget_image(id);
                    let undo = Callback::new(move |()| self.restore_image(id));
                    self.toaster.offer(text::gallery::DELETED, text::gallery::UNDO, undo);
                }
                Err(error) => {
                    self.bring_back(image);
                    self.toaster.fail(error.message());
                }
            }
        });
    }

    fn restore_image(self, id: ImageId) {
        spawn_local(async move {
            match api::restore_image(id).await {
                Ok(image) => self.bring_back(image),
                Err(error) => self.toaster.fail(error.message()),
            }
        });
    }

    fn bring_back(self, image: Image) {
        self.listing.insert(&image);
        self.keep_images([image]);
    }

    pub fn set_filter(self, filter: Filter) {
        self.listing.filter.set(filter);
        self.load(false);
    }

    pub fn load_more(self) {
        self.load(true);
    }

    fn load(self, next: bool) {
        let filter = self.listing.filter.get_untracked();
        self.listing.loading.set(true);
        spawn_local(async move {
            let answer = api::list_images(self.listing.query(next)).await;
            // Who changed the filter meanwhile waits for another answer.
            if self.listing.filter.try_get_untracked() != Some(filter) {
                return;
            }
            self.listing.loading.set(false);
            match answer {
                Ok(page) => {
                    self.listing.take(&page, next);
                    self.keep_images(page.data);
                }
                Err(error) => self.toaster.fail(error.message()),
            }
        });
    }
}
