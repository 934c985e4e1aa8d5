//! A task at work, or one that came to a bad end.

use crate::{
    format,
    gallery::placeholder,
    said,
    studio::Store,
    text::stage as words,
    tool::Form,
    ui::{Button, ButtonSize, ButtonVariant, Icon, Notice, Progress},
};
use leptos::prelude::*;
use studio_domain::{Task, TaskId, TaskState};

/// The source picture under a card with state, position, percentage and the time left.
#[component]
pub fn Working(id: TaskId) -> impl IntoView {
    let store = expect_context::<Store>();
    let task = Memo::new(move |_| store.task(id));
    let of = move |read: fn(&Task) -> String| move || task.with(|task| task.as_ref().map(read)).unwrap_or_default();
    let progress = Signal::derive(move || {
        task.with(|task| task.as_ref().filter(|task| task.state != TaskState::Queued).map(|task| task.progress))
    });
    let of_task = Signal::derive(move || {
        task.with(|task| task.as_ref().map(|t| String::from(words::running(t.task)))).unwrap_or_default()
    });
    let ending =
        move || task.with(|task| task.as_ref().is_none_or(|task| task.cancel_requested || task.state.is_terminal()));
    view! {
        <div class="stage">
            <div class="running">
                <SourcePicture id/>
                <div class="running__overlay">
                    <div class="running__card">
                        <div class="running__head">
                            <h2 class="running__state">{of(state)}</h2>
                            <span class="running__percent">{of(percent)}</span>
                        </div>
                        <Progress label=of_task value=progress/>
                        <div class="running__foot">
                            <span>{of(remaining)}</span>
                            <Button
                                size=ButtonSize::Small
                                disabled=Signal::derive(ending)
                                on:click=move |_| store.cancel_task(id)
                            >
                                {words::CANCEL}
                            </Button>
                        </div>
                    </div>
                </div>
            </div>
        </div>
    }
}

/// Why it ended, and what to do.
#[component]
pub fn Ended(id: TaskId) -> impl IntoView {
    let store = expect_context::<Store>();
    let form = expect_context::<Form>();
    let task = untrack(|| store.task(id));
    // What went wrong may be a matter of the settings.
    let change = task.clone().map(|task| {
        let take = move |_| {
            let image = task.inputs.image.and_then(|id| untrack(|| store.image(id)));
            form.take_over(store, task.clone());
            if let Some(image) = image {
                form.source.take_stored(store, &image);
            }
        };
        view! { <Button icon=Icon::Tool on:click=take>{words::CHANGE_SETTINGS}</Button> }
    });
    let problem = task.and_then(|task| task.error);
    let (title, text) = match problem {
        Some(problem) => (said::title(&problem), said::detail(&problem)),
        None => (words::CANCELED_TITLE.into(), words::CANCELED_TEXT.into()),
    };
    view! {
        <div class="stage">
            <div class="running">
                <SourcePicture id/>
                <div class="running__overlay">
                    <div class="failed">
                        <Notice title text/>
                        <div class="failed__actions">
                            <Button
                                variant=ButtonVariant::Primary
                                icon=Icon::Retry
                                on:click=move |_| store.retry_task(id)
                            >
                                {words::RETRY}
                            </Button>
                            {change}
                            <Button variant=ButtonVariant::Quiet on:click=move |_| store.dismiss_task(id)>
                                {words::DISMISS}
                            </Button>
                        </div>
                    </div>
                </div>
            </div>
        </div>
    }
}

#[component]
fn SourcePicture(id: TaskId) -> impl IntoView {
    let store = expect_context::<Store>();
    let source = Memo::new(move |_| {
        let id = store.tasks.with(|tasks| tasks.get(&id).and_then(|task| task.inputs.image))?;
        store.image(id)
    });
    let preview = Memo::new(move |_| store.tasks.with(|tasks| tasks.get(&id)?.preview.clone()));
    move || {
        if let Some(preview) = preview.get() {
            return Some(
                view! { <img class="running__picture running__picture--preview" src=preview alt=words::PREVIEW_ALT/> }
                    .into_any(),
            );
        }
        source.get().map(|image| {
            let behind = placeholder(&image.blurhash).unwrap_or_default();
            view! {
                <div class="running__behind" style:background-image=behind></div>
                <img class="running__picture" src=image.url alt=words::SOURCE_ALT/>
            }
            .into_any()
        })
    }
}

fn state(task: &Task) -> String {
    let words = match (task.state, task.queue_position) {
        (TaskState::Queued | TaskState::Running, _) if task.cancel_requested => words::CANCELING,
        (TaskState::Queued, Some(1)) => words::NEXT,
        (TaskState::Queued, _) => words::QUEUED,
        (TaskState::Running, _) => words::running(task.task),
        _ => words::FINISHING,
    };
    words.into()
}

fn percent(task: &Task) -> String {
    match (task.state, task.queue_position) {
        (TaskState::Queued, Some(position)) => words::position(position),
        (TaskState::Queued, None) => String::new(),
        _ => format!("{} %", format::percent(task.progress)),
    }
}

fn remaining(task: &Task) -> String {
    task.eta_seconds.filter(|_| !task.state.is_terminal()).map(format::remaining).unwrap_or_default()
}
