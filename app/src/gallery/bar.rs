//! What can be done with the selected pictures.

use super::boards::NameForm;
use crate::{
    studio::Store,
    text::gallery as words,
    ui::{Button, ButtonSize, ButtonVariant, Icon, IconButton},
};
use leptos::{html, prelude::*};
use studio_domain::{BoardId, ImageId, limits};
use web_sys::HtmlInputElement;

/// The name of the frame that an archive is asked for in, so that a refusal does not take the place of the page.
const FRAME: &str = "gallery-download";

/// The bar below the tiles while pictures are being selected.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let store = expect_context::<Store>();
    let asked = StoredValue::new(false);
    // What is downloaded loads nothing; what the server says against it does.
    let loaded = move |_| {
        if asked.get_value() {
            asked.set_value(false);
            store.toaster.fail(words::NOT_DOWNLOADED);
        }
    };
    view! {
        <Show when=move || store.picked.is_selecting()>
            <Bar asked/>
        </Show>
        <iframe hidden name=FRAME title=words::DOWNLOAD on:load=loaded></iframe>
    }
}

#[component]
fn Bar(asked: StoredValue<bool>) -> impl IntoView {
    let store = expect_context::<Store>();
    let picked = store.picked;
    let choosing = RwSignal::new(false);
    let link = RwSignal::new(None::<String>);
    let ids = Memo::new(move |_| picked.list());
    let count = move || ids.with(Vec::len);
    let none = Signal::derive(move || count() == 0);
    let one = move || ids.with(|ids| if let [id] = ids[..] { Some(id) } else { None });
    let too_many = Signal::derive(move || !(1..=limits::MAX_ARCHIVE).contains(&count()));
    let starred = Memo::new(move |_| {
        ids.with(|ids| {
            store.images.with(|images| ids.iter().all(|id| images.get(id).is_none_or(|image| image.favorite)))
        })
    });
    Effect::new(move || {
        ids.track();
        link.set(None);
    });
    let delete = move |_| {
        store.delete_images(ids.get_untracked());
        picked.end();
    };
    view! {
        <div class="picked" role="toolbar" aria-label=words::SELECTION>
            <Show when=move || choosing.get()>
                <Chooser ids close=Callback::new(move |()| choosing.set(false))/>
            </Show>
            {move || link.get().map(|link| view! { <ByHand link/> })}
            <div class="picked__line">
                <span class="picked__count" role="status">{move || words::selected(count())}</span>
                <Button
                    size=ButtonSize::Small
                    variant=ButtonVariant::Quiet
                    on:click=move |_| store.listing.ids.with_untracked(|ids| picked.all(ids))
                >
                    {words::SELECT_ALL}
                </Button>
                <IconButton icon=Icon::Close label=words::END_SELECTION on:click=move |_| picked.end()/>
            </div>
            <div class="picked__line">
                <IconButton
                    icon=Icon::Star
                    label=Signal::derive(move || {
                        let starred = starred.get() && count() > 0;
                        String::from(if starred { words::REMOVE_FAVORITE } else { words::ADD_FAVORITE })
                    })
                    disabled=none
                    on:click=move |_| store.set_favorites(ids.get_untracked(), !starred.get_untracked())
                />
                <IconButton
                    icon=Icon::Board
                    label=words::TO_BOARD
                    disabled=none
                    attr:aria-expanded=move || if choosing.get() { "true" } else { "false" }
                    on:click=move |_| choosing.update(|choosing| *choosing = !*choosing)
                />
                <IconButton
                    icon=Icon::Link
                    label=words::COPY_LINK
                    disabled=Signal::derive(move || one().is_none())
                    on:click=move |_| if let Some(id) = untrack(one) { store.share(id, link) }
                />
                <form
                    class="picked__form"
                    method="post"
                    action="/v1/images/archive"
                    target=FRAME
                    on:submit=move |_| asked.set_value(true)
                >
                    <input type="hidden" name="image_ids" prop:value=move || ids.with(|ids| joined(ids))/>
                    <button
                        type="submit"
                        class="button button--icon button--quiet"
                        aria-label=words::DOWNLOAD
                        title=words::DOWNLOAD
                        disabled=too_many
                    >
                        {Icon::Download.view()}
                    </button>
                </form>
                <IconButton icon=Icon::Trash label=words::DELETE disabled=none on:click=delete/>
            </div>
        </div>
    }
}

fn joined(ids: &[ImageId]) -> String {
    let ids: Vec<_> = ids.iter().map(ImageId::to_string).collect();
    ids.join(",")
}

/// Where to put them.
#[component]
fn Chooser(ids: Memo<Vec<ImageId>>, close: Callback<()>) -> impl IntoView {
    let store = expect_context::<Store>();
    let making = RwSignal::new(false);
    let put = move |board: Option<BoardId>| {
        store.put_on_board(&ids.get_untracked(), board);
        store.picked.end();
    };
    view! {
        <div class="picked__boards" role="group" aria-label=words::TO_BOARD>
            <Show
                when=move || making.get()
                fallback=move || view! {
                    <ul class="picked__list">
                        <For each=move || store.boards.get() key=|board| board.id let:board>
                            <li>
                                <button type="button" class="picked__board" on:click=move |_| put(Some(board.id))>
                                    {Icon::Board.view()} <span>{board.name}</span>
                                </button>
                            </li>
                        </For>
                        <li>
                            <button type="button" class="picked__board" on:click=move |_| put(None)>
                                {Icon::Picture.view()} <span>{words::NO_BOARD}</span>
                            </button>
                        </li>
                        <li>
                            <button type="button" class="picked__board" on:click=move |_| making.set(true)>
                                {Icon::Plus.view()} <span>{words::NEW_BOARD}</span>
                            </button>
                        </li>
                    </ul>
                }
            >
                <NameForm
                    board=None
                    done=Callback::new(move |made: Option<BoardId>| match made {
                        Some(board) => put(Some(board)),
                        None => close.run(()),
                    })
                />
            </Show>
        </div>
    }
}

/// Where the page may not copy: the link itself, selected.
#[component]
fn ByHand(link: String) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(input) = node.get() {
            HtmlInputElement::select(&input);
        }
    });
    view! {
        <label class="field">
            <span class="field__hint">{words::link_by_hand(limits::DEFAULT_LINK_DAYS)}</span>
            <input node_ref=node class="input" readonly aria-label=words::LINK value=link/>
        </label>
    }
}
