//! The account's corner of the header: a native popover, which needs no script.

use super::api::SignOut;
use crate::{
    language::LanguageSwitch,
    text::header as words,
    ui::{Button, Icon},
};
use leptos::{prelude::*, server_fn::ServerFn};
use studio_domain::Me;

#[component]
pub fn AccountMenu(me: Me) -> impl IntoView {
    let name = me.email.clone().unwrap_or_else(|| words::GUEST.into());
    let label = format!("{}: {name}", words::ACCOUNT);
    let content = match me.email {
        Some(email) => view! { <SignedIn email/> }.into_any(),
        None => view! { <AsGuest/> }.into_any(),
    };
    view! {
        {me.guest.then(|| view! { <a class="button button--quiet header__link" href="/sign-in">{words::SIGN_IN}</a> })}
        <button
            type="button"
            class="button button--icon button--quiet"
            popovertarget="account-menu"
            aria-label=label.clone()
            title=label
        >
            {Icon::User.view()}
        </button>
        <div class="menu" id="account-menu" popover="auto">
            {content}
            <LanguageSwitch/>
        </div>
    }
}

#[component]
fn AsGuest() -> impl IntoView {
    view! {
        <p class="menu__text">{words::GUEST_HINT}</p>
        <SettingsLink/>
        <div class="menu__actions">
            <a class="button button--secondary" href="/sign-in">{words::SIGN_IN}</a>
            <a class="button button--primary" href="/sign-up">{words::SIGN_UP}</a>
        </div>
    }
}

#[component]
fn SignedIn(email: String) -> impl IntoView {
    view! {
        <p class="menu__text">
            <span class="muted">{words::SIGNED_IN_AS}</span>
            <br/>
            <strong>{email}</strong>
        </p>
        <SettingsLink/>
        // A plain form: another person's page must be loaded afresh.
        <form class="menu__actions" method="post" action=SignOut::url()>
            <Button kind="submit">{words::SIGN_OUT}</Button>
        </form>
    }
}

/// Loaded afresh, so that what it shows is of this moment.
#[component]
fn SettingsLink() -> impl IntoView {
    view! {
        <p class="menu__text"><a href="/settings" rel="external">{words::SETTINGS}</a></p>
    }
}
