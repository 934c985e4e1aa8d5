//! One task in the list: where it stands, and what can be done with it.

use crate::{
    format,
    gallery::placeholder,
    said,
    studio::{Selection, Stage, Store},
    text::queue as words,
    tool::Tool,
    ui::{ButtonSize, Icon, IconButton, Progress},
};
use leptos::{ev::MouseEvent, prelude::*};
use studio_domain::{Task, TaskId, TaskState};

#[component]
pub fn QueueItem(id: TaskId) -> impl IntoView {
    let store = expect_context::<Store>();
    let task = Memo::new(move |_| store.task(id));
    let of = move |read: fn(&Task) -> String| task.with(|task| task.as_ref().map(read)).unwrap_or_default();
    let failed = move || task.with(|task| task.as_ref().is_some_and(|task| task.state == TaskState::Failed));
    let canceling = move || task.with(|task| task.as_ref().is_none_or(|task| task.cancel_requested));
    let current = move || matches!(store.stage.get(), Stage::Working(shown) | Stage::Ended(shown) if shown == id);
    let open = move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            store.queue_open.set(false);
            store.show(Selection::Task(id));
        }
    };
    let progress = Signal::derive(move || task.with(|task| progress(task.as_ref())));
    let source = Memo::new(move |_| {
        let id = task.with(|task| task.as_ref().and_then(|task| task.inputs.image))?;
        store.image(id).map(|image| (image.thumbnail_url, image.blurhash))
    });
    let preview = Memo::new(move |_| store.tasks.with(|tasks| tasks.get(&id)?.preview.clone()));
    let picture = move || {
        let (url, behind) = match (preview.get(), source.get()) {
            (Some(preview), _) => (preview, String::new()),
            (None, Some((url, blurhash))) => (url, placeholder(&blurhash).unwrap_or_default()),
            (None, None) => return None,
        };
        Some(
            view! { <img class="queue__picture" src=url alt="" width="48" height="48" style:background-image=behind/> },
        )
    };
    let actions = move || {
        if failed() {
            view! {
                <IconButton icon=Icon::Retry label=words::RETRY size=ButtonSize::Small on:click=move |_| store.retry_task(id)/>
                <IconButton icon=Icon::Close label=words::DISMISS size=ButtonSize::Small on:click=move |_| store.dismiss_task(id)/>
            }
            .into_any()
        } else {
            view! {
                <IconButton
                    icon=Icon::Close
                    label=words::CANCEL
                    size=ButtonSize::Small
                    disabled=Signal::derive(canceling)
                    on:click=move |_| store.cancel_task(id)
                />
            }
            .into_any()
        }
    };
    view! {
        <li class="queue__item" class=("queue__item--current", current)>
            <span class="queue__picture">{picture}</span>
            <div class="queue__text">
                <a class="queue__state" href=Selection::Task(id).path() aria-current=move || current().then_some("true") on:click=open>
                    <span>{move || of(state)}</span>
                    <span>{move || of(percent)}</span>
                </a>
                <Show
                    when=failed
                    fallback=move || view! { <Progress label=move || of(state) value=progress/> }
                >
                    <p class="queue__reason">{move || of(reason)}</p>
                </Show>
                <p class="queue__detail">{move || of(detail)}</p>
            </div>
            <div class="queue__actions">{actions}</div>
        </li>
    }
}

/// `None` while there is nothing to measure.
fn progress(task: Option<&Task>) -> Option<f32> {
    task.filter(|task| task.state == TaskState::Running).map(|task| task.progress)
}

fn state(task: &Task) -> String {
    let words = match task.state {
        _ if task.cancel_requested && !task.state.is_terminal() => crate::text::stage::CANCELING,
        TaskState::Queued => words::QUEUED,
        TaskState::Running => match (task.step, task.steps.filter(|_| task.task.is_diffusion())) {
            (Some(step), Some(steps)) if step < steps => return words::step(step + 1, steps),
            _ => words::RUNNING,
        },
        TaskState::Failed => words::FAILED,
        TaskState::Succeeded | TaskState::Canceled => return String::new(),
    };
    words.into()
}

fn percent(task: &Task) -> String {
    match (task.state, task.queue_position) {
        (TaskState::Running, _) => format!("{} %", format::percent(task.progress)),
        (TaskState::Queued, Some(position)) => crate::text::stage::position(position),
        _ => String::new(),
    }
}

fn reason(task: &Task) -> String {
    task.error.as_ref().map(said::detail).unwrap_or_default()
}

/// What it is, and how long it will take; not how long it waits, which depends on others.
fn detail(task: &Task) -> String {
    let what = Tool::of(task.task).describe(&task.inputs, &task.parameters);
    match task.eta_seconds.filter(|_| task.state == TaskState::Running) {
        Some(seconds) => format!("{} · {what}", format::remaining(seconds)),
        None => what,
    }
}
