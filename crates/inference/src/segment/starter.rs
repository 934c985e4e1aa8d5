//! The decoder of [`super::Form::StarterSeparate`], whose prompts are planes.

use super::{
    Encoding, Prompts,
    choose::best,
    decode::{Found, named, shares},
};
use crate::{
    InferenceError, RunControl,
    pixels::Planes,
    runtime::{ModelSession, Tensor},
};

/// Names, and how many dimensions they may have.
pub(super) const INPUTS: &[(&str, &[usize])] = &[("embedding", &[4]), ("prompt", &[4])];
pub(super) const OUTPUTS: &[&str] = &["logits"];

/// `prompts` in pixels of what the encoder saw.
pub(super) fn decode(
    session: &ModelSession,
    encoding: &Encoding,
    prompts: &Prompts,
    control: &RunControl,
) -> Result<Found, InferenceError> {
    let &[_, _, rows, columns] = encoding.embedding.shape.as_slice() else {
        return Err(InferenceError::Failed("its encoding is no batch of planes".into()));
    };
    let maps = prompts.scaled(encoding.frame.given, (columns, rows)).maps(columns, rows);
    let mut planes = Vec::with_capacity(3 * rows * columns);
    (0..3).for_each(|c| planes.extend(maps.pixels.iter().map(|pixel| pixel[c])));
    let prompt = Tensor::f32([1, 3, rows, columns], planes);
    let inputs = vec![("embedding".into(), encoding.embedding.clone()), ("prompt".into(), prompt)];
    let output = session.submit(inputs, control)?.wait(control)?;
    let masks = Planes::of(named(&output, "logits")?)?;
    let scores = output.get("scores").map(|value| value.floats()).transpose()?.unwrap_or_default();
    let (index, score) = best(&masks, &scores, 0)?;
    let mask = encoding.frame.picture_of(shares(&masks, index));
    Ok(Found { mask, score, inference: output.elapsed })
}
