//! Joins tiles into bands of finished rows.

use super::tiles::Span;

/// A row of tiles: planes of sums as wide as the result, and as high as one tile is used.
pub(super) struct Band {
    planes: Vec<Vec<f32>>,
    /// Result pixels.
    width: usize,
    scale: usize,
    /// For each column of tiles, its share in the pixels it is used for.
    column_weights: Vec<(usize, Vec<f32>)>,
}

/// Finished rows.
pub(super) struct Rows<'a> {
    /// One slice for each channel.
    pub planes: Vec<&'a [f32]>,
    /// The input row that the first one comes from, and how many input rows they come from.
    pub from: usize,
    pub count: usize,
}

impl<'a> Rows<'a> {
    /// The result of a tile that is the whole picture.
    pub fn of_whole(output: &'a [f32], channels: usize, row: &Span) -> Self {
        Self { planes: output.chunks_exact(output.len() / channels).collect(), from: 0, count: row.length }
    }
}

impl Band {
    pub fn new(channels: usize, columns: &[Span], rows: &[Span], scale: usize) -> Self {
        let width = columns.last().map_or(0, |span| span.to) * scale;
        let height = rows.iter().map(|span| span.to - span.from).max().unwrap_or(0) * scale;
        let column_weights = columns.iter().map(|span| (span.from, span.weights(scale))).collect();
        Self { planes: vec![vec![0.0; width * height]; channels], width, scale, column_weights }
    }

    /// Adds what is used of a tile's result: `output` holds one plane for each channel.
    pub fn add(&mut self, output: &[f32], column: &Span, row: &Span) {
        let scale = self.scale;
        let stride = column.length * scale;
        let across = self.column_weights.iter().find(|(from, _)| *from == column.from);
        let across = across.map_or(&[][..], |(_, weights)| weights);
        let (left, top) = ((column.from - column.start) * scale, (row.from - row.start) * scale);
        let first = column.from * scale;
        let tiles = output.chunks_exact(stride * row.length * scale);
        for (plane, tile) in self.planes.iter_mut().zip(tiles) {
            for (y, down) in row.weights(scale).into_iter().enumerate() {
                let from = &tile[(top + y) * stride + left..][..across.len()];
                let to = &mut plane[y * self.width + first..][..across.len()];
                for ((sum, value), weight) in to.iter_mut().zip(from).zip(across) {
                    *sum += value * (weight * down);
                }
            }
        }
    }

    /// The rows that no tile below has a share in.
    pub fn finished(&self, row: &Span) -> Rows<'_> {
        let count = row.to - row.from - row.fade_out;
        let samples = count * self.scale * self.width;
        Rows { planes: self.planes.iter().map(|plane| &plane[..samples]).collect(), from: row.from, count }
    }

    /// Moves what fades into the next row of tiles to the top.
    pub fn advance(&mut self, row: &Span) {
        let end = (row.to - row.from) * self.scale * self.width;
        let kept = row.fade_out * self.scale * self.width;
        for plane in &mut self.planes {
            plane.copy_within(end - kept..end, 0);
            plane[kept..].fill(0.0);
        }
    }
}
