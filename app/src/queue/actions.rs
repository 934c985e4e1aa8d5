//! What a person can do with a task.

use super::api;
use crate::studio::{Selection, Stage, Store};
use leptos::{prelude::*, task::spawn_local};
use studio_domain::{PredictRequest, TaskId};

impl Store {
    /// Asks for an end; the event stream tells when it has come.
    pub fn cancel_task(self, id: TaskId) {
        self.tasks.update(|tasks| {
            if let Some(task) = tasks.get_mut(&id) {
                task.cancel_requested = true;
            }
        });
        spawn_local(async move {
            match api::cancel_task(id).await {
                Ok(task) => self.keep_task(task),
                Err(error) => {
                    self.tasks.update(|tasks| {
                        if let Some(task) = tasks.get_mut(&id) {
                            task.cancel_requested = false;
                        }
                    });
                    self.toaster.fail(error.message());
                }
            }
        });
    }

    /// Takes an ended task off the list, and off the stage.
    pub fn dismiss_task(self, id: TaskId) {
        spawn_local(async move {
            match api::dismiss_task(id).await {
                Ok(()) => {
                    if self.stage.get_untracked() == Stage::Ended(id) {
                        self.show(Selection::Nothing);
                    }
                    self.tasks.update(|tasks| {
                        tasks.remove(&id);
                    });
                }
                Err(error) => self.toaster.fail(error.message()),
            }
        });
    }

    /// Asks for the same again, in place of the task that ended.
    pub fn retry_task(self, id: TaskId) {
        let Some(task) = self.tasks.with_untracked(|tasks| tasks.get(&id).cloned()) else { return };
        let request = PredictRequest {
            task: task.task,
            model: None,
            version: None,
            inputs: task.inputs,
            parameters: task.parameters,
            webhook: None,
            board: self.listing.open_board(),
            cache: true,
        };
        spawn_local(async move {
            match api::submit(request).await {
                Ok(task) => {
                    let new = task.task_id;
                    self.keep_task(task);
                    self.show(Selection::Task(new));
                    self.dismiss_task(id);
                }
                Err(error) => self.toaster.fail(error.message()),
            }
        });
    }
}
