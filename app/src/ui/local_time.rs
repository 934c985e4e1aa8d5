//! A point in time, in the reader's own zone once the page is alive.

use leptos::prelude::*;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Rendered in UTC, as the server cannot know the zone; replaced after hydration, so both sides first agree.
#[component]
pub fn LocalTime(at: OffsetDateTime) -> impl IntoView {
    let shown = RwSignal::new(utc(at));
    Effect::new(move || {
        let milliseconds = at.unix_timestamp() as f64 * 1e3;
        let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(milliseconds));
        shown.set(date.to_locale_string("en-GB", &wasm_bindgen::JsValue::UNDEFINED).into());
    });
    view! { <time datetime=at.format(&Rfc3339).unwrap_or_default()>{shown}</time> }
}

/// As `en-GB` writes it, so that the replacement takes the same room.
fn utc(at: OffsetDateTime) -> String {
    let (day, month, year) = (at.day(), u8::from(at.month()), at.year());
    format!("{day:02}/{month:02}/{year}, {:02}:{:02}:{:02} UTC", at.hour(), at.minute(), at.second())
}
