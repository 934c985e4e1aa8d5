//! The gallery's panel: what is looked for, boards, tiles, more.

use super::{
    bar::SelectionBar,
    boards::BoardStrip,
    filters::{Kinds, Search},
    grid::Tiles,
};
use crate::{
    browser::near::Near,
    studio::Store,
    text::gallery as words,
    ui::{Button, ButtonSize, ButtonVariant, Icon},
};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use send_wrapper::SendWrapper;
use studio_domain::{BoardFilter, ImageListQuery};

/// Pixels before the end of what is loaded at which more is fetched: a few flicks of a finger.
const AHEAD: u32 = 1_200;

#[component]
pub fn GalleryPanel() -> impl IntoView {
    let store = expect_context::<Store>();
    let (listing, picked) = (store.listing, store.picked);
    let (body, more) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    Effect::new(move |before: Option<ImageListQuery>| {
        let filter = listing.filter.get();
        if before.is_some_and(|before| before != filter) {
            picked.end();
            store.load(false);
        }
        filter
    });
    Effect::new(move || {
        let (Some(body), Some(more)) = (body.get(), more.get()) else { return };
        if listing.loading.get() || listing.stalled.get() {
            return;
        }
        let near = SendWrapper::new(Near::watch(&more, &body, AHEAD, move || store.load_more()));
        on_cleanup(move || drop(near));
    });
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && picked.is_selecting_now() {
            event.stop_propagation();
            picked.end();
        }
    };
    let select = move |_| if picked.is_selecting_now() { picked.end() } else { picked.begin() };
    let empty = move || listing.ids.with(Vec::is_empty) && !listing.loading.get();
    view! {
        <div class="gallery" on:keydown=on_key>
            <div class="gallery__head">
                <h2 class="panel__title">{words::TITLE}</h2>
                <Button
                    size=ButtonSize::Small
                    variant=ButtonVariant::Quiet
                    icon=Icon::Check
                    attr:aria-pressed=move || if picked.is_selecting() { "true" } else { "false" }
                    on:click=select
                >
                    {words::SELECT}
                </Button>
            </div>
            <Search/>
            <Kinds/>
            <BoardStrip/>
            <div class="panel__body" node_ref=body>
                <Show when=empty>
                    <Nothing/>
                </Show>
                <Tiles/>
                <Show when=move || listing.next_cursor.with(Option::is_some)>
                    <div class="gallery__more" node_ref=more>
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
            <SelectionBar/>
        </div>
    }
}

/// Why nothing is shown, and what to do.
#[component]
fn Nothing() -> impl IntoView {
    let store = expect_context::<Store>();
    let filter = store.listing.filter;
    let everything = move || filter.with(|filter| *filter == ImageListQuery::default());
    let (title, hint) = match filter.get_untracked() {
        filter if filter == ImageListQuery::default() => (words::EMPTY, words::EMPTY_HINT),
        ImageListQuery { board: Some(BoardFilter::On(board)), .. }
            if filter.get_untracked()
                == (ImageListQuery { board: Some(BoardFilter::On(board)), ..ImageListQuery::default() }) =>
        {
            (words::EMPTY_BOARD, words::EMPTY_BOARD_HINT)
        }
        _ => (words::EMPTY_FILTERED, words::EMPTY_FILTERED_HINT),
    };
    view! {
        <div class="gallery__empty">
            <p>{title}</p>
            <p class="muted">{hint}</p>
            <Show when=move || !everything()>
                <Button size=ButtonSize::Small on:click=move |_| store.refine(&ImageListQuery::default())>
                    {words::CLEAR_ALL}
                </Button>
            </Show>
        </div>
    }
}
