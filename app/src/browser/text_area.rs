//! Changing what is being written so that the browser's own undo takes it back.

use leptos::prelude::document;
use std::ops::Range;
use wasm_bindgen::JsCast;
use web_sys::{Event, EventInit, HtmlDocument, HtmlTextAreaElement};

/// What is selected, in bytes of `text`, which must be what stands in the area.
pub fn selection(area: &HtmlTextAreaElement, text: &str) -> Range<usize> {
    // Read errors are for elements without text.
    let end = area.selection_end().ok().flatten().unwrap_or_default();
    let start = area.selection_start().ok().flatten().unwrap_or_default().min(end);
    bytes_of(text, start)..bytes_of(text, end)
}

/// Replaces a part of `text`, which must be what stands in the area, and selects what `selection` names in the new
/// text; in bytes. The area tells of it as if somebody had written it.
pub fn replace(area: &HtmlTextAreaElement, text: &str, range: Range<usize>, with: &str, selection: Range<usize>) {
    let (start, end) = (units_of(text, range.start), units_of(text, range.end));
    // None of these fails for an area of text.
    let _ = area.focus();
    let _ = area.set_selection_range(start, end);
    let document = document();
    // The command goes to what has the focus, which an area out of sight cannot have.
    let focused = document.active_element().is_some_and(|active| &active == area.as_ref());
    let undoable = focused
        && document.dyn_ref::<HtmlDocument>().is_some_and(|document| {
            let done = match with {
                "" => document.exec_command("delete"),
                with => document.exec_command_with_show_ui_and_value("insertText", false, with),
            };
            done.unwrap_or(false)
        });
    if !undoable {
        let _ = area.set_range_text_with_start_and_end(with, start, end);
        let told = EventInit::new();
        told.set_bubbles(true);
        if let Ok(event) = Event::new_with_event_init_dict("input", &told) {
            let _ = area.dispatch_event(&event);
        }
    }
    let new = area.value();
    let _ = area.set_selection_range(units_of(&new, selection.start), units_of(&new, selection.end));
}

/// The DOM counts in UTF-16.
fn units_of(text: &str, byte: usize) -> u32 {
    let before = text.get(..byte).unwrap_or(text);
    before.encode_utf16().count() as u32
}

fn bytes_of(text: &str, unit: u32) -> usize {
    let mut units = 0;
    let found = text.char_indices().find(|(_, sign)| {
        let reached = units >= unit;
        units += sign.len_utf16() as u32;
        reached
    });
    found.map_or(text.len(), |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_counted_as_the_dom_does() {
        let text = "a한😀b";
        for (byte, unit) in [(0, 0), (1, 1), (4, 2), (8, 4), (9, 5)] {
            assert_eq!((units_of(text, byte), bytes_of(text, unit)), (unit, byte));
        }
        assert_eq!(bytes_of(text, 3), 8, "in the middle of a sign: after it");
        assert_eq!(bytes_of(text, 99), 9);
    }
}
