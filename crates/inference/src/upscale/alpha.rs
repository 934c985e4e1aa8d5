//! Transparency.
//!
//! The alpha channel is enlarged by bicubic interpolation and the colours by the network, apart from each other and
//! without premultiplying: a network is trained on pictures, not on pictures faded to black. What is fully transparent
//! still has a colour in the file, often black, and the network would draw it into the visible edge as a dark halo; so
//! it first takes the colours of its visible neighbours.

use image::RgbImage;

const HIDDEN: u8 = 0;
const NEXT: u8 = 1;
const KNOWN: u8 = 2;

/// Gives fully transparent pixels the mean colour of the visible pixels around them, as far as `receptive_field` and
/// the two pixels of the bicubic filter reach. What lies further cannot be seen.
pub(super) fn bleed(rgb: &mut RgbImage, alpha: &[u8], receptive_field: usize) {
    let (width, height) = (rgb.width() as usize, rgb.height() as usize);
    let mut state: Vec<u8> = alpha.iter().map(|&a| if a == 0 { HIDDEN } else { KNOWN }).collect();
    let neighbours = move |at: usize| {
        let (x, y) = (at % width, at / width);
        let rows = y.saturating_sub(1)..(y + 2).min(height);
        rows.flat_map(move |y| (x.saturating_sub(1)..(x + 2).min(width)).map(move |x| y * width + x))
    };
    // The hidden pixels beside known ones; those beside these follow, ring by ring.
    let mut ring = Vec::new();
    for at in 0..state.len() {
        if state[at] == HIDDEN && neighbours(at).any(|n| state[n] == KNOWN) {
            state[at] = NEXT;
            ring.push(at);
        }
    }
    let pixels = rgb.as_chunks_mut::<3>().0;
    for _ in 0..receptive_field + 2 {
        let colours: Vec<[u8; 3]> = ring
            .iter()
            .map(|&at| {
                let (mut sum, mut count) = ([0_u32; 3], 0);
                for n in neighbours(at).filter(|&n| state[n] == KNOWN) {
                    sum.iter_mut().zip(pixels[n]).for_each(|(sum, v)| *sum += u32::from(v));
                    count += 1;
                }
                sum.map(|v| ((v + count / 2) / count.max(1)) as u8)
            })
            .collect();
        for (&at, colour) in ring.iter().zip(colours) {
            pixels[at] = colour;
            state[at] = KNOWN;
        }
        let mut outer = Vec::new();
        for &at in &ring {
            for n in neighbours(at) {
                if state[n] == HIDDEN {
                    state[n] = NEXT;
                    outer.push(n);
                }
            }
        }
        ring = outer;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_spread_into_what_is_hidden_and_no_further_than_needed() {
        // A visible red pixel at the left of a hidden black row.
        let mut rgb = RgbImage::new(30, 1);
        rgb.put_pixel(0, 0, image::Rgb([255, 10, 0]));
        let mut alpha = vec![0; 30];
        alpha[0] = 1;
        bleed(&mut rgb, &alpha, 4);
        let red: Vec<u32> = (0..30).filter(|&x| rgb.get_pixel(x, 0).0 == [255, 10, 0]).collect();
        assert_eq!(red, (0..=6).collect::<Vec<_>>());
    }

    #[test]
    fn visible_pixels_keep_their_colours() {
        let original = RgbImage::from_fn(9, 9, |x, y| image::Rgb([x as u8 * 20, y as u8 * 20, 0]));
        let alpha: Vec<u8> = (0..81).map(|i| u8::from(i % 3 != 0)).collect();
        let mut rgb = original.clone();
        bleed(&mut rgb, &alpha, 12);
        for (i, (before, after)) in original.pixels().zip(rgb.pixels()).enumerate() {
            assert!(alpha[i] == 0 || before == after);
        }
        // Nothing visible, nothing to do.
        let mut empty = RgbImage::new(3, 3);
        bleed(&mut empty, &[0; 9], 12);
        assert_eq!(empty, RgbImage::new(3, 3));
    }
}
