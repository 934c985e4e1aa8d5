//! Boards: a strip to open one, or to drop pictures on; making, naming and deleting them.

use super::{api::BoardChange, transfer};
use crate::{
    AppError,
    gallery::address,
    studio::Store,
    text::gallery as words,
    ui::{Button, ButtonSize, ButtonVariant, Field, FieldError, Icon, IconButton},
};
use leptos::{ev::SubmitEvent, html, prelude::*, task::spawn_local};
use studio_domain::{Board, BoardFilter, BoardId, BoardRequest};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, MouseEvent};

/// All boards as cards, and what is on none of them.
#[component]
pub fn BoardStrip() -> impl IntoView {
    let store = expect_context::<Store>();
    let making = RwSignal::new(false);
    let any = move || store.boards.with(|boards| !boards.is_empty());
    let open = Memo::new(move |_| {
        let id = store.listing.filter.with(|filter| filter.board.and_then(BoardFilter::board))?;
        store.board(id).map(|board| board.id)
    });
    view! {
        <nav class="boards" aria-label=words::BOARDS>
            <ul class="boards__strip">
                <Show when=any>
                    <Card name=words::ALL_PICTURES opens=None icon=Icon::Gallery/>
                    <Card name=words::NO_BOARD opens=Some(BoardFilter::None) icon=Icon::Picture/>
                </Show>
                <For each=move || store.boards.get() key=|board| (board.id, board.name.clone()) let:board>
                    <Card
                        name=board.name.clone()
                        opens=Some(BoardFilter::On(board.id))
                        icon=Icon::Board
                    />
                </For>
                <li class="boards__item boards__item--last">
                    <button
                        type="button"
                        class="boards__card boards__card--new"
                        aria-expanded=move || if making.get() { "true" } else { "false" }
                        on:click=move |_| making.update(|making| *making = !*making)
                    >
                        <span class="boards__cover">{Icon::Plus.view()}</span>
                        <span class="boards__name">{words::NEW_BOARD}</span>
                    </button>
                </li>
            </ul>
            <Show when=move || making.get()>
                <NameForm
                    board=None
                    done=Callback::new(move |made: Option<BoardId>| {
                        making.set(false);
                        if let Some(board) = made {
                            store.narrow(|filter| filter.board = Some(BoardFilter::On(board)));
                        }
                    })
                />
            </Show>
            {move || open.get().map(|id| view! { <Open id/> })}
        </nav>
    }
}

/// A card that opens a board, and takes what is dropped on it.
#[component]
fn Card(#[prop(into)] name: String, opens: Option<BoardFilter>, icon: Icon) -> impl IntoView {
    let store = expect_context::<Store>();
    let filter = store.listing.filter;
    let over = RwSignal::new(false);
    let board = opens.and_then(BoardFilter::board);
    let of = Memo::new(move |_| board.and_then(|id| store.board(id)));
    let current = move || filter.with(|filter| filter.board == opens);
    let href =
        move || filter.with(|filter| address::write(&studio_domain::ImageListQuery { board: opens, ..filter.clone() }));
    let open = move |event: MouseEvent| {
        // Leaves new tabs and windows to the browser.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            store.narrow(|filter| filter.board = opens);
        }
    };
    let drag = move |event: DragEvent| {
        // All pictures are on "All pictures" already.
        if opens.is_some() && transfer::carries(&event) {
            event.prevent_default();
            over.set(true);
        }
    };
    let cover = move || of.get().and_then(|board| board.cover_url);
    let node = NodeRef::<html::Li>::new();
    Effect::new(move || {
        if let (true, Some(card)) = (current(), node.get()) {
            bring_into_view(&card);
        }
    });
    view! {
        <li class="boards__item" node_ref=node>
            <a
                class="boards__card"
                class=("boards__card--over", move || over.get())
                href=move || Some(href()).filter(|href| !href.is_empty()).unwrap_or_else(|| "/".into())
                aria-current=move || current().then_some("true")
                title=name.clone()
                draggable="false"
                on:click=open
                on:dragenter=drag
                on:dragover=drag
                on:dragleave=move |_| over.set(false)
                on:drop=move |event| {
                    over.set(false);
                    if opens.is_some() && transfer::carries(&event) {
                        store.drop_on_board(&event, board);
                    }
                }
            >
                <span class="boards__cover">
                    {move || match cover() {
                        Some(url) => view! { <img src=url alt="" loading="lazy" decoding="async" draggable="false"/> }.into_any(),
                        None => icon.view().into_any(),
                    }}
                    {move || of.get().map(|board| view! {
                        <span class="boards__count" aria-hidden="true">{board.images}</span>
                    })}
                </span>
                <span class="boards__name">
                    {name.clone()}
                    {move || of.get().map(|board| view! {
                        <span class="visually-hidden">" " {words::pictures(board.images)}</span>
                    })}
                </span>
            </a>
        </li>
    }
}

/// Scrolls the strip so that the card is in the middle of it, unless it is in view.
fn bring_into_view(card: &HtmlElement) {
    let Some(strip) = card.parent_element() else { return };
    let (begin, width) = (card.offset_left(), card.offset_width());
    let (shown, room) = (strip.scroll_left(), strip.client_width());
    if begin < shown || begin + width > shown + room {
        strip.set_scroll_left(begin - (room - width) / 2);
    }
}

/// The board that is open: its name, and what can be done with it.
#[component]
fn Open(id: BoardId) -> impl IntoView {
    let store = expect_context::<Store>();
    let board = Memo::new(move |_| store.board(id));
    let (renaming, deleting) = (RwSignal::new(false), RwSignal::new(false));
    let name = move || board.get().map(|board| board.name);
    let count = move || board.get().map(|board| words::pictures(board.images));
    view! {
        <div class="boards__open">
            <h3 class="boards__title">{name} " " <span class="muted">{count}</span></h3>
            <IconButton
                icon=Icon::Edit
                size=ButtonSize::Small
                label=words::RENAME_BOARD
                attr:aria-expanded=move || if renaming.get() { "true" } else { "false" }
                on:click=move |_| { deleting.set(false); renaming.update(|renaming| *renaming = !*renaming) }
            />
            <IconButton
                icon=Icon::Trash
                size=ButtonSize::Small
                label=words::DELETE_BOARD
                attr:aria-expanded=move || if deleting.get() { "true" } else { "false" }
                on:click=move |_| { renaming.set(false); deleting.update(|deleting| *deleting = !*deleting) }
            />
        </div>
        <Show when=move || renaming.get()>
            <NameForm
                board=board.get_untracked()
                done=Callback::new(move |_| {
                    renaming.try_set(false);
                })
            />
        </Show>
        <Show when=move || deleting.get()>
            <div class="boards__ask" role="alert">
                <p>{words::DELETE_BOARD_TEXT}</p>
                <div class="boards__actions">
                    <Button size=ButtonSize::Small on:click=move |_| deleting.set(false)>{words::CANCEL}</Button>
                    <Button size=ButtonSize::Small icon=Icon::Trash on:click=move |_| store.delete_board(id)>
                        {words::DELETE}
                    </Button>
                </div>
            </div>
        </Show>
    }
}

/// Names a new board, or `board` anew. `done` gets the board that was made.
#[component]
pub fn NameForm(board: Option<Board>, done: Callback<Option<BoardId>>) -> impl IntoView {
    let store = expect_context::<Store>();
    let node = NodeRef::<html::Form>::new();
    let (error, busy) = (RwSignal::new(None::<AppError>), RwSignal::new(false));
    let renamed = board.as_ref().map(|board| board.id);
    Effect::new(move || {
        let input = node.get().and_then(|form| form.query_selector("input").ok().flatten());
        if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
            // Fails only for elements that cannot have the focus.
            let _ = input.focus();
            input.select();
        }
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(request) = asked(&event) else { return };
        if let Err(problem) = request.validate() {
            return error.set(Some(problem.into()));
        }
        busy.set(true);
        let name = request.name.trim().to_owned();
        let change = match renamed {
            Some(id) => BoardChange::Rename(id, request),
            None => BoardChange::Make(request),
        };
        spawn_local(async move {
            let answer = store.change_boards(change).await;
            busy.try_set(false);
            match answer {
                Ok(()) => done.run(
                    store
                        .boards
                        .with_untracked(|boards| boards.iter().find(|board| board.name == name).map(|board| board.id)),
                ),
                Err(refused) => drop(error.try_set(Some(refused))),
            }
        });
    };
    let beside = Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.field("name"))));
    let elsewhere =
        Signal::derive(move || error.with(|error| error.as_ref().and_then(|error| error.outside(&["name"]))));
    view! {
        <form class="boards__form" node_ref=node novalidate=true on:submit=save>
            <Field
                name="name"
                id="board-name"
                label=words::BOARD_NAME
                autocomplete="off"
                value=board.map(|board| board.name).unwrap_or_default()
                error=beside
            />
            <FieldError id="board-error" error=elsewhere/>
            <div class="boards__actions">
                <Button size=ButtonSize::Small on:click=move |_| done.run(None)>{words::CANCEL}</Button>
                <Button size=ButtonSize::Small variant=ButtonVariant::Primary kind="submit" disabled=busy>
                    {words::SAVE}
                </Button>
            </div>
        </form>
    }
}

/// What stands in the form that is being sent.
fn asked(event: &SubmitEvent) -> Option<BoardRequest> {
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    let name = FormData::new_with_form(&form).ok()?.get("name").as_string()?;
    Some(BoardRequest { name })
}
