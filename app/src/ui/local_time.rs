//! A point in time, in the reader's own zone once the page is alive.

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
    date.to_locale_string("en-GB", &options).into()
}

/// As `en-GB` writes it, so that the replacement takes the same room; that it is UTC is said by the title.
fn utc(at: OffsetDateTime) -> String {
    let month = at.month().to_string();
    let month = month.get(..3).unwrap_or(&month);
    format!("{} {month} {}, {:02}:{:02}", at.day(), at.year(), at.hour(), at.minute())
}
