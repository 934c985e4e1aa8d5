//! The page, a section for each concern.

use super::{
    SettingsState, credentials::Credentials, keys::Keys, sessions::Sessions, usage::UsageSection, your_data::YourData,
};
use crate::{
    AppError, FirstData,
    language::Phrase,
    studio::BareHeader,
    text::settings as words,
    ui::{Icon, Notice},
};
use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn SettingsPage() -> impl IntoView {
    let content = match FirstData::take() {
        Some(FirstData::Settings(Ok(state))) => view! { <Sections state=*state/> }.into_any(),
        Some(FirstData::Settings(Err(error))) => view! { <NotLoaded error/> }.into_any(),
        // Every link to this page loads it afresh.
        _ => ().into_any(),
    };
    view! {
        <Title text=words::TITLE/>
        <div class="app">
            <BareHeader/>
            <main class="settings">
                <div class="settings__sheet">
                    <a class="button button--quiet settings__back" href="/" rel="external">
                        {Icon::Back.view()}
                        {words::BACK}
                    </a>
                    <h1 class="settings__title">{words::TITLE}</h1>
                    {content}
                </div>
            </main>
        </div>
    }
}

#[component]
fn Sections(state: SettingsState) -> impl IntoView {
    let guest = state.me.guest;
    view! {
        <UsageSection usage=state.usage.clone() tier=state.me.tier/>
        {guest.then(|| view! {
            <Section id="account" title=words::ACCOUNT text=words::GUEST>
                <div class="settings__actions">
                    <a class="button button--primary" href="/sign-up" rel="external">{words::SIGN_UP}</a>
                    <a class="button button--secondary" href="/sign-in" rel="external">{words::SIGN_IN}</a>
                </div>
            </Section>
        })}
        {(!guest).then(|| view! {
            <Keys state=state.clone()/>
            <Sessions state=state.clone()/>
            <Credentials state=state.clone()/>
        })}
        <YourData state/>
    }
}

/// A part of the page, named by its heading.
#[component]
pub fn Section(
    id: &'static str,
    title: Phrase,
    #[prop(optional)] text: Option<Phrase>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="settings__section" aria-labelledby=id>
            <h2 class="settings__heading" id=id>{title}</h2>
            {text.map(|text| view! { <p class="card__text">{text}</p> })}
            {children()}
        </section>
    }
}

/// What a form did.
#[component]
pub fn Done(show: bool, text: Phrase) -> impl IntoView {
    show.then(|| view! { <p class="settings__done" role="status">{Icon::Check.view()}<span>{text}</span></p> })
}

#[component]
fn NotLoaded(error: AppError) -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::server::set_status_of(&error);
    view! { <Notice title=words::NOT_LOADED text=error.message()/> }
}
