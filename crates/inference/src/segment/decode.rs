//! The second half: the clicks.

use super::{Encoding, Form, Prompts, efficient, sam, starter};
use crate::{
    InferenceError, RunControl,
    pixels::{Planes, Raster},
    runtime::{ModelSession, Output, Value},
};
use std::time::Duration;

/// The mask of a picture, 0 to 1, at the size the network gives it.
pub(crate) struct Found {
    pub mask: Raster<1>,
    /// What the network itself thinks of it, where it says so: about the overlap with what was meant, 0 to 1.
    pub score: Option<f32>,
    pub inference: Duration,
}

/// Makes sure that a network can be the decoder of this form, or the whole of it.
///
/// # Errors
/// Why it cannot, to be said of the model.
pub(crate) fn check_decoder(session: &ModelSession, form: Form) -> Result<(), String> {
    let (inputs, outputs) = match form {
        Form::SegmentAnything => (sam::INPUTS, sam::OUTPUTS),
        Form::EfficientSam => (efficient::INPUTS, efficient::OUTPUTS),
        Form::StarterSeparate => (starter::INPUTS, starter::OUTPUTS),
    };
    for (name, ranks) in inputs {
        let found = session.input(name)?.shape.len();
        if !ranks.contains(&found) {
            return Err(format!("its input {name} has {found} dimensions instead of {}", ranks[0]));
        }
    }
    if session.inputs.len() != inputs.len() {
        return Err(format!("it has {} inputs instead of {}", session.inputs.len(), inputs.len()));
    }
    outputs.iter().try_for_each(|name| session.output(name).map(drop))
}

/// What is meant by prompts in pixels of a picture of this size, which was encoded before.
///
/// # Errors
/// [`InferenceError::Unsuitable`] for more prompts than the network takes; those of a run.
pub(crate) fn decode(
    session: &ModelSession,
    form: Form,
    encoding: &Encoding,
    (prompts, size): (&Prompts, (usize, usize)),
    control: &RunControl,
) -> Result<Found, InferenceError> {
    let prompts = prompts.scaled(size, encoding.frame.seen);
    match form {
        Form::StarterSeparate => starter::decode(session, encoding, &prompts, control),
        Form::SegmentAnything | Form::EfficientSam => sam::decode(session, encoding, &prompts, control),
    }
}

/// # Errors
/// [`InferenceError::Failed`] when there is none.
pub(super) fn named<'a>(output: &'a Output, name: &str) -> Result<&'a Value, InferenceError> {
    output.get(name).ok_or_else(|| InferenceError::Failed(format!("it gave no output {name}")))
}

/// Logits as shares.
pub(super) fn shares(masks: &Planes<'_>, index: usize) -> Raster<1> {
    masks.raster(index).map(|&[logit]| [1.0 / (1.0 + (-logit).exp())])
}
