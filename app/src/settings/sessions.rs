//! Where one is signed in.

use super::{
    SettingsState,
    api::{FormKind, SignOutElsewhere},
    page::{Done, Section},
};
use crate::{
    text::settings as words,
    ui::{Button, FieldError, LocalTime},
};
use leptos::{prelude::*, server_fn::ServerFn};
use studio_domain::{SignIn, SignInKind};

#[component]
pub fn Sessions(state: SettingsState) -> impl IntoView {
    let done = state.done(FormKind::SignOutElsewhere);
    let failed = state.error(FormKind::SignOutElsewhere).map(|error| error.message());
    let others = state.sign_ins.iter().any(|sign_in| !sign_in.current);
    view! {
        <Section id=FormKind::SignOutElsewhere.section() title=words::SESSIONS>
            <Done show=done text=words::SIGNED_OUT_ELSEWHERE/>
            <FieldError id="sessions-error" error=Signal::stored(failed)/>
            <ul class="settings__rows" aria-label=words::SESSIONS>
                {state.sign_ins.into_iter().map(|sign_in| view! { <Session sign_in/> }).collect_view()}
            </ul>
            {others.then(|| view! {
                <form method="post" action=SignOutElsewhere::url()>
                    <Button kind="submit">{words::SIGN_OUT_ELSEWHERE}</Button>
                </form>
            })}
        </Section>
    }
}

#[component]
fn Session(sign_in: SignIn) -> impl IntoView {
    let kind = match sign_in.kind {
        SignInKind::Browser if sign_in.current => words::THIS_BROWSER,
        SignInKind::Browser => words::BROWSER,
        SignInKind::Tokens => words::PROGRAM,
    };
    view! {
        <li class="settings__row">
            <div class="settings__what">
                <strong>{kind}</strong>
                <span class="muted">
                    {words::SINCE} " " <LocalTime at=sign_in.created_at/> " · "
                    {words::ENDS} " " <LocalTime at=sign_in.expires_at/>
                </span>
            </div>
        </li>
    }
}
