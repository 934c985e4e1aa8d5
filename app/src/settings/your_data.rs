//! Taking everything along, and removing it.

use super::{
    SettingsState,
    api::{DeleteAccount, FormKind},
    credentials::CurrentPassword,
    page::Section,
};
use crate::{
    text::settings as words,
    ui::{Button, Icon},
};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn YourData(state: SettingsState) -> impl IntoView {
    let error = state.error(FormKind::DeleteAccount);
    let open = error.is_some();
    view! {
        <Section id=FormKind::DeleteAccount.section() title=words::YOUR_DATA text=words::EXPORT_TEXT>
            <div class="settings__actions">
                <a class="button button--secondary" href="/v1/me/export" rel="external" download>
                    {Icon::Download.view()}
                    {words::EXPORT}
                </a>
            </div>
            {(!state.me.guest).then(|| view! {
                <details class="settings__danger" open=open>
                    <summary>{words::DELETE_ACCOUNT}</summary>
                    <form class="field-stack settings__form" method="post" action=DeleteAccount::url()>
                        <p>{words::DELETE_TEXT}</p>
                        <CurrentPassword id="delete-current-password" error other=""/>
                        <Button kind="submit" icon=Icon::Trash>{words::DELETE_FOR_EVER}</Button>
                    </form>
                </details>
            })}
        </Section>
    }
}
