//! The tiles, with a pointer, a finger and keys: one stop in the tab order, arrow keys between the tiles.

use super::{tile::Tile, transfer};
use crate::{
    stage::Comparison,
    studio::{Selection, Stage, Store},
    text::gallery as words,
};
use leptos::{
    ev::{Event, FocusEvent, KeyboardEvent, MouseEvent, PointerEvent},
    html,
    leptos_dom::helpers::TimeoutHandle,
    prelude::*,
    reactive::computed::Selector,
};
use std::time::Duration;
use studio_domain::ImageId;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, EventTarget, HtmlElement};

/// How long a finger stays on a tile to select it.
const LONG: Duration = Duration::from_millis(500);
/// A finger that moves farther than so many pixels is on its way elsewhere.
const STILL: i32 = 10;

/// What the tiles share; in context below the grid.
#[derive(Clone)]
pub struct Grid {
    pub store: Store,
    comparison: Comparison,
    /// The tile that the tab key stops at, once there are scripts to leave it with arrow keys.
    stop: Selector<Option<ImageId>>,
    alive: RwSignal<bool>,
    current: Selector<Option<ImageId>>,
    focused: RwSignal<Option<ImageId>>,
    node: NodeRef<html::Ul>,
    finger: StoredValue<Finger>,
}

/// A finger on the glass.
#[derive(Default)]
struct Finger {
    /// Whether what last pointed was one.
    down: bool,
    at: (i32, i32),
    held: Option<TimeoutHandle>,
    /// It has selected something, and the click that follows means nothing.
    spent: bool,
}

impl Grid {
    fn new(store: Store) -> Self {
        let focused = RwSignal::new(None::<ImageId>);
        let stop = Memo::new(move |_| {
            let focused = focused.get();
            store.listing.ids.with(|ids| focused.filter(|id| ids.contains(id)).or_else(|| ids.first().copied()))
        });
        let current = move || match store.stage.get() {
            Stage::Picture(id) => Some(id),
            _ => None,
        };
        let alive = RwSignal::new(false);
        Effect::new(move || alive.set(true));
        Self {
            store,
            comparison: expect_context(),
            stop: Selector::new(move || stop.get()),
            alive,
            current: Selector::new(current),
            focused,
            node: NodeRef::new(),
            finger: StoredValue::new(Finger::default()),
        }
    }

    pub fn is_current(&self, id: ImageId) -> bool {
        self.current.selected(&Some(id))
    }

    /// Of everything in the tile.
    pub fn tabindex(&self, id: ImageId) -> Option<&'static str> {
        let stop = self.stop.selected(&Some(id));
        self.alive.get().then_some(if stop { "0" } else { "-1" })
    }

    /// Opens a picture, or selects it while pictures are being selected.
    pub fn clicked(&self, id: ImageId, event: &MouseEvent) {
        let spent = self.finger.try_update_value(|finger| std::mem::take(&mut finger.spent));
        if spent == Some(true) {
            event.prevent_default();
        } else if self.store.picked.is_selecting_now() {
            event.prevent_default();
            self.pick(id, event.shift_key());
        } else if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            if !self.comparison.takes(id, self.store) {
                self.store.show(Selection::Image(id));
            }
        }
    }

    /// Selects one, or everything as far as that one.
    pub fn pick(&self, id: ImageId, range: bool) {
        match range {
            true => self.store.listing.ids.with_untracked(|ids| self.store.picked.extend(ids, id)),
            false => self.store.picked.toggle(id),
        }
    }

    /// Deletes the selected pictures if this is one of them, or else this one; the focus stays among the others.
    pub fn delete(&self, id: ImageId) {
        let store = self.store;
        let picked = untrack(|| if store.picked.has(id) { store.picked.list() } else { vec![id] });
        let next = store.listing.ids.with_untracked(|ids| {
            let place = ids.iter().position(|listed| *listed == id)?;
            let (before, after) = ids.split_at(place);
            after.iter().chain(before.iter().rev()).find(|id| !picked.contains(id)).copied()
        });
        if let Some(next) = next {
            self.focus(next);
        }
        store.delete_images(picked);
        store.picked.end();
    }

    fn focus(&self, id: ImageId) {
        let place = self.store.listing.ids.with_untracked(|ids| ids.iter().position(|listed| *listed == id));
        let tile = place.and_then(|place| self.node.get_untracked()?.children().item(place as u32));
        let link = tile.and_then(|tile| tile.query_selector(".tile__link").ok().flatten());
        if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
            // Fails only for elements that cannot have the focus.
            let _ = link.focus();
        }
    }

    /// Tiles in a row.
    fn columns(&self) -> usize {
        let Some(tiles) = self.node.get_untracked().map(|grid| grid.children()) else { return 1 };
        let top = |place| Some(tiles.item(place)?.dyn_into::<HtmlElement>().ok()?.offset_top());
        let first = top(0);
        (1..tiles.length()).take_while(|place| top(*place) == first).count() + 1
    }

    fn key(&self, event: &KeyboardEvent) {
        let (store, key) = (self.store, event.key());
        let Some(id) = tile_of(event.target()) else { return };
        let ids = store.listing.ids.get_untracked();
        let Some(place) = ids.iter().position(|listed| *listed == id) else { return };
        let on_link = event.target().is_some_and(|target| is_link(&target));
        let last = ids.len() - 1;
        let to = match key.as_str() {
            "ArrowRight" => place + 1,
            "ArrowLeft" => place.saturating_sub(1),
            "ArrowDown" => place + self.columns(),
            "ArrowUp" => place.checked_sub(self.columns()).unwrap_or(place),
            "Home" => 0,
            "End" => last,
            " " if on_link => {
                event.prevent_default();
                return self.pick(id, event.shift_key());
            }
            "Delete" | "Backspace" => {
                event.prevent_default();
                return self.delete(id);
            }
            "a" if event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                return store.picked.all(&ids);
            }
            _ => return,
        };
        event.prevent_default();
        self.focus(ids[to.min(last)]);
    }

    fn press(&self, event: &PointerEvent) {
        self.release();
        let touch = event.pointer_type() == "touch";
        let id = tile_of(event.target()).filter(|_| touch);
        let grid = self.clone();
        let held = id.and_then(|id| {
            let select = move || {
                grid.pick(id, grid.store.picked.is_selecting_now());
                grid.finger.try_update_value(|finger| finger.spent = true);
            };
            set_timeout_with_handle(select, LONG).ok()
        });
        let at = (event.client_x(), event.client_y());
        self.finger.set_value(Finger { down: touch, at, held, spent: false });
    }

    fn moved(&self, event: &PointerEvent) {
        let (x, y) = self.finger.with_value(|finger| finger.at);
        if (event.client_x() - x).abs().max((event.client_y() - y).abs()) > STILL {
            self.release();
        }
    }

    fn release(&self) {
        if let Some(held) = self.finger.try_update_value(|finger| finger.held.take()).flatten() {
            held.clear();
        }
    }

    fn drag(&self, event: &DragEvent) {
        let picked = self.store.picked;
        match tile_of(event.target()) {
            Some(id) if !self.finger.with_value(|finger| finger.down) => {
                let ids = untrack(|| if picked.has(id) { picked.list() } else { vec![id] });
                transfer::carry(event, &ids);
            }
            // A finger that stays selects.
            _ => event.prevent_default(),
        }
    }

    fn context_menu(&self, event: &Event) {
        if self.finger.with_value(|finger| finger.down) {
            event.prevent_default();
        }
    }
}

#[component]
pub fn Tiles() -> impl IntoView {
    let store = expect_context::<Store>();
    let listing = store.listing;
    let grid = Grid::new(store);
    provide_context(grid.clone());
    let node = grid.node;
    let with = move |act: fn(&Grid, &PointerEvent)| {
        let grid = grid.clone();
        move |event: PointerEvent| act(&grid, &event)
    };
    let grid = expect_context::<Grid>();
    let (on_key, on_drag, on_menu, focused) = (grid.clone(), grid.clone(), grid.clone(), grid.focused);
    let on_focus = move |event: FocusEvent| {
        if let Some(id) = tile_of(event.target()) {
            focused.set(Some(id));
        }
    };
    view! {
        <p class="visually-hidden" id="gallery-keys">{words::KEYS}</p>
        <ul
            node_ref=node
            class="gallery__grid"
            class=("gallery__grid--selecting", move || store.picked.is_selecting())
            aria-label=words::TITLE
            aria-describedby="gallery-keys"
            aria-busy=move || if listing.loading.get() { "true" } else { "false" }
            on:keydown=move |event| on_key.key(&event)
            on:focusin=on_focus
            on:pointerdown=with(Grid::press)
            on:pointermove=with(Grid::moved)
            on:pointerup=with(|grid, _| grid.release())
            on:pointercancel=with(|grid, _| grid.release())
            on:dragstart=move |event| on_drag.drag(&event)
            on:contextmenu=move |event| on_menu.context_menu(&event)
        >
            <For each=move || listing.ids.get() key=|id| *id let:id>
                <Tile id/>
            </For>
        </ul>
    }
}

/// The picture whose tile holds the target.
fn tile_of(target: Option<EventTarget>) -> Option<ImageId> {
    let tile = target?.dyn_into::<Element>().ok()?.closest(".tile").ok()??;
    tile.get_attribute("data-id")?.parse().ok()
}

fn is_link(target: &EventTarget) -> bool {
    target.dyn_ref::<Element>().is_some_and(|element| element.class_name() == "tile__link")
}
