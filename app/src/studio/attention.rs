//! Telling who looks elsewhere that something is done: in the tab's title, and by the browser's notifications where they
//! are wanted.

use super::{Selection, Store};
use crate::{browser::storage, text::queue as words, tool::Tool};
use leptos::{ev, prelude::*, task::spawn_local};
use studio_domain::{Task, TaskState};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// Where the browser keeps that notifications are wanted.
const WANTED: &str = "studio.notify";

/// Whether the browser tells when something is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notify {
    #[default]
    Off,
    On,
    /// Wanted, and the browser does not let us.
    Blocked,
}

/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct Attention {
    /// Something was done while nobody was looking.
    pub unseen: RwSignal<bool>,
    pub notify: RwSignal<Notify>,
}

impl Attention {
    pub fn new() -> Self {
        Self { unseen: RwSignal::new(false), notify: RwSignal::new(Notify::Off) }
    }

    /// Notices when somebody looks, as long as the studio is on screen.
    pub fn listen(self) {
        Effect::new(move || {
            let granted = is_supported() && Notification::permission() == NotificationPermission::Granted;
            if granted && storage::get(WANTED).is_some() {
                self.notify.set(Notify::On);
            }
            let seen = move || {
                if !is_away() {
                    self.unseen.set(false);
                }
            };
            let listeners = [
                window_event_listener(ev::focus, move |_| seen()),
                window_event_listener(ev::Custom::<web_sys::Event>::new("visibilitychange"), move |_| seen()),
            ];
            on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
        });
    }

    /// Turns notifications on or off. The browser asks for permission the first time.
    pub fn want(self, on: bool) {
        if !on {
            storage::remove(WANTED);
            self.notify.set(Notify::Off);
            return;
        }
        spawn_local(async move {
            let granted = is_supported()
                && match Notification::request_permission() {
                    Ok(asked) => JsFuture::from(asked).await.is_ok_and(|answer| answer == "granted"),
                    Err(_) => false,
                };
            if granted {
                storage::set(WANTED, "on");
            }
            self.notify.try_set(if granted { Notify::On } else { Notify::Blocked });
        });
    }

    /// A task has ended.
    pub fn ended(self, store: Store, task: &Task) {
        let words = match task.state {
            TaskState::Succeeded => words::DONE_TOAST,
            TaskState::Failed => words::FAILED,
            _ => return,
        };
        if !is_away() {
            return;
        }
        self.unseen.set(true);
        if self.notify.get_untracked() != Notify::On {
            return;
        }
        let options = NotificationOptions::new();
        options.set_body(&Tool::of(task.task).describe(&task.inputs, &task.parameters));
        options.set_icon("/favicon.svg");
        // Some browsers on phones know notifications of service workers only; the title tells there.
        let Ok(notification) = Notification::new_with_options(words.text(), &options) else { return };
        let id = task.task_id;
        let open = Closure::once_into_js(move || {
            // Fails only where the browser keeps its window to itself.
            let _ = window().focus();
            store.show(Selection::Task(id));
        });
        notification.set_onclick(Some(open.unchecked_ref()));
    }
}

/// Whether this page is out of sight, or behind another window.
fn is_away() -> bool {
    document().hidden() || !document().has_focus().unwrap_or(true)
}

/// Absent outside of https and localhost.
fn is_supported() -> bool {
    js_sys::Reflect::has(&window(), &"Notification".into()).unwrap_or(false)
}
