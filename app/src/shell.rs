//! The HTML document around the page. Rendered on the server only.

use crate::{App, browser::theme::Theme, language::Language, text, tool::Tool};
use leptos::{
    hydration::{AutoReload, HydrationScripts},
    prelude::*,
};
use leptos_meta::{HashedStylesheet, MetaTags};

/// The document: head, theme and scripts. The theme comes from the person's cookie, so that it is right at once.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html
            lang=Language::current().tag()
            data-theme=Theme::of_request().attribute()
            data-tool=Tool::used_last().map(Tool::name)
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff"/>
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#16191f"/>
                <meta name="description" content=text::shell::DESCRIPTION/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href=text::shell::MANIFEST/>
                <HashedStylesheet options=options.clone() id="leptos"/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
