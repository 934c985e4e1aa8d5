//! Which pictures the gallery lists: the filter and the ids, newest first, page by page.

use leptos::prelude::*;
use studio_domain::{BoardFilter, BoardId, Image, ImageId, ImageListQuery, ModelInfo, Page};

/// Of pages after the first, which is part of the page itself and should be there soon.
const FURTHER_PAGES: u32 = 60;

/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct Listing {
    /// As the address says it.
    pub filter: Memo<ImageListQuery>,
    pub ids: RwSignal<Vec<ImageId>>,
    pub next_cursor: RwSignal<Option<String>>,
    pub loading: RwSignal<bool>,
    /// The last page did not come: only a person asks again, not scrolling.
    pub stalled: RwSignal<bool>,
    /// Name and title of each model.
    pub models: StoredValue<Vec<(String, String)>>,
}

impl Listing {
    pub fn new(filter: Memo<ImageListQuery>, first: &Page<Image>, models: Vec<ModelInfo>) -> Self {
        Self {
            filter,
            ids: RwSignal::new(first.data.iter().map(|image| image.id).collect()),
            next_cursor: RwSignal::new(first.next_cursor.clone()),
            loading: RwSignal::new(false),
            stalled: RwSignal::new(false),
            models: StoredValue::new(models.into_iter().map(|model| (model.name, model.title)).collect()),
        }
    }

    /// The query for the first page, or for the next one.
    pub fn query(self, next: bool) -> ImageListQuery {
        let filter = self.filter.get_untracked();
        let cursor = if next { self.next_cursor.get_untracked() } else { None };
        ImageListQuery { limit: next.then_some(FURTHER_PAGES), cursor, ..filter }
    }

    /// The board whose pictures are shown, where new results belong.
    pub fn open_board(self) -> Option<BoardId> {
        self.filter.with_untracked(|filter| filter.board.and_then(BoardFilter::board))
    }

    /// Appends a page, or starts over with it.
    pub fn take(self, page: &Page<Image>, next: bool) {
        self.ids.update(|ids| {
            if !next {
                ids.clear();
            }
            // A picture that was inserted meanwhile may be on the page, too.
            let new: Vec<_> = page.data.iter().map(|image| image.id).filter(|id| !ids.contains(id)).collect();
            ids.extend(new);
        });
        self.next_cursor.set(page.next_cursor.clone());
    }

    /// Puts a picture in its place, if the filter admits it and its place is on a page that is loaded.
    pub fn insert(self, image: &Image) {
        if !self.filter.with_untracked(|filter| filter.admits(image)) {
            return;
        }
        let complete = self.next_cursor.with_untracked(Option::is_none);
        self.ids.update(|ids| insert(ids, image.id, complete));
    }

    pub fn remove(self, gone: &[ImageId]) {
        self.ids.update(|ids| ids.retain(|listed| !gone.contains(listed)));
    }
}

/// Ids are time-ordered, so newest first is greatest first.
fn insert(ids: &mut Vec<ImageId>, id: ImageId, complete: bool) {
    let place = ids.partition_point(|listed| *listed > id);
    let known = ids.get(place) == Some(&id);
    if !known && (place < ids.len() || complete) {
        ids.insert(place, id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn ids(numbers: &[u128]) -> Vec<ImageId> {
        numbers.iter().map(|n| ImageId(Uuid::from_u128(*n))).collect()
    }

    fn inserted(listed: &[u128], id: u128, complete: bool) -> Vec<ImageId> {
        let mut listed = ids(listed);
        insert(&mut listed, ImageId(Uuid::from_u128(id)), complete);
        listed
    }

    #[test]
    fn pictures_land_in_their_place_once() {
        assert_eq!(inserted(&[9, 5, 2], 7, false), ids(&[9, 7, 5, 2]));
        assert_eq!(inserted(&[9, 5, 2], 10, false), ids(&[10, 9, 5, 2]));
        assert_eq!(inserted(&[9, 5, 2], 5, false), ids(&[9, 5, 2]));
    }

    #[test]
    fn what_belongs_to_a_later_page_waits_for_it() {
        assert_eq!(inserted(&[9, 5, 2], 1, false), ids(&[9, 5, 2]));
        assert_eq!(inserted(&[9, 5, 2], 1, true), ids(&[9, 5, 2, 1]));
        assert_eq!(inserted(&[], 1, true), ids(&[1]));
    }
}
