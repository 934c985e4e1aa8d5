//! Tells when something that is scrolled to comes near.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, js_sys::Array};

/// Watches until it is dropped.
pub struct Near {
    observer: IntersectionObserver,
    _callback: Closure<dyn Fn(Array)>,
}

impl Near {
    /// Calls back when `element` is in view of `scroller`, or less than `margin` pixels away: at once if it is so now.
    /// `None` in a browser that cannot tell.
    pub fn watch(element: &Element, scroller: &Element, margin: u32, near: impl Fn() + 'static) -> Option<Self> {
        let callback = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
            let is_near = |entry: IntersectionObserverEntry| entry.is_intersecting();
            if entries.iter().filter_map(|entry| entry.dyn_into().ok()).any(is_near) {
                near();
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root(Some(scroller));
        options.set_root_margin(&format!("{margin}px 0px"));
        let observer = IntersectionObserver::new_with_options(callback.as_ref().unchecked_ref(), &options).ok()?;
        observer.observe(element);
        Some(Self { observer, _callback: callback })
    }
}

impl Drop for Near {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
