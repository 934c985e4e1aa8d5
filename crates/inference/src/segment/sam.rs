//! The decoder of [`super::Form::SegmentAnything`].

use super::{
    Encoding, Prompts,
    choose::best,
    decode::{Found, named, shares},
    points::{filled, flat},
};
use crate::{
    InferenceError, RunControl,
    pixels::Planes,
    runtime::{Inputs, ModelSession, Tensor},
};

/// Names, and how many dimensions they may have.
pub(super) const INPUTS: &[(&str, &[usize])] = &[
    ("image_embeddings", &[4]),
    ("point_coords", &[3]),
    ("point_labels", &[2]),
    ("mask_input", &[4]),
    ("has_mask_input", &[1]),
    ("orig_im_size", &[1]),
];
pub(super) const OUTPUTS: &[&str] = &["masks", "iou_predictions"];

/// Larger masks to begin with are not believed, in pixels to a side.
const LARGEST_MASK: usize = 4096;

/// `prompts` in pixels of what the encoder saw.
pub(super) fn decode(
    session: &ModelSession,
    encoding: &Encoding,
    prompts: &Prompts,
    control: &RunControl,
) -> Result<Found, InferenceError> {
    let port = |name: &str| session.input(name).map_err(InferenceError::Failed);
    let prompts = prompts.points();
    let told = prompts.len();
    let points = filled(prompts, port("point_labels")?.shape.get(1).copied().flatten())?;
    let count = points.len();
    let (coords, labels) = flat(&points);
    // The mask to begin with, of which there is none, has four times the encoding's sides.
    let mask_port = port("mask_input")?;
    let side = |at: usize| {
        let fixed = mask_port.shape.get(at).copied().flatten();
        fixed.or(encoding.embedding.shape.get(at).map(|side| 4 * side)).unwrap_or(1).min(LARGEST_MASK)
    };
    let (rows, columns) = (side(2), side(3));
    let (width, height) = encoding.frame.seen;
    let inputs: Inputs = vec![
        ("image_embeddings".into(), encoding.embedding.clone()),
        ("point_coords".into(), Tensor::f32([1, count, 2], coords)),
        ("point_labels".into(), Tensor::f32([1, count], labels)),
        ("mask_input".into(), Tensor::f32([1, 1, rows, columns], vec![0.0; rows * columns])),
        ("has_mask_input".into(), Tensor::f32([1], vec![0.0])),
        // Not the picture's own size: a large one would be enlarged inside the network, once for each mask.
        ("orig_im_size".into(), Tensor::f32([2], vec![height as f32, width as f32])),
    ];
    let output = session.submit(inputs, control)?.wait(control)?;
    let masks = Planes::of(named(&output, "masks")?)?;
    let scores = named(&output, "iou_predictions")?.floats()?;
    let (index, score) = best(&masks, &scores, told)?;
    Ok(Found { mask: shares(&masks, index), score, inference: output.elapsed })
}
