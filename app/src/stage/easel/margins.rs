//! Handles at the edges, to be dragged outwards.

use super::super::{
    viewer::{Viewer, position},
    viewport::Pair,
};
use crate::tool::{Form, Side};
use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    prelude::*,
};
use studio_domain::Outpaint;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Pixels that an arrow key is worth.
const STEP: u32 = 16;

/// What is dragged: from where, the margin it had, and how many CSS pixels a pixel of the picture had then. The picture
/// becomes smaller while more is laid around it.
#[derive(Clone, Copy)]
struct Drag {
    from: Pair,
    margin: u32,
    scale: f64,
}

#[component]
pub fn Handles(form: Form, viewer: Viewer, size: (u32, u32)) -> impl IntoView {
    Side::ALL.map(|side| view! { <Handle form viewer side size/> }).collect_view()
}

#[component]
fn Handle(form: Form, viewer: Viewer, side: Side, size: (u32, u32)) -> impl IntoView {
    let drag = StoredValue::new(None::<Drag>);
    let press = move |event: PointerEvent| {
        event.stop_propagation();
        if let Some(node) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // Fails only if the pointer is up again, and then there is nothing to capture.
            let _ = node.set_pointer_capture(event.pointer_id());
        }
        let scale = viewer.frame().map_or(1.0, |frame| frame.scale(viewer.viewport.get_untracked()));
        let margin = untrack(|| form.margin(side));
        drag.set_value(Some(Drag { from: position(&event), margin, scale }));
    };
    let pull = move |event: PointerEvent| {
        event.stop_propagation();
        let Some(Drag { from, margin, scale }) = drag.get_value() else { return };
        let now = position(&event);
        let outwards = match side {
            Side::Left => from.0 - now.0,
            Side::Right => now.0 - from.0,
            Side::Top => from.1 - now.1,
            Side::Bottom => now.1 - from.1,
        };
        // In whole steps of what models paint in.
        let pixels = (f64::from(margin) + outwards / scale).max(0.0) / 8.0;
        form.set_margin(side, pixels.round() as u32 * 8);
    };
    let end = move |event: PointerEvent| {
        event.stop_propagation();
        drag.set_value(None);
    };
    let key = move |event: KeyboardEvent| {
        let margin = untrack(|| form.margin(side));
        let (more, less) = match side {
            Side::Left => ("ArrowLeft", "ArrowRight"),
            Side::Right => ("ArrowRight", "ArrowLeft"),
            Side::Top => ("ArrowUp", "ArrowDown"),
            Side::Bottom => ("ArrowDown", "ArrowUp"),
        };
        let key = event.key();
        let margin = match key.as_str() {
            key if key == more => margin + STEP,
            key if key == less => margin.saturating_sub(STEP),
            "Home" => 0,
            "End" => Outpaint::MOST,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        form.set_margin(side, margin);
    };
    // On the edge of what is painted, or of the viewer where that lies outside.
    let place = move || {
        viewer.viewport.track();
        let whole = form.parameters.with(|p| p.outpaint).unwrap_or_default().extend(size);
        let frame = viewer.frame()?;
        let frame = super::super::viewport::Frame { picture: (f64::from(whole.0), f64::from(whole.1)), ..frame };
        let (left, top, right, bottom) = frame.edges(viewer.viewport.get());
        let (width, height) = frame.viewer;
        let inside = |at: f64, length: f64| at.clamp(22.0, (length - 22.0).max(22.0));
        let (x, y) = match side {
            Side::Left => (left, (top + bottom) / 2.0),
            Side::Right => (right, (top + bottom) / 2.0),
            Side::Top => ((left + right) / 2.0, top),
            Side::Bottom => ((left + right) / 2.0, bottom),
        };
        Some(format!("left:{:.1}px;top:{:.1}px", inside(x, width), inside(y, height)))
    };
    // The geometry is known once the viewer is on the page.
    let placed = RwSignal::new(None);
    Effect::new(move || {
        viewer.node.track();
        placed.set(place());
    });
    view! {
        <div
            class=format!("easel__handle easel__handle--{}", side.name())
            style=move || placed.get().unwrap_or_default()
            role="slider"
            tabindex="0"
            aria-label=side.label()
            aria-valuemin="0"
            aria-valuemax=Outpaint::MOST.to_string()
            aria-valuenow=move || form.margin(side).to_string()
            aria-valuetext=move || format!("{} px", form.margin(side))
            on:pointerdown=press
            on:pointermove=pull
            on:pointerup=end
            on:pointercancel=end
            on:keydown=key
        ></div>
    }
}
