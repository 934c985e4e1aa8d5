//! Points as the Segment Anything family takes them.

use super::prompt::{NO_POINT, Point};
use crate::InferenceError;

/// As many points as the network wants, where it wants so many: those that are none behind the others.
///
/// # Errors
/// [`InferenceError::Unsuitable`] for more than it takes.
pub(super) fn filled(mut points: Vec<Point>, wanted: Option<usize>) -> Result<Vec<Point>, InferenceError> {
    let Some(wanted) = wanted else { return Ok(points) };
    if points.len() > wanted {
        points.retain(|point| *point != NO_POINT);
    }
    if points.len() > wanted {
        let message = format!("This model takes at most {wanted} clicks and corners of a box. Please use fewer.");
        return Err(InferenceError::Unsuitable(message));
    }
    // A network that wants more than this is not meant seriously; the run will say what it has against it.
    const MOST: usize = 4096;
    points.resize(wanted.min(MOST), NO_POINT);
    Ok(points)
}

/// Coordinates, and labels.
pub(super) fn flat(points: &[Point]) -> (Vec<f32>, Vec<f32>) {
    (points.iter().flat_map(|(at, _)| *at).collect(), points.iter().map(|(_, label)| *label).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_number_of_points_is_kept_to() {
        let point = ([1.0, 2.0], 1.0);
        assert_eq!(filled(vec![point, NO_POINT], Some(4)).expect("room"), [point, NO_POINT, NO_POINT, NO_POINT]);
        assert_eq!(filled(vec![point, NO_POINT], Some(1)).expect("room"), [point]);
        assert!(filled(vec![point, point], Some(1)).is_err());
        assert_eq!(filled(vec![point; 9], None).expect("any").len(), 9);
        assert_eq!(flat(&[point]), (vec![1.0, 2.0], vec![1.0]));
    }
}
