//! A picture to look at, alone or together with another: under a slider, side by side, or for as long as one holds.

use super::{
    comparison::{Comparison, Mode},
    viewer::{Gesture, Viewer, position},
    zoom::ZoomButtons,
};
use crate::{
    format,
    language::Phrase,
    text::{compare as modes, stage as words},
    ui::{ButtonSize, Icon, IconButton},
};
use leptos::{
    ev::{KeyboardEvent, PointerEvent},
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

/// Two pictures in one viewer. Cheap to copy.
#[derive(Clone, Copy)]
struct Two {
    viewer: Viewer,
    comparison: Comparison,
    comparing: Signal<bool>,
    /// Where the one ends and the other begins, in percent of the width.
    split: RwSignal<f64>,
    drag: RwSignal<Drag>,
    /// The other one is shown for as long as it is held.
    held: RwSignal<bool>,
}

impl Two {
    fn mode(self) -> Option<Mode> {
        self.comparing.get().then(|| self.comparison.mode.get())
    }

    fn is(self, mode: Mode) -> bool {
        self.mode() == Some(mode)
    }

    fn move_split(self, by: f64) {
        self.split.update(|split| *split = (*split + by).clamp(0.0, 100.0));
    }

    fn split_at(self, screen_x: f64) {
        if let Some((frame, middle)) = self.viewer.frame_at(None)
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
        let down = self.viewer.press(event);
        let mode = untrack(|| self.mode());
        self.held.set(mode == Some(Mode::Hold) && down == 1);
        let drag = if down > 1 || self.viewer.can_pan() && !on_divider {
            Drag::Picture
        } else if mode == Some(Mode::Slider) {
            Drag::Split
        } else {
            Drag::Nothing
        };
        self.drag.set(drag);
    }

    fn drag(self, event: &PointerEvent) {
        match (self.viewer.gesture(event), self.drag.get_untracked()) {
            (Some(Gesture::Pinch { by, factor, middle }), Drag::Picture) => self.viewer.pinch(by, factor, middle),
            (Some(Gesture::Drag(from, to)), Drag::Picture) => self.viewer.pan((to.0 - from.0, to.1 - from.1)),
            (Some(_), Drag::Split) => self.split_at(position(event).0),
            _ => {}
        }
    }

    fn release(self, event: &PointerEvent) {
        if self.viewer.release(event) == 0 {
            self.drag.set(Drag::Nothing);
            self.held.set(false);
        }
    }

    fn key(self, event: &KeyboardEvent) {
        if event.key() == " " && untrack(|| self.is(Mode::Hold)) {
            event.prevent_default();
            self.held.set(true);
        } else {
            self.viewer.key(event);
        }
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

/// Shows `image`, and with it `before`, once that is known. `chosen`: it is not what the picture was made from, but one
/// that was chosen.
#[component]
pub fn Compare(
    image: Image,
    #[prop(into)] before: Signal<Option<Image>>,
    #[prop(into)] chosen: Signal<bool>,
) -> impl IntoView {
    let picture = (f64::from(image.width), f64::from(image.height));
    let two = Two {
        viewer: Viewer::new(Signal::stored(picture)),
        comparison: expect_context(),
        comparing: Signal::derive(move || before.with(Option::is_some)),
        split: RwSignal::new(50.0),
        drag: RwSignal::new(Drag::Nothing),
        held: RwSignal::new(false),
    };
    let viewer = two.viewer;
    let name = format::size(image.width, image.height);
    let tags =
        Signal::derive(move || if chosen.get() { [modes::OTHER, modes::THIS] } else { [words::BEFORE, words::AFTER] });
    view! {
        <div
            node_ref=viewer.node
            class="viewer"
            class=("viewer--dragging", move || two.drag.get() != Drag::Nothing)
            class=("viewer--beside", move || two.is(Mode::Beside))
            class=("viewer--hold", move || two.is(Mode::Hold))
            class=("viewer--held", move || two.held.get())
            style=("--split", move || format!("{:.2}%", two.split.get()))
            style=("--x", move || format!("{:.1}px", viewer.viewport.get().x))
            style=("--y", move || format!("{:.1}px", viewer.viewport.get().y))
            style=("--zoom", move || format!("{:.4}", viewer.viewport.get().zoom))
            role="group"
            tabindex="0"
            aria-label=words::VIEWER
            aria-describedby="viewer-help"
            on:wheel=move |event| viewer.wheel(&event)
            on:dblclick=move |_| viewer.toggle_size()
            on:keydown=move |event| two.key(&event)
            on:keyup=move |event| {
                if event.key() == " " {
                    two.held.set(false);
                }
            }
            on:pointerdown=move |event| two.press(&event, false)
            on:pointermove=move |event| two.drag(&event)
            on:pointerup=move |event| two.release(&event)
            on:pointercancel=move |event| two.release(&event)
        >
            <p class="visually-hidden" id="viewer-help">{words::VIEWER_HELP}</p>
            <Shown image name two tags/>
            {move || before.get().map(|before| view! { <Other image=before two tags chosen/> })}
            <ZoomButtons viewer/>
        </div>
    }
}

/// The picture itself; its thumbnail stands in until it is there.
#[component]
fn Shown(image: Image, name: String, two: Two, tags: Signal<[Phrase; 2]>) -> impl IntoView {
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
        <div class="viewer__layer" node_ref=two.viewer.panes[0]>
            <Show when=move || !loaded.get()>
                <img class="viewer__image" src=thumbnail.clone() alt="" draggable="false"/>
            </Show>
            <img
                node_ref=node
                class="viewer__image"
                src=image.url
                alt=move || format!("{}, {name}", tags.get()[1])
                draggable="false"
                on:load=move |_| loaded.set(true)
            />
        </div>
    }
}

/// The one that it is compared with, and how.
#[component]
fn Other(image: Image, two: Two, tags: Signal<[Phrase; 2]>, chosen: Signal<bool>) -> impl IntoView {
    let name = format::size(image.width, image.height);
    let hidden = move |edge: fn(f64) -> bool, when_held: bool| match two.mode() {
        Some(Mode::Slider) => edge(two.split.get()),
        Some(Mode::Hold) => two.held.get() != when_held,
        _ => false,
    };
    view! {
        <div class="viewer__layer viewer__layer--before" node_ref=two.viewer.panes[1]>
            <img class="viewer__image" src=image.url alt=move || format!("{}, {name}", tags.get()[0]) draggable="false"/>
        </div>
        <span
            class="viewer__tag viewer__tag--before"
            class:viewer__tag--gone=move || hidden(|split| split < 12.0, true)
            aria-hidden="true"
        >
            {move || tags.get()[0].text()}
        </span>
        <span
            class="viewer__tag viewer__tag--after"
            class:viewer__tag--gone=move || hidden(|split| split > 88.0, false)
            aria-hidden="true"
        >
            {move || tags.get()[1].text()}
        </span>
        <Show when=move || two.is(Mode::Slider)>
            <Divider two tags/>
        </Show>
        <Modes two chosen/>
    }
}

#[component]
fn Divider(two: Two, tags: Signal<[Phrase; 2]>) -> impl IntoView {
    let split = two.split;
    let value = move || format!("{:.0}", split.get());
    view! {
        <div
            class="viewer__divider"
            role="slider"
            tabindex="0"
            aria-label=words::SLIDER
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=value
            aria-valuetext=move || format!("{} % {}", value(), tags.get()[0])
            on:keydown=move |event| two.slider_key(&event)
            on:dblclick=move |event| {
                event.stop_propagation();
                split.set(50.0);
            }
            on:pointerdown=move |event| {
                event.stop_propagation();
                two.press(&event, true);
            }
        >
            <span class="viewer__handle">{Icon::Compare.view()}</span>
        </div>
    }
}

/// The ways to compare; in one of them also a button that holds.
#[component]
fn Modes(two: Two, chosen: Signal<bool>) -> impl IntoView {
    let comparison = two.comparison;
    let ways = [
        (Mode::Slider, Icon::Compare, modes::BY_SLIDER),
        (Mode::Beside, Icon::Beside, modes::BESIDE),
        (Mode::Hold, Icon::Eye, modes::BY_HOLDING),
    ];
    let buttons = ways.map(|(mode, icon, label)| {
        let pressed = move || if comparison.mode.get() == mode { "true" } else { "false" };
        view! {
            <IconButton
                icon
                label
                size=ButtonSize::Small
                attr:aria-pressed=pressed
                on:click=move |_| {
                    two.held.set(false);
                    comparison.mode.set(mode);
                }
            />
        }
    });
    view! {
        <div
            class="viewer__tools viewer__tools--top"
            role="group"
            aria-label=modes::MODES
            on:pointerdown=|event| event.stop_propagation()
            on:dblclick=|event| event.stop_propagation()
            on:mousedown=|event| event.prevent_default()
            on:keydown=|event| event.stop_propagation()
        >
            {buttons.collect_view()}
            <Show when=move || chosen.get()>
                <IconButton
                    icon=Icon::Close
                    label=modes::STOP
                    size=ButtonSize::Small
                    on:click=move |_| comparison.stop()
                />
            </Show>
        </div>
        <Show when=move || two.is(Mode::Hold)>
            <button
                type="button"
                class="viewer__hold"
                aria-pressed=move || if two.held.get() { "true" } else { "false" }
                on:pointerdown=|event| event.stop_propagation()
                on:keydown=|event| event.stop_propagation()
                on:keyup=|event| event.stop_propagation()
                on:click=move |_| two.held.update(|held| *held = !*held)
            >
                {move || if two.held.get() { modes::SHOWING } else { modes::HOLD }.text()}
            </button>
        </Show>
    }
}
