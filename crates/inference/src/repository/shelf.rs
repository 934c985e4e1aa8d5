//! What is in memory, and the room for more: what was used longest ago makes way.

use super::slot::{LoadError, Slot};
use crate::{RunControl, diffusion::DiffusionPipeline, runtime::ModelSession};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

/// How often someone who waits for room looks again.
const LOOK: Duration = Duration::from_millis(50);

/// Something that takes memory.
pub(crate) enum Resident {
    Network(ModelSession),
    Pipeline(Box<DiffusionPipeline>),
}

pub(super) struct Shelf {
    /// Bytes that all residents together may take.
    budget: u64,
    /// By the path of the file, or of the pipeline's folder.
    slots: Mutex<HashMap<PathBuf, Arc<Slot<Resident>>>>,
}

impl Shelf {
    pub fn new(budget: u64) -> Self {
        Self { budget, slots: Mutex::default() }
    }

    pub fn slot(&self, path: &Path) -> Arc<Slot<Resident>> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.entry(path.to_owned()).or_insert_with(|| Arc::new(Slot::new(path.to_owned()))).clone()
    }

    /// Sets `bytes` aside for a slot that is about to be loaded. Throws out what was used longest ago, and waits for
    /// what is in use.
    ///
    /// # Errors
    /// When it is more than all residents may take; those of [`RunControl::check`] while waiting.
    pub fn make_room(&self, slot: &Slot<Resident>, bytes: u64, control: &RunControl) -> Result<(), LoadError> {
        if bytes > self.budget {
            let reason = format!(
                "it takes {} MB of memory, but models may take {} MB (STUDIO_MODEL_MEMORY).",
                bytes.div_ceil(1_000_000),
                self.budget / 1_000_000
            );
            return Err(LoadError::Unavailable(reason));
        }
        while !self.try_make_room(slot, bytes) {
            control.check().map_err(LoadError::Stopped)?;
            thread::sleep(LOOK);
        }
        Ok(())
    }

    fn try_make_room(&self, slot: &Slot<Resident>, bytes: u64) -> bool {
        // Held throughout, so that two who want room do not both count on the same.
        let slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = |slots: &HashMap<_, Arc<Slot<Resident>>>| slots.values().map(|slot| slot.weight()).sum::<u64>();
        let mut idle: Vec<_> = slots.values().filter_map(|slot| Some((slot.last_used()?, slot))).collect();
        idle.sort_by_key(|(used, _)| *used);
        let mut idle = idle.into_iter();
        while taken(&slots) + bytes > self.budget {
            let Some((_, oldest)) = idle.next() else { return false };
            oldest.evict();
        }
        slot.set_weight(bytes);
        true
    }
}
