//! Enlarging: tiles go through the network and are joined into bands of rows, which leave as soon as they are done.
//!
//! Memory is that of a band as wide as the result and as high as a tile, of two tiles under way, and of the picture
//! itself. The result does not depend on the tiles: each contributes only pixels that its own border could not reach.

mod alpha;
mod band;
mod finish;
mod source;
mod tiles;

use self::{
    band::{Band, Rows},
    finish::Finisher,
    source::Source,
    tiles::Span,
};
use crate::{
    InferenceError, Progress, RunControl,
    repository::{InputFormat, Network},
    runtime::{Device, ModelSession, Pending},
};
use image::{DynamicImage, GenericImageView};
use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};
use studio_imaging::RowSink;

/// Working memory that a run of the network may take, in MB.
const TILE_MEMORY_MB: u32 = 256;
/// Tiles are not made larger than this, in pixels to a side: a canceled run ends sooner, progress is finer, and
/// nothing is gained (on 2 cores a pixel costs the same from 192 to 768).
const LARGEST_TILE: u32 = 512;
/// The tile that a manifest's `memory_mb` is stated for.
const STATED_TILE: u32 = 256;
/// Tiles under way: one in the network, one ready for it, so that it need not wait while rows are written.
const AHEAD: usize = 2;

/// How a picture is cut, and what the network expects.
pub(crate) struct Plan {
    format: InputFormat,
    scale: usize,
    receptive_field: usize,
    columns: Vec<Span>,
    rows: Vec<Span>,
}

/// Time spent in each stage.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Timings {
    pub preprocess: Duration,
    pub inference: Duration,
    pub postprocess: Duration,
}

impl Plan {
    /// `tile` overrides the side that follows from the model's need of memory.
    pub fn new(
        picture: &DynamicImage,
        format: InputFormat,
        network: &Network,
        device: Device,
        tile: Option<u32>,
    ) -> Self {
        let affordable = f64::from(STATED_TILE) * (f64::from(TILE_MEMORY_MB) / f64::from(network.memory_mb)).sqrt();
        let side = tile.unwrap_or(LARGEST_TILE.min(affordable as u32)) as usize;
        let receptive_field = network.receptive_field as usize;
        let (width, height) = picture.dimensions();
        let one_size = device.wants_one_size();
        let cut = |length: u32| tiles::cut(length as usize, side, receptive_field, one_size);
        Self { format, scale: network.scale as usize, receptive_field, columns: cut(width), rows: cut(height) }
    }

    fn count(&self) -> usize {
        self.columns.len() * self.rows.len()
    }

    /// Whether one tile is the whole picture, and no larger.
    fn is_whole(&self) -> bool {
        let exact = |spans: &[Span]| matches!(spans, [span] if span.length == span.to);
        exact(&self.columns) && exact(&self.rows)
    }

    /// From left to right, then from top to bottom.
    fn tile(&self, index: usize) -> (&Span, &Span) {
        (&self.columns[index % self.columns.len()], &self.rows[index / self.columns.len()])
    }
}

/// Whether a network is what its manifest says.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check(session: &ModelSession, input: InputFormat) -> Result<(), String> {
    let expected = input.channels.count();
    match session.check_planes()? {
        Some(found) if found != expected => Err(format!("it takes {found} channels, but its manifest says {expected}")),
        _ => Ok(()),
    }
}

/// # Errors
/// Those of [`crate::Engine::upscale`], save for what concerns loading.
pub(crate) fn run(
    session: &ModelSession,
    plan: &Plan,
    picture: &DynamicImage,
    control: &RunControl,
    sink: &mut dyn RowSink,
) -> Result<Timings, InferenceError> {
    let mut timings = Timings::default();
    let started = Instant::now();
    let source = Source::new(picture, plan.format, plan.receptive_field);
    let mut finisher = Finisher::new(&source, plan.format.range, plan.scale);
    let channels = plan.format.channels.count();
    // A single tile has nothing to be joined with: that spares a pass over the result.
    let mut band = (!plan.is_whole()).then(|| Band::new(channels, &plan.columns, &plan.rows, plan.scale));
    timings.preprocess += started.elapsed();

    let steps = u32::try_from(plan.count()).unwrap_or(u32::MAX);
    control.report(Progress { step: 0, steps });
    let mut under_way: VecDeque<Pending> = VecDeque::with_capacity(AHEAD);
    let mut submitted = 0;
    for index in 0..plan.count() {
        while submitted < plan.count() && under_way.len() < AHEAD {
            let started = Instant::now();
            let (column, row) = plan.tile(submitted);
            let input = source.tile(column, row);
            timings.preprocess += started.elapsed();
            under_way.push_back(session.submit_planes(input, control)?);
            submitted += 1;
        }
        let Some(pending) = under_way.pop_front() else { break };
        let output = pending.wait(control)?;
        timings.inference += output.elapsed;

        let started = Instant::now();
        let (column, row) = plan.tile(index);
        let value = output.first()?;
        check_shape(&value.shape(), plan, column, row)?;
        let planes = value.floats()?;
        match &mut band {
            None => finisher.write(&Rows::of_whole(&planes, channels, row), sink)?,
            Some(band) => {
                band.add(&planes, column, row);
                drop(planes);
                drop(output);
                if (index + 1).is_multiple_of(plan.columns.len()) {
                    finisher.write(&band.finished(row), sink)?;
                    band.advance(row);
                }
            }
        }
        timings.postprocess += started.elapsed();
        control.report(Progress { step: u32::try_from(index + 1).unwrap_or(u32::MAX), steps });
    }
    Ok(timings)
}

fn check_shape(shape: &[usize], plan: &Plan, column: &Span, row: &Span) -> Result<(), InferenceError> {
    let expected = [1, plan.format.channels.count(), row.length * plan.scale, column.length * plan.scale];
    if shape == expected {
        return Ok(());
    }
    Err(InferenceError::Failed(format!("its output has the shape {shape:?} instead of {expected:?}")))
}
