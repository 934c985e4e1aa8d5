//! The viewer: zoom and pan by mouse, touch and keys, and the slider between before and after.

use super::viewport::{Frame, Pair, Viewport};
use crate::{
    format,
    text::stage as words,
    ui::{ButtonSize, Icon, IconButton},
};
use leptos::{
    ev::{KeyboardEvent, PointerEvent, WheelEvent},
    html,
    prelude::*,
};
use studio_domain::Image;

/// What the pointer that is down moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drag {
    Nothing,
    Split,
    Picture,
}

/// The viewer's state. Cheap to copy.
#[derive(Clone, Copy)]
struct Viewer {
    node: NodeRef<html::Div>,
    viewport: RwSignal<Viewport>,
    /// Where before ends and after begins, in percent of the width.
    split: RwSignal<f64>,
    comparing: Signal<bool>,
    drag: RwSignal<Drag>,
    /// Pointers that are down: id and position.
    pointers: StoredValue<Vec<(i32, Pair)>>,
    picture: Pair,
}

impl Viewer {
    /// The present geometry, and the viewer's middle on the screen.
    fn frame(self) -> Option<(Frame, Pair)> {
        let rect = self.node.get_untracked()?.get_bounding_client_rect();
        let viewer = (rect.width(), rect.height());
        let middle = (rect.left() + viewer.0 / 2.0, rect.top() + viewer.1 / 2.0);
        Some((Frame { viewer, picture: self.picture }, middle))
    }

    fn set(self, change: impl FnOnce(Frame, Viewport) -> Viewport) {
        if let Some((frame, _)) = self.frame() {
            self.viewport.update(|viewport| *viewport = change(frame, *viewport));
        }
    }

    fn zoom(self, factor: f64) {
        self.set(|frame, viewport| frame.zoomed(viewport, factor, (0.0, 0.0)));
    }

    fn zoom_at(self, factor: f64, screen: Pair) {
        if let Some((frame, middle)) = self.frame() {
            let about = (screen.0 - middle.0, screen.1 - middle.1);
            self.viewport.update(|viewport| *viewport = frame.zoomed(*viewport, factor, about));
        }
    }

    fn pan(self, by: Pair) {
        self.set(|frame, viewport| frame.panned(viewport, by));
    }

    fn fit(self) {
        self.viewport.set(Viewport::FIT);
    }

    fn full_size(self) {
        self.set(Frame::full_size);
    }

    fn move_split(self, by: f64) {
        self.split.update(|split| *split = (*split + by).clamp(0.0, 100.0));
    }

    fn split_at(self, screen_x: f64) {
        if let Some((frame, middle)) = self.frame()
            && frame.viewer.0 > 0.0
        {
            let part = (screen_x - middle.0) / frame.viewer.0 + 0.5;
            self.split.set((part * 100.0).clamp(0.0, 100.0));
        }
    }

    fn press(self, event: &PointerEvent, on_divider: bool) {
        if event.button() != 0 {
            return;
        }
        let position = position(event);
        self.pointers.update_value(|pointers| pointers.push((event.pointer_id(), position)));
        if let Some(node) = self.node.get_untracked() {
            // Fails only if the pointer is up again, and then there is nothing to capture.
            let _ = node.set_pointer_capture(event.pointer_id());
        }
        let can_pan = self.frame().is_some_and(|(frame, _)| frame.can_pan(self.viewport.get_untracked()));
        let drag = if self.pointers.with_value(Vec::len) > 1 || can_pan && !on_divider {
            Drag::Picture
        } else if self.comparing.get_untracked() {
            Drag::Split
        } else {
            Drag::Nothing
        };
        self.drag.set(drag);
    }

    fn drag(self, event: &PointerEvent) {
        let now = position(event);
        let id = event.pointer_id();
        let Some(before) = self.pointers.with_value(|p| p.iter().find(|(known, _)| *known == id).map(|(_, at)| *at))
        else {
            return;
        };
        let other = self.pointers.with_value(|p| p.iter().find(|(known, _)| *known != id).map(|(_, at)| *at));
        self.pointers.update_value(|pointers| {
            pointers.iter_mut().filter(|(known, _)| *known == id).for_each(|(_, at)| *at = now);
        });
        let moved = (now.0 - before.0, now.1 - before.1);
        match (self.drag.get_untracked(), other) {
            (Drag::Picture, Some(other)) => {
                let (old, new) = (distance(before, other), distance(now, other));
                self.pan((moved.0 / 2.0, moved.1 / 2.0));
                if old > 0.0 {
                    self.zoom_at(new / old, ((now.0 + other.0) / 2.0, (now.1 + other.1) / 2.0));
                }
            }
            (Drag::Picture, None) => self.pan(moved),
            (Drag::Split, _) => self.split_at(now.0),
            (Drag::Nothing, _) => {}
        }
    }

    fn release(self, event: &PointerEvent) {
        self.pointers.update_value(|pointers| pointers.retain(|(id, _)| *id != event.pointer_id()));
        if self.pointers.with_value(Vec::is_empty) {
            self.drag.set(Drag::Nothing);
        }
    }

    fn key(self, event: &KeyboardEvent) {
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
            _ => return,
        }
        event.prevent_default();
    }

    fn slider_key(self, event: &KeyboardEvent) {
        let step = if event.shift_key() { 10.0 } else { 1.0 };
        match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => self.move_split(-step),
            "ArrowRight" | "ArrowUp" => self.move_split(step),
            "PageDown" => self.move_split(-10.0),
            "PageUp" => self.move_split(10.0),
            "Home" => self.split.set(0.0),
            "End" => self.split.set(100.0),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Shows `image`, and `before` beside it once that is known.
#[component]
pub fn Compare(image: Image, #[prop(into)] before: Signal<Option<Image>>) -> impl IntoView {
    let viewer = Viewer {
        node: NodeRef::new(),
        viewport: RwSignal::new(Viewport::FIT),
        split: RwSignal::new(50.0),
        comparing: Signal::derive(move || before.with(Option::is_some)),
        drag: RwSignal::new(Drag::Nothing),
        pointers: StoredValue::new(Vec::new()),
        picture: (f64::from(image.width), f64::from(image.height)),
    };
    let on_wheel = move |event: WheelEvent| {
        event.prevent_default();
        viewer.zoom_at((-event.delta_y() * 0.002).exp(), (f64::from(event.client_x()), f64::from(event.client_y())));
    };
    let on_double_click = move |_| {
        if viewer.viewport.get_untracked() == Viewport::FIT { viewer.full_size() } else { viewer.fit() }
    };
    let name = format::size(image.width, image.height);
    view! {
        <div
            node_ref=viewer.node
            class="viewer"
            class=("viewer--dragging", move || viewer.drag.get() != Drag::Nothing)
            style=("--split", move || format!("{:.2}%", viewer.split.get()))
            style=("--x", move || format!("{:.1}px", viewer.viewport.get().x))
            style=("--y", move || format!("{:.1}px", viewer.viewport.get().y))
            style=("--zoom", move || format!("{:.4}", viewer.viewport.get().zoom))
            role="group"
            tabindex="0"
            aria-label=words::VIEWER
            aria-describedby="viewer-help"
            on:wheel=on_wheel
            on:dblclick=on_double_click
            on:keydown=move |event| viewer.key(&event)
            on:pointerdown=move |event| viewer.press(&event, false)
            on:pointermove=move |event| viewer.drag(&event)
            on:pointerup=move |event| viewer.release(&event)
            on:pointercancel=move |event| viewer.release(&event)
        >
            <p class="visually-hidden" id="viewer-help">{words::VIEWER_HELP}</p>
            <After image name=name.clone()/>
            {move || before.get().map(|before| view! { <Before image=before viewer/> })}
            <Tools viewer/>
        </div>
    }
}

/// The picture itself; its thumbnail stands in until it is there.
#[component]
fn After(image: Image, name: String) -> impl IntoView {
    let node = NodeRef::<html::Img>::new();
    let loaded = RwSignal::new(false);
    // It may have arrived before the page came to life.
    Effect::new(move || {
        if node.get().is_some_and(|img| img.complete()) {
            loaded.set(true);
        }
    });
    let thumbnail = image.thumbnail_url;
    view! {
        <div class="viewer__layer">
            <Show when=move || !loaded.get()>
                <img class="viewer__image" src=thumbnail.clone() alt="" draggable="false"/>
            </Show>
            <img
                node_ref=node
                class="viewer__image"
                src=image.url
                alt=format!("{}, {name}", words::AFTER)
                draggable="false"
                on:load=move |_| loaded.set(true)
            />
        </div>
    }
}

#[component]
fn Before(image: Image, viewer: Viewer) -> impl IntoView {
    let split = viewer.split;
    let value = move || format!("{:.0}", split.get());
    let name = format::size(image.width, image.height);
    view! {
        <div class="viewer__layer viewer__layer--before">
            <img class="viewer__image" src=image.url alt=format!("{}, {name}", words::BEFORE) draggable="false"/>
        </div>
        <span class="viewer__tag viewer__tag--before" class:viewer__tag--gone=move || { split.get() < 12.0 } aria-hidden="true">
            {words::BEFORE}
        </span>
        <span class="viewer__tag viewer__tag--after" class:viewer__tag--gone=move || { split.get() > 88.0 } aria-hidden="true">
            {words::AFTER}
        </span>
        <div
            class="viewer__divider"
            role="slider"
            tabindex="0"
            aria-label=words::SLIDER
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=value
            aria-valuetext=move || format!("{} % {}", value(), words::BEFORE)
            on:keydown=move |event| viewer.slider_key(&event)
            on:dblclick=move |event| {
                event.stop_propagation();
                split.set(50.0);
            }
            on:pointerdown=move |event| {
                event.stop_propagation();
                viewer.press(&event, true);
            }
        >
            <span class="viewer__handle">{Icon::Compare.view()}</span>
        </div>
    }
}

#[component]
fn Tools(viewer: Viewer) -> impl IntoView {
    let zoom = move || {
        let viewport = viewer.viewport.get();
        match viewer.frame() {
            Some((frame, _)) if viewport != Viewport::FIT => format!("{} %", frame.percent(viewport)),
            _ => words::FIT.into(),
        }
    };
    view! {
        <div
            class="viewer__tools"
            on:pointerdown=|event| event.stop_propagation()
            on:dblclick=|event| event.stop_propagation()
        >
            <IconButton icon=Icon::Minus label=words::ZOOM_OUT size=ButtonSize::Small on:click=move |_| viewer.zoom(0.8)/>
            <output class="viewer__zoom">{zoom}</output>
            <IconButton icon=Icon::Plus label=words::ZOOM_IN size=ButtonSize::Small on:click=move |_| viewer.zoom(1.25)/>
            <IconButton icon=Icon::Fit label=words::FIT_LABEL size=ButtonSize::Small on:click=move |_| viewer.fit()/>
            <button
                type="button"
                class="button button--quiet button--small"
                aria-label=words::FULL_LABEL
                title=words::FULL_LABEL
                on:click=move |_| viewer.full_size()
            >
                {words::FULL}
            </button>
        </div>
    }
}

fn position(event: &PointerEvent) -> Pair {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

fn distance(a: Pair, b: Pair) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}
