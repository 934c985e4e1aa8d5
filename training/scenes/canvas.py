"""A picture being painted, in coordinates that do not depend on its size.

Both axes run from 0 to 1, y downwards. OpenCV draws with smooth edges at a sixteenth of a pixel;
what needs gradients, glows or soft masks is composed with numpy inside a bounding box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import cv2
import numpy as np

Array = np.ndarray
Rgb = tuple[float, float, float]
Point = tuple[float, float]
SHIFT = 4
INK: Rgb = (30, 26, 44)
CHANGED = 24  # of 255: what a drawing must alter to count as a part of a thing


def mix(a: Sequence[float], b: Sequence[float], amount: float) -> Rgb:
    return tuple(float(x + (y - x) * amount) for x, y in zip(a, b, strict=True))


def shade(colour: Sequence[float], factor: float) -> Rgb:
    """Darker below 1; lighter, towards white, above."""
    if factor > 1:
        return mix(colour, (255, 255, 255), min(1.0, factor - 1))
    return tuple(float(x * factor) for x in colour)


class Canvas:
    def __init__(self, side: int, outline: float = 0.0) -> None:
        """`outline` is the width of the ink line around shapes, as a share of the side."""
        self.side = side
        self.pixels = np.zeros((side, side, 3), np.uint8)
        self.things = np.zeros((side, side), bool)
        self.outline = outline

    def _fixed(self, points) -> Array:
        scaled = np.asarray(points, np.float64) * self.side - 0.5
        return np.rint(scaled * (1 << SHIFT)).astype(np.int32).reshape(-1, 1, 2)

    def _thickness(self, width: float) -> int:
        return max(1, round(width * self.side))

    @contextmanager
    def noting_things(self) -> Iterator[None]:
        """Marks in `things` where the pixels change meanwhile."""
        before = self.pixels.copy()
        yield
        self.things |= np.abs(self.pixels.astype(np.int16) - before).max(2) > CHANGED

    @contextmanager
    def without_outline(self) -> Iterator[None]:
        kept, self.outline = self.outline, 0.0
        try:
            yield
        finally:
            self.outline = kept

    def poly(self, points, colour: Rgb, ink: bool = True) -> None:
        fixed = self._fixed(points)
        cv2.fillPoly(self.pixels, [fixed], colour, cv2.LINE_AA, SHIFT)
        if self.outline and ink:
            width = self._thickness(self.outline)
            cv2.polylines(self.pixels, [fixed], True, INK, width, cv2.LINE_AA, SHIFT)

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: Rgb, **more) -> None:
        """`angle` turns it, in degrees; `start` and `end` keep a sector of it."""
        points = ellipse_points(x, y, rx, ry, more.get("angle", 0.0))
        self.poly(points, colour, more.get("ink", True))

    def rect(self, x0: float, y0: float, x1: float, y1: float, colour: Rgb, **more) -> None:
        self.poly([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour, **more)

    def line(self, points, colour: Rgb, width: float) -> None:
        thickness = self._thickness(width)
        fixed = [self._fixed(points)]
        cv2.polylines(self.pixels, fixed, False, colour, thickness, cv2.LINE_AA, SHIFT)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[slice, slice] | None:
        """The rows and columns that a box covers, or None outside the picture."""
        s = self.side
        top, bottom = max(0, int(y0 * s)), min(s, int(np.ceil(y1 * s)))
        left, right = max(0, int(x0 * s)), min(s, int(np.ceil(x1 * s)))
        if bottom <= top or right <= left:
            return None
        return slice(top, bottom), slice(left, right)

    def blend(self, where: tuple[slice, slice], colour, alpha: Array) -> None:
        """Covers a box with a colour (or picture) as far as `alpha`, 0..1, says."""
        part = self.pixels[where].astype(np.float32)
        part += (np.asarray(colour, np.float32) - part) * alpha[..., None].astype(np.float32)
        self.pixels[where] = np.clip(part + 0.5, 0, 255)

    def grid(self, where: tuple[slice, slice]) -> tuple[Array, Array]:
        """The y [h, 1] and x [1, w] of a box's pixels, in the picture's coordinates."""
        rows, columns = where
        y = (np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5) / self.side
        x = (np.arange(columns.start, columns.stop, dtype=np.float32) + 0.5) / self.side
        return y[:, None], x[None, :]

    def glow(self, x: float, y: float, radius: float, colour: Rgb, strength: float) -> None:
        """Light that fades to nothing at `radius`; it never darkens."""
        where = self.box(x - radius, y - radius, x + radius, y + radius)
        if where is None:
            return
        yy, xx = self.grid(where)
        distance = np.sqrt((xx - x) ** 2 + (yy - y) ** 2) / radius
        alpha = np.clip(1 - distance, 0, 1) ** 2 * strength
        part = self.pixels[where].astype(np.float32)
        part += alpha[..., None] * np.maximum(np.asarray(colour, np.float32) - part, 0)
        self.pixels[where] = np.clip(part + 0.5, 0, 255)

    def mask(self, points) -> Array:
        """A filled outline as a soft mask of the whole picture: [side, side] float32, 0..1."""
        found = np.zeros((self.side, self.side), np.uint8)
        cv2.fillPoly(found, [self._fixed(points)], 255, cv2.LINE_AA, SHIFT)
        return found.astype(np.float32) / 255

    def gradient(self, points, top: Rgb, bottom: Rgb, ink: bool = True) -> None:
        """A filled outline whose colour changes from its highest to its lowest point."""
        points = np.asarray(points, np.float64)
        y0, y1 = float(points[:, 1].min()), float(points[:, 1].max())
        where = self.box(points[:, 0].min(), y0 - 0.004, points[:, 0].max() + 0.004, y1 + 0.004)
        if where is None:
            return
        s, (rows, columns) = self.side, where
        found = np.zeros((rows.stop - rows.start, columns.stop - columns.start), np.uint8)
        local = (points - (columns.start / s, rows.start / s)).tolist()
        cv2.fillPoly(found, [self._fixed(local)], 255, cv2.LINE_AA, SHIFT)
        y, _ = self.grid(where)
        along = np.clip((y - y0) / max(1e-6, y1 - y0), 0, 1)[..., None]
        if self.outline:  # posters know no gradients, only two tones
            along = (along > 0.45).astype(np.float32) if y1 < 1 else np.full_like(along, 0.25)
        colours = np.asarray(top, np.float32) * (1 - along) + np.asarray(bottom, np.float32) * along
        self.blend(where, colours, found.astype(np.float32) / 255)
        if self.outline and ink:
            width = self._thickness(self.outline)
            cv2.polylines(self.pixels, [self._fixed(points)], True, INK, width, cv2.LINE_AA, SHIFT)


def ellipse_points(x: float, y: float, rx: float, ry: float, angle: float = 0.0, n: int = 40):
    t = np.linspace(0, 2 * np.pi, n, endpoint=False)
    px, py = rx * np.cos(t), ry * np.sin(t)
    a = np.deg2rad(angle)
    return np.stack([x + px * np.cos(a) - py * np.sin(a), y + px * np.sin(a) + py * np.cos(a)], 1)


def noise(rng: np.random.Generator, cells: int, shape: tuple[int, int], octaves: int = 4) -> Array:
    """Smooth noise, 0..1, the same field at every size: [height, width] float32."""
    total = np.zeros(shape, np.float32)
    weight, weights = 1.0, 0.0
    for octave in range(octaves):
        n = cells * 2**octave + 1
        values = rng.random((n, n), dtype=np.float32)
        total += weight * cv2.resize(values, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
        weights += weight
        weight *= 0.5
    return np.clip(total / weights, 0, 1)


def curve(rng: np.random.Generator, bumps: int, octaves: int = 3, n: int = 97) -> Array:
    """A smooth random line, -1..1 and mean 0, over n points from left to right: [n]."""
    x = np.linspace(0, 1, n)
    total = np.zeros(n)
    for octave in range(octaves):
        frequency = bumps * 2**octave
        phase = rng.uniform(0, 2 * np.pi, 2)
        wave = np.sin(np.pi * frequency * x + phase[0])
        wave += 0.6 * np.sin(np.pi * frequency * 1.37 * x + phase[1])
        total += wave / 2.2**octave
    return total / np.abs(total).max()


class Pen:
    """Draws one object on a canvas, in the object's own coordinates.

    The object stands on (0, 0) and is about one unit tall; y grows upwards.
    """

    def __init__(self, canvas: Canvas, x: float, y: float, unit: float, flip: bool = False):
        self.canvas, self.x, self.y, self.unit = canvas, x, y, unit
        self.sign = -1.0 if flip else 1.0

    def at(self, points) -> Array:
        points = np.asarray(points, np.float64).reshape(-1, 2)
        return points * (self.unit * self.sign, -self.unit) + (self.x, self.y)

    def poly(self, points, colour: Rgb, ink: bool = True) -> None:
        self.canvas.poly(self.at(points), colour, ink)

    def ellipse(self, x, y, rx, ry, colour: Rgb, angle: float = 0.0, ink: bool = True) -> None:
        self.poly(ellipse_points(x, y, rx, ry, angle), colour, ink)

    def rect(self, x0, y0, x1, y1, colour: Rgb, ink: bool = True) -> None:
        self.poly([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], colour, ink)

    def line(self, points, colour: Rgb, width: float) -> None:
        self.canvas.line(self.at(points), colour, width * self.unit)

    def glow(self, x, y, radius, colour: Rgb, strength: float) -> None:
        ((px, py),) = self.at([(x, y)])
        self.canvas.glow(px, py, radius * self.unit, colour, strength)
