//! What there is to mark with.

use super::{
    Work,
    clicks::{Pick, Picking},
};
use crate::{
    browser::canvas::Mark,
    text::{easel as words, mask},
    tool::{BRUSH, Form},
    ui::{Button, ButtonSize, Icon, IconButton},
};
use leptos::{ev::MouseEvent, prelude::*};
use web_sys::HtmlInputElement;

/// A button that is clicked leaves the keys to the picture.
fn keep_focus(event: MouseEvent) {
    event.prevent_default();
}

#[component]
pub fn Bar(form: Form, work: Work, picking: Picking) -> impl IntoView {
    let tools = match work {
        Work::Paint => view! { <PaintTools form/> }.into_any(),
        Work::Click => view! { <ClickTools form picking/> }.into_any(),
    };
    view! { <div class="easel__bar" role="toolbar" aria-label=words::TOOLS>{tools}</div> }
}

#[component]
fn PaintTools(form: Form) -> impl IntoView {
    let marking = form.mask;
    let none = Signal::derive(move || marking.marks.with(Vec::is_empty));
    let nothing_undone = Signal::derive(move || marking.undone.with(Vec::is_empty));
    let pressed = move |erases: bool| move || if marking.erases.get() == erases { "true" } else { "false" };
    view! {
        <div class="easel__group" role="group" aria-label=mask::DRAW_WITH on:mousedown=keep_focus>
            <IconButton
                icon=Icon::Brush
                label=mask::BRUSH
                attr:aria-pressed=pressed(false)
                on:click=move |_| marking.erases.set(false)
            />
            <IconButton
                icon=Icon::Eraser
                label=mask::ERASER
                attr:aria-pressed=pressed(true)
                on:click=move |_| marking.erases.set(true)
            />
        </div>
        <label class="easel__size" title=words::SIZE_KEYS>
            <span class="visually-hidden">{mask::SIZE}</span>
            <input
                class="range"
                type="range"
                min=BRUSH.0
                max=BRUSH.1
                prop:value=move || format!("{:.0}", marking.brush.get())
                on:input=move |event| marking.brush.set(event_target::<HtmlInputElement>(&event).value_as_number())
            />
        </label>
        <div class="easel__group" on:mousedown=keep_focus>
            <IconButton icon=Icon::Undo label=mask::UNDO disabled=none on:click=move |_| marking.undo()/>
            <IconButton icon=Icon::Redo label=words::REDO disabled=nothing_undone on:click=move |_| marking.redo()/>
            <IconButton icon=Icon::Invert label=words::INVERT on:click=move |_| marking.add(Mark::Invert)/>
            <IconButton icon=Icon::Trash label=mask::CLEAR disabled=none on:click=move |_| marking.add(Mark::Clear)/>
        </div>
    }
}

#[component]
fn ClickTools(form: Form, picking: Picking) -> impl IntoView {
    let none = Signal::derive(move || form.points.with(Vec::is_empty) && form.area.with(Option::is_none));
    let picks = [
        (Pick::Add, Icon::Plus, words::ADD),
        (Pick::Remove, Icon::Minus, words::REMOVE),
        (Pick::Box, Icon::Frame, words::BOX),
    ];
    let buttons = picks.map(|(pick, icon, label)| {
        let pressed = move || if picking.pick.get() == pick { "true" } else { "false" };
        view! {
            <Button size=ButtonSize::Small icon attr:aria-pressed=pressed on:click=move |_| picking.pick.set(pick)>
                {label}
            </Button>
        }
    });
    view! {
        <div class="easel__group" role="group" aria-label=words::A_CLICK on:mousedown=keep_focus>{buttons.collect_view()}</div>
        <div class="easel__group" on:mousedown=keep_focus>
            <IconButton icon=Icon::Undo label=words::UNDO_CLICK disabled=none on:click=move |_| picking.undo()/>
            <IconButton icon=Icon::Trash label=mask::CLEAR disabled=none on:click=move |_| picking.clear()/>
        </div>
    }
}
