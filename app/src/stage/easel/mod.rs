//! The picture that a tool works on, large on the stage, to be marked: with a brush, by clicks, beyond its edges.

mod bar;
mod clicks;
mod margins;
mod paint;

use super::{
    viewer::{Gesture, Viewer, position},
    viewport::Pair,
    zoom::ZoomButtons,
};
use crate::{
    studio::{Store, Tab},
    text::easel as words,
    tool::{Form, Tool, Transfer},
    ui::{Button, ButtonSize, ButtonVariant},
};
use bar::Bar;
use clicks::{Area, Clicks, Pick, Picking};
use leptos::{
    ev::{self, KeyboardEvent, PointerEvent},
    html,
    prelude::*,
};
use margins::Handles;
use paint::{Brush, Paint};
use studio_domain::Outpaint;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Whether the picture is on the easel. Cheap to copy; in context below the studio page.
#[derive(Clone, Copy)]
pub struct Easel {
    pub shown: RwSignal<bool>,
    /// It was asked for, and gets the keys when it is there.
    asked: RwSignal<bool>,
    store: Store,
}

impl Easel {
    pub fn new(store: Store) -> Self {
        Self { shown: RwSignal::new(false), asked: RwSignal::new(false), store }
    }

    /// Puts the picture onto the stage, and on a phone shows it.
    pub fn show(self) {
        self.shown.set(true);
        self.asked.set(true);
        self.store.tab.set(Tab::Result);
    }

    fn leave(self) {
        self.shown.set(false);
        self.store.tab.set(Tab::Tool);
    }

    /// For the fields of a tool that has something marked: shows the easel when there is something to mark, and takes it
    /// away with them.
    pub fn serves(self, wanted: Signal<bool>) {
        Effect::new(move |before: Option<bool>| {
            let wanted = wanted.get();
            // A phone shows it when it is asked for: other things are still to be set.
            if before != Some(wanted) {
                self.shown.set(wanted);
            }
            wanted
        });
        on_cleanup(move || _ = self.shown.try_set(false));
    }
}

/// What there is to be marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Work {
    Paint,
    Click,
}

/// What the pointer that is down does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Act {
    Nothing,
    Draw,
    Move,
    /// Where it began; a click unless it moves.
    Pick(Pair),
    Box(Pair),
}

/// Least way of a pointer that is no click, in CSS pixels.
const CLICK: f64 = 6.0;

#[component]
pub fn EaselView() -> impl IntoView {
    let form = expect_context::<Form>();
    let store = expect_context::<Store>();
    // A stored picture in full, a file as the browser has it.
    let shown = Memo::new(move |_| {
        form.source.picked.with(|picked| {
            let picked = picked.as_ref()?;
            let stored = match picked.transfer {
                Transfer::Stored(id) if !picked.preview.starts_with("blob:") => store.image(id).map(|image| image.url),
                _ => None,
            };
            let url = stored.unwrap_or_else(|| picked.preview.clone());
            Some((url, picked.size?)).filter(|(url, _)| !url.is_empty())
        })
    });
    let work = Memo::new(move |_| if form.tool.get() == Tool::Separate { Work::Click } else { Work::Paint });
    move || match shown.get() {
        Some((url, size)) => view! { <Sheet url size work=work.get()/> }.into_any(),
        None => view! { <div class="stage"><p class="easel__none">{words::CANNOT_SHOW}</p></div> }.into_any(),
    }
}

#[component]
fn Sheet(url: String, size: (u32, u32), work: Work) -> impl IntoView {
    let form = expect_context::<Form>();
    let easel = expect_context::<Easel>();
    let margins = Memo::new(move |_| match work {
        Work::Paint => form.parameters.with(|p| p.outpaint).unwrap_or_default(),
        Work::Click => Outpaint::default(),
    });
    let whole = Memo::new(move |_| margins.get().extend(size));
    let viewer = Viewer::new(Signal::derive(move || {
        let (width, height) = whole.get();
        (f64::from(width), f64::from(height))
    }));
    // The picture itself, within what is painted beyond it.
    let picture = NodeRef::<html::Div>::new();
    let picking = Picking::new(form, size);
    let act = RwSignal::new(Act::Nothing);
    let space = RwSignal::new(false);
    let pointer = RwSignal::new(None::<Pair>);
    let place = move |screen: Pair| {
        let rect = picture.get_untracked()?.get_bounding_client_rect();
        let inside = rect.width() > 0.0 && rect.height() > 0.0;
        inside.then(|| ((screen.0 - rect.left()) / rect.width(), (screen.1 - rect.top()) / rect.height()))
    };
    let press = move |event: PointerEvent| {
        let down = viewer.press(&event);
        let at = position(&event);
        if down > 1 {
            form.mask.take_back();
            act.set(Act::Move);
        } else if event.button() == 1 || space.get_untracked() {
            event.prevent_default();
            act.set(Act::Move);
        } else if event.button() != 0 {
            act.set(Act::Nothing);
        } else if work == Work::Paint {
            if let Some(place) = place(at) {
                form.mask.begin(place);
                act.set(Act::Draw);
            }
        } else {
            act.set(if picking.pick.get_untracked() == Pick::Box { Act::Box(at) } else { Act::Pick(at) });
        }
    };
    let drag = move |event: PointerEvent| {
        pointer.set((event.pointer_type() == "mouse").then(|| position(&event)));
        match (viewer.gesture(&event), act.get_untracked()) {
            (Some(Gesture::Pinch { by, factor, middle }), _) => viewer.pinch(by, factor, middle),
            (Some(Gesture::Drag(from, to)), Act::Move) => viewer.pan((to.0 - from.0, to.1 - from.1)),
            (Some(Gesture::Drag(_, to)), Act::Draw) => {
                if let Some(place) = place(to) {
                    form.mask.go_on(place);
                }
            }
            (Some(Gesture::Drag(_, to)), Act::Pick(from)) if (to.0 - from.0).hypot(to.1 - from.1) > CLICK => {
                // What can be moved is moved; else a box is drawn.
                act.set(if viewer.can_pan() { Act::Move } else { Act::Box(from) });
            }
            (Some(Gesture::Drag(_, to)), Act::Box(from)) => {
                if let Some((from, to)) = place(from).zip(place(to)) {
                    picking.draw_box(from, to);
                }
            }
            _ => {}
        }
    };
    let release = move |event: PointerEvent| {
        if let (Act::Pick(at), Some(place)) = (act.get_untracked(), place(position(&event))) {
            let _ = at;
            picking.click(place, event.alt_key());
        }
        if viewer.release(&event) == 0 {
            form.mask.end();
            act.set(Act::Nothing);
        }
    };
    let cancel = move |event: PointerEvent| {
        form.mask.take_back();
        if viewer.release(&event) == 0 {
            act.set(Act::Nothing);
        }
    };
    let key = move |event: KeyboardEvent| {
        if is_text(&event) {
            return;
        }
        let with = event.ctrl_key() || event.meta_key();
        let name = event.key().to_ascii_lowercase();
        match (name.as_str(), with) {
            ("z", true) if event.shift_key() => redo(form, work),
            ("y", true) => redo(form, work),
            ("z", true) => undo(form, work, picking),
            ("[", false) => form.mask.resize(0.8),
            ("]", false) => form.mask.resize(1.25),
            (" ", false) if on_viewer(&event) => space.set(true),
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move || {
        let listeners = [
            window_event_listener(ev::keydown, key),
            window_event_listener(ev::keyup, move |event| {
                if event.key() == " " {
                    space.set(false);
                }
            }),
        ];
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    });
    Effect::new(move || {
        if let Some(node) = viewer.node.get().filter(|_| easel.asked.get()) {
            easel.asked.set(false);
            // Fails only for elements that cannot have the focus.
            let _ = node.focus();
        }
    });
    let keys = move |event: KeyboardEvent| {
        // A click by keys has no place: the middle is as good as any.
        if event.key() == "Enter" && work == Work::Click {
            event.prevent_default();
            picking.click((0.5, 0.5), event.alt_key());
        } else {
            viewer.key(&event);
        }
    };
    let ratio = move || {
        let (width, height) = whole.get();
        format!("{:.5}", f64::from(width) / f64::from(height.max(1)))
    };
    let inset = move || {
        let (margins, (width, height)) = (margins.get(), whole.get());
        let part = |margin: u32, whole: u32| format!("{:.3}%", 100.0 * f64::from(margin) / f64::from(whole.max(1)));
        [part(margins.top, height), part(margins.right, width), part(margins.bottom, height), part(margins.left, width)]
            .join(" ")
    };
    let marks = match work {
        Work::Paint => view! { <Paint form size/> }.into_any(),
        Work::Click => view! { <Clicks form size/><Area form size/> }.into_any(),
    };
    let label = if work == Work::Paint { words::PAINT_LABEL } else { words::CLICK_LABEL };
    let hint = if work == Work::Paint { words::PAINT_HINT } else { words::CLICK_HINT };
    view! {
        <div class="stage easel">
            <Bar form work picking/>
            <div
                node_ref=viewer.node
                class="viewer easel__viewer"
                class=("easel__viewer--move", move || space.get() || act.get() == Act::Move)
                style=("--x", move || format!("{:.1}px", viewer.viewport.get().x))
                style=("--y", move || format!("{:.1}px", viewer.viewport.get().y))
                style=("--zoom", move || format!("{:.4}", viewer.viewport.get().zoom))
                style=("--ratio", ratio)
                role="group"
                tabindex="0"
                aria-label=label
                aria-describedby="easel-help"
                on:wheel=move |event| viewer.wheel(&event)
                on:keydown=keys
                on:pointerdown=press
                on:pointermove=drag
                on:pointerup=release
                on:pointercancel=cancel
                on:pointerleave=move |_| pointer.set(None)
            >
                <div class="viewer__layer easel__layer" node_ref=viewer.panes[0]>
                    <div class="easel__sheet">
                        <div class="easel__picture" style:inset=inset node_ref=picture>
                            <img src=url alt="" draggable="false"/>
                            {marks}
                        </div>
                    </div>
                </div>
                {(work == Work::Paint).then(|| view! {
                    <Handles form viewer size/>
                    <Brush form pointer picture/>
                })}
                <ZoomButtons viewer/>
            </div>
            <div class="easel__foot">
                <p class="field__hint" id="easel-help">{hint}</p>
                <Button variant=ButtonVariant::Primary size=ButtonSize::Small on:click=move |_| easel.leave()>
                    {words::DONE}
                </Button>
            </div>
        </div>
    }
}

fn undo(form: Form, work: Work, picking: Picking) {
    match work {
        Work::Paint => form.mask.undo(),
        Work::Click => picking.undo(),
    }
}

fn redo(form: Form, work: Work) {
    if work == Work::Paint {
        form.mask.redo();
    }
}

fn target(event: &KeyboardEvent) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()
}

/// Whether the key goes into a text.
fn is_text(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|target| {
        target.matches("input:not([type=range]):not([type=radio]), textarea, select").unwrap_or(false)
    })
}

fn on_viewer(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|target| target.matches("body, .easel__viewer").unwrap_or(false))
}
