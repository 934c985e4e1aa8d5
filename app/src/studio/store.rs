//! What the parts of the studio share: pictures, tasks, what is on the stage, how the connection stands.
//!
//! One truth: pictures and tasks are held once, by id; lists hold ids. Changes come from the person's own actions and
//! from the event stream, and both end in [`Store::keep_images`] and [`Store::keep_task`].

use super::{Opened, Selection, StudioState, Tab, api, attention::Attention};
use crate::{
    AppError,
    browser::socket::Connection,
    format,
    gallery::{Listing, Picked, address},
    said, text,
    ui::Toaster,
};
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;
use studio_domain::{Board, ErrorCode, Image, ImageId, ImageListQuery, Me, Task, TaskId, TaskState};

/// How many of the tasks that have succeeded are shown.
const FINISHED: usize = 12;

/// What stands on the stage.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    Empty,
    Loading,
    Refused(AppError),
    /// Queued, running, or finished with the result on its way.
    Working(TaskId),
    /// Failed or canceled.
    Ended(TaskId),
    Picture(ImageId),
}

/// Cheap to copy; in context below the studio page.
#[derive(Clone, Copy)]
pub struct Store {
    pub me: StoredValue<Me>,
    pub images: RwSignal<BTreeMap<ImageId, Image>>,
    pub tasks: RwSignal<BTreeMap<TaskId, Task>>,
    pub listing: Listing,
    pub picked: Picked,
    pub boards: RwSignal<Vec<Board>>,
    pub stage: Memo<Stage>,
    /// How often the person has put something onto the stage.
    pub shown: RwSignal<u32>,
    pub connection: RwSignal<Connection>,
    pub tab: RwSignal<Tab>,
    /// What assistive technology reads out next.
    pub announcement: RwSignal<String>,
    pub toaster: Toaster,
    pub attention: Attention,
    /// What has succeeded since the page was opened, the latest first.
    pub finished: RwSignal<Vec<TaskId>>,
    /// Whether the queue's drawer is.
    pub queue_open: RwSignal<bool>,
    selection: Memo<Selection>,
    /// The task shown at `/`: the newest that was at work when the page opened.
    followed: RwSignal<Option<TaskId>>,
    refused: RwSignal<Option<(Selection, AppError)>>,
    navigate: Callback<(String, bool)>,
}

impl Store {
    /// `navigate` goes to an address; its flag asks to replace the present one in the history.
    pub fn new(
        state: StudioState,
        selection: Memo<Selection>,
        filter: Memo<ImageListQuery>,
        navigate: Callback<(String, bool)>,
    ) -> Self {
        let StudioState { me, gallery, boards, tasks, opened, missing, models } = state;
        let at_start = selection.get_untracked();
        let working = tasks.iter().filter(|task| !task.state.is_terminal()).map(|task| task.task_id).max();
        let followed = RwSignal::new(working.filter(|_| at_start == Selection::Nothing));
        let refused = RwSignal::new(missing.then(|| (at_start, not_found())));
        let listing = Listing::new(filter, &gallery, models);
        let (mut images, mut known) = (BTreeMap::new(), BTreeMap::new());
        // Not `collect`, which brings a sort into the page's program.
        images.extend(gallery.data.into_iter().chain(opened.images).map(|image| (image.id, image)));
        known.extend(tasks.into_iter().chain(opened.tasks).map(|task| (task.task_id, task)));
        let (images, tasks) = (RwSignal::new(images), RwSignal::new(known));
        let stage = Memo::new(move |_| stage(selection.get(), followed.get(), images, tasks, refused));
        let tab = match stage.get_untracked() {
            Stage::Empty => Tab::Tool,
            _ => Tab::Result,
        };
        Self {
            me: StoredValue::new(me),
            images,
            tasks,
            listing,
            picked: Picked::new(),
            boards: RwSignal::new(boards),
            stage,
            shown: RwSignal::new(0),
            connection: RwSignal::new(Connection::default()),
            tab: RwSignal::new(tab),
            announcement: RwSignal::new(String::new()),
            toaster: expect_context(),
            attention: Attention::new(),
            finished: RwSignal::new(Vec::new()),
            queue_open: RwSignal::new(false),
            selection,
            followed,
            refused,
            navigate,
        }
    }

    pub fn image(self, id: ImageId) -> Option<Image> {
        self.images.with(|images| images.get(&id).cloned())
    }

    pub fn task(self, id: TaskId) -> Option<Task> {
        self.tasks.with(|tasks| tasks.get(&id).cloned())
    }

    /// Tasks at work right now.
    pub fn active_count(self) -> usize {
        self.tasks.with(|tasks| tasks.values().filter(|task| !task.state.is_terminal()).count())
    }

    /// How far the task is that is watched, or else one of those at work; in percent.
    pub fn watched_progress(self) -> Option<u32> {
        let of = |task: &Task| format::percent(task.progress);
        match self.stage.get() {
            Stage::Working(id) => self.tasks.with(|tasks| tasks.get(&id).map(of)),
            _ => self.tasks.with(|tasks| tasks.values().find(|task| task.state == TaskState::Running).map(of)),
        }
    }

    /// Puts something on the stage, and on a phone shows it.
    pub fn show(self, selection: Selection) {
        self.shown.update(|shown| *shown = shown.wrapping_add(1));
        self.followed.set(None);
        self.refused.set(None);
        self.go(selection, false);
        self.tab.set(if selection == Selection::Nothing { Tab::Tool } else { Tab::Result });
    }

    /// To what the address names, with the gallery as it is.
    fn go(self, selection: Selection, replace: bool) {
        let filter = self.listing.filter.with_untracked(address::write);
        self.navigate.run((format!("{}{filter}", selection.path()), replace));
    }

    /// Shows other pictures in the gallery, with what is on the stage.
    pub fn refine(self, filter: &ImageListQuery) {
        let path = self.selection.get_untracked().path();
        self.navigate.run((format!("{path}{}", address::write(filter)), true));
    }

    /// Takes a picture off the stage, if it is there.
    pub fn hide(self, id: ImageId) {
        if self.stage.get_untracked() == Stage::Picture(id) {
            self.followed.set(None);
            self.go(Selection::Nothing, true);
        }
    }

    pub fn keep_images(self, new: impl IntoIterator<Item = Image>) {
        self.images.update(|images| images.extend(new.into_iter().map(|image| (image.id, image))));
    }

    /// Takes over the state of a task, and everything that follows from it.
    pub fn keep_task(self, mut task: Task) {
        let before = self.tasks.with_untracked(|tasks| tasks.get(&task.task_id).cloned());
        // An answer to a request may arrive after the event that overtook it.
        if before.as_ref().is_some_and(|before| before.state.is_terminal() && !task.state.is_terminal()) {
            return;
        }
        if task.preview.is_none() && task.state == TaskState::Running {
            task.preview = before.as_ref().and_then(|before| before.preview.clone());
        }
        let was_working = before.as_ref().is_some_and(|before| !before.state.is_terminal());
        self.announce(before.as_ref(), &task);
        if was_working && task.state.is_terminal() {
            self.attention.ended(self, &task);
            if task.state == TaskState::Succeeded {
                self.finished.update(|finished| {
                    finished.insert(0, task.task_id);
                    finished.truncate(FINISHED);
                });
            }
        }
        // Once when it appears and once when it succeeds, so a deleted picture is not asked for again and again.
        let turned = before.as_ref().is_none_or(|before| before.state != task.state);
        let wanted = match task.state {
            TaskState::Queued | TaskState::Running if before.is_none() => task.inputs.image,
            TaskState::Succeeded if turned => task.images.first().map(|image| image.id),
            _ => None,
        };
        let id = task.task_id;
        self.tasks.update(|tasks| {
            tasks.insert(id, task);
        });
        let unknown = wanted.is_some_and(|id| self.images.with_untracked(|images| !images.contains_key(&id)));
        if unknown {
            self.fetch(Selection::Task(id), was_working);
        }
    }

    /// Fetches what `selection` refers to; `notify` says so if it is a result that is not in view.
    pub fn fetch(self, selection: Selection, notify: bool) {
        spawn_local(async move {
            match api::open(selection).await {
                Ok(Opened { images, tasks }) => {
                    let results: Vec<_> = images.iter().filter(|image| image.task_id.is_some()).cloned().collect();
                    self.keep_images(images);
                    self.tasks.update(|known| {
                        for task in tasks {
                            known.entry(task.task_id).or_insert(task);
                        }
                    });
                    for image in &results {
                        self.listing.insert(image);
                    }
                    if results.iter().any(|image| image.board.is_some()) {
                        self.refresh_boards();
                    }
                    let stage = self.stage.get_untracked();
                    let in_view = results.iter().any(|image| stage == Stage::Picture(image.id));
                    if let Some(first) = results.first().filter(|_| notify && !in_view) {
                        self.notify_finished(first.id);
                    }
                }
                Err(error) => self.refused.set(Some((selection, error))),
            }
        });
    }

    /// Tries again what could not be fetched.
    pub fn retry_refused(self) {
        self.refused.set(None);
    }

    fn notify_finished(self, id: ImageId) {
        let view = Callback::new(move |()| self.show(Selection::Image(id)));
        self.toaster.offer(text::queue::DONE_TOAST, text::queue::VIEW, view);
    }

    /// Says what matters of a change, without a flood: states, and every quarter of the way.
    fn announce(self, before: Option<&Task>, task: &Task) {
        let Some(before) = before else { return };
        let quarter = |task: &Task| format::percent(task.progress) / 25;
        let words = match task.state {
            state if state != before.state => match state {
                TaskState::Queued => text::stage::QUEUED.into(),
                TaskState::Running => text::stage::running(task.task).into(),
                TaskState::Succeeded => text::queue::DONE_TOAST.into(),
                TaskState::Canceled => text::stage::CANCELED_TITLE.into(),
                TaskState::Failed => {
                    let reason = task.error.as_ref().map(said::detail).unwrap_or_default();
                    format!("{}. {reason}", text::queue::FAILED)
                }
            },
            TaskState::Running if quarter(task) != quarter(before) => {
                format!("{} {} %", text::stage::running(task.task), quarter(task) * 25)
            }
            _ => return,
        };
        self.announcement.set(words);
    }

    /// Keeps stage and address together in the browser: fetches what the address names, and gives a finished task's
    /// result its own address.
    pub fn follow_address(self) {
        Effect::new(move || {
            let selection = self.selection.get();
            if selection != Selection::Nothing {
                self.followed.set(None);
            }
            if self.stage.get() == Stage::Loading {
                self.fetch(selection, false);
            }
        });
        Effect::new(move || {
            if let (Selection::Task(_), Stage::Picture(id)) = (self.selection.get(), self.stage.get()) {
                self.go(Selection::Image(id), true);
            }
        });
    }
}

fn stage(
    selection: Selection,
    followed: Option<TaskId>,
    images: RwSignal<BTreeMap<ImageId, Image>>,
    tasks: RwSignal<BTreeMap<TaskId, Task>>,
    refused: RwSignal<Option<(Selection, AppError)>>,
) -> Stage {
    let unknown = || match refused.get() {
        Some((refused, error)) if refused == selection => Stage::Refused(error),
        _ => Stage::Loading,
    };
    let task = match (selection, followed) {
        (Selection::Nothing, None) => return Stage::Empty,
        (Selection::Invalid, _) => return Stage::Refused(not_found()),
        (Selection::Image(id), _) => {
            let known = images.with(|images| images.contains_key(&id));
            return if known { Stage::Picture(id) } else { unknown() };
        }
        (Selection::Task(id), _) | (Selection::Nothing, Some(id)) => id,
    };
    let Some((state, result)) =
        tasks.with(|tasks| tasks.get(&task).map(|task| (task.state, task.images.first().map(|image| image.id))))
    else {
        return unknown();
    };
    match (state, result) {
        (TaskState::Failed | TaskState::Canceled, _) => Stage::Ended(task),
        (TaskState::Succeeded, Some(result)) if images.with(|images| images.contains_key(&result)) => {
            Stage::Picture(result)
        }
        (TaskState::Succeeded, _) => match unknown() {
            Stage::Loading => Stage::Working(task),
            refused => refused,
        },
        _ => Stage::Working(task),
    }
}

fn not_found() -> AppError {
    studio_domain::Problem::new(ErrorCode::NotFound, text::stage::MISSING_TEXT).into()
}
