//! The first half: the picture.

use super::{Encoding, Form, SegmentSection};
use crate::{
    InferenceError, RunControl,
    pixels::{Behind, Frame, Sides, Source, check_planes, fit_within, padded},
    runtime::{Element, ModelSession, Port, Tensor},
};
use std::time::{Duration, Instant};

/// How an encoder takes a picture.
struct Intake<'a> {
    port: &'a Port,
    sides: Sides,
    /// Height, width, channels, without a batch.
    channels_last: bool,
}

/// Makes sure that a network can be the encoder of this form.
///
/// # Errors
/// Why it cannot, to be said of the model.
pub(crate) fn check_encoder(session: &ModelSession, form: Form) -> Result<(), String> {
    intake(session, form)?;
    match &*session.outputs {
        [] => Err("it has no output".into()),
        [embedding, ..] if embedding.shape.len() != 4 && form != Form::EfficientSam => {
            Err(format!("its output {} has {} dimensions instead of four", embedding.name, embedding.shape.len()))
        }
        _ => Ok(()),
    }
}

fn intake(session: &ModelSession, form: Form) -> Result<Intake<'_>, String> {
    let port = match form {
        Form::EfficientSam => session.input("batched_images")?,
        Form::SegmentAnything | Form::StarterSeparate => session.only_input()?,
    };
    if form == Form::SegmentAnything
        && let &[height, width, channels] = port.shape.as_slice()
    {
        let name = &port.name;
        if channels.is_some_and(|n| n != 3) || !matches!(port.element, Element::F32 | Element::F16) {
            return Err(format!("its input {name} takes no rows of pixels with three floats"));
        }
        return Ok(Intake { port, sides: Sides { width, height }, channels_last: true });
    }
    Ok(Intake { port, sides: check_planes(port, 3)?, channels_last: false })
}

/// The picture as the encoder takes it.
pub(super) struct Prepared {
    pub name: String,
    pub tensor: Tensor,
    pub frame: Frame,
}

/// # Errors
/// [`InferenceError::Failed`] for an encoder that is none.
pub(super) fn prepare(
    session: &ModelSession,
    form: Form,
    section: &SegmentSection,
    source: &Source<'_>,
) -> Result<Prepared, InferenceError> {
    let intake = intake(session, form).map_err(InferenceError::Failed)?;
    let square = (section.size, section.size);
    let frame = match (form, intake.sides.fixed()) {
        // Its authors stretch every picture to the square.
        (Form::EfficientSam, Some(fixed)) => Frame::whole(fixed),
        (_, Some(fixed)) => Frame { given: fixed, seen: fit_within(source.size(), fixed, true) },
        (Form::StarterSeparate, None) => Frame { given: square, seen: fit_within(source.size(), square, true) },
        // Networks of any size pad for themselves.
        (_, None) => Frame::whole(fit_within(source.size(), square, true)),
    };
    let picture = source.resized(frame.seen.0, frame.seen.1, Behind::White);
    let picture = padded(picture, frame.given, section.input.nothing());
    let tensor = if intake.channels_last {
        section.input.tensor_channels_last(&picture)
    } else {
        section.input.tensor(&picture)
    };
    Ok(Prepared { name: intake.port.name.clone(), tensor, frame })
}

/// What the encoder makes of the picture, and how long preparing and running took.
///
/// # Errors
/// Those of a run.
pub(crate) fn encode(
    session: &ModelSession,
    form: Form,
    section: &SegmentSection,
    source: &Source<'_>,
    control: &RunControl,
) -> Result<(Encoding, Duration, Duration), InferenceError> {
    let started = Instant::now();
    let Prepared { name, tensor, frame } = prepare(session, form, section, source)?;
    let preparing = started.elapsed();
    let output = session.submit(vec![(name, tensor)], control)?.wait(control)?;
    let value = output.first()?;
    let embedding = Tensor::f32(value.shape(), value.floats()?.into_owned());
    if embedding.shape.len() != 4 {
        let shape = &embedding.shape;
        return Err(InferenceError::Failed(format!("its encoding has the shape {shape:?} instead of four dimensions")));
    }
    Ok((Encoding { embedding, frame }, preparing, output.elapsed))
}
