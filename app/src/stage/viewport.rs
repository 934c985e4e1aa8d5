//! Zoom and pan as arithmetic. Lengths are CSS pixels; points are relative to the middle of the viewer.

/// A width and a height, or a point.
pub type Pair = (f64, f64);

/// Most CSS pixels that one pixel of the picture may fill.
const LARGEST: f64 = 8.0;

/// Where the picture stands: moved by `x` and `y`, then scaled by `zoom` about its middle. At zoom 1 it just fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    pub zoom: f64,
    pub x: f64,
    pub y: f64,
}

impl Viewport {
    pub const FIT: Self = Self { zoom: 1.0, x: 0.0, y: 0.0 };
}

/// The viewer's box and the picture in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub viewer: Pair,
    pub picture: Pair,
}

impl Frame {
    /// CSS pixels per pixel of the picture when it just fits.
    fn fit(self) -> f64 {
        let scale = (self.viewer.0 / self.picture.0).min(self.viewer.1 / self.picture.1);
        if scale.is_finite() && scale > 0.0 { scale } else { 1.0 }
    }

    /// CSS pixels per pixel of the picture.
    pub fn scale(self, viewport: Viewport) -> f64 {
        self.fit() * viewport.zoom
    }

    /// Left, top, right and bottom of the picture, from the top left of the viewer.
    pub fn edges(self, viewport: Viewport) -> (f64, f64, f64, f64) {
        let scale = self.scale(viewport);
        let (width, height) = (self.picture.0 * scale / 2.0, self.picture.1 * scale / 2.0);
        let (x, y) = (self.viewer.0 / 2.0 + viewport.x, self.viewer.1 / 2.0 + viewport.y);
        (x - width, y - height, x + width, y + height)
    }

    /// The zoom at which one pixel of the picture is one CSS pixel.
    fn full(self) -> f64 {
        1.0 / self.fit()
    }

    /// CSS pixels per pixel of the picture, in percent.
    pub fn percent(self, viewport: Viewport) -> u32 {
        (self.scale(viewport) * 100.0).round() as u32
    }

    /// Zooms by `factor`, keeping what is at `about` where it is.
    pub fn zoomed(self, viewport: Viewport, factor: f64, about: Pair) -> Viewport {
        let (least, most) = (self.full().min(1.0), (self.full() * LARGEST).max(1.0));
        let zoom = (viewport.zoom * factor).clamp(least, most);
        let ratio = zoom / viewport.zoom;
        let x = about.0 - ratio * (about.0 - viewport.x);
        let y = about.1 - ratio * (about.1 - viewport.y);
        self.held(Viewport { zoom, x, y })
    }

    pub fn full_size(self, viewport: Viewport) -> Viewport {
        self.zoomed(viewport, self.full() / viewport.zoom, (0.0, 0.0))
    }

    pub fn panned(self, viewport: Viewport, by: Pair) -> Viewport {
        self.held(Viewport { x: viewport.x + by.0, y: viewport.y + by.1, ..viewport })
    }

    /// Whether there is anything outside the viewer to move to.
    pub fn can_pan(self, viewport: Viewport) -> bool {
        let (x, y) = self.reach(viewport.zoom);
        x > 0.5 || y > 0.5
    }

    /// How far the picture may move before its edge would come in.
    fn reach(self, zoom: f64) -> Pair {
        let scale = self.scale(Viewport { zoom, ..Viewport::FIT });
        let reach = |picture: f64, viewer: f64| ((picture * scale - viewer) / 2.0).max(0.0);
        (reach(self.picture.0, self.viewer.0), reach(self.picture.1, self.viewer.1))
    }

    fn held(self, viewport: Viewport) -> Viewport {
        let (x, y) = self.reach(viewport.zoom);
        Viewport { x: viewport.x.clamp(-x, x), y: viewport.y.clamp(-y, y), ..viewport }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of 2000 × 1000 in a viewer of 500 × 500: fits at 25 %.
    const FRAME: Frame = Frame { viewer: (500.0, 500.0), picture: (2000.0, 1000.0) };

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn full_size_is_a_hundred_percent() {
        assert_eq!(FRAME.percent(Viewport::FIT), 25);
        let full = FRAME.full_size(Viewport::FIT);
        assert_eq!(FRAME.percent(full), 100);
        assert!(close(full.zoom, 4.0));
    }

    #[test]
    fn small_pictures_can_be_shown_at_their_own_size() {
        let frame = Frame { viewer: (500.0, 500.0), picture: (100.0, 100.0) };
        assert_eq!(frame.percent(frame.full_size(Viewport::FIT)), 100);
    }

    #[test]
    fn zooming_keeps_the_point_under_the_pointer() {
        let about = (100.0, -40.0);
        let before = FRAME.full_size(Viewport::FIT);
        let after = FRAME.zoomed(before, 1.5, about);
        let under = |v: Viewport| ((about.0 - v.x) / v.zoom, (about.1 - v.y) / v.zoom);
        assert!(close(under(before).0, under(after).0) && close(under(before).1, under(after).1));
    }

    #[test]
    fn the_picture_stays_in_view() {
        assert_eq!(FRAME.panned(Viewport::FIT, (900.0, 900.0)), Viewport::FIT);
        let full = FRAME.full_size(Viewport::FIT);
        let panned = FRAME.panned(full, (9e9, -9e9));
        assert!(close(panned.x, 750.0) && close(panned.y, -250.0));
        assert!(FRAME.can_pan(full) && !FRAME.can_pan(Viewport::FIT));
        let back = FRAME.zoomed(panned, 0.0001, (0.0, 0.0));
        assert_eq!(back, Viewport::FIT);
    }

    #[test]
    fn the_edges_of_the_picture_are_known() {
        assert_eq!(FRAME.edges(Viewport::FIT), (0.0, 125.0, 500.0, 375.0));
        let (left, _, right, _) = FRAME.edges(FRAME.full_size(Viewport::FIT));
        assert!(close(left, -750.0) && close(right, 1250.0));
    }

    #[test]
    fn zoom_has_bounds_and_survives_an_empty_box() {
        let far = FRAME.zoomed(Viewport::FIT, 1e9, (0.0, 0.0));
        assert_eq!(FRAME.percent(far), 800);
        let empty = Frame { viewer: (0.0, 0.0), picture: (0.0, 0.0) };
        assert!(empty.zoomed(Viewport::FIT, 2.0, (0.0, 0.0)).zoom.is_finite());
    }
}
