//! A point in time, in the reader's own zone once the page is alive.

use crate::language::Language;
use js_sys::{Date, Object, Reflect};
use leptos::prelude::*;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use wasm_bindgen::JsValue;

/// Rendered in UTC, as the server cannot know the zone; replaced after hydration, so both sides first agree.
#[component]
pub fn LocalTime(at: OffsetDateTime) -> impl IntoView {
    let shown = RwSignal::new(utc(at));
    Effect::new(move || shown.set(local(at)));
    let exact = at.format(&Rfc3339).unwrap_or_default();
    view! { <time datetime=exact.clone() title=exact>{shown}</time> }
}

fn local(at: OffsetDateTime) -> String {
    let options = Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let date = Date::new(&JsValue::from_f64(at.unix_timestamp() as f64 * 1e3));
    date.to_locale_string(Language::current().locale(), &options).into()
}

/// As the browser writes it, so that the replacement takes the same room; that it is UTC is said by the title.
fn utc(at: OffsetDateTime) -> String {
    let (year, month, day, hour, minute) = (at.year(), at.month(), at.day(), at.hour(), at.minute());
    match Language::current() {
        Language::English => {
            let month = month.to_string();
            format!("{day} {} {year}, {hour:02}:{minute:02}", month.get(..3).unwrap_or(&month))
        }
        Language::Korean => {
            let half = if hour < 12 { "오전" } else { "오후" };
            format!("{year}. {}. {day}. {half} {}:{minute:02}", u8::from(month), (hour + 11) % 12 + 1)
        }
    }
}
