//! What the queue shows, wherever it is shown.

use super::item::QueueItem;
use crate::{
    studio::{Notify, Selection, Store},
    text::queue as words,
    tool::Tool,
    ui::{Button, ButtonSize, ButtonVariant},
};
use leptos::{
    ev::{Event, MouseEvent},
    prelude::*,
};
use studio_domain::{ImageId, TaskId, TaskState};
use web_sys::HtmlInputElement;

/// Tasks that have not ended, and those that failed: in the order of service, so that what ends first goes from the
/// top; ids are time-ordered.
pub fn listed(store: Store) -> Vec<TaskId> {
    store.tasks.with(|tasks| {
        let shown = tasks.values().filter(|task| !task.state.is_terminal() || task.state == TaskState::Failed);
        shown.map(|task| task.task_id).collect()
    })
}

/// What has been done since the page was opened and is still there: its first picture, its thumbnail, its words.
pub fn finished(store: Store) -> Vec<(ImageId, String, String)> {
    store.finished.with(|finished| {
        let shown = finished.iter().filter_map(|id| {
            store.tasks.with(|tasks| {
                let task = tasks.get(id)?;
                let image = task.images.first()?;
                let is_there = store.images.with(|images| images.contains_key(&image.id));
                let what = Tool::of(task.task).describe(&task.inputs, &task.parameters);
                is_there.then(|| (image.id, image.thumbnail_url.clone(), what))
            })
        });
        shown.collect()
    })
}

#[component]
pub fn QueueContents() -> impl IntoView {
    let store = expect_context::<Store>();
    let listed = Memo::new(move |_| listed(store));
    view! {
        <Show when=move || !listed.with(Vec::is_empty)>
            <ul class="queue__list" aria-label=words::TITLE>
                <For each=move || listed.get() key=|id| *id let:id>
                    <QueueItem id/>
                </For>
            </ul>
        </Show>
        <CancelWaiting/>
        <Finished/>
        <NotifySwitch/>
    }
}

/// Only where it saves clicks.
#[component]
fn CancelWaiting() -> impl IntoView {
    let store = expect_context::<Store>();
    let waiting = Memo::new(move |_| {
        store.tasks.with(|tasks| {
            let waiting = tasks.values().filter(|task| task.state == TaskState::Queued && !task.cancel_requested);
            waiting.map(|task| task.task_id).collect::<Vec<_>>()
        })
    });
    let cancel = move |_| {
        for id in waiting.get_untracked() {
            store.cancel_task(id);
        }
    };
    view! {
        <Show when=move || waiting.with(|waiting| waiting.len() > 1)>
            <div class="queue__row">
                <Button size=ButtonSize::Small on:click=cancel>
                    {move || words::cancel_waiting(waiting.with(Vec::len))}
                </Button>
            </div>
        </Show>
    }
}

#[component]
fn Finished() -> impl IntoView {
    let store = expect_context::<Store>();
    let finished = Memo::new(move |_| finished(store));
    let thumbnail = move |(id, url, what): (ImageId, String, String)| {
        let open = move |event: MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                store.queue_open.set(false);
                store.show(Selection::Image(id));
            }
        };
        view! {
            <a class="queue__thumbnail" href=Selection::Image(id).path() title=what.clone() on:click=open>
                <img src=url alt=what.clone() width="56" height="56"/>
            </a>
        }
    };
    view! {
        <Show when=move || !finished.with(Vec::is_empty)>
            <div class="queue__row">
                <h3 class="queue__heading">{words::FINISHED}</h3>
                <Button
                    variant=ButtonVariant::Quiet
                    size=ButtonSize::Small
                    on:click=move |_| store.finished.set(Vec::new())
                >
                    {words::CLEAR}
                </Button>
            </div>
            <div class="queue__thumbnails" role="group" aria-label=words::FINISHED>
                <For each=move || finished.get() key=|finished| finished.0 children=thumbnail/>
            </div>
        </Show>
    }
}

#[component]
fn NotifySwitch() -> impl IntoView {
    let attention = expect_context::<Store>().attention;
    let on = move || attention.notify.get() == Notify::On;
    let choose = move |event: Event| {
        let wanted = event_target_checked(&event);
        // It shows what is, and that the browser decides.
        event_target::<HtmlInputElement>(&event).set_checked(!wanted);
        attention.want(wanted);
    };
    let blocked = move || attention.notify.get() == Notify::Blocked;
    view! {
        <div class="queue__notify">
            <label class="checkbox">
                <input
                    type="checkbox"
                    prop:checked=on
                    on:change=choose
                />
                <span>{words::NOTIFY} " " <span class="field__hint">{words::NOTIFY_HINT}</span></span>
            </label>
            <div role="status">
                <Show when=blocked>
                    <p class="field__hint">{words::NOTIFY_BLOCKED}</p>
                </Show>
            </div>
        </div>
    }
}
