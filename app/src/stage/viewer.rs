//! What is looked at, as it stands: zoom and pan, by mouse, fingers and keys.

use super::viewport::{Frame, Pair, Viewport};
use leptos::{
    ev::{KeyboardEvent, PointerEvent, WheelEvent},
    html,
    prelude::*,
};
use web_sys::DomRect;

/// A box with a picture in it that can be zoomed and moved. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Viewer {
    /// The whole box, which takes the pointers.
    pub node: NodeRef<html::Div>,
    /// Where the picture is shown, and where the one to compare it with, if that is beside it.
    pub panes: [NodeRef<html::Div>; 2],
    pub viewport: RwSignal<Viewport>,
    /// Width and height, in its own pixels.
    pub picture: Signal<Pair>,
    fingers: StoredValue<Vec<(i32, Pair)>>,
}

/// What the fingers that are down have done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gesture {
    /// One was moved, from where to where.
    Drag(Pair, Pair),
    /// One of two was moved: by how much the middle moved, how much further they are apart, and where the middle is.
    Pinch { by: Pair, factor: f64, middle: Pair },
}

impl Viewer {
    pub fn new(picture: Signal<Pair>) -> Self {
        Self {
            node: NodeRef::new(),
            panes: [NodeRef::new(), NodeRef::new()],
            viewport: RwSignal::new(Viewport::FIT),
            picture,
            fingers: StoredValue::new(Vec::new()),
        }
    }

    /// The present geometry, and the middle of the pane that a point of the screen is in.
    pub fn frame_at(self, screen: Option<Pair>) -> Option<(Frame, Pair)> {
        let rects = self.panes.map(|pane| pane.get_untracked().map(|pane| pane.get_bounding_client_rect()));
        let holds = |rect: &DomRect, (x, y): Pair| {
            (rect.left()..=rect.right()).contains(&x) && (rect.top()..=rect.bottom()).contains(&y)
        };
        let under = screen.and_then(|screen| rects.iter().flatten().find(|rect| holds(rect, screen)));
        let rect = under.or(rects.iter().flatten().next())?;
        let viewer = (rect.width(), rect.height());
        let middle = (rect.left() + viewer.0 / 2.0, rect.top() + viewer.1 / 2.0);
        Some((Frame { viewer, picture: self.picture.get_untracked() }, middle))
    }

    pub fn frame(self) -> Option<Frame> {
        self.frame_at(None).map(|(frame, _)| frame)
    }

    fn set(self, change: impl FnOnce(Frame, Viewport) -> Viewport) {
        if let Some(frame) = self.frame() {
            self.viewport.update(|viewport| *viewport = change(frame, *viewport));
        }
    }

    pub fn zoom(self, factor: f64) {
        self.set(|frame, viewport| frame.zoomed(viewport, factor, (0.0, 0.0)));
    }

    pub fn zoom_at(self, factor: f64, screen: Pair) {
        if let Some((frame, middle)) = self.frame_at(Some(screen)) {
            let about = (screen.0 - middle.0, screen.1 - middle.1);
            self.viewport.update(|viewport| *viewport = frame.zoomed(*viewport, factor, about));
        }
    }

    pub fn pan(self, by: Pair) {
        self.set(|frame, viewport| frame.panned(viewport, by));
    }

    pub fn fit(self) {
        self.viewport.set(Viewport::FIT);
    }

    pub fn full_size(self) {
        self.set(Frame::full_size);
    }

    /// Between fitting and full size.
    pub fn toggle_size(self) {
        if self.viewport.get_untracked() == Viewport::FIT {
            self.full_size();
        } else {
            self.fit();
        }
    }

    pub fn can_pan(self) -> bool {
        self.frame().is_some_and(|frame| frame.can_pan(self.viewport.get_untracked()))
    }

    pub fn wheel(self, event: &WheelEvent) {
        event.prevent_default();
        self.zoom_at((-event.delta_y() * 0.002).exp(), (f64::from(event.client_x()), f64::from(event.client_y())));
    }

    /// Whether the key had a meaning.
    pub fn key(self, event: &KeyboardEvent) -> bool {
        const STEP: f64 = 48.0;
        match event.key().as_str() {
            "+" | "=" => self.zoom(1.25),
            "-" => self.zoom(0.8),
            "0" => self.fit(),
            "1" => self.full_size(),
            "ArrowLeft" => self.pan((STEP, 0.0)),
            "ArrowRight" => self.pan((-STEP, 0.0)),
            "ArrowUp" => self.pan((0.0, STEP)),
            "ArrowDown" => self.pan((0.0, -STEP)),
            _ => return false,
        }
        event.prevent_default();
        true
    }

    /// Takes a pointer that went down, until [`Self::release`]; returns how many are down now.
    pub fn press(self, event: &PointerEvent) -> usize {
        self.fingers.update_value(|fingers| fingers.push((event.pointer_id(), position(event))));
        if let Some(node) = self.node.get_untracked() {
            // Fails only if the pointer is up again, and then there is nothing to capture.
            let _ = node.set_pointer_capture(event.pointer_id());
        }
        self.fingers.with_value(Vec::len)
    }

    /// What the movement means; `None` for a pointer that is not down.
    pub fn gesture(self, event: &PointerEvent) -> Option<Gesture> {
        let (id, now) = (event.pointer_id(), position(event));
        let find = |same: bool| {
            self.fingers
                .with_value(|fingers| fingers.iter().find(|(known, _)| (*known == id) == same).map(|(_, at)| *at))
        };
        let (before, other) = (find(true)?, find(false));
        self.fingers.update_value(|fingers| {
            fingers.iter_mut().filter(|(known, _)| *known == id).for_each(|(_, at)| *at = now);
        });
        let Some(other) = other else { return Some(Gesture::Drag(before, now)) };
        let (old, new) = (distance(before, other), distance(now, other));
        Some(Gesture::Pinch {
            by: ((now.0 - before.0) / 2.0, (now.1 - before.1) / 2.0),
            factor: if old > 0.0 { new / old } else { 1.0 },
            middle: ((now.0 + other.0) / 2.0, (now.1 + other.1) / 2.0),
        })
    }

    /// Follows two fingers.
    pub fn pinch(self, by: Pair, factor: f64, middle: Pair) {
        self.pan(by);
        self.zoom_at(factor, middle);
    }

    /// Returns how many are still down.
    pub fn release(self, event: &PointerEvent) -> usize {
        self.fingers.update_value(|fingers| fingers.retain(|(id, _)| *id != event.pointer_id()));
        self.fingers.with_value(Vec::len)
    }
}

pub fn position(event: &PointerEvent) -> Pair {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

fn distance(a: Pair, b: Pair) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}
