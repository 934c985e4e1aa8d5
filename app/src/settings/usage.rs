//! What one has used of what one may.

use super::page::Section;
use crate::{
    format,
    text::settings as words,
    ui::{LocalTime, Progress},
};
use leptos::prelude::*;
use studio_domain::{Tier, Usage};

#[component]
pub fn UsageSection(usage: Usage, tier: Tier) -> impl IntoView {
    let hour = usage.requests;
    let used = match hour.limit {
        Some(limit) => words::used_of(hour.used, limit),
        None => words::used_without_limit(hour.used),
    };
    let share = hour.limit.map(|limit| if limit == 0 { 1.0 } else { hour.used as f32 / limit as f32 });
    let resets = hour.resets_at.filter(|_| hour.used > 0);
    let tasks = usage.tasks.iter().map(|(kind, count)| {
        view! { <div><dt>{words::made(*kind)}</dt><dd>{count.to_string()}</dd></div> }
    });
    let tasks = tasks.collect_view();
    let stored = words::stored(usage.storage.images, &format::bytes(usage.storage.bytes));
    view! {
        <Section id="usage" title=words::USAGE>
            <p>
                <strong>{used.clone()}</strong>
                " "
                <span class="muted">
                    {words::tier(tier)}
                    {resets.map(|at| view! { " · " {words::AVAILABLE_AGAIN} " " <LocalTime at/> })}
                </span>
            </p>
            {share.map(|share| view! { <Progress label=Signal::stored(used) value=Signal::stored(Some(share))/> })}
            <dl class="facts">
                <div><dt>{words::STORED}</dt><dd>{stored}</dd></div>
                {tasks}
            </dl>
        </Section>
    }
}
