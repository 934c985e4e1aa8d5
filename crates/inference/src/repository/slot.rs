//! One file of a model on its way into memory: loaded once, however many ask for it at the same time.

use super::integrity::Stamp;
use crate::{InferenceError, RunControl};
use std::{
    path::PathBuf,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// A load that failed is tried again when the file has changed, or after this time: a device may be busy for a while.
const RETRY: Duration = Duration::from_secs(5);
/// How often someone who waits for a load looks at the control.
const LOOK: Duration = Duration::from_millis(50);

pub(super) struct Slot<S> {
    path: PathBuf,
    state: Mutex<State<S>>,
    changed: Condvar,
    /// Memory that is set aside for it, in bytes; 0 when it is neither loaded nor loading.
    weight: AtomicU64,
}

enum State<S> {
    Empty,
    Loading,
    Loaded { session: Arc<S>, used: Instant },
    Failed { reason: String, stamp: Option<Stamp>, at: Instant },
}

/// What can be said about a slot without waiting.
pub(super) enum Status {
    Empty,
    Loading,
    Loaded,
    Failed(String),
}

/// Why there is no session.
pub(super) enum LoadError {
    Unavailable(String),
    /// The one who waited was told to stop.
    Stopped(InferenceError),
}

impl<S> Slot<S> {
    pub fn new(path: PathBuf) -> Self {
        Self { path, state: Mutex::new(State::Empty), changed: Condvar::new(), weight: AtomicU64::new(0) }
    }

    /// The session; loads it with `load`, or waits for whoever is doing that.
    pub fn get(&self, control: &RunControl, load: impl FnOnce() -> Result<S, LoadError>) -> Result<Arc<S>, LoadError> {
        let mut state = self.lock();
        loop {
            match &mut *state {
                State::Loaded { session, used } => {
                    *used = Instant::now();
                    return Ok(session.clone());
                }
                State::Failed { reason, stamp, at } if !self.may_retry(*stamp, *at) => {
                    return Err(LoadError::Unavailable(reason.clone()));
                }
                State::Empty | State::Failed { .. } => break,
                State::Loading => {
                    control.check().map_err(LoadError::Stopped)?;
                    state = self.changed.wait_timeout(state, LOOK).unwrap_or_else(PoisonError::into_inner).0;
                }
            }
        }
        *state = State::Loading;
        drop(state);
        // Should `load` panic, those who wait must not wait for ever.
        let guard = Unwinding(self);
        let stamp = Stamp::of(&self.path);
        let loaded = load().map(Arc::new);
        std::mem::forget(guard);
        self.set(match &loaded {
            Ok(session) => State::Loaded { session: session.clone(), used: Instant::now() },
            Err(LoadError::Unavailable(reason)) => State::Failed { reason: reason.clone(), stamp, at: Instant::now() },
            // Whoever comes next may have more time.
            Err(LoadError::Stopped(_)) => State::Empty,
        });
        loaded
    }

    /// Throws `session` away, if it is still the one; the next [`Self::get`] loads anew.
    pub fn discard(&self, session: &Arc<S>) {
        let mut state = self.lock();
        if matches!(&*state, State::Loaded { session: loaded, .. } if Arc::ptr_eq(loaded, session)) {
            *state = State::Empty;
            self.set_weight(0);
        }
    }

    /// Throws what is loaded away unless somebody uses it. Tells whether it did.
    pub fn evict(&self) -> bool {
        let mut state = self.lock();
        let idle = matches!(&*state, State::Loaded { session, .. } if Arc::strong_count(session) == 1);
        if idle {
            *state = State::Empty;
            self.set_weight(0);
        }
        idle
    }

    /// When it was last asked for, if it is loaded.
    pub fn last_used(&self) -> Option<Instant> {
        match &*self.lock() {
            State::Loaded { used, .. } => Some(*used),
            _ => None,
        }
    }

    /// Bytes of memory that are set aside for it.
    pub fn weight(&self) -> u64 {
        self.weight.load(Ordering::Relaxed)
    }

    pub fn set_weight(&self, bytes: u64) {
        self.weight.store(bytes, Ordering::Relaxed);
    }

    pub fn status(&self) -> Status {
        match &*self.lock() {
            State::Failed { stamp, at, .. } if self.may_retry(*stamp, *at) => Status::Empty,
            State::Empty => Status::Empty,
            State::Loading => Status::Loading,
            State::Loaded { .. } => Status::Loaded,
            State::Failed { reason, .. } => Status::Failed(reason.clone()),
        }
    }

    fn may_retry(&self, stamp: Option<Stamp>, at: Instant) -> bool {
        at.elapsed() >= RETRY || Stamp::of(&self.path) != stamp
    }

    fn set(&self, state: State<S>) {
        if !matches!(state, State::Loaded { .. } | State::Loading) {
            self.set_weight(0);
        }
        *self.lock() = state;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State<S>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Unwinding<'a, S>(&'a Slot<S>);

impl<S> Drop for Unwinding<'_, S> {
    fn drop(&mut self) {
        self.0.set(State::Empty);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CancelToken;
    use std::{sync::atomic::AtomicU32, thread};

    #[test]
    fn only_what_nobody_uses_is_evicted() {
        let (slot, control) = (slot(), RunControl::default());
        assert!(!slot.evict());
        let session = slot.get(&control, || Ok(1)).ok().expect("loaded");
        slot.set_weight(5);
        assert!(!slot.evict());
        drop(session);
        assert!(slot.evict() && slot.weight() == 0 && slot.last_used().is_none());
        let stopped = slot.get(&control, || Err(LoadError::Stopped(InferenceError::Canceled)));
        assert!(matches!(stopped, Err(LoadError::Stopped(_))));
        assert!(slot.get(&control, || Ok(2)).is_ok(), "being stopped says nothing about the model");
    }

    fn slot() -> Slot<u32> {
        Slot::new("nowhere".into())
    }

    #[test]
    fn many_callers_load_once() {
        let (slot, loads) = (slot(), AtomicU32::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let session = slot.get(&RunControl::default(), || {
                        thread::sleep(Duration::from_millis(50));
                        Ok(loads.fetch_add(1, Ordering::SeqCst))
                    });
                    assert_eq!(session.ok().as_deref(), Some(&0));
                });
            }
        });
        assert_eq!(loads.into_inner(), 1);
    }

    #[test]
    fn a_failure_is_remembered_until_the_file_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let slot = Slot::<u32>::new(folder.path().join("model"));
        let control = RunControl::default();
        let fail = || Err(LoadError::Unavailable("broken".to_owned()));
        assert!(matches!(slot.get(&control, fail), Err(LoadError::Unavailable(r)) if r == "broken"));
        assert!(matches!(slot.get(&control, || Ok(1)), Err(LoadError::Unavailable(_))));
        assert!(matches!(slot.status(), Status::Failed(_)));
        std::fs::write(folder.path().join("model"), "repaired").expect("written");
        assert!(matches!(slot.status(), Status::Empty));
        assert!(slot.get(&control, || Ok(1)).is_ok());
    }

    #[test]
    fn a_discarded_session_is_loaded_anew() {
        let (slot, control) = (slot(), RunControl::default());
        let first = slot.get(&control, || Ok(1)).ok().expect("loaded");
        slot.discard(&first);
        let second = slot.get(&control, || Ok(2)).ok().expect("loaded");
        slot.discard(&first);
        assert_eq!((*first, *second), (1, 2));
        assert!(matches!(slot.status(), Status::Loaded));
    }

    #[test]
    fn waiting_for_a_load_can_be_canceled_and_survives_a_panic() {
        let slot = slot();
        thread::scope(|scope| {
            let loader = scope.spawn(|| {
                slot.get(&RunControl::default(), || {
                    thread::sleep(Duration::from_millis(200));
                    panic!("a defect while loading");
                })
            });
            while !matches!(slot.status(), Status::Loading) {
                thread::yield_now();
            }
            let cancel = CancelToken::new();
            cancel.cancel();
            let stopped = slot.get(&RunControl::default().with_cancel(cancel), || Ok(1));
            assert!(matches!(stopped, Err(LoadError::Stopped(InferenceError::Canceled))));
            assert!(slot.get(&RunControl::default(), || Ok(2)).is_ok());
            assert!(loader.join().is_err());
        });
    }
}
