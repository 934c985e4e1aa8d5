//! What a person can do with the pictures of the gallery.

use super::{
    api::{self, BoardChange},
    transfer,
};
use crate::{AppError, browser::clipboard, studio::Store, text::gallery as words};
use leptos::{prelude::*, task::spawn_local};
use studio_domain::{Board, BoardId, Image, ImageId, ImageListQuery, ImagePatch, limits};

impl Store {
    pub fn set_favorite(self, id: ImageId, favorite: bool) {
        self.set_favorites(vec![id], favorite);
    }

    /// Shows the change at once, and takes it back if the server refuses.
    pub fn set_favorites(self, mut ids: Vec<ImageId>, favorite: bool) {
        self.images.with_untracked(|images| {
            ids.retain(|id| images.get(id).is_some_and(|image| image.favorite != favorite));
        });
        if ids.is_empty() {
            return;
        }
        self.change(&ids, |image| image.favorite = favorite);
        spawn_local(async move {
            let patch = ImagePatch { favorite: Some(favorite), ..ImagePatch::default() };
            if let Err(error) = api::patch_images(ids.clone(), patch).await {
                self.change(&ids, |image| image.favorite = !favorite);
                self.toaster.fail(error.message());
            }
        });
    }

    fn change(self, ids: &[ImageId], change: impl Fn(&mut Image)) {
        self.images.update(|images| {
            ids.iter().for_each(|id| {
                if let Some(image) = images.get_mut(id) {
                    change(image);
                }
            })
        });
    }

    pub fn delete_image(self, id: ImageId) {
        self.delete_images(vec![id]);
    }

    /// Deletes with a way back.
    pub fn delete_images(self, ids: Vec<ImageId>) {
        let images: Vec<Image> =
            self.images.with_untracked(|images| ids.iter().filter_map(|id| images.get(id).cloned()).collect());
        self.listing.remove(&ids);
        self.picked.forget(&ids);
        ids.iter().for_each(|id| self.hide(*id));
        spawn_local(async move {
            match api::set_deleted(ids.clone(), true).await {
                Ok(()) => {
                    self.images.update(|images| images.retain(|id, _| !ids.contains(id)));
                    self.refresh_boards();
                    let said = words::deleted(ids.len());
                    let undo = Callback::new(move |()| self.restore(images.clone()));
                    self.toaster.offer(said, words::UNDO, undo);
                }
                Err(error) => {
                    self.bring_back(images);
                    self.toaster.fail(error.message());
                }
            }
        });
    }

    fn restore(self, images: Vec<Image>) {
        spawn_local(async move {
            match api::set_deleted(images.iter().map(|image| image.id).collect(), false).await {
                Ok(()) => {
                    self.bring_back(images);
                    self.refresh_boards();
                }
                Err(error) => self.toaster.fail(error.message()),
            }
        });
    }

    fn bring_back(self, images: Vec<Image>) {
        images.iter().for_each(|image| self.listing.insert(image));
        self.keep_images(images);
    }

    /// Changes what the gallery shows.
    pub fn narrow(self, change: impl FnOnce(&mut ImageListQuery)) {
        let mut filter = self.listing.filter.get_untracked();
        change(&mut filter);
        self.refine(&filter);
    }

    pub fn load_more(self) {
        if !self.listing.loading.get_untracked() {
            self.load(true);
        }
    }

    /// Fetches the next page, or starts over with what the filter asks for.
    pub fn load(self, next: bool) {
        let listing = self.listing;
        let filter = listing.filter.get_untracked();
        listing.loading.set(true);
        listing.stalled.set(false);
        spawn_local(async move {
            let answer = api::list_images(listing.query(next)).await;
            // Who changed the filter meanwhile waits for another answer.
            if listing.filter.try_get_untracked() != Some(filter) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.keep_images(page.data.iter().cloned());
                    listing.take(&page, next);
                }
                Err(error) => {
                    listing.stalled.set(true);
                    self.toaster.fail(error.message());
                }
            }
            listing.loading.set(false);
        });
    }
}

/// Boards.
impl Store {
    pub fn board(self, id: BoardId) -> Option<Board> {
        self.boards.with(|boards| boards.iter().find(|board| board.id == id).cloned())
    }

    /// What is on the boards may have changed.
    pub fn refresh_boards(self) {
        spawn_local(async move {
            if let Err(error) = self.change_boards(BoardChange::Nothing).await {
                self.toaster.fail(error.message());
            }
        });
    }

    pub async fn change_boards(self, change: BoardChange) -> Result<(), AppError> {
        self.boards.set(api::boards(change).await?);
        Ok(())
    }

    /// Deletes the board that is open; its pictures are shown with all others then.
    pub fn delete_board(self, id: BoardId) {
        spawn_local(async move {
            match self.change_boards(BoardChange::Delete(id)).await {
                Ok(()) => {
                    self.images.update(|images| {
                        images
                            .values_mut()
                            .filter(|image| image.board == Some(id))
                            .for_each(|image| image.board = None);
                    });
                    self.narrow(|filter| filter.board = None);
                }
                Err(error) => self.toaster.fail(error.message()),
            }
        });
    }

    /// Puts pictures on a board, or takes them off theirs, with a way back.
    pub fn put_on_board(self, ids: &[ImageId], board: Option<BoardId>) {
        let before: Vec<(ImageId, Option<BoardId>)> = self.images.with_untracked(|images| {
            let known = ids.iter().filter_map(|id| images.get(id));
            known.filter(|image| image.board != board).map(|image| (image.id, image.board)).collect()
        });
        if before.is_empty() {
            return;
        }
        spawn_local(async move {
            if !self.transfer(before.iter().map(|(id, _)| *id).collect(), board).await {
                return;
            }
            let name = board.and_then(|id| self.board_name(id));
            let said = words::moved(before.len(), name.as_deref());
            self.toaster.offer(said, words::UNDO, Callback::new(move |()| self.put_back(before.clone())));
        });
    }

    fn board_name(self, id: BoardId) -> Option<String> {
        self.boards.with_untracked(|boards| boards.iter().find(|board| board.id == id).map(|board| board.name.clone()))
    }

    fn put_back(self, mut before: Vec<(ImageId, Option<BoardId>)>) {
        spawn_local(async move {
            while let Some((_, board)) = before.first().copied() {
                let together = before.iter().filter(|(_, from)| *from == board).map(|(id, _)| *id).collect();
                if !self.transfer(together, board).await {
                    return;
                }
                before.retain(|(_, from)| *from != board);
            }
        });
    }

    /// Whether it could be done; if not, it was said why.
    async fn transfer(self, ids: Vec<ImageId>, board: Option<BoardId>) -> bool {
        let patch = ImagePatch { board: Some(board), ..ImagePatch::default() };
        if let Err(error) = api::patch_images(ids.clone(), patch).await {
            self.toaster.fail(error.message());
            return false;
        }
        self.change(&ids, |image| image.board = board);
        let moved: Vec<Image> =
            self.images.with_untracked(|images| ids.iter().filter_map(|id| images.get(id).cloned()).collect());
        let (here, gone): (Vec<_>, Vec<_>) =
            self.listing.filter.with_untracked(|filter| moved.iter().partition(|image| filter.admits(image)));
        let gone: Vec<ImageId> = gone.into_iter().map(|image| image.id).collect();
        self.listing.remove(&gone);
        self.picked.forget(&gone);
        here.into_iter().for_each(|image| self.listing.insert(image));
        self.refresh_boards();
        true
    }

    /// Takes what was dragged onto a board.
    pub fn drop_on_board(self, event: &web_sys::DragEvent, board: Option<BoardId>) {
        event.prevent_default();
        self.put_on_board(&transfer::dropped(event), board);
        self.picked.end();
    }
}

/// Links for others.
impl Store {
    /// Copies a link to the picture; where the browser does not let us, `by_hand` gets it.
    pub fn share(self, id: ImageId, by_hand: RwSignal<Option<String>>) {
        spawn_local(async move {
            match api::share_image(id).await {
                Ok(link) => {
                    let origin = window().location().origin().unwrap_or_default();
                    let address = format!("{origin}{}", link.url);
                    if clipboard::copy(&address).await {
                        self.toaster.say(words::link_copied(limits::DEFAULT_LINK_DAYS));
                    } else {
                        by_hand.set(Some(address));
                    }
                }
                Err(error) => self.toaster.fail(error.message()),
            }
        });
    }
}
