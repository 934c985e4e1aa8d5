//! The model alone: one session, one input, nothing around it.

use anyhow::Result;
use ndarray::Array4;
use ort::{
    environment::Environment,
    session::{Session, builder::GraphOptimizationLevel},
    value::TensorRef,
};
use std::{
    path::Path,
    time::{Duration, Instant},
};

pub struct BareSession {
    session: Session,
    input: Array4<f32>,
    _environment: Environment,
}

impl BareSession {
    /// # Errors
    /// When library or model cannot be loaded.
    pub fn load(library: &Path, model: &Path, threads: usize, side: u32) -> Result<Self> {
        let environment = ort::init_from(library)?.with_telemetry(false).build()?;
        let session = open(&environment, model, threads)?;
        let side = side as usize;
        let input =
            Array4::from_shape_fn((1, 3, side, side), |(_, c, y, x)| ((x * 7 + y * 13 + c * 29) % 255) as f32 / 255.0);
        Ok(Self { session, input, _environment: environment })
    }

    /// How long one run takes.
    ///
    /// # Errors
    /// When ONNX Runtime refuses.
    pub fn run(&mut self) -> Result<Duration> {
        let begin = Instant::now();
        self.session.run(ort::inputs![TensorRef::from_array_view(&self.input)?])?;
        Ok(begin.elapsed())
    }
}

// The builder's errors hold the builder, which anyhow cannot take.
fn open(environment: &Environment, model: &Path, threads: usize) -> ort::Result<Session> {
    Session::builder(environment)?
        .with_optimization_level(GraphOptimizationLevel::All)?
        .with_intra_threads(threads)?
        // As the server: threads that spin between runs would take the cores from it.
        .with_intra_op_spinning(false)?
        .commit_from_file(model)
}
