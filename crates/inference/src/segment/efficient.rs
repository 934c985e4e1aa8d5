//! The single network of [`super::Form::EfficientSam`].

use super::{
    Form, Prompts, SegmentSection,
    choose::best,
    decode::{Found, named, shares},
    encode::{Prepared, prepare},
    points::{filled, flat},
    prompt::Point,
};
use crate::{
    InferenceError, RunControl,
    pixels::{Planes, Source},
    runtime::{Inputs, ModelSession, Tensor},
};

/// Names, and how many dimensions they may have.
pub(super) const INPUTS: &[(&str, &[usize])] =
    &[("batched_images", &[4]), ("batched_point_coords", &[4]), ("batched_point_labels", &[3, 4])];
pub(super) const OUTPUTS: &[&str] = &["output_masks", "iou_predictions"];

/// Encodes and decodes at once.
///
/// # Errors
/// [`InferenceError::Unsuitable`] for more prompts than the network takes; those of a run.
pub(crate) fn find(
    session: &ModelSession,
    section: &SegmentSection,
    source: &Source<'_>,
    prompts: &Prompts,
    control: &RunControl,
) -> Result<Found, InferenceError> {
    let Prepared { name, tensor, frame } = prepare(session, Form::EfficientSam, section, source)?;
    // It was trained without negative clicks. They are kept from it, and speak against the masks that cover them.
    let points = prompts.scaled(source.size(), frame.seen).points();
    let (negative, told): (Vec<Point>, Vec<Point>) = points.into_iter().partition(|(_, label)| *label == 0.0);
    let labels_port = session.input("batched_point_labels").map_err(InferenceError::Failed)?;
    let points = filled(told, labels_port.shape.get(2).copied().flatten())?;
    let count = points.len();
    let (coords, labels) = flat(&points);
    let labels_shape = if labels_port.shape.len() == 4 { vec![1, 1, count, 1] } else { vec![1, 1, count] };
    let inputs: Inputs = vec![
        (name, tensor),
        ("batched_point_coords".into(), Tensor::f32([1, 1, count, 2], coords)),
        ("batched_point_labels".into(), Tensor::f32(labels_shape, labels)),
    ];
    let output = session.submit(inputs, control)?.wait(control)?;
    let masks = Planes::of(named(&output, "output_masks")?)?;
    let mut scores = named(&output, "iou_predictions")?.floats()?.into_owned();
    for (index, score) in scores.iter_mut().enumerate().take(masks.count) {
        let covered = |&&([x, y], _): &&Point| {
            let at =
                |v: f32, length: usize, given: usize| ((v * length as f32 / given as f32) as usize).min(length - 1);
            let (x, y) = (at(x, masks.width, frame.given.0), at(y, masks.height, frame.given.1));
            masks.plane(index)[y * masks.width + x] >= 0.0
        };
        *score -= negative.iter().filter(covered).count() as f32;
    }
    let (index, score) = best(&masks, &scores, 0)?;
    Ok(Found { mask: frame.picture_of(shares(&masks, index)), score, inference: output.elapsed })
}
