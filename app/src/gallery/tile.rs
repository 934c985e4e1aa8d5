//! One picture in the gallery.

use super::placeholder::placeholder;
use crate::{
    format,
    stage::Comparison,
    studio::{Selection, Stage, Store},
    text::gallery as words,
    ui::Icon,
};
use leptos::{ev::MouseEvent, prelude::*};
use studio_domain::{Image, ImageId, ImageKind};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

#[component]
pub fn Tile(id: ImageId) -> impl IntoView {
    let store = expect_context::<Store>();
    // Taken once: of a stored picture only the favourite and the opinion ever change.
    store.images.with_untracked(|images| images.get(&id).cloned()).map(|image| view! { <Present image/> })
}

#[component]
fn Present(image: Image) -> impl IntoView {
    let store = expect_context::<Store>();
    let comparison = expect_context::<Comparison>();
    let id = image.id;
    let favorite = Memo::new(move |_| store.images.with(|images| images.get(&id).is_some_and(|image| image.favorite)));
    let current = move || store.stage.get() == Stage::Picture(id);
    let name = name(&image);
    let kind = (image.kind == ImageKind::Generated).then_some(words::RESULT);
    let open = move |event: MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            if !comparison.takes(id, store) {
                store.show(Selection::Image(id));
            }
        }
    };
    let favorite_label = {
        let name = name.clone();
        move || format!("{}: {name}", if favorite.get() { words::REMOVE_FAVORITE } else { words::ADD_FAVORITE })
    };
    view! {
        <li class="tile" class=("tile--current", current)>
            <a
                class="tile__link"
                href=Selection::Image(id).path()
                style:background-image=placeholder(&image.blurhash).unwrap_or_default()
                aria-current=move || current().then_some("true")
                on:click=open
            >
                <img
                    class="tile__picture"
                    src=image.thumbnail_url
                    alt=name.clone()
                    width=image.width
                    height=image.height
                    loading="lazy"
                    decoding="async"
                />
            </a>
            {kind.map(|kind| view! { <span class="tile__kind" aria-hidden="true">{kind}</span> })}
            <button
                type="button"
                class="tile__button tile__button--star"
                aria-pressed=move || if favorite.get() { "true" } else { "false" }
                aria-label=favorite_label.clone()
                title=move || if favorite.get() { words::REMOVE_FAVORITE } else { words::ADD_FAVORITE }.text()
                on:click=move |_| store.set_favorite(id, !favorite.get_untracked())
            >
                {Icon::Star.view()}
            </button>
            <button
                type="button"
                class="tile__button tile__button--delete"
                aria-label=format!("{}: {name}", words::DELETE)
                title=words::DELETE
                on:click=move |event| {
                    focus_neighbour(&event);
                    store.delete_image(id);
                }
            >
                {Icon::Trash.view()}
            </button>
        </li>
    }
}

/// Keeps the focus in the gallery when the tile that has it goes.
fn focus_neighbour(event: &MouseEvent) {
    let button = event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(tile) = button.and_then(|button| button.closest(".tile").ok().flatten()) else { return };
    let neighbour = tile.next_element_sibling().or_else(|| tile.previous_element_sibling());
    let link = neighbour.and_then(|tile| tile.query_selector(".tile__link").ok().flatten());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        // Fails only for elements that cannot have the focus.
        let _ = link.focus();
    }
}

/// What the picture is called aloud.
fn name(image: &Image) -> String {
    let kind = match image.kind {
        ImageKind::Original | ImageKind::Mask => words::UPLOAD,
        ImageKind::Generated => words::RESULT,
    };
    let size = format::size(image.width, image.height);
    match image.title.as_ref().or(image.prompt.as_ref().filter(|prompt| !prompt.is_empty())) {
        Some(title) => format!("{title}, {kind}, {size}"),
        None => format!("{kind}, {size}"),
    }
}
