//! Letters in lower case.

/// As [`str::to_lowercase`]. In a browser it is the browser that knows how: the tables would be 25 kB of the page.
#[must_use]
pub fn lowercase(text: &str) -> String {
    #[cfg(target_arch = "wasm32")]
    return js_sys::JsString::from(text).to_lower_case().into();
    #[cfg(not(target_arch = "wasm32"))]
    text.to_lowercase()
}
