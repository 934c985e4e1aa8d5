//! Clicks on what is to be separated, and a box around it.

use super::super::viewport::Pair;
use crate::tool::Form;
use leptos::prelude::*;
use studio_domain::{Point, limits};

/// What a click says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// This belongs to it.
    Add,
    /// This does not.
    Remove,
    /// Dragging draws a box around it.
    Box,
}

/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct Picking {
    pub pick: RwSignal<Pick>,
    form: Form,
    size: (f32, f32),
}

impl Picking {
    pub fn new(form: Form, (width, height): (u32, u32)) -> Self {
        Self { pick: RwSignal::new(Pick::Add), form, size: (width as f32, height as f32) }
    }

    /// In pixels of the picture.
    fn within(self, (x, y): Pair) -> (f32, f32) {
        (x.clamp(0.0, 1.0) as f32 * self.size.0, y.clamp(0.0, 1.0) as f32 * self.size.1)
    }

    /// `at` is in parts of width and height; `other` turns what a click says into its opposite.
    pub fn click(self, at: Pair, other: bool) {
        let (x, y) = self.within(at);
        let adds = (self.pick.get_untracked() != Pick::Remove) != other;
        self.form.points.update(|points| {
            if points.len() < limits::MAX_POINTS {
                points.push(Point { x, y, label: u8::from(adds) });
            }
        });
    }

    pub fn draw_box(self, from: Pair, to: Pair) {
        let (from, to) = (self.within(from), self.within(to));
        let area = [from.0.min(to.0), from.1.min(to.1), from.0.max(to.0), from.1.max(to.1)];
        // A line is no box.
        self.form.area.set(Some(area).filter(|[left, top, right, bottom]| left < right && top < bottom));
    }

    /// Takes back the last click; without any, the box.
    pub fn undo(self) {
        if self.form.points.try_update(Vec::pop).flatten().is_none() {
            self.form.area.set(None);
        }
    }

    pub fn clear(self) {
        self.form.points.set(Vec::new());
        self.form.area.set(None);
    }
}

#[component]
pub fn Clicks(form: Form, size: (u32, u32)) -> impl IntoView {
    let (width, height) = (size.0 as f32, size.1 as f32);
    let marker = move |point: Point| {
        let place = format!("left:{:.2}%;top:{:.2}%", 100.0 * point.x / width, 100.0 * point.y / height);
        let sign = if point.label == 0 { "−" } else { "+" };
        view! { <span class="easel__point" class=("easel__point--not", point.label == 0) style=place>{sign}</span> }
    };
    move || form.points.get().into_iter().map(marker).collect_view()
}

#[component]
pub fn Area(form: Form, size: (u32, u32)) -> impl IntoView {
    let (width, height) = (size.0 as f32, size.1 as f32);
    move || {
        form.area.get().map(|[left, top, right, bottom]| {
            let place = format!(
                "left:{:.2}%;top:{:.2}%;width:{:.2}%;height:{:.2}%",
                100.0 * left / width,
                100.0 * top / height,
                100.0 * (right - left) / width,
                100.0 * (bottom - top) / height,
            );
            view! { <span class="easel__box" style=place></span> }
        })
    }
}
