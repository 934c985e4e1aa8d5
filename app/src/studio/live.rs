//! Ties the event stream to the store for as long as the studio is on screen.

use super::Store;
use crate::browser::socket::{Connection, EventSocket};
use leptos::{ev, prelude::*};
use send_wrapper::SendWrapper;
use studio_domain::{EventData, ImageId, TaskState};

/// Lets the header ask for a new try. Empty on the server, where it would change threads.
#[derive(Clone, Copy)]
pub struct Reconnect(StoredValue<Option<SendWrapper<EventSocket>>>);

impl Reconnect {
    pub fn now(self) {
        self.with(EventSocket::retry_now);
    }

    fn with(self, act: impl Fn(&EventSocket)) {
        self.0.try_with_value(|socket| socket.as_deref().map(act));
    }
}

/// Connects once the page is alive; disconnects when it goes.
pub fn connect(store: Store) -> Reconnect {
    let reconnect = Reconnect(StoredValue::new(None));
    Effect::new(move || {
        let on_connection = move |connection| {
            store.connection.set(connection);
            if connection == Connection::Live {
                fetch_left_out(store);
            }
        };
        let socket = EventSocket::open(
            move |event| match event.data {
                EventData::Task(task) => store.keep_task(*task),
            },
            on_connection,
        );
        reconnect.0.set_value(Some(SendWrapper::new(socket)));
        let online = window_event_listener(ev::online, move |_| reconnect.now());
        let offline = window_event_listener(ev::offline, move |_| reconnect.with(EventSocket::offline));
        // Timers sleep in hidden pages; who comes back should not wait for one.
        let shown = window_event_listener(ev::focus, move |_| reconnect.now());
        on_cleanup(move || {
            reconnect.with(EventSocket::close);
            online.remove();
            offline.remove();
            shown.remove();
        });
    });
    reconnect
}

/// Results whose pictures could not be fetched because the connection went just then.
fn fetch_left_out(store: Store) {
    let results: Vec<(_, Option<ImageId>)> = store.tasks.with_untracked(|tasks| {
        let done = tasks.values().filter(|task| task.state == TaskState::Succeeded);
        done.map(|task| (task.task_id, task.images.first().map(|image| image.id))).collect()
    });
    let known = |id: &ImageId| store.images.with_untracked(|images| images.contains_key(id));
    for (task, _) in results.iter().filter(|(_, image)| image.as_ref().is_some_and(|id| !known(id))) {
        store.fetch(super::Selection::Task(*task), true);
    }
}
