//! What this browser remembers for the person who uses it, beyond the page.

use web_sys::Storage;

/// Absent where storage is blocked; nothing is remembered then.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        // Nothing that a browser refuses when it has storage.
        let _ = storage.remove_item(key);
    }
}

pub fn set(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // Fails when it is full; what is not remembered is chosen again.
        let _ = storage.set_item(key, value);
    }
}
