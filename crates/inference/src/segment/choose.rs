//! Which of several masks is meant.

use crate::{InferenceError, pixels::Planes};

/// With four masks, the first is that of Segment Anything for several prompts; the others are whole, part and part of
/// a part, for a single click that may mean any of them.
const WITH_ONE_FOR_SEVERAL: usize = 4;

/// The index of the mask with the best score, and that score. `prompts` counts clicks, corners, and the point that is
/// none, as Segment Anything does when it makes the same choice (`select_masks` of its export).
///
/// # Errors
/// [`InferenceError::Failed`] when there are several masks and not a score for each.
pub(super) fn best(masks: &Planes<'_>, scores: &[f32], prompts: usize) -> Result<(usize, Option<f32>), InferenceError> {
    if masks.count == 1 {
        return Ok((0, scores.first().copied()));
    }
    if scores.len() != masks.count || scores.iter().any(|score| score.is_nan()) {
        let (masks, scores) = (masks.count, scores.len());
        return Err(InferenceError::Failed(format!("it gave {masks} masks and {scores} usable scores")));
    }
    let candidates = match (masks.count, prompts) {
        (WITH_ONE_FOR_SEVERAL, 3..) => 0..1,
        (WITH_ONE_FOR_SEVERAL, _) => 1..WITH_ONE_FOR_SEVERAL,
        (count, _) => 0..count,
    };
    let best = candidates.max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0);
    Ok((best, Some(scores[best])))
}
