//! The event stream: a WebSocket that comes back by itself and resumes where it was.

use leptos::prelude::{TimeoutHandle, set_timeout_with_handle, window};
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
    time::Duration,
};
use studio_domain::Event;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{MessageEvent, WebSocket};

/// How the connection stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// Not yet known; nothing to tell anyone.
    #[default]
    Starting,
    Live,
    /// Waiting before the next try.
    Lost,
    /// Trying again.
    Retrying,
}

/// First and longest pause between tries, in milliseconds.
const FIRST_PAUSE: f64 = 1_000.0;
const LONGEST_PAUSE: f64 = 30_000.0;

/// Exponential back-off; `random` (0 to 1) spreads the pages of a restarted server over half of the pause.
fn pause(tries: u32, random: f64) -> Duration {
    let longest = (FIRST_PAUSE * 2f64.powi(tries.min(10) as i32)).min(LONGEST_PAUSE);
    Duration::from_millis((longest * (0.5 + random.clamp(0.0, 1.0) / 2.0)) as u64)
}

/// A handle on the stream. Clones share it; it lives until [`Self::close`].
#[derive(Clone)]
pub struct EventSocket(Rc<Inner>);

struct Inner {
    on_event: Box<dyn Fn(Event)>,
    on_connection: Box<dyn Fn(Connection)>,
    current: RefCell<Option<Wire>>,
    timer: Cell<Option<TimeoutHandle>>,
    tries: Cell<u32>,
    last_event_id: Cell<Option<i64>>,
    closed: Cell<bool>,
}

/// One connection and its listeners, which must live as long as it.
struct Wire {
    socket: WebSocket,
    _on_open: Closure<dyn Fn()>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_close: Closure<dyn Fn()>,
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let socket = self.socket.clone();
        // Closing what is closed already does nothing; no code or reason is given, so nothing can be wrong with them.
        let close = move || drop(socket.close());
        if self.socket.ready_state() == WebSocket::CONNECTING {
            // Browsers report a connection that is closed before it stands as a failure.
            self.socket.set_onopen(Some(Closure::once_into_js(close).unchecked_ref()));
        } else {
            self.socket.set_onopen(None);
            close();
        }
    }
}

impl EventSocket {
    /// Connects, and keeps connected.
    pub fn open(on_event: impl Fn(Event) + 'static, on_connection: impl Fn(Connection) + 'static) -> Self {
        let inner = Rc::new(Inner {
            on_event: Box::new(on_event),
            on_connection: Box::new(on_connection),
            current: RefCell::new(None),
            timer: Cell::new(None),
            tries: Cell::new(0),
            last_event_id: Cell::new(None),
            closed: Cell::new(false),
        });
        inner.connect();
        Self(inner)
    }

    /// Tries at once instead of waiting; does nothing while connected.
    pub fn retry_now(&self) {
        let live = self.0.current.borrow().as_ref().is_some_and(|wire| wire.socket.ready_state() == WebSocket::OPEN);
        if !live {
            self.0.tries.set(0);
            self.0.connect();
        }
    }

    /// The browser knows that the network is gone, long before the socket does.
    pub fn offline(&self) {
        self.0.current.take();
        self.0.lost();
    }

    pub fn close(&self) {
        self.0.closed.set(true);
        self.0.stop_timer();
        self.0.current.take();
    }
}

impl Inner {
    fn connect(self: &Rc<Self>) {
        if self.closed.get() {
            return;
        }
        self.stop_timer();
        if self.tries.get() > 0 {
            (self.on_connection)(Connection::Retrying);
        }
        match self.wire() {
            Some(wire) => drop(self.current.replace(Some(wire))),
            None => self.lost(),
        }
    }

    fn wire(self: &Rc<Self>) -> Option<Wire> {
        let socket = WebSocket::new(&self.address()?).ok()?;
        let on_open = listener(self, |inner| {
            inner.tries.set(0);
            (inner.on_connection)(Connection::Live);
        });
        let on_close = listener(self, |inner| inner.lost());
        let weak = Rc::downgrade(self);
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
            let Some(text) = message.data().as_string() else { return };
            // Kinds of events that this page does not know come from a newer server, and are none of its business.
            let event = Event::from_json(text.as_bytes()).ok().flatten();
            if let (Some(inner), Some(event)) = (weak.upgrade(), event) {
                inner.last_event_id.set(Some(event.id));
                (inner.on_event)(event);
            }
        });
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Some(Wire { socket, _on_open: on_open, _on_message: on_message, _on_close: on_close })
    }

    fn address(&self) -> Option<String> {
        let location = window().location();
        let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
        let query = self.last_event_id.get().map(|id| format!("?last_event_id={id}")).unwrap_or_default();
        Some(format!("{scheme}://{}/v1/events{query}", location.host().ok()?))
    }

    fn lost(self: &Rc<Self>) {
        if self.closed.get() {
            return;
        }
        self.stop_timer();
        let tries = self.tries.get();
        self.tries.set(tries.saturating_add(1));
        (self.on_connection)(Connection::Lost);
        let weak = Rc::downgrade(self);
        let again = move || {
            if let Some(inner) = weak.upgrade() {
                inner.connect();
            }
        };
        self.timer.set(set_timeout_with_handle(again, pause(tries, js_sys::Math::random())).ok());
    }

    fn stop_timer(&self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }
}

fn listener(inner: &Rc<Inner>, act: fn(&Rc<Inner>)) -> Closure<dyn Fn()> {
    let weak: Weak<Inner> = Rc::downgrade(inner);
    Closure::new(move || {
        if let Some(inner) = weak.upgrade() {
            act(&inner);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_are_spread() {
        assert_eq!(pause(0, 1.0).as_millis(), 1_000);
        assert_eq!(pause(0, 0.0).as_millis(), 500);
        assert_eq!(pause(3, 1.0).as_millis(), 8_000);
        assert_eq!(pause(99, 1.0).as_millis(), 30_000);
        assert_eq!(pause(99, 0.0).as_millis(), 15_000);
    }
}
