//! What was marked, over the picture, and the brush.

use super::super::viewport::Pair;
use crate::{
    browser::canvas,
    text::easel as words,
    tool::{Form, shrunk},
};
use leptos::{html, prelude::*};

/// Longest side of what is drawn on, in pixels.
const CANVAS_SIDE: u32 = 1024;
/// To be told from whatever is in the picture; the style sheet lets the picture show through.
const COLOUR: &str = "#ff2d78";

#[component]
pub fn Paint(form: Form, size: (u32, u32)) -> impl IntoView {
    let node = NodeRef::<html::Canvas>::new();
    let (width, height) = shrunk(size, CANVAS_SIDE);
    Effect::new(move || {
        let canvas = node.get();
        form.mask.marks.with(|marks| {
            if let Some(canvas) = canvas {
                canvas::show(&canvas, marks, COLOUR);
            }
        });
    });
    view! {
        <canvas node_ref=node class="easel__mask" width=width height=height role="img" aria-label=words::MARKED></canvas>
    }
}

/// A ring as large as what the brush would mark, where the mouse is.
#[component]
pub fn Brush(form: Form, pointer: RwSignal<Option<Pair>>, picture: NodeRef<html::Div>) -> impl IntoView {
    let style = move || {
        let (at, brush) = (pointer.get()?, form.mask.brush.get());
        let rect = picture.get_untracked()?.get_bounding_client_rect();
        let width = brush / 100.0 * rect.width().max(rect.height());
        Some(format!("left:{:.1}px;top:{:.1}px;width:{width:.1}px;height:{width:.1}px", at.0, at.1))
    };
    move || style().map(|style| view! { <span class="easel__brush" style=style aria-hidden="true"></span> })
}
