//! Who is looking on in this process, and how they are told.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};
use studio_domain::{Event, TaskId, UserId};
use tokio::sync::{broadcast, watch};

/// Events a reader may lag behind. What is told first on connecting does not count.
const BUFFER: usize = 512;
/// Previews that are kept for those who ask: of the tasks that run, and some that just did. Each has at most 8 kB.
const PREVIEWS: usize = 64;

/// The meeting point of the one listening connection with everybody in the process who waits for something.
pub struct Hub {
    subscribers: Mutex<HashMap<UserId, broadcast::Sender<Event>>>,
    /// Every task that changed, anybody's: for those who wait for one.
    changes: broadcast::Sender<TaskId>,
    /// The newest of each task, the latest last.
    previews: Mutex<VecDeque<(TaskId, String)>>,
    /// Counts the reasons to look into the queue.
    work: watch::Sender<u64>,
}

impl Hub {
    pub fn new() -> Self {
        Self {
            subscribers: Mutex::default(),
            changes: broadcast::Sender::new(BUFFER),
            previews: Mutex::default(),
            work: watch::Sender::new(0),
        }
    }

    pub fn subscribe(&self, user: UserId) -> broadcast::Receiver<Event> {
        self.subscribers().entry(user).or_insert_with(|| broadcast::Sender::new(BUFFER)).subscribe()
    }

    pub fn changes(&self) -> broadcast::Receiver<TaskId> {
        self.changes.subscribe()
    }

    pub fn work(&self) -> watch::Receiver<u64> {
        self.work.subscribe()
    }

    pub fn wake_workers(&self) {
        self.work.send_modify(|count| *count = count.wrapping_add(1));
    }

    pub fn task_changed(&self, id: TaskId) {
        // An error only says that nobody waits.
        let _ = self.changes.send(id);
    }

    pub fn keep_preview(&self, id: TaskId, preview: String) {
        let mut previews = self.previews.lock().unwrap_or_else(PoisonError::into_inner);
        previews.retain(|(task, _)| *task != id);
        if previews.len() == PREVIEWS {
            previews.pop_front();
        }
        previews.push_back((id, preview));
    }

    pub fn preview(&self, id: TaskId) -> Option<String> {
        let previews = self.previews.lock().unwrap_or_else(PoisonError::into_inner);
        previews.iter().find(|(task, _)| *task == id).map(|(_, preview)| preview.clone())
    }

    pub fn publish(&self, user: UserId, event: Event) {
        if let Some(sender) = self.subscribers().get(&user) {
            let _ = sender.send(event);
        }
    }

    pub fn has_subscribers(&self, user: UserId) -> bool {
        self.subscribers().get(&user).is_some_and(|sender| sender.receiver_count() > 0)
    }

    /// Everybody who looks on. Forgets those who went away.
    pub fn subscribed(&self) -> Vec<UserId> {
        let mut subscribers = self.subscribers();
        subscribers.retain(|_, sender| sender.receiver_count() > 0);
        subscribers.keys().copied().collect()
    }

    /// Ends every stream.
    pub fn close(&self) {
        self.subscribers().clear();
    }

    /// The map is whole after every single call, so a panic elsewhere cannot have left it half changed.
    fn subscribers(&self) -> MutexGuard<'_, HashMap<UserId, broadcast::Sender<Event>>> {
        self.subscribers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
