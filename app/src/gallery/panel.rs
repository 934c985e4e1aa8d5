//! The gallery's panel: filters, tiles, more.

use super::{listing::Filter, tile::Tile};
use crate::{
    language::Phrase,
    studio::Store,
    text::gallery as words,
    ui::{Button, ButtonSize, ButtonVariant, Icon, IconButton, Segmented, SegmentedOption},
};
use leptos::prelude::*;
use studio_domain::ImageKind;

const KINDS: [(&str, Phrase, Option<ImageKind>); 3] = [
    ("all", words::ALL, None),
    ("uploads", words::UPLOADS, Some(ImageKind::Original)),
    ("results", words::RESULTS, Some(ImageKind::Generated)),
];

#[component]
pub fn GalleryPanel() -> impl IntoView {
    let store = expect_context::<Store>();
    let listing = store.listing;
    let filter = listing.filter;
    let kind =
        Signal::derive(move || KINDS.iter().find(|(_, _, kind)| *kind == filter.get().kind).map_or("all", |k| k.0));
    let choose = Callback::new(move |value: &'static str| {
        let kind = KINDS.iter().find(|(name, ..)| *name == value).and_then(|(_, _, kind)| *kind);
        store.set_filter(Filter { kind, ..filter.get_untracked() });
    });
    let favorites = move || filter.get().favorites;
    let toggle_favorites = move |_| {
        let filter = filter.get_untracked();
        store.set_filter(Filter { favorites: !filter.favorites, ..filter });
    };
    let empty = move || listing.ids.with(Vec::is_empty) && !listing.loading.get();
    let empty_text =
        move || if filter.get() == Filter::default() { words::EMPTY } else { words::EMPTY_FILTERED }.text();
    view! {
        <div class="gallery">
            <h2 class="panel__title">{words::TITLE}</h2>
            <div class="gallery__filters">
                <Segmented
                    name="gallery-kind"
                    legend=words::FILTER
                    hide_legend=true
                    options=KINDS.iter().map(|(value, label, _)| SegmentedOption::new(value, *label)).collect()
                    value=kind
                    on_change=choose
                />
                <IconButton
                    icon=Icon::Star
                    label=words::FAVORITES_ONLY
                    variant=ButtonVariant::Secondary
                    attr:aria-pressed=move || if favorites() { "true" } else { "false" }
                    on:click=toggle_favorites
                />
            </div>
            <div class="panel__body">
                <Show when=empty>
                    <p class="muted">{empty_text}</p>
                </Show>
                <ul class="gallery__grid" aria-busy=move || if listing.loading.get() { "true" } else { "false" }>
                    <For each=move || listing.ids.get() key=|id| *id let:id>
                        <Tile id/>
                    </For>
                </ul>
                <Show when=move || listing.next_cursor.with(Option::is_some)>
                    <div class="gallery__more">
                        <Button
                            size=ButtonSize::Wide
                            disabled=listing.loading
                            on:click=move |_| store.load_more()
                        >
                            {move || if listing.loading.get() { words::LOADING } else { words::MORE }.text()}
                        </Button>
                    </div>
                </Show>
            </div>
        </div>
    }
}
