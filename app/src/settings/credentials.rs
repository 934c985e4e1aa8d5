//! E-mail address and password.

use super::{
    SettingsState,
    api::{ChangeEmail, ChangePassword, FormKind},
    page::{Done, Section},
};
use crate::{
    AppError,
    text::{account, settings as words},
    ui::{Button, Field, FieldError},
};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn Credentials(state: SettingsState) -> impl IntoView {
    let (email, password) = (state.error(FormKind::Email), state.error(FormKind::Password));
    let address = state.me.email.clone().unwrap_or_default();
    view! {
        <Section id=FormKind::Password.section() title=words::CREDENTIALS>
            <div class="settings__pair">
                <form class="field-stack" method="post" action=ChangeEmail::url()>
                    <Done show=state.done(FormKind::Email) text=words::EMAIL_CHANGED/>
                    <Field
                        name="email"
                        label=words::NEW_EMAIL
                        kind="email"
                        autocomplete="username"
                        value=address.clone()
                        error=of(&email, "email")
                    />
                    <CurrentPassword id="email-current-password" error=email other="email"/>
                    <Button kind="submit">{words::CHANGE_EMAIL}</Button>
                </form>
                <form class="field-stack" method="post" action=ChangePassword::url()>
                    <Done show=state.done(FormKind::Password) text=words::PASSWORD_CHANGED/>
                    // For password managers: whose password it is.
                    <input type="text" hidden readonly autocomplete="username" value=address/>
                    <Field
                        name="password"
                        label=words::NEW_PASSWORD
                        kind="password"
                        autocomplete="new-password"
                        hint=Some(account::PASSWORD_HINT)
                        error=of(&password, "password")
                    />
                    <CurrentPassword id="password-current-password" error=password other="password"/>
                    <Button kind="submit">{words::CHANGE_PASSWORD}</Button>
                </form>
            </div>
        </Section>
    }
}

/// Asked for before what someone at an open page must not do, and what is wrong with the whole form.
#[component]
pub fn CurrentPassword(id: &'static str, error: Option<AppError>, other: &'static str) -> impl IntoView {
    let elsewhere = error.as_ref().and_then(|error| error.outside(&["current_password", other]));
    view! {
        <Field
            id
            name="current_password"
            label=words::CURRENT_PASSWORD
            kind="password"
            autocomplete="current-password"
            error=of(&error, "current_password")
        />
        <FieldError id=format!("{id}-form-error") error=Signal::stored(elsewhere)/>
    }
}

fn of(error: &Option<AppError>, field: &str) -> Signal<Option<String>> {
    Signal::stored(error.as_ref().and_then(|error| error.field(field)))
}
