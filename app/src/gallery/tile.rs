//! One picture in the gallery.

use super::{grid::Grid, placeholder::placeholder};
use crate::{format, studio::Selection, text::gallery as words, ui::Icon};
use leptos::prelude::*;
use studio_domain::{Image, ImageId, ImageKind};

#[component]
pub fn Tile(id: ImageId) -> impl IntoView {
    let grid = expect_context::<Grid>();
    // Taken once: of a stored picture only the favourite, the board and the opinion ever change.
    grid.store.images.with_untracked(|images| images.get(&id).cloned()).map(|image| view! { <Present image grid/> })
}

#[component]
fn Present(image: Image, grid: Grid) -> impl IntoView {
    let (store, id) = (grid.store, image.id);
    let favorite = Memo::new(move |_| store.images.with(|images| images.get(&id).is_some_and(|image| image.favorite)));
    let picked = Memo::new(move |_| store.picked.has(id));
    let grid = StoredValue::new(grid);
    let current = move || grid.with_value(|grid| grid.is_current(id));
    let tabindex = move || grid.with_value(|grid| grid.tabindex(id));
    let name = name(&image);
    let kind = (image.kind == ImageKind::Generated).then_some(words::RESULT);
    let favorite_label = {
        let name = name.clone();
        move || format!("{}: {name}", if favorite.get() { words::REMOVE_FAVORITE } else { words::ADD_FAVORITE })
    };
    view! {
        <li
            class="tile"
            class=("tile--current", current)
            class=("tile--picked", move || picked.get())
            data-id=id.to_string()
        >
            <a
                class="tile__link"
                href=Selection::Image(id).path()
                style:background-image=placeholder(&image.blurhash).unwrap_or_default()
                aria-current=move || current().then_some("true")
                tabindex=tabindex
                on:click=move |event| grid.with_value(|grid| grid.clicked(id, &event))
            >
                <img
                    class="tile__picture"
                    src=image.thumbnail_url
                    alt=name.clone()
                    width=image.width
                    height=image.height
                    loading="lazy"
                    decoding="async"
                    draggable="false"
                />
            </a>
            {kind.map(|kind| view! { <span class="tile__kind" aria-hidden="true">{kind}</span> })}
            <button
                type="button"
                class="tile__button tile__button--check"
                role="checkbox"
                aria-checked=move || if picked.get() { "true" } else { "false" }
                aria-label=words::select(&name)
                title=words::SELECT
                tabindex=tabindex
                on:click=move |event| grid.with_value(|grid| grid.pick(id, event.shift_key()))
            >
                {Icon::Check.view()}
            </button>
            <button
                type="button"
                class="tile__button tile__button--star"
                aria-pressed=move || if favorite.get() { "true" } else { "false" }
                aria-label=favorite_label
                title=move || if favorite.get() { words::REMOVE_FAVORITE } else { words::ADD_FAVORITE }.text()
                tabindex=tabindex
                on:click=move |_| store.set_favorite(id, !favorite.get_untracked())
            >
                {Icon::Star.view()}
            </button>
            <button
                type="button"
                class="tile__button tile__button--delete"
                aria-label=format!("{}: {name}", words::DELETE)
                title=words::DELETE
                tabindex=tabindex
                on:click=move |_| grid.with_value(|grid| grid.delete(id))
            >
                {Icon::Trash.view()}
            </button>
        </li>
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
