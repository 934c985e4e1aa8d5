//! What can be pasted elsewhere.

use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Elsewhere than at https and localhost, browsers have no clipboard.
pub fn is_there() -> bool {
    window().is_secure_context()
}

/// Whether the text can be pasted now.
pub async fn copy(text: &str) -> bool {
    is_there() && JsFuture::from(window().navigator().clipboard().write_text(text)).await.is_ok()
}
