//! What is to be painted anew: everything, or what is marked on the stage; and beyond the edges.

use super::Form;
use crate::{
    browser::canvas::{self, Mark, Stroke},
    language::Phrase,
    stage::Easel,
    text::mask as words,
    ui::{Button, ButtonSize, FieldError, Icon, Range, Segmented, SegmentedOption},
};
use leptos::{ev, prelude::*};
use studio_domain::{Outpaint, TaskParameters};
use web_sys::File;

const AREAS: [SegmentedOption; 2] =
    [SegmentedOption::new("all", words::EVERYTHING), SegmentedOption::new("part", words::A_PART)];
/// Longest side of the mask's file, in pixels: it is stretched to the picture, with soft edges.
const FILE_SIDE: u32 = 1024;
/// Widest and narrowest brush, in percent of the longer side.
pub const BRUSH: (f64, f64) = (1.0, 40.0);

/// What was marked. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Mask {
    /// Only a part is painted anew.
    pub on: RwSignal<bool>,
    pub marks: RwSignal<Vec<Mark>>,
    /// What was undone, the last of it last.
    pub undone: RwSignal<Vec<Mark>>,
    /// In percent of the longer side.
    pub brush: RwSignal<f64>,
    pub erases: RwSignal<bool>,
    drawing: RwSignal<bool>,
}

impl Mask {
    pub fn new() -> Self {
        Self {
            on: RwSignal::new(false),
            marks: RwSignal::new(Vec::new()),
            undone: RwSignal::new(Vec::new()),
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
        self.marks.with(|marks| is_marked(marks))
    }

    /// The mask for a picture of this size.
    pub async fn file(self, size: (u32, u32)) -> Option<File> {
        canvas::file(&self.marks.get_untracked(), shrunk(size, FILE_SIDE), "mask.png").await
    }

    pub fn begin(self, at: (f64, f64)) {
        self.drawing.set(true);
        let width = self.brush.get_untracked() / 100.0;
        self.add(Mark::Stroke(Stroke { points: vec![at], width, erases: self.erases.get_untracked() }));
    }

    pub fn go_on(self, at: (f64, f64)) {
        if self.drawing.get_untracked() {
            self.marks.update(|marks| {
                if let Some(Mark::Stroke(stroke)) = marks.last_mut() {
                    stroke.points.push(at);
                }
            });
        }
    }

    pub fn end(self) {
        self.drawing.set(false);
    }

    /// A second finger came down: the first was not about drawing.
    pub fn take_back(self) {
        if self.drawing.get_untracked() {
            self.drawing.set(false);
            self.marks.update(|marks| _ = marks.pop());
        }
    }

    pub fn add(self, mark: Mark) {
        self.undone.update(Vec::clear);
        self.marks.update(|marks| marks.push(mark));
    }

    pub fn undo(self) {
        if let Some(mark) = self.marks.try_update(Vec::pop).flatten() {
            self.undone.update(|undone| undone.push(mark));
        }
    }

    pub fn redo(self) {
        if let Some(mark) = self.undone.try_update(Vec::pop).flatten() {
            self.marks.update(|marks| marks.push(mark));
        }
    }

    pub fn resize(self, factor: f64) {
        self.brush.update(|brush| *brush = (*brush * factor).clamp(BRUSH.0, BRUSH.1));
    }

    fn forget(self) {
        self.marks.set(Vec::new());
        self.undone.set(Vec::new());
    }
}

fn is_marked(marks: &[Mark]) -> bool {
    marks.iter().fold(false, |marked, mark| match mark {
        Mark::Stroke(stroke) => marked || !stroke.erases,
        // Whoever marks everything by hand has nothing left after it; the server says so then.
        Mark::Invert => true,
        Mark::Clear => false,
    })
}

/// The size with the longest side at most so long.
pub fn shrunk((width, height): (u32, u32), longest: u32) -> (u32, u32) {
    let side = |length: u32| {
        let scaled =
            u64::from(length) * u64::from(longest.min(width.max(height))) / u64::from(width.max(height).max(1));
        u32::try_from(scaled).unwrap_or(longest).max(1)
    };
    (side(width), side(height))
}

#[component]
pub fn MaskField(form: Form) -> impl IntoView {
    let easel = expect_context::<Easel>();
    let mask = form.mask;
    let picture = Memo::new(move |_| form.source.picked.with(|picked| picked.as_ref().map(|p| p.preview.clone())));
    // What was marked belongs to the picture it was marked on.
    Effect::new(move |before: Option<_>| {
        let now = picture.get();
        if before.is_some_and(|before| before != now) {
            mask.forget();
            form.change(|parameters| parameters.outpaint = None);
        }
        now
    });
    easel.serves(Signal::derive(move || mask.on.get() && picture.with(Option::is_some)));
    let area = Signal::derive(move || if mask.on.get() { "part" } else { "all" });
    let choose = Callback::new(move |name: &'static str| mask.on.set(name == "part"));
    let mark = move || match picture.with(Option::is_some) {
        true => view! {
            <Button size=ButtonSize::Small icon=Icon::Brush on:click=move |_| easel.show()>{words::MARK}</Button>
        }
        .into_any(),
        false => view! { <p class="field__hint">{words::CHOOSE_FIRST}</p> }.into_any(),
    };
    view! {
        <Segmented name="area" legend=words::AREA hint=words::AREA_HINT options=AREAS.to_vec() value=area on_change=choose/>
        <Show when=move || mask.on.get()>
            {mark}
            <Feather form/>
            <Margins form/>
        </Show>
        <FieldError id="mask-error" error=form.field_error("inputs.mask")/>
    }
}

/// How soft the edge of the marked part is.
#[component]
fn Feather(form: Form) -> impl IntoView {
    let blur = move || form.parameters.with(|p| p.mask_blur).unwrap_or(TaskParameters::SOFTNESS);
    let (least, most) = TaskParameters::MASK_BLUR.into_inner();
    view! {
        <Range
            id="feather"
            label=words::FEATHER
            hint=words::FEATHER_HINT
            shown=Signal::derive(move || format!("{} px", blur()))
            value=Signal::derive(move || f64::from(blur()))
            bounds=(f64::from(least), f64::from(most), 1.0)
            on_input=Callback::new(move |blur: f64| form.change(|parameters| parameters.mask_blur = Some(blur as u32)))
            error=form.field_error("parameters.mask_blur")
        />
    }
}

/// A side of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Top,
    Right,
    Bottom,
}

impl Side {
    pub const ALL: [Self; 4] = [Self::Left, Self::Top, Self::Right, Self::Bottom];

    pub fn label(self) -> Phrase {
        match self {
            Self::Left => words::LEFT,
            Self::Top => words::TOP,
            Self::Right => words::RIGHT,
            Self::Bottom => words::BOTTOM,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Top => "top",
            Self::Right => "right",
            Self::Bottom => "bottom",
        }
    }

    pub fn of(self, margins: &mut Outpaint) -> &mut u32 {
        match self {
            Self::Left => &mut margins.left,
            Self::Top => &mut margins.top,
            Self::Right => &mut margins.right,
            Self::Bottom => &mut margins.bottom,
        }
    }
}

impl Form {
    pub fn margin(self, side: Side) -> u32 {
        let mut margins = self.parameters.with(|p| p.outpaint).unwrap_or_default();
        *side.of(&mut margins)
    }

    /// Sets how far is painted beyond a side; nothing beyond any is no margin at all.
    pub fn set_margin(self, side: Side, pixels: u32) {
        self.change(|parameters| {
            let mut margins = parameters.outpaint.unwrap_or_default();
            *side.of(&mut margins) = pixels.min(Outpaint::MOST);
            parameters.outpaint = Some(margins).filter(|margins| *margins != Outpaint::default());
        });
    }
}

/// How far is painted beyond each side, in numbers.
#[component]
fn Margins(form: Form) -> impl IntoView {
    let numbers = Side::ALL.map(|side| {
        let id = format!("margin-{}", side.name());
        let set = move |event: ev::Event| form.set_margin(side, event_target_value(&event).parse().unwrap_or(0));
        view! {
            <div class="margins__side">
                <label class="field__hint" for=id.clone()>{side.label()}</label>
                <input
                    class="input"
                    id=id
                    type="number"
                    min="0"
                    max=Outpaint::MOST
                    step="8"
                    inputmode="numeric"
                    prop:value=move || form.margin(side).to_string()
                    on:change=set
                />
            </div>
        }
    });
    view! {
        <fieldset class="field">
            <legend class="field__label field__legend">{words::MARGINS}</legend>
            <div class="margins">{numbers.collect_view()}</div>
            <p class="field__hint">{words::MARGINS_HINT}</p>
            <FieldError id="margins-error" error=form.field_error("parameters.outpaint")/>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stroke(erases: bool) -> Mark {
        Mark::Stroke(Stroke { points: vec![(0.5, 0.5)], width: 0.1, erases })
    }

    #[test]
    fn what_is_marked_is_told_from_what_is_not() {
        for (marks, marked) in [
            (vec![], false),
            (vec![stroke(false)], true),
            (vec![stroke(true)], false),
            (vec![stroke(false), Mark::Clear], false),
            (vec![Mark::Clear, Mark::Invert], true),
            (vec![stroke(false), Mark::Clear, stroke(false)], true),
        ] {
            assert_eq!(is_marked(&marks), marked, "{marks:?}");
        }
    }

    #[test]
    fn masks_keep_the_shape_of_the_picture() {
        assert_eq!(shrunk((4000, 2000), 1024), (1024, 512));
        assert_eq!(shrunk((100, 50), 1024), (100, 50));
        assert_eq!(shrunk((4000, 1), 1024), (1024, 1));
    }
}
