//! How what was repainted meets what stays.

/// Widest border, in pixels; depths are bytes.
pub(super) const MOST_FEATHER: u8 = 64;

/// For each pixel of a window the share of what was repainted, 0 to 255. It rises from the border of the mask inwards,
/// over `feather` pixels or, where the mask is thinner, over as many as there are, so that thin marks are repainted
/// wholly. Nothing outside the mask has a share; where the mask is soft, at most its own.
pub(super) fn shares(mask: &[u8], width: usize, feather: u8) -> Vec<u8> {
    let depth = depths(mask, width, feather + 1);
    let thickest = largest_around(&depth, width, feather.into());
    let share = |((&value, &depth), &thickest): ((&u8, &u8), &u8)| {
        // The border runs between pixels: the first one of the mask is half a pixel deep.
        let over = f32::from(feather.min(thickest.saturating_sub(1)));
        let rise = ((f32::from(depth) - 0.5) / over).clamp(0.0, 1.0);
        (f32::from(value) * rise + 0.5) as u8
    };
    mask.iter().zip(&depth).zip(&thickest).map(share).collect()
}

/// Steps in any of eight directions to the nearest pixel that is not masked, at most `most`. What lies beyond the
/// window does not count.
fn depths(mask: &[u8], width: usize, most: u8) -> Vec<u8> {
    let mut depth: Vec<u8> = mask.iter().map(|&value| if value > 0 { most } else { 0 }).collect();
    // From what is above and to the left, then the same from the other end (Rosenfeld and Pfaltz, 1966).
    for _ in 0..2 {
        sweep(&mut depth, width);
        depth.reverse();
    }
    depth
}

/// No pixel is more than one step deeper than those before it.
fn sweep(depth: &mut [u8], width: usize) {
    let mut above: &[u8] = &[];
    for line in depth.chunks_exact_mut(width) {
        let mut left = u8::MAX;
        for (x, value) in line.iter_mut().enumerate() {
            let around = above.get(x.saturating_sub(1)..(x + 2).min(width)).unwrap_or_default();
            let nearest = around.iter().copied().min().unwrap_or(u8::MAX).min(left);
            *value = (*value).min(nearest.saturating_add(1));
            left = *value;
        }
        above = line;
    }
}

/// The largest value at most `radius` away in rows and columns.
fn largest_around(values: &[u8], width: usize, radius: usize) -> Vec<u8> {
    let height = values.len() / width;
    let mut largest = values.to_vec();
    for (stride, length) in [(1, width), (width, height)] {
        let mut reach = 0;
        while reach < radius {
            // Three windows side by side, which join without a gap.
            let shift = (2 * reach + 1).min(radius - reach);
            let from = largest.clone();
            for (at, value) in largest.iter_mut().enumerate() {
                let place = at / stride % length;
                let (before, behind) = (shift.min(place), shift.min(length - 1 - place));
                *value = (*value).max(from[at - before * stride]).max(from[at + behind * stride]);
            }
            reach += shift;
        }
    }
    largest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_rise_inwards_and_nothing_outside_has_one() {
        // A square of 11 in the middle of 17, feathered over 3.
        let inside = |v: usize| (3..14).contains(&v);
        let mask: Vec<u8> = (0..17 * 17).map(|i| if inside(i % 17) && inside(i / 17) { 255 } else { 0 }).collect();
        let shares = shares(&mask, 17, 3);
        let row = &shares[8 * 17..9 * 17];
        assert_eq!(row[..3], [0; 3]);
        assert!(row[3] > 0 && row[3] < row[4] && row[4] < row[5] && row[5] < 255, "{row:?}");
        assert_eq!(row[6..11], [255; 5]);
        assert!((0..17).all(|x| row[x] == row[16 - x]));
        assert!(mask.iter().zip(&shares).all(|(mask, share)| *mask > 0 || *share == 0));
    }

    #[test]
    fn thin_and_soft_marks_keep_their_strength() {
        let mut mask = vec![0_u8; 20 * 20];
        (0..20).for_each(|x| mask[10 * 20 + x] = 255);
        assert_eq!(shares(&mask, 20, 8)[10 * 20 + 5], 255);
        mask.fill(0);
        (0..400).filter(|i| i / 20 < 10).for_each(|i| mask[i] = 51);
        assert_eq!(shares(&mask, 20, 2)[0], 51, "the border of the window is no border of the mask");
        assert_eq!(shares(&[255; 9], 3, 0), [255; 9]);
        assert_eq!(shares(&[255; 9], 3, MOST_FEATHER), [255; 9]);
    }

    #[test]
    fn the_largest_is_found_at_any_reach() {
        let values: Vec<u8> = (0..35).map(|i| (i * 37 % 101) as u8).collect();
        for radius in 0..6 {
            let found = largest_around(&values, 7, radius);
            for (at, found) in found.into_iter().enumerate() {
                let (x, y) = (at % 7, at / 7);
                let near = |n: &usize| (n % 7).abs_diff(x) <= radius && (n / 7).abs_diff(y) <= radius;
                let expected = (0..35).filter(near).map(|n| values[n]).max();
                assert_eq!(Some(found), expected, "{radius}");
            }
        }
    }
}
