//! The buttons that zoom.

use super::{viewer::Viewer, viewport::Viewport};
use crate::{
    text::stage as words,
    ui::{ButtonSize, Icon, IconButton},
};
use leptos::prelude::*;

#[component]
pub fn ZoomButtons(viewer: Viewer) -> impl IntoView {
    let zoom = move || {
        let viewport = viewer.viewport.get();
        match viewer.frame() {
            Some(frame) if viewport != Viewport::FIT => format!("{} %", frame.percent(viewport)),
            _ => words::FIT.into(),
        }
    };
    view! {
        <div
            class="viewer__tools"
            on:pointerdown=|event| event.stop_propagation()
            on:dblclick=|event| event.stop_propagation()
            // The keys stay the viewer's.
            on:mousedown=|event| event.prevent_default()
        >
            <IconButton icon=Icon::Minus label=words::ZOOM_OUT size=ButtonSize::Small on:click=move |_| viewer.zoom(0.8)/>
            <output class="viewer__zoom">{zoom}</output>
            <IconButton icon=Icon::Plus label=words::ZOOM_IN size=ButtonSize::Small on:click=move |_| viewer.zoom(1.25)/>
            <IconButton icon=Icon::Fit label=words::FIT_LABEL size=ButtonSize::Small on:click=move |_| viewer.fit()/>
            <button
                type="button"
                class="button button--quiet button--small"
                aria-label=words::FULL_LABEL
                title=words::FULL_LABEL
                on:click=move |_| viewer.full_size()
            >
                {words::FULL}
            </button>
        </div>
    }
}
