//! What can be pasted elsewhere.

use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Whether the text can be pasted now. Elsewhere than at https and localhost, browsers have no clipboard.
pub async fn copy(text: &str) -> bool {
    let window = window();
    window.is_secure_context() && JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}
