//! Which look a picture is given: each as it looks.

use super::Form;
use crate::{
    said,
    text::style as words,
    ui::{FieldError, Icon},
};
use leptos::prelude::*;

/// The model that pictures of its styles come with: `training/styles/thumbnails.py` makes them.
const PICTURED: &str = "starter-styles";

#[component]
pub fn StyleField(form: Form) -> impl IntoView {
    let model = Memo::new(move |_| form.current_model().map(|model| (model.name, model.styles)).unwrap_or_default());
    let styles = move || model.with(|(_, styles)| styles.clone());
    let chosen = move |name: &str| match form.style.get() {
        Some(style) => style == name,
        None => model.with(|(_, styles)| styles.first().is_some_and(|first| first.name == name)),
    };
    let options = move || {
        let pictured = model.with(|(name, _)| name == PICTURED);
        let options = styles().into_iter().map(|style| {
            let (name, value) = (style.name.clone(), style.name.clone());
            let title = said::style(&style.name, &style.title);
            let picture = match pictured {
                true => {
                    let url = format!("/styles/{PICTURED}/{name}.jpg");
                    view! { <img class="look__picture" src=url alt="" width="90" height="60" loading="lazy"/> }
                        .into_any()
                }
                false => view! { <span class="look__picture">{Icon::Palette.view()}</span> }.into_any(),
            };
            view! {
                <label class="choice look">
                    <input
                        class="choice__input"
                        type="radio"
                        name="style"
                        value=value
                        prop:checked=move || chosen(&name)
                        on:change=move |_| form.style.set(Some(style.name.clone()))
                    />
                    <span class="choice__label look__label">{picture}{title}</span>
                </label>
            }
        });
        options.collect_view()
    };
    view! {
        <fieldset class="field">
            <legend class="field__label field__legend">{words::STYLE}</legend>
            <div class="choices looks">{options}</div>
            <FieldError id="style-error" error=form.field_error("inputs.style")/>
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::PICTURED;
    use std::{fs, path::Path};

    #[test]
    fn every_style_of_the_starter_model_has_its_picture() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let manifest = fs::read_to_string(root.join("models").join(PICTURED).join("1/model.toml")).expect("a manifest");
        let styles = manifest.lines().filter_map(|line| line.strip_prefix("style = \"")?.strip_suffix('"'));
        let pictures = styles.map(|style| root.join(format!("public/styles/{PICTURED}/{style}.jpg")));
        let missing: Vec<_> = pictures.filter(|picture| !picture.is_file()).collect();
        assert!(missing.is_empty(), "run `python -m training.styles thumbnails`: {missing:?}");
    }
}
