//! The tool's panel: which tool, what it works on, its settings, and the button that is always in view.

use super::{
    Form, Tool,
    cutout::CutoutFields,
    found::FoundSettings,
    mask::MaskField,
    output::FormatField,
    paint::{PaintSettings, StrengthField},
    picker::Picker,
    presets::PresetsDialog,
    prompt::{HistoryDialog, PromptField},
    scale::ScaleField,
    separate::SeparateFields,
    size::SizeField,
    source::Transfer,
    style::StyleField,
};
use crate::{
    studio::{Stage, Store},
    text::tool as words,
    ui::{Button, ButtonSize, ButtonVariant, FieldError, Icon, Segmented, SegmentedOption},
};
use leptos::prelude::*;

#[component]
pub fn ToolPanel() -> impl IntoView {
    let store = expect_context::<Store>();
    let form = expect_context::<Form>();
    Effect::new(move || {
        let transfer = form.source.picked.with(|picked| picked.as_ref().map(|picked| picked.transfer));
        if !form.armed.get_untracked() || matches!(transfer, Some(Transfer::Sending(_))) {
            return;
        }
        form.armed.set(false);
        form.run(store);
    });
    let label = move || {
        if form.armed.get() {
            words::RUN_AFTER_UPLOAD
        } else if form.submitting.get() {
            words::STARTING
        } else {
            form.tool.get().label()
        }
        .text()
    };
    let options = form.tools().map(|tool| SegmentedOption::new(tool.name(), tool.label())).collect::<Vec<_>>();
    let choose = Callback::new(move |name: &'static str| {
        if let Some(tool) = Tool::of_name(name) {
            form.use_tool(tool);
        }
    });
    let (looking, keeping) = (RwSignal::new(false), RwSignal::new(false));
    let working = Memo::new(move |_| match store.stage.get() {
        Stage::Working(id) => Some(id),
        _ => None,
    });
    let cancel = move |_| {
        if let Some(id) = working.get_untracked() {
            store.cancel_task(id);
        }
    };
    let is = move |tool: Tool| form.tool.get() == tool;
    let paints = Memo::new(move |_| form.tool.get().paints());
    view! {
        <form
            class="tool"
            on:submit=move |event| {
                event.prevent_default();
                form.run(store);
            }
        >
            <div class="tool__choice">
                <Segmented
                    name="tool"
                    legend=words::TOOL
                    hide_legend=true
                    options
                    value=Signal::derive(move || form.tool.get().name())
                    on_change=choose
                />
                <div class="tool__bar">
                    <Button
                        variant=ButtonVariant::Quiet
                        size=ButtonSize::Small
                        icon=Icon::Bookmark
                        attr:aria-haspopup="dialog"
                        attr:title=words::PRESETS_HINT
                        on:click=move |_| keeping.set(true)
                    >
                        {words::PRESETS}
                    </Button>
                    <Button
                        variant=ButtonVariant::Quiet
                        size=ButtonSize::Small
                        attr:title=words::RESET_HINT
                        on:click=move |_| form.reset()
                    >
                        {words::RESET}
                    </Button>
                </div>
            </div>
            <div class="panel__body field-stack">
                // Always there: a picture chosen or dropped finds its place, whatever tool is in use.
                <div hidden=move || !form.tool.get().takes_image()>
                    <Picker/>
                </div>
                <FoundSettings form/>
                <Show when=move || is(Tool::Edit) && form.can_mask()>
                    <MaskField form/>
                </Show>
                <Show when=move || paints.get()>
                    <PromptField form looking/>
                </Show>
                <Show when=move || is(Tool::Style)>
                    <StyleField form/>
                </Show>
                <Show when=move || is(Tool::Edit) || is(Tool::Style)>
                    <StrengthField form/>
                </Show>
                <Show when=move || is(Tool::Cutout)>
                    <CutoutFields form/>
                </Show>
                <Show when=move || is(Tool::Separate)>
                    <SeparateFields form/>
                </Show>
                <Show when=move || is(Tool::Generate)>
                    <SizeField form/>
                </Show>
                <Show when=move || is(Tool::Upscale)>
                    <ScaleField form/>
                </Show>
                <Show when=move || paints.get()>
                    <PaintSettings form/>
                </Show>
                <FormatField form/>
            </div>
            <div class="panel__footer">
                <FieldError id="run-error" error=Signal::derive(move || form.other_error())/>
                <div class="tool__run">
                    <Button
                        variant=ButtonVariant::Primary
                        size=ButtonSize::Wide
                        kind="submit"
                        disabled=Signal::derive(move || !form.ready())
                    >
                        {move || form.tool.get().icon().view()}
                        {label}
                    </Button>
                    // More can be asked for while one is at work, so this stands beside and not in place of it.
                    <Show when=move || working.get().is_some()>
                        <Button attr:title=words::CANCEL_HINT on:click=cancel>
                            {words::CANCEL}
                        </Button>
                    </Show>
                </div>
                <p class="tool__shortcut"><kbd>"Ctrl"</kbd>" + "<kbd>"Enter"</kbd></p>
            </div>
        </form>
        <HistoryDialog open=looking area=form.prompt/>
        <PresetsDialog open=keeping form/>
    }
}
