//! Taking a picture away: as it is, or in another format.

use crate::{
    language::Phrase,
    text::result as words,
    ui::{Icon, Menu},
};
use leptos::prelude::*;
use studio_domain::{Image, OutputFormat, limits};

#[component]
pub fn Download(image: Image) -> impl IntoView {
    let url = image.url.clone();
    // Larger ones can only be fetched as they are.
    let convertible = u64::from(image.width) * u64::from(image.height) <= limits::MAX_INPUT_PIXELS;
    let formats = OutputFormat::ALL.into_iter().filter(|format| convertible || format.media_type() == image.media_type);
    let links = formats
        .map(|format| {
            let (name, about) = describe(format);
            view! {
                <a class="menu__item" href=format!("{url}?download=1&format={}", format.as_str()) download="">
                    <strong>{name}</strong>
                    <span class="muted">{about}</span>
                </a>
            }
        })
        .collect_view();
    view! {
        <div class="split">
            <a class="button button--primary" href=format!("{}?download=1", image.url) download="">
                {Icon::Download.view()}
                <span class="inspector__words">{words::DOWNLOAD}</span>
            </a>
            <Menu id="download-as" icon=Icon::Down label=words::DOWNLOAD_AS class="button--primary">
                <div class="menu__list">{links}</div>
                <p class="menu__note">{words::DOWNLOAD_NOTE}</p>
            </Menu>
        </div>
    }
}

fn describe(format: OutputFormat) -> (&'static str, Phrase) {
    match format {
        OutputFormat::Png => ("PNG", words::ABOUT_PNG),
        OutputFormat::Jpeg => ("JPEG", words::ABOUT_JPEG),
        OutputFormat::Webp => ("WebP", words::ABOUT_WEBP),
    }
}
