//! Which pictures are selected, to be done something with together.

use leptos::prelude::*;
use std::collections::BTreeSet;
use studio_domain::ImageId;

/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct Picked {
    /// `None` while nobody is selecting.
    ids: RwSignal<Option<BTreeSet<ImageId>>>,
    /// Where a range begins: what was last selected by itself.
    anchor: StoredValue<Option<ImageId>>,
}

impl Picked {
    pub fn new() -> Self {
        Self { ids: RwSignal::new(None), anchor: StoredValue::new(None) }
    }

    pub fn is_selecting(self) -> bool {
        self.ids.with(Option::is_some)
    }

    pub fn is_selecting_now(self) -> bool {
        self.ids.with_untracked(Option::is_some)
    }

    pub fn has(self, id: ImageId) -> bool {
        self.ids.with(|ids| ids.as_ref().is_some_and(|ids| ids.contains(&id)))
    }

    /// Newest first.
    pub fn list(self) -> Vec<ImageId> {
        self.ids.with(|ids| ids.iter().flatten().rev().copied().collect())
    }

    pub fn begin(self) {
        self.ids.set(Some(BTreeSet::new()));
        self.anchor.set_value(None);
    }

    pub fn end(self) {
        if self.is_selecting_now() {
            self.ids.set(None);
        }
    }

    /// Selects or lets go of one. Letting go of the last ends the selection.
    pub fn toggle(self, id: ImageId) {
        self.anchor.set_value(Some(id));
        self.ids.update(|ids| {
            let picked = ids.get_or_insert_default();
            if !picked.remove(&id) {
                picked.insert(id);
            } else if picked.is_empty() {
                *ids = None;
            }
        });
    }

    /// Selects everything between what was last selected and `to`, in the order in which they are listed.
    pub fn extend(self, listed: &[ImageId], to: ImageId) {
        let from = self.anchor.get_value();
        if from.is_none() {
            self.anchor.set_value(Some(to));
        }
        self.ids.update(|ids| ids.get_or_insert_default().extend(between(listed, from, to)));
    }

    pub fn all(self, listed: &[ImageId]) {
        self.ids.set(Some(listed.iter().copied().collect()));
    }

    /// For pictures that are gone.
    pub fn forget(self, gone: &[ImageId]) {
        if self.is_selecting_now() {
            self.ids.update(|ids| {
                if let Some(picked) = ids {
                    picked.retain(|id| !gone.contains(id));
                }
            });
        }
    }
}

/// Both ends are part of it, whichever comes first. Without a beginning that is still listed, it is the end alone.
fn between(listed: &[ImageId], from: Option<ImageId>, to: ImageId) -> Vec<ImageId> {
    let place = |id: ImageId| listed.iter().position(|listed| *listed == id);
    match (from.and_then(place), place(to)) {
        (Some(from), Some(to)) => listed[from.min(to)..=from.max(to)].to_vec(),
        _ => vec![to],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(number: u128) -> ImageId {
        ImageId(Uuid::from_u128(number))
    }

    #[test]
    fn a_range_goes_both_ways() {
        let listed = [9, 7, 5, 3].map(id);
        assert_eq!(between(&listed, Some(id(7)), id(3)), [7, 5, 3].map(id));
        assert_eq!(between(&listed, Some(id(5)), id(9)), [9, 7, 5].map(id));
        assert_eq!(between(&listed, Some(id(4)), id(9)), [id(9)]);
        assert_eq!(between(&listed, None, id(3)), [id(3)]);
    }

    #[test]
    fn letting_go_of_the_last_ends_the_selection() {
        let owner = Owner::new();
        owner.with(|| {
            let picked = Picked::new();
            picked.toggle(id(1));
            picked.extend(&[3, 2, 1].map(id), id(3));
            assert_eq!(picked.list(), [3, 2, 1].map(id));
            picked.forget(&[id(3)]);
            picked.toggle(id(2));
            assert!(picked.is_selecting());
            picked.toggle(id(1));
            assert!(!picked.is_selecting());
        });
    }
}
