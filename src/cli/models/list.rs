//! `studio models list`

use super::{Place, print, table::table};
use clap::Args;
use studio_hub::{Row, State, human};

#[derive(Args)]
pub struct List {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Only models for this task, such as upscale or inpaint.
    #[arg(long)]
    task: Option<String>,
    /// Only what is installed.
    #[arg(long)]
    installed: bool,
}

pub fn run(place: &Place, options: &List) -> anyhow::Result<()> {
    let mut rows = place.overview()?;
    rows.retain(|row| options.task.as_ref().is_none_or(|task| row.tasks.contains(task)));
    rows.retain(|row| !options.installed || row.state != State::Available);
    if options.json {
        return print(&serde_json::to_string_pretty(&rows)?);
    }
    if rows.is_empty() {
        return print("There are none. `studio models list` shows all that there are.");
    }
    print(&lines(&rows))
}

fn lines(rows: &[Row]) -> String {
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            vec![
                row.name.clone(),
                row.version.clone(),
                row.tasks.join(", "),
                human::bytes(row.size),
                row.licence.clone(),
                match row.arrived {
                    0 => state(row.state).to_owned(),
                    arrived => format!("{}, {} % here", state(row.state), arrived * 100 / row.size.max(1)),
                },
            ]
        })
        .collect();
    let mut text = table(&["NAME", "VERSION", "TASK", "SIZE", "LICENCE", "STATE"], &cells, &[3]);
    for row in rows {
        if let Some(message) = &row.message {
            text += &format!("\n\n{}@{}: {message}", row.name, row.version);
        }
    }
    text
}

pub(super) fn state(state: State) -> &'static str {
    match state {
        State::Default => "default",
        State::Installed => "installed",
        State::Damaged => "damaged",
        State::Available => "to pull",
    }
}
