//! Drawing what is marked on a picture, and making a file of it.

use super::files;
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, File, HtmlCanvasElement};

/// A line that was drawn, in parts of the picture's width and height.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    pub points: Vec<(f64, f64)>,
    /// In parts of the longer side.
    pub width: f64,
    /// Takes away what is under it.
    pub erases: bool,
}

/// One change of what is marked.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    Stroke(Stroke),
    /// What was marked is not, and the other way round.
    Invert,
    Clear,
}

/// Draws the marks anew, in `colour` on nothing.
pub fn show(canvas: &HtmlCanvasElement, marks: &[Mark], colour: &str) {
    let Some(context) = context(canvas) else { return };
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.clear_rect(0.0, 0.0, width, height);
    context.set_fill_style_str(colour);
    for mark in marks {
        match mark {
            Mark::Stroke(stroke) => {
                over(&context, if stroke.erases { "destination-out" } else { "source-over" });
                draw(&context, canvas, stroke, colour);
            }
            // The whole, but where something is.
            Mark::Invert => {
                over(&context, "source-out");
                context.fill_rect(0.0, 0.0, width, height);
            }
            Mark::Clear => context.clear_rect(0.0, 0.0, width, height),
        }
    }
    over(&context, "source-over");
}

/// A PNG of `size` with the marks in white on black.
pub async fn file(marks: &[Mark], (width, height): (u32, u32), name: &str) -> Option<File> {
    let canvas = web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    show(&canvas, marks, "#fff");
    let context = context(&canvas)?;
    over(&context, "destination-over");
    context.set_fill_style_str("#000");
    context.fill_rect(0.0, 0.0, f64::from(width), f64::from(height));
    let made = js_sys::Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move |blob: Option<Blob>| {
            // Nobody is left to tell if the promise is gone.
            let _ = resolve.call1(&wasm_bindgen::JsValue::NULL, &blob.into());
        });
        let _ = canvas.to_blob(done.unchecked_ref());
    });
    let blob = JsFuture::from(made).await.ok()?.dyn_into::<Blob>().ok()?;
    files::named(&blob, name)
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

fn over(context: &CanvasRenderingContext2d, how: &str) {
    // Fails only for names that do not exist.
    let _ = context.set_global_composite_operation(how);
}

fn draw(context: &CanvasRenderingContext2d, canvas: &HtmlCanvasElement, stroke: &Stroke, colour: &str) {
    let (width, height) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.set_stroke_style_str(colour);
    context.set_line_cap("round");
    context.set_line_join("round");
    context.set_line_width((stroke.width * width.max(height)).max(1.0));
    context.begin_path();
    for (index, (x, y)) in stroke.points.iter().enumerate() {
        let (x, y) = (x * width, y * height);
        if index == 0 {
            context.move_to(x, y);
        }
        // A dot is a line to where it began.
        context.line_to(x, y);
    }
    context.stroke();
}
