//! Keys that work wherever one is, and the window that lists all there are.

use super::{Selection, Stage, Store, Tab};
use crate::language::Phrase;
use crate::{browser::storage, text::shortcuts as words, tool::Form, ui::Dialog};
use leptos::{
    ev::{self, KeyboardEvent},
    prelude::*,
};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Where the browser keeps that single keys are switched off.
const SWITCHED_OFF: &str = "studio.single-keys";

/// Keys, each pressed together with those before it, and what they do.
type Shortcut = (&'static [&'static str], Phrase);

const GROUPS: [(Phrase, &[Shortcut]); 4] = [
    (
        words::ANYWHERE,
        &[
            (&["Ctrl", "Enter"], words::RUN),
            (&["Esc"], words::ESCAPE),
            (&["/"], words::PROMPT),
            (&["1 – 6"], words::TOOLS),
            (&["G"], words::GALLERY),
            (&["Q"], words::QUEUE),
            (&["?"], words::HELP),
        ],
    ),
    (
        words::WRITING,
        &[
            (&["Alt", "↑"], words::EARLIER),
            (&["Alt", "↓"], words::LATER),
            (&["Ctrl", "↑"], words::MORE),
            (&["Ctrl", "↓"], words::LESS),
            (&["Ctrl", "Z"], words::UNDO),
        ],
    ),
    (
        words::VIEWING,
        &[
            (&["+"], words::ZOOM_IN),
            (&["−"], words::ZOOM_OUT),
            (&["0"], words::FIT),
            (&["1"], words::FULL),
            (&["← → ↑ ↓"], words::MOVE),
        ],
    ),
    (
        words::COMPARING,
        &[(&["← →"], words::SLIDE), (&["Shift", "← →"], words::SLIDE_FAR), (&["Home", "End"], words::SLIDE_END)],
    ),
];

/// Shows all keys. Cheap to copy; in context below the studio page.
#[derive(Clone, Copy)]
pub struct Shortcuts {
    pub open: RwSignal<bool>,
    /// Some people's voice or trembling hands press single keys that they do not mean (WCAG 2.1.4).
    single: RwSignal<bool>,
}

impl Shortcuts {
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), single: RwSignal::new(true) }
    }

    /// Listens as long as the studio is on screen.
    pub fn listen(self, store: Store, form: Form) {
        Effect::new(move || {
            self.single.set(storage::get(SWITCHED_OFF).is_none());
            let listener = window_event_listener(ev::keydown, move |event| self.press(&event, store, form));
            on_cleanup(move || listener.remove());
        });
    }

    fn press(self, event: &KeyboardEvent, store: Store, form: Form) {
        if event.default_prevented() || event.is_composing() || is_covered() {
            return;
        }
        let commanded = event.ctrl_key() || event.meta_key();
        let done = match event.key().as_str() {
            "Enter" if commanded => {
                form.run(store);
                true
            }
            _ if commanded || event.alt_key() || is_writing(event) => false,
            "Escape" => cancel(store),
            _ if !self.single.get_untracked() => false,
            "?" => {
                self.open.set(true);
                true
            }
            "/" => {
                form.write_prompt(store);
                true
            }
            key => match (key.parse::<usize>(), event.code().as_str()) {
                (Ok(number @ 1..), _) => use_tool(store, form, number),
                // By its place, for keyboards that write Hangul.
                (_, "KeyQ") => {
                    store.queue_open.set(true);
                    true
                }
                (_, "KeyG") => {
                    store.tab.set(Tab::Gallery);
                    focus_later("#panel-gallery a[href^='/images/']");
                    true
                }
                _ => false,
            },
        };
        if done {
            event.prevent_default();
        }
    }
}

fn cancel(store: Store) -> bool {
    match store.stage.get_untracked() {
        Stage::Working(id) => store.cancel_task(id),
        Stage::Ended(_) => store.show(Selection::Nothing),
        _ => return false,
    }
    true
}

fn use_tool(store: Store, form: Form, number: usize) -> bool {
    let Some(tool) = form.tools().nth(number - 1) else { return false };
    form.use_tool(tool);
    store.tab.set(Tab::Tool);
    true
}

/// Whether a window or a menu is over the page, which has the keys then.
fn is_covered() -> bool {
    document().query_selector("dialog[open], :popover-open").is_ok_and(|found| found.is_some())
}

/// Whether the key is part of what somebody writes or chooses.
fn is_writing(event: &KeyboardEvent) -> bool {
    const FIELDS: &str = "textarea, select, [contenteditable], \
                          input:not([type=radio], [type=checkbox], [type=range], [type=file], [type=color])";
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(FIELDS).is_ok_and(|field| field.is_some()))
}

/// After what was set in motion is on the page.
fn focus_later(selector: &'static str) {
    request_animation_frame(move || {
        let found = document().query_selector(selector).ok().flatten();
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // Fails only for elements that cannot have the focus.
            let _ = element.focus();
        }
    });
}

#[component]
pub fn ShortcutsDialog() -> impl IntoView {
    let Shortcuts { open, single } = expect_context();
    let switch = move |event| {
        let on = event_target_checked(&event);
        single.set(on);
        if on {
            storage::remove(SWITCHED_OFF);
        } else {
            storage::set(SWITCHED_OFF, "off");
        }
    };
    view! {
        <Dialog id="shortcuts" title=words::TITLE open>
            <div class="dialog__body shortcuts">
                {GROUPS.map(|(title, shortcuts)| view! { <Group title shortcuts/> }).collect_view()}
                <label class="checkbox shortcuts__switch">
                    <input type="checkbox" prop:checked=move || single.get() on:change=switch/>
                    <span>{words::SINGLE}</span>
                </label>
            </div>
        </Dialog>
    }
}

#[component]
fn Group(title: Phrase, shortcuts: &'static [Shortcut]) -> impl IntoView {
    let keys = |keys: &'static [&'static str]| keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view();
    view! {
        <section class="shortcuts__group">
            <h3>{title}</h3>
            <dl>
                {shortcuts.iter().map(|(pressed, does)| view! {
                    <div class="shortcuts__row">
                        <dt>{*does}</dt>
                        <dd>{keys(pressed)}</dd>
                    </div>
                }).collect_view()}
            </dl>
        </section>
    }
}
