//! Files as the browser hands them over: picked, dropped or pasted.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileList, HtmlImageElement, HtmlInputElement, Url};

/// Files in a list, as a vector.
pub fn collect(list: Option<FileList>) -> Vec<File> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.item(index)).collect()
}

/// Files that were dropped or pasted.
pub fn transferred(transfer: Option<DataTransfer>) -> Vec<File> {
    collect(transfer.and_then(|transfer| transfer.files()))
}

/// Whether something that is dragged over the page is a file.
pub fn carries_files(transfer: Option<DataTransfer>) -> bool {
    transfer.is_some_and(|transfer| transfer.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files")))
}

/// Takes the files out of an input, so that the same one can be picked again.
pub fn take(input: &HtmlInputElement) -> Vec<File> {
    let files = collect(input.files());
    input.set_value("");
    files
}

/// A `blob:` address under which the page can show the file. Give it back with [`revoke`].
pub fn object_url(file: &File) -> Option<String> {
    Url::create_object_url_with_blob(file).ok()
}

/// Frees what [`object_url`] made.
pub fn revoke(url: &str) {
    // Fails only for what is no address at all, and then there is nothing to free.
    let _ = Url::revoke_object_url(url);
}

/// Width and height of a picture as the browser reads it, upright; `None` if it cannot.
pub async fn measure(url: &str) -> Option<(u32, u32)> {
    let image = HtmlImageElement::new().ok()?;
    image.set_src(url);
    JsFuture::from(image.decode()).await.ok()?;
    let size = (image.natural_width(), image.natural_height());
    (size.0 > 0 && size.1 > 0).then_some(size)
}

/// Fetches a file of this site, as if it had been picked.
pub async fn fetch(path: &str, name: &str) -> Option<File> {
    let response = JsFuture::from(web_sys::window()?.fetch_with_str(path)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let blob: web_sys::Blob = JsFuture::from(response.blob().ok()?).await.ok()?.dyn_into().ok()?;
    named(&blob, name)
}

/// Gives bytes a name, as if they had been picked.
pub fn named(blob: &web_sys::Blob, name: &str) -> Option<File> {
    let options = web_sys::FilePropertyBag::new();
    options.set_type(&blob.type_());
    File::new_with_blob_sequence_and_options(&js_sys::Array::of1(blob), name, &options).ok()
}
