"""Pictures drawn by this program, for what the few photographs do not show enough of.

The main kind is the dead-leaves model: opaque shapes whose sizes follow a power law, painted
over each other, share the scale invariance and the edge statistics of natural pictures (Lee,
Mumford & Huang, IJCV 41, 2001); networks trained on it alone transfer to photographs (Achddou
et al., CVIU 2023). The others add hair and grass, ornaments, lettering and plain graphics.
Everything is painted at twice the size and averaged down, so edges are as soft as a lens's.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

Array = np.ndarray
OVERSAMPLING = 2
LETTERS = list("aabcdeeefghiijklmnnoopqrrssttuvwxyzABCDEFGHIKLMNOPRSTUVWZ0123456789.,;:!?&%()-")


class Painter:
    """Draws one picture: colours that belong together and noise to cut textures from."""

    def __init__(self, rng: np.random.Generator, size: int, fonts: list[Path]) -> None:
        self.rng = rng
        self.side = size * OVERSAMPLING
        self.fonts = fonts
        # Colours scatter far in brightness and little in hue around a few anchors.
        anchors = rng.uniform(20, 235, (rng.integers(2, 6), 1))
        self.palette = np.clip(anchors + rng.normal(0, 35, (len(anchors), 3)), 0, 255)
        self.noises = [self._power_noise(rng.uniform(0.7, 1.7)) for _ in range(3)]

    def _power_noise(self, exponent: float) -> Array:
        """Noise of spectrum 1/f^exponent, mean 0 and deviation 1: [side, side] float32."""
        frequency = np.hypot(
            np.fft.fftfreq(self.side)[:, None], np.fft.rfftfreq(self.side)[None, :]
        )
        frequency[0, 0] = np.inf
        phases = self.rng.uniform(0, 2 * np.pi, frequency.shape)
        noise = np.fft.irfft2(np.exp(1j * phases) / frequency**exponent, (self.side, self.side))
        return ((noise - noise.mean()) / noise.std()).astype(np.float32)

    def noise(self, height: int, width: int) -> Array:
        """A random cutting of the noise: [height, width]."""
        field = self.noises[self.rng.integers(len(self.noises))]
        y = self.rng.integers(self.side - height + 1)
        x = self.rng.integers(self.side - width + 1)
        return field[y : y + height, x : x + width]

    def colour(self) -> Array:
        """A colour near one of the palette's: [3], 0..255."""
        anchor = self.palette[self.rng.integers(len(self.palette))]
        return np.clip(anchor + self.rng.normal(0, 28) + self.rng.normal(0, 10, 3), 0, 255)

    def contrast(self) -> Array:
        """A colour direction to modulate along, mostly grey: [3]."""
        return np.exp(self.rng.uniform(np.log(4), np.log(70))) * (1 + self.rng.normal(0, 0.25, 3))

    def waves(self, height: int, width: int) -> Array:
        """Bent stripes, sine or square, -1..1: [height, width]."""
        yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
        angle = self.rng.uniform(0, np.pi)
        period = np.exp(self.rng.uniform(np.log(4), np.log(60)))
        along = xx * np.cos(angle) + yy * np.sin(angle)
        bend = self.noise(height, width) * self.rng.uniform(0, 0.4) * period
        wave = np.sin(2 * np.pi * (along + bend) / period)
        return np.clip(wave * self.rng.choice([1.0, 2.0, 8.0]), -1, 1)

    def blots(self, height: int, width: int) -> Array:
        """Spots with sharp outlines, as on fur and wings, 0..1: [height, width]."""
        steepness = np.exp(self.rng.uniform(np.log(3), np.log(60)))
        level = self.rng.normal(0, 0.5)
        return np.clip((self.noise(height, width) - level) * steepness + 0.5, 0, 1)

    def material(self, height: int, width: int) -> Array:
        """A surface to fill a shape with: [height, width, 3] float32, 0..255."""
        surface = np.empty((height, width, 3), np.float32)
        surface[:] = self.colour()
        kind = self.rng.random()
        if kind < 0.15:
            return surface
        yy, xx = np.mgrid[0:height, 0:width].astype(np.float32) / max(height, width)
        slope = self.rng.normal(0, 1, 2)
        surface += ((xx - 0.5) * slope[0] + (yy - 0.5) * slope[1])[..., None] * self.contrast()
        if kind < 0.65:
            surface += self.noise(height, width)[..., None] * self.contrast() * 0.5
        elif kind < 0.80:
            surface += self.waves(height, width)[..., None] * self.contrast() * 0.7
        elif kind < 0.92:
            mask = self.blots(height, width)[..., None]
            surface += mask * (self.colour() - surface)
        return np.clip(surface, 0, 255).astype(np.float32)

    def canvas(self) -> Array:
        return self.material(self.side, self.side)

    def outline(self, radius: int) -> Array:
        """A random filled shape in a square: [2r + 1, 2r + 1] uint8, 0..255."""
        rng, side = self.rng, 2 * radius + 1
        mask = np.zeros((side, side), np.uint8)
        centre = (radius, radius)
        kind = rng.integers(5)
        if kind < 2:
            axes = (radius, max(2, int(radius * rng.uniform(0.15, 1.0))))
            cv2.ellipse(mask, centre, axes, rng.uniform(0, 180), 0, 360, 255, -1, cv2.LINE_AA)
        elif kind == 2:
            angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 9)))
            reach = radius * rng.uniform(0.4, 1.0, len(angles))
            points = radius + reach[:, None] * np.stack([np.cos(angles), np.sin(angles)], 1)
            cv2.fillPoly(mask, [points.astype(np.int32)], 255, cv2.LINE_AA)
        elif kind == 3:
            points = rng.integers(0, side, (rng.integers(2, 6), 2)).astype(np.int32)
            cv2.polylines(
                mask, [points], False, 255, int(rng.integers(1, radius // 3 + 2)), cv2.LINE_AA
            )
        else:
            wobble = cv2.GaussianBlur(self.noise(side, side), (0, 0), max(1.0, radius / 8))
            yy, xx = np.mgrid[-radius : radius + 1, -radius : radius + 1] / radius
            inside = 0.7 + 0.25 * wobble / (wobble.std() + 1e-6) - np.hypot(yy, xx)
            mask = (np.clip(inside * radius + 0.5, 0, 1) * 255).astype(np.uint8)
        return mask

    def paste(self, picture: Array, mask: Array, x: int, y: int) -> None:
        """Covers `picture` with a new material where `mask` is set, its corner at (x, y)."""
        top, left = max(0, y), max(0, x)
        bottom = min(self.side, y + mask.shape[0])
        right = min(self.side, x + mask.shape[1])
        if bottom <= top or right <= left:
            return
        alpha = mask[top - y : bottom - y, left - x : right - x, None].astype(np.float32) / 255
        target = picture[top:bottom, left:right]
        target += alpha * (self.material(bottom - top, right - left) - target)

    def leaves(self) -> Array:
        """Dead leaves: radii with density r^-3, enough of them to cover the picture."""
        rng, side = self.rng, self.side
        smallest, largest = rng.uniform(4, 14), side / rng.uniform(2, 5)
        mean_square = 2 * smallest**2 * np.log(largest / smallest)
        count = int(rng.uniform(1.5, 4) * side**2 / (np.pi * mean_square))
        u = rng.random(count)
        radii = smallest / np.sqrt(1 - u * (1 - (smallest / largest) ** 2))
        picture = self.canvas()
        for radius in radii.astype(int):
            mask = self.outline(radius)
            if rng.random() < 0.15:  # out of focus
                mask = cv2.GaussianBlur(mask, (0, 0), rng.uniform(1, 5))
            x, y = rng.integers(-radius, side - radius, 2)
            self.paste(picture, mask, x, y)
        return picture

    def hair(self) -> Array:
        """Thousands of thin curved strokes that follow a smooth direction field."""
        rng, side = self.rng, self.side
        picture = self.canvas()
        field = cv2.GaussianBlur(self.noises[0], (0, 0), side / rng.uniform(3, 12))
        field = field / (field.std() + 1e-6) * rng.uniform(0.2, 1.0) + rng.uniform(0, 2 * np.pi)
        steps = int(rng.integers(6, 30))
        stride = rng.uniform(3, 8)
        width = rng.integers(1, 6)
        base, spread = self.colour(), rng.uniform(10, 60)
        for _ in range(int(rng.uniform(0.4, 1.5) * side**2 / (steps * stride * width * 2))):
            point = rng.uniform(0, side, 2)
            turn = rng.normal(0, 0.05)
            path = [point]
            for step in range(steps):
                x, y = np.clip(path[-1], 0, side - 1).astype(int)
                angle = field[y, x] + turn * step
                path.append(path[-1] + stride * np.array([np.cos(angle), np.sin(angle)]))
            colour = tuple(float(c) for c in base + rng.normal(0, spread))
            points = (np.array(path) * 8).astype(np.int32)
            thickness = int(max(1, width + rng.integers(-1, 2)))
            cv2.polylines(picture, [points], False, colour, thickness, cv2.LINE_AA, shift=3)
        shade = cv2.GaussianBlur(self.noises[1], (0, 0), side / 30)
        return picture * (1 + 0.25 * shade[..., None] / (shade.std() + 1e-6))

    def ornament(self) -> Array:
        """Blots and stripes over one another, all with crisp outlines."""
        picture = self.canvas()
        for _ in range(self.rng.integers(1, 5)):
            if self.rng.random() < 0.6:
                mask = self.blots(self.side, self.side)
            else:
                mask = self.waves(self.side, self.side) * 0.5 + 0.5
            picture += mask[..., None] * (self.canvas() - picture) * self.rng.uniform(0.5, 1)
        return picture

    def lettering(self) -> Array:
        """Lines of letters in several fonts, sizes and angles."""
        rng, side = self.rng, self.side
        page = Image.fromarray(np.clip(self.canvas(), 0, 255).astype(np.uint8))
        y = -20.0
        while y < side:
            height = int(np.exp(rng.uniform(np.log(16), np.log(110))))
            words = ("".join(rng.choice(LETTERS, rng.integers(1, 10))) for _ in range(12))
            strip = Image.new("L", (side, int(height * 1.5)))
            if self.fonts:
                font = ImageFont.truetype(self.fonts[rng.integers(len(self.fonts))], height)
            else:
                font = ImageFont.load_default(height)
            ImageDraw.Draw(strip).text((rng.integers(-30, 10), 0), " ".join(words), 255, font)
            if rng.random() < 0.3:
                strip = strip.rotate(rng.uniform(-20, 20), Image.Resampling.BICUBIC, expand=True)
            ink = tuple(int(c) for c in self.colour())
            page.paste(ink, (0, int(y)), strip)
            y += height * rng.uniform(0.9, 1.6)
        return np.asarray(page).astype(np.float32)

    def graphics(self) -> Array:
        """Plain boxes, circles, lines and grids, as on screens and plans."""
        rng, side = self.rng, self.side
        picture = self.canvas()
        for _ in range(rng.integers(20, 90)):
            colour = tuple(float(c) for c in self.colour())
            start, end = rng.integers(0, side, (2, 2)).tolist()
            extent = int(np.exp(rng.uniform(np.log(4), np.log(side / 3))))
            thickness = int(rng.choice([-1, 1, 2, 3, 5, 8]))
            kind = rng.integers(4)
            if kind == 0:
                corner = (start[0] + extent, start[1] + int(extent * rng.uniform(0.2, 2)))
                cv2.rectangle(picture, start, corner, colour, thickness, cv2.LINE_AA)
            elif kind == 1:
                cv2.circle(picture, start, extent, colour, thickness, cv2.LINE_AA)
            elif kind == 2:
                cv2.line(picture, start, end, colour, abs(thickness), cv2.LINE_AA)
            else:
                spacing = int(rng.integers(4, 24))
                for offset in range(0, extent, spacing):
                    tip = (start[0] + offset, start[1] + extent)
                    cv2.line(picture, (start[0] + offset, start[1]), tip, colour, 1 + spacing // 6)
        return picture

    def paint(self) -> Array:
        """A finished picture: [size, size, 3] uint8."""
        kinds = (self.leaves, self.hair, self.ornament, self.lettering, self.graphics)
        kind = kinds[self.rng.choice(len(kinds), p=(0.5, 0.15, 0.15, 0.1, 0.1))]
        picture = kind()
        if self.rng.random() < 0.3:
            picture = cv2.GaussianBlur(picture, (0, 0), self.rng.uniform(0.6, 1.6))
        size = self.side // OVERSAMPLING
        picture = cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA)
        return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


def paint(seed: int, index: int, size: int, fonts: list[Path]) -> Array:
    """The `index`-th picture of a seed, whatever was painted before it."""
    cv2.setNumThreads(1)
    return Painter(np.random.default_rng((seed, index)), size, fonts).paint()
