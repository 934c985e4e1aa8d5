//! Days as date inputs write them (`2026-11-21`), in the zone of whoever sits before the browser.

use js_sys::Date;
use time::OffsetDateTime;
use wasm_bindgen::JsValue;

/// When the day begins, or with `later` days the one that many days after it.
pub fn begin(day: &str, later: u32) -> Option<OffsetDateTime> {
    // With a time and without a zone, it is read as local.
    let date = Date::new(&format!("{day}T00:00:00").into());
    date.set_date(date.get_date() + later);
    let milliseconds = date.get_time();
    let known = milliseconds.is_finite().then(|| OffsetDateTime::from_unix_timestamp((milliseconds / 1e3) as i64));
    known?.ok()
}

/// The day that a moment is part of.
pub fn of(moment: OffsetDateTime) -> String {
    let date = Date::new(&JsValue::from_f64(moment.unix_timestamp() as f64 * 1e3));
    format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
}
