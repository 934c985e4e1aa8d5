//! The bar on top: where one is, whether the connection holds, light or dark, and who one is.

use super::{Selection, Store, live::Reconnect};
use crate::{
    account::AccountMenu,
    browser::{socket::Connection, theme::Theme},
    language::LanguageSwitch,
    text,
    ui::{Button, ButtonSize, ButtonVariant, Icon},
};
use leptos::prelude::*;

/// The studio's header.
#[component]
pub fn Header() -> impl IntoView {
    let store = expect_context::<Store>();
    let home = move |event: leptos::ev::MouseEvent| {
        // Leaves new tabs and windows to the browser.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            store.show(Selection::Nothing);
        }
    };
    view! {
        <header class="header">
            <a class="wordmark" href="/" on:click=home>
                <Wordmark/>
            </a>
            <div class="header__space"></div>
            <ConnectionStatus/>
            <ThemeToggle/>
            <AccountMenu me=store.me.get_value()/>
        </header>
    }
}

/// The header of pages outside the studio.
#[component]
pub fn BareHeader() -> impl IntoView {
    view! {
        <header class="header">
            // Loaded afresh, as in `NotFound`.
            <a class="wordmark" href="/" rel="external">
                <Wordmark/>
            </a>
            <div class="header__space"></div>
            <LanguageSwitch others_only=true/>
            <ThemeToggle/>
        </header>
    }
}

#[component]
fn Wordmark() -> impl IntoView {
    view! {
        <img class="wordmark__mark" src="/favicon.svg" alt="" width="24" height="24"/>
        <span>"CreativeAI " <span class="wordmark__light">"Studio"</span></span>
    }
}

#[component]
fn ConnectionStatus() -> impl IntoView {
    let connection = expect_context::<Store>().connection;
    let reconnect = expect_context::<Reconnect>();
    let broken = move || matches!(connection.get(), Connection::Lost | Connection::Retrying);
    let retrying = move || connection.get() == Connection::Retrying;
    view! {
        <div role="status">
            <Show when=broken>
                <div class="connection">
                    {Icon::Offline.view()}
                    <span class="connection__text">
                        {move || if retrying() { text::header::RETRYING } else { text::header::CONNECTION_LOST }.text()}
                    </span>
                    <Button
                        variant=ButtonVariant::Quiet
                        size=ButtonSize::Small
                        disabled=Signal::derive(retrying)
                        on:click=move |_| reconnect.now()
                    >
                        {text::header::RETRY_NOW}
                    </Button>
                </div>
            </Show>
        </div>
    }
}

/// Goes round: as the system says, light, dark.
#[component]
fn ThemeToggle() -> impl IntoView {
    let theme = RwSignal::new(Theme::of_request());
    let label = move || format!("{}: {}", text::header::THEME, theme.get().name());
    let toggle = move |_| {
        theme.update(|theme| *theme = theme.next());
        theme.get_untracked().apply();
    };
    let icon = move || match theme.get() {
        Theme::System => Icon::Monitor,
        Theme::Light => Icon::Sun,
        Theme::Dark => Icon::Moon,
    };
    view! {
        <button type="button" class="button button--icon button--quiet" aria-label=label title=label on:click=toggle>
            {move || icon().view()}
        </button>
    }
}
