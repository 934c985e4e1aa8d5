//! Colours for what is transparent, so that a network sees no edge where nobody would.

use super::Raster;

/// From premultiplied colours with their alpha to colours: those of transparent pixels are taken from visible ones
/// around them, the nearer the finer (pull and push: Gortler et al., The Lumigraph, 1996, §3.4). White where nothing is
/// visible at all.
pub(crate) fn fill(premultiplied: Raster<4>) -> Raster<3> {
    let (width, height) = (premultiplied.width, premultiplied.height);
    if width == 1 && height == 1 {
        return premultiplied.map(|&[r, g, b, a]| if a > 0.0 { [r / a, g / a, b / a] } else { [1.0; 3] });
    }
    let coarse = premultiplied.resized(width.div_ceil(2), height.div_ceil(2));
    // Every level counts what it sees as fully visible: the share only says how much is still to be filled below it.
    let coarse = fill(coarse.map(|&[r, g, b, a]| {
        let gain = if a > 0.0 { (2.0 * a).min(1.0) / a } else { 0.0 };
        [r * gain, g * gain, b * gain, a * gain]
    }));
    let behind = coarse.resized(width, height);
    premultiplied.zip(&behind, |&[r, g, b, a], behind| {
        let rest = 1.0 - a;
        [r + behind[0] * rest, g + behind[1] * rest, b + behind[2] * rest]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_takes_the_colours_beside_it() {
        // Red at the left, blue at the right, nothing between.
        let picture = Raster::from_fn(64, 16, |x, _| match x {
            0..8 => [1.0, 0.0, 0.0, 1.0],
            56.. => [0.0, 0.0, 1.0, 1.0],
            _ => [0.0; 4],
        });
        let filled = fill(picture);
        let [red, _, blue] = *filled.at(12, 8);
        assert!(red > 0.8 && blue < 0.2, "{red} {blue}");
        assert!(filled.at(51, 8)[2] > 0.8);
        assert!(filled.pixels.iter().all(|p| p[1].abs() < 1e-5 && (p[0] + p[2] - 1.0).abs() < 1e-4));
        assert_eq!(filled.at(3, 3), &[1.0, 0.0, 0.0]);
    }

    #[test]
    fn nothing_visible_is_white() {
        let filled = fill(Raster::from_fn(5, 3, |_, _| [0.0; 4]));
        assert!(filled.pixels.iter().all(|p| *p == [1.0; 3]));
    }
}
