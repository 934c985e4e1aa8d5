//! Marking what is to be painted anew, with a brush on the picture.

use super::Form;
use crate::{
    browser::canvas::{self, Stroke},
    text::mask as words,
    ui::{Button, ButtonSize, FieldError, Range, Segmented, SegmentedOption},
};
use leptos::{ev::PointerEvent, html, prelude::*};
use web_sys::File;

const AREAS: [SegmentedOption; 2] =
    [SegmentedOption::new("all", words::EVERYTHING), SegmentedOption::new("part", words::A_PART)];
const TOOLS: [SegmentedOption; 2] =
    [SegmentedOption::new("brush", words::BRUSH), SegmentedOption::new("eraser", words::ERASER)];
/// Longest side of the mask's file, in pixels: it is stretched to the picture, with soft edges.
const FILE_SIDE: u32 = 1024;
/// Longest side of what is drawn on, in pixels.
const CANVAS_SIDE: u32 = 560;

/// What was marked. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Mask {
    /// Only a part is painted anew.
    on: RwSignal<bool>,
    strokes: RwSignal<Vec<Stroke>>,
    /// In percent of the longer side.
    brush: RwSignal<f64>,
    erases: RwSignal<bool>,
    drawing: RwSignal<bool>,
}

impl Mask {
    pub fn new() -> Self {
        Self {
            on: RwSignal::new(false),
            strokes: RwSignal::new(Vec::new()),
            brush: RwSignal::new(8.0),
            erases: RwSignal::new(false),
            drawing: RwSignal::new(false),
        }
    }

    /// Whether a part is to be painted anew.
    pub fn is_on(self) -> bool {
        self.on.get()
    }

    /// Whether something is marked.
    pub fn is_marked(self) -> bool {
        self.strokes.with(|strokes| strokes.iter().any(|stroke| !stroke.erases))
    }

    /// The mask for a picture of this size.
    pub async fn file(self, size: (u32, u32)) -> Option<File> {
        canvas::file(&self.strokes.get_untracked(), shrunk(size, FILE_SIDE), "mask.png").await
    }

    fn begin(self, at: (f64, f64)) {
        self.drawing.set(true);
        let stroke =
            Stroke { points: vec![at], width: self.brush.get_untracked() / 100.0, erases: self.erases.get_untracked() };
        self.strokes.update(|strokes| strokes.push(stroke));
    }

    fn go_on(self, at: (f64, f64)) {
        if self.drawing.get_untracked() {
            self.strokes.update(|strokes| {
                if let Some(stroke) = strokes.last_mut() {
                    stroke.points.push(at);
                }
            });
        }
    }
}

fn shrunk((width, height): (u32, u32), longest: u32) -> (u32, u32) {
    let side = |length: u32| {
        let scaled =
            u64::from(length) * u64::from(longest.min(width.max(height))) / u64::from(width.max(height).max(1));
        u32::try_from(scaled).unwrap_or(longest).max(1)
    };
    (side(width), side(height))
}

#[component]
pub fn MaskField(form: Form) -> impl IntoView {
    let mask = form.mask;
    let picture = Memo::new(move |_| {
        form.source.picked.with(|picked| picked.as_ref().map(|picked| (picked.preview.clone(), picked.size)))
    });
    // What was marked belongs to the picture it was marked on.
    Effect::new(move |before: Option<_>| {
        let now = picture.get().map(|(preview, _)| preview);
        if before.is_some_and(|before| before != now) {
            mask.strokes.set(Vec::new());
        }
        now
    });
    let area = Signal::derive(move || if mask.on.get() { "part" } else { "all" });
    let choose = Callback::new(move |name: &'static str| mask.on.set(name == "part"));
    view! {
        <Segmented name="area" legend=words::AREA hint=words::AREA_HINT options=AREAS.to_vec() value=area on_change=choose/>
        {move || mask.on.get().then(|| match picture.get() {
            Some((preview, Some(size))) if !preview.is_empty() => view! { <Painter mask preview size/> }.into_any(),
            _ => view! { <p class="field__hint">{words::CHOOSE_FIRST}</p> }.into_any(),
        })}
        <FieldError id="mask-error" error=form.field_error("inputs.mask")/>
    }
}

/// The picture under a canvas to draw on.
#[component]
fn Painter(mask: Mask, preview: String, size: (u32, u32)) -> impl IntoView {
    let node = NodeRef::<html::Canvas>::new();
    let (width, height) = shrunk(size, CANVAS_SIDE);
    Effect::new(move || {
        let strokes = mask.strokes.get();
        if let Some(canvas) = node.get() {
            canvas::show(&canvas, &strokes);
        }
    });
    let place = move |event: &PointerEvent| {
        let rect = node.get_untracked()?.get_bounding_client_rect();
        let part = |at: i32, from: f64, length: f64| (length > 0.0).then(|| (f64::from(at) - from) / length);
        Some((part(event.client_x(), rect.left(), rect.width())?, part(event.client_y(), rect.top(), rect.height())?))
    };
    let press = move |event: PointerEvent| {
        if let Some(at) = place(&event).filter(|_| event.button() == 0) {
            event.prevent_default();
            if let Some(canvas) = node.get_untracked() {
                // Fails only if the pointer is up again, and then there is nothing to capture.
                let _ = canvas.set_pointer_capture(event.pointer_id());
            }
            mask.begin(at);
        }
    };
    let drag = move |event: PointerEvent| {
        if let Some(at) = place(&event) {
            mask.go_on(at);
        }
    };
    let release = move |_| mask.drawing.set(false);
    let tool = Signal::derive(move || if mask.erases.get() { "eraser" } else { "brush" });
    let choose = Callback::new(move |name: &'static str| mask.erases.set(name == "eraser"));
    let none = Signal::derive(move || mask.strokes.with(Vec::is_empty));
    view! {
        <div class="field">
            <div class="mask" style:aspect-ratio=format!("{width} / {height}")>
                <img class="mask__picture" src=preview alt="" draggable="false"/>
                <canvas
                    node_ref=node
                    class="mask__canvas"
                    width=width
                    height=height
                    role="img"
                    aria-label=words::CANVAS
                    on:pointerdown=press
                    on:pointermove=drag
                    on:pointerup=release
                    on:pointercancel=release
                ></canvas>
            </div>
            <p class="field__hint">{words::HINT}</p>
        </div>
        <Segmented name="mask-tool" legend=words::DRAW_WITH hint=words::DRAW_WITH_HINT options=TOOLS.to_vec() value=tool on_change=choose/>
        <Range
            id="brush"
            label=words::SIZE
            hint=words::SIZE_HINT
            shown=Signal::derive(move || format!("{:.0} %", mask.brush.get()))
            value=mask.brush.into()
            bounds=(1.0, 40.0, 1.0)
            on_input=Callback::new(move |percent| mask.brush.set(percent))
        />
        <div class="mask__actions">
            <Button size=ButtonSize::Small disabled=none on:click=move |_| mask.strokes.update(|strokes| _ = strokes.pop())>
                {words::UNDO}
            </Button>
            <Button size=ButtonSize::Small disabled=none on:click=move |_| mask.strokes.set(Vec::new())>
                {words::CLEAR}
            </Button>
        </div>
    }
}
