//! The list of tasks below the gallery, which does not move when the list comes and goes; not there when there is
//! nothing in it.

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
pub fn QueuePanel() -> impl IntoView {
    let store = expect_context::<Store>();
    // In the order of service, so that what ends first goes from the top; ids are time-ordered.
    let listed = Memo::new(move |_| {
        store.tasks.with(|tasks| {
            let shown = tasks.values().filter(|task| !task.state.is_terminal() || task.state == TaskState::Failed);
            shown.map(|task| task.task_id).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || !listed.with(Vec::is_empty)>
            <div class="queue">
                <h2 class="panel__title">{words::TITLE}</h2>
                <ul class="queue__list" aria-label=words::TITLE>
                    <For each=move || listed.get() key=|id| *id let:id>
                        <QueueItem id/>
                    </For>
                </ul>
            </div>
        </Show>
    }
}

#[component]
fn QueueItem(id: TaskId) -> impl IntoView {
    let store = expect_context::<Store>();
    let task = Memo::new(move |_| store.task(id));
    let of = move |read: fn(&Task) -> String| task.with(|task| task.as_ref().map(read)).unwrap_or_default();
    let failed = move || task.with(|task| task.as_ref().is_some_and(|task| task.state == TaskState::Failed));
    let canceling = move || task.with(|task| task.as_ref().is_none_or(|task| task.cancel_requested));
    let current = move || matches!(store.stage.get(), Stage::Working(shown) | Stage::Ended(shown) if shown == id);
    let open = move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            store.show(Selection::Task(id));
        }
    };
    let progress = Signal::derive(move || task.with(|task| progress(task.as_ref())));
    let source = Memo::new(move |_| {
        let id = task.with(|task| task.as_ref().and_then(|task| task.inputs.image))?;
        store.image(id).map(|image| (image.thumbnail_url, image.blurhash))
    });
    let picture = move || {
        source.get().map(|(url, blurhash)| {
            let behind = placeholder(&blurhash).unwrap_or_default();
            view! { <img class="queue__picture" src=url alt="" width="48" height="48" style:background-image=behind/> }
        })
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
        TaskState::Running => words::RUNNING,
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

fn detail(task: &Task) -> String {
    let tool = Tool::of(task.task);
    let what = match (&task.inputs.prompt, &task.inputs.style) {
        (Some(prompt), _) => prompt.clone(),
        (_, Some(style)) => format!("{}: {}", tool.label(), said::style(style, style)),
        _ if tool == Tool::Upscale => format!("{} ×{}", tool.label(), task.parameters.scale()),
        _ => tool.label().into(),
    };
    match task.eta_seconds.filter(|_| !task.state.is_terminal()) {
        Some(seconds) => format!("{} · {what}", format::remaining(seconds)),
        None => what,
    }
}
