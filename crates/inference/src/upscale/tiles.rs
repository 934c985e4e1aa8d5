//! Cuts a side of a picture into overlapping spans.
//!
//! A network sees `receptive_field` pixels to each side, so an output pixel nearer than that to the border of a tile
//! may differ from what it would be in the whole picture. Neighbours therefore share twice that much and
//! [`FEATHER`] pixels more; in the middle of what they share, one fades into the other. Where it fades, both are exact,
//! so that nothing is seen of it; it hides the rest for networks whose `receptive_field` is understated.

/// Pixels over which neighbouring tiles fade into each other.
pub(super) const FEATHER: usize = 8;

/// A piece of one side, in input pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// What the network sees: from here, so many.
    pub start: usize,
    pub length: usize,
    /// What is used of its result.
    pub from: usize,
    pub to: usize,
    /// Pixels from `from` over which it fades in, and to `to` over which it fades out; 0 at the border of the picture.
    pub fade_in: usize,
    pub fade_out: usize,
}

/// Spans of one length, at most `side` unless the receptive field demands more, that cover `length` pixels. With
/// `one_size` the length is always `side`, and the last span may reach beyond the picture.
pub(super) fn cut(length: usize, side: usize, receptive_field: usize, one_size: bool) -> Vec<Span> {
    let overlap = 2 * receptive_field + FEATHER;
    let side = side.max(2 * overlap);
    let count = if length <= side { 1 } else { (length - overlap).div_ceil(side - overlap) };
    // No longer than is needed for that many.
    let tile = if one_size { side } else { (length + (count - 1) * overlap).div_ceil(count) };
    // Spread evenly; the last one ends with the picture.
    let starts: Vec<usize> = match count {
        1 => vec![0],
        _ => (0..count).map(|i| i * (length - tile) / (count - 1)).collect(),
    };
    // The middle of what each shares with the next.
    let cuts: Vec<usize> = starts.windows(2).map(|pair| (pair[0] + tile + pair[1]) / 2).collect();
    let span = |i: usize| {
        let (first, last) = (i == 0, i + 1 == count);
        Span {
            start: starts[i],
            length: tile,
            from: if first { 0 } else { cuts[i - 1] - FEATHER / 2 },
            to: if last { length } else { cuts[i] + FEATHER / 2 },
            fade_in: if first { 0 } else { FEATHER },
            fade_out: if last { 0 } else { FEATHER },
        }
    };
    (0..count).map(span).collect()
}

impl Span {
    /// The share in each result pixel that is used, a raised cosine where it fades. Neighbours add up to 1.
    pub fn weights(&self, scale: usize) -> Vec<f32> {
        let length = (self.to - self.from) * scale;
        let (fade_in, fade_out) = (self.fade_in * scale, self.fade_out * scale);
        let rise = |i: usize, n: usize| 0.5 - 0.5 * (std::f32::consts::PI * (i as f32 + 0.5) / n as f32).cos();
        let weight = |i: usize| {
            if i < fade_in {
                rise(i, fade_in)
            } else if i + fade_out >= length {
                1.0 - rise(i + fade_out - length, fade_out)
            } else {
                1.0
            }
        };
        (0..length).map(weight).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pixel is covered with weight 1 by pixels that lie deep enough in their tiles, whatever the sizes.
    #[test]
    fn cuts_cover_everything_exactly_once() {
        for (side, receptive_field) in [(64, 0), (64, 4), (128, 12), (100, 7), (512, 33), (16, 12)] {
            for length in (1..400).chain([511, 512, 513, 530, 700, 1023, 1025, 4000, 7999]) {
                let spans = cut(length, side, receptive_field, false);
                let mut sums = vec![0.0; length * 2];
                for span in &spans {
                    assert_eq!(span.length, spans[0].length);
                    assert!(span.start + span.length <= length);
                    assert!(span.start == 0 || span.from >= span.start + receptive_field);
                    assert!(span.to == length || span.to + receptive_field <= span.start + span.length);
                    assert!(span.fade_in + span.fade_out <= span.to - span.from);
                    let used = sums[span.from * 2..span.to * 2].iter_mut();
                    used.zip(span.weights(2)).for_each(|(sum, weight)| *sum += weight);
                }
                let context = format!("{length} by {side}, looking {receptive_field}");
                assert!(sums.iter().all(|sum| (sum - 1.0_f32).abs() < 1e-6), "{context}");
                assert!(spans[0].length <= side.max(2 * (2 * receptive_field + FEATHER)), "{context}");
            }
        }
    }

    #[test]
    fn what_fits_is_one_piece() {
        assert_eq!(cut(512, 512, 12, false).len(), 1);
        assert_eq!(cut(513, 512, 12, false).len(), 2);
        assert_eq!(cut(1, 512, 12, false), [Span { start: 0, length: 1, from: 0, to: 1, fade_in: 0, fade_out: 0 }]);
    }

    #[test]
    fn one_size_is_kept_by_reaching_beyond() {
        let spans = cut(100, 256, 12, true);
        assert_eq!((spans.len(), spans[0].length, spans[0].to), (1, 256, 100));
        assert!(cut(1000, 256, 12, true).iter().all(|span| span.length == 256));
    }
}
