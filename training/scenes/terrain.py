"""The ten places: layers from the horizon to the foreground, each paler the farther it is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .attributes import Place, Season, Style
from .canvas import Canvas, Rgb, curve, mix, shade
from .flora import bush_line, small_tree
from .light import FOLIAGE, GRASS, Light
from .village import cottage, tower_block

XS = np.linspace(-0.02, 1.02, 97)


class Ground:
    """What painters of places share: the canvas, the light, the season, and a random source."""

    def __init__(self, canvas: Canvas, rng, light: Light, season: Season | None, horizon: float):
        self.canvas, self.rng, self.light = canvas, rng, light
        self.season = season or Season.SUMMER
        self.horizon = horizon

    @property
    def snowy(self) -> bool:
        return self.season is Season.WINTER

    def hill(self, y: float, height: float, bumps: int, near: Rgb, depth: float, fall: float = 0.8):
        """A rolling layer from its ridge to the bottom edge; gives the ridge's points."""
        ridge = np.stack([XS, y - height * curve(self.rng, bumps, 2)], 1)
        top = self.light.ground(near, depth)
        bottom = self.light.ground(shade(near, fall), depth * 0.6)
        self.canvas.gradient([*ridge, (1.02, 1.02), (-0.02, 1.02)], top, bottom)
        return ridge

    def peaks(self, y: float, height: float, count: int, rock: Rgb, depth: float, snow: float):
        """A mountain range: jagged ridge, sunlit flanks, snow down to a share of each peak."""
        rng, light, canvas = self.rng, self.light, self.canvas
        centres = (np.arange(count) + rng.uniform(0.2, 0.8, count)) / count
        heights = height * rng.uniform(0.6, 1.0, count)
        for i in np.argsort(heights):
            x, tall = centres[i], heights[i]
            wide = tall * rng.uniform(0.85, 1.15)
            left = _jagged(rng, (x - wide, y), (x, y - tall), 7, tall * 0.05)
            right = _jagged(rng, (x, y - tall), (x + wide, y), 7, tall * 0.05)
            lit, dark = (
                light.ground(shade(rock, 1.12), depth),
                light.ground(shade(rock, 0.74), depth),
            )
            base = light.ground(rock, min(1.0, depth + 0.35))
            canvas.gradient(
                [*left, *right[1:], (x + wide, y + 0.2), (x - wide, y + 0.2)], dark, base
            )
            spine = _jagged(rng, (x, y - tall), (x + wide * 0.12, y), 6, tall * 0.06)
            with canvas.without_outline():
                canvas.gradient([*left, *spine[::-1]], lit, base, ink=False)
            if snow > 0:
                cap = snow * rng.uniform(0.8, 1.2)
                on_left = [p for p in left if p[1] < y - tall * (1 - cap)]
                on_right = [p for p in right if p[1] < y - tall * (1 - cap)]
                edge = np.linspace(on_right[-1], on_left[0], 8)
                edge[1:-1:2, 1] += tall * 0.09
                edge[2:-1:2, 1] -= tall * 0.03
                white = light.ground((250, 252, 255), depth * 0.75)
                blue = light.ground((190, 206, 232), depth * 0.75)
                canvas.poly([*on_left, *on_right[1:], *edge[1:-1]], blue)
                with canvas.without_outline():
                    centre = [p for p in spine if p[1] < edge[4, 1] - tall * 0.02]
                    canvas.poly([*on_left, *centre, *edge[4:-1]], white)

    def water(self, top: float, bottom: float, colour: Rgb, calm: float) -> None:
        """Water that mirrors what is above `top`, rippled more the nearer it is."""
        canvas, side = self.canvas, self.canvas.side
        y0, y1 = round(top * side), round(bottom * side)
        rows = np.arange(y1 - y0, dtype=np.float32)
        near = rows / max(1, side - y0)
        ripple = np.sin(rows / side * 90 / (0.35 + near) + self.rng.uniform(0, 6)) * (1 - calm)
        source = np.clip(y0 - 1 - rows * 0.9 - ripple * side * 0.01, 0, max(0, y0 - 1)).astype(int)
        mirror = canvas.pixels[source].astype(np.float32)
        deep = np.asarray(self.light.ground(colour), np.float32)
        alpha = (0.42 + 0.4 * near * (1 - 0.4 * calm))[:, None, None]
        if self.light.style is Style.POSTER:
            alpha = np.where(alpha > 0.6, 0.8, 0.55)
        canvas.pixels[y0:y1] = np.clip(mirror + (deep - mirror) * alpha, 0, 255)
        pale = mix(self.light.sky[2], (255, 255, 255), 0.15 if self.light.dark else 0.5)
        with canvas.without_outline():
            for _ in range(int(46 * (bottom - top) / 0.4)):
                t = self.rng.random() ** 1.3
                y = top + 0.012 + (bottom - top - 0.02) * t
                x, size = self.rng.random(), (0.012 + 0.05 * t) * self.rng.uniform(0.6, 1.4)
                tone = mix(deep, pale, 0.75 - 0.35 * t)
                canvas.ellipse(x, y, size, 0.0016 + 0.0036 * t, tone)

    def tufts(self, top: float, count: int, colour: Rgb) -> None:
        """Blades of grass in twos and threes."""
        with self.canvas.without_outline():
            for _ in range(count):
                t = self.rng.random()
                x, y, size = self.rng.random(), top + (0.99 - top) * t, 0.012 + 0.02 * t
                for lean in (-0.5, 0.1, 0.6):
                    points = [
                        (x - size * 0.09, y),
                        (x + lean * size, y - size),
                        (x + size * 0.09, y),
                    ]
                    self.canvas.poly(points, colour)

    def dots(self, top: float, count: int, colours, size: float) -> None:
        """Blossoms, leaves or pebbles on the ground, larger towards the viewer."""
        with self.canvas.without_outline():
            for _ in range(count):
                t = self.rng.random()
                radius = size * (0.45 + 0.9 * t)
                x, y = self.rng.random(), top + (0.99 - top) * t
                colour = colours[self.rng.integers(len(colours))]
                self.canvas.ellipse(x, y, radius, radius * 0.75, self.light.ground(colour))

    def carpet(self, top: float, amount: float = 1.0) -> None:
        """What the season strews over a foreground of grass."""
        grass = GRASS[self.season]
        if self.season is Season.WINTER:
            self.dots(top, int(16 * amount), [(214, 224, 242)], 0.012)
            return
        self.tufts(top, int(26 * amount), self.light.ground(shade(grass, 0.78)))
        if self.season is Season.SPRING:
            petals = [(255, 255, 250), (255, 214, 232), (255, 240, 150)]
            self.dots(top, int(52 * amount), petals, 0.0068)
        elif self.season is Season.AUTUMN:
            self.dots(top, int(46 * amount), FOLIAGE[Season.AUTUMN], 0.0075)


def _jagged(rng, start, end, n: int, amount: float):
    points = np.linspace(start, end, n)
    points[1:-1, 1] += rng.normal(0, amount, n - 2)
    points[1:-1, 0] += rng.normal(0, amount * 0.5, n - 2)
    return [tuple(p) for p in points]


def sea(g: Ground) -> None:
    if g.rng.random() < 0.45:
        x = g.rng.choice((0.1, 0.9)) + g.rng.uniform(-0.08, 0.08)
        wide = g.rng.uniform(0.16, 0.3)
        xs = np.linspace(-1, 1, 40)
        ys = g.horizon - 0.05 * (1 - xs**2) * (1 + 0.4 * curve(g.rng, 4, 2, 40))
        island = [*np.stack([x + xs * wide, ys], 1)]
        g.canvas.poly(island, g.light.ground((92, 120, 110), 0.75))
    g.water(g.horizon, 1.0, (24, 104, 168), 0.15)
    pale = mix(g.light.ground((90, 180, 214)), g.light.sky[2], 0.3)
    for y in (0.74, 0.86, 0.97):
        crest = np.stack([XS, y + 0.014 * curve(g.rng, 6, 2)], 1)
        lower = crest[::-1] + np.stack([0 * XS, 0.004 + 0.008 * np.abs(curve(g.rng, 9, 1))], 1)
        with g.canvas.without_outline():
            g.canvas.poly([*crest, *lower], pale)


def beach(g: Ground) -> None:
    g.water(g.horizon, 0.8, (20, 148, 178), 0.35)
    bend = 0.035 * curve(g.rng, 1, 2)
    sand = (242, 214, 158)
    with g.canvas.without_outline():
        for rise, colour in (
            (0.035, (250, 252, 250)),
            (0.018, (196, 226, 222)),
            (0.008, (214, 184, 132)),
        ):
            ridge = np.stack([XS, 0.7 - rise + bend + 0.006 * curve(g.rng, 7, 2)], 1)
            g.canvas.poly([*ridge, (1.02, 1.02), (-0.02, 1.02)], g.light.ground(colour))
    ridge = np.stack([XS, 0.705 + bend], 1)
    top, bottom = g.light.ground(sand), g.light.ground(shade(sand, 0.86))
    g.canvas.gradient([*ridge, (1.02, 1.02), (-0.02, 1.02)], top, bottom, ink=False)
    g.dots(0.77, 34, [shade(sand, 0.8), shade(sand, 1.25), (236, 156, 130)], 0.0055)


def lake(g: Ground) -> None:
    g.peaks(g.horizon + 0.02, 0.3, 3, (104, 122, 150), 0.8, 0.45 if g.snowy else 0.2)
    grass = GRASS[g.season]
    ridge = g.hill(g.horizon - 0.03, 0.03, 3, shade(grass, 0.84), 0.55)
    bush_line(g.canvas, g.rng, g.light, g.season, ridge, 0.5, 16, 0.085)
    g.water(g.horizon + 0.015, 1.0, (44, 124, 164), 0.6)
    bank = g.hill(0.835, 0.028, 2, grass, 0.0, 0.72)
    g.carpet(0.86, 0.7)
    reed = g.light.ground(shade((120, 140, 70), 0.8) if not g.snowy else (170, 160, 150))
    for i in g.rng.choice(len(bank), 16, replace=False):
        x, y = bank[i]
        g.canvas.line([(x, y + 0.01), (x + 0.004, y - g.rng.uniform(0.02, 0.05))], reed, 0.004)


def mountains(g: Ground) -> None:
    snow = 0.62 if g.snowy else 0.34
    g.peaks(g.horizon + 0.04, 0.36, 4, (112, 128, 164), 0.85, snow)
    g.peaks(g.horizon + 0.08, 0.42, 3, (92, 98, 130), 0.45, snow)
    grass = GRASS[g.season]
    ridge = g.hill(g.horizon + 0.08, 0.025, 3, shade(grass, 0.8), 0.35)
    bush_line(g.canvas, g.rng, g.light, g.season, ridge, 0.3, 13, 0.09, pines=0.9)
    g.hill(0.75, 0.03, 2, grass, 0.06, 0.72)
    g.carpet(0.8, 0.8)


def forest(g: Ground) -> None:
    grass = GRASS[g.season]
    for depth, y, size, count in (
        (0.9, 0.5, 0.2, 18),
        (0.66, 0.56, 0.27, 13),
        (0.36, 0.63, 0.36, 10),
    ):
        g.hill(y, 0.012, 3, shade(grass, 0.8), depth)
        xs = (np.arange(count) + g.rng.uniform(-0.3, 0.3, count) + 0.5) / count
        for x in g.rng.permutation(xs):
            if depth < 0.5 and abs(x - 0.5) < 0.2:
                continue  # a clearing to look into
            tall = size * g.rng.uniform(0.75, 1.1)
            tree = (x, y + 0.02, tall, depth, 0.45)
            small_tree(g.canvas, g.rng, g.light, g.season, *tree)
    g.hill(0.69, 0.018, 2, shade(grass, 0.92), 0.1, 0.66)
    for x in (g.rng.uniform(-0.03, 0.04), g.rng.uniform(0.96, 1.03)):
        small_tree(g.canvas, g.rng, g.light, g.season, x, 0.8, 0.6, 0.0, 0.4)
    g.carpet(0.74, 1.0)


def desert(g: Ground) -> None:
    sand: Rgb = (236, 184, 112)
    if g.rng.random() < 0.7:
        for _ in range(int(g.rng.integers(1, 4))):
            x, wide, tall = (
                g.rng.uniform(0.02, 0.98),
                g.rng.uniform(0.05, 0.13),
                g.rng.uniform(0.1, 0.2),
            )
            y = g.horizon + 0.02
            top, bottom = g.light.ground((196, 104, 72), 0.5), g.light.ground((216, 140, 96), 0.85)
            mesa = [
                (x - wide * 1.3, y),
                (x - wide * 0.9, y - tall * 0.55),
                (x - wide * 0.8, y - tall),
                (x + wide * 0.7, y - tall),
                (x + wide * 0.85, y - tall * 0.5),
                (x + wide * 1.3, y),
            ]
            g.canvas.gradient(mesa, top, bottom)
    for depth, y, height in ((0.7, g.horizon + 0.02, 0.035), (0.4, 0.66, 0.04), (0.1, 0.77, 0.035)):
        ridge = g.hill(y, height, 2, sand, depth, 0.84)
        peak = int(np.argmin(ridge[20:-20, 1])) + 20
        length = min(30, len(ridge) - peak)
        face = ridge[peak : peak + length]
        t = np.linspace(0, 1, length)
        below = face + np.stack([-0.05 * np.sin(t * np.pi), 0.12 * np.sin(t * np.pi) ** 0.8], 1)
        flank = [*face, *below[::-1]]
        with g.canvas.without_outline():
            shadow, end = shade(sand, 0.78), shade(sand, 0.9)
            g.canvas.gradient(
                flank, g.light.ground(shadow, depth), g.light.ground(end, depth), False
            )
    g.dots(0.84, 12, [shade(sand, 0.68), (186, 130, 92)], 0.006)


def city(g: Ground) -> None:
    base = g.horizon + 0.16
    for depth, tall, walls in (
        (0.85, 0.5, ((132, 146, 176), (150, 150, 178))),
        (0.45, 0.42, ((112, 124, 160), (164, 132, 128), (128, 140, 150))),
        (0.12, 0.3, ((186, 146, 122), (120, 134, 164), (202, 182, 156), (150, 118, 130))),
    ):
        x = -0.03
        while x < 1.0:
            wide = g.rng.uniform(0.08, 0.15)
            high = tall * g.rng.uniform(0.5, 1.0)
            wall = walls[g.rng.integers(len(walls))]
            tower_block(g.canvas, g.rng, g.light, x, base, wide, high, wall, depth, g.snowy)
            x += wide * (1.04 if depth > 0.5 else g.rng.uniform(1.02, 1.35))
    grass = GRASS[g.season]
    g.canvas.rect(-0.02, base - 0.01, 1.02, 1.02, g.light.ground(shade(grass, 0.9), 0.1))
    for x in (np.arange(7) + g.rng.uniform(0.3, 0.7, 7)) / 7:
        small_tree(g.canvas, g.rng, g.light, g.season, x, base + 0.015, 0.12, 0.12, 0.0)
    g.canvas.rect(-0.02, base + 0.045, 1.02, 1.02, g.light.ground((206, 202, 200)), ink=False)
    road = (98, 100, 112) if not g.snowy else (150, 156, 172)
    g.canvas.rect(-0.02, base + 0.07, 1.02, 0.96, g.light.ground(road), ink=False)
    for x in np.arange(-0.02, 1.0, 0.16):
        g.canvas.rect(x, 0.925, x + 0.08, 0.936, g.light.ground((240, 236, 214)), ink=False)
    g.canvas.rect(-0.02, 0.965, 1.02, 1.02, g.light.ground(shade(grass, 0.86)), ink=False)


def meadow(g: Ground) -> None:
    grass = GRASS[g.season]
    g.hill(g.horizon, 0.05, 2, shade(grass, 0.82), 0.8)
    ridge = g.hill(g.horizon + 0.07, 0.045, 2, shade(grass, 0.9), 0.5)
    bush_line(g.canvas, g.rng, g.light, g.season, ridge, 0.45, 5, 0.1)
    g.hill(g.horizon + 0.15, 0.04, 2, shade(grass, 0.97), 0.22)
    g.hill(0.78, 0.03, 1, grass, 0.0, 0.74)
    if g.season is Season.SUMMER:
        g.dots(0.77, 60, [(250, 90, 84), (255, 244, 244), (250, 214, 84)], 0.0075)
    g.carpet(0.76, 1.4)


def village(g: Ground) -> None:
    grass = GRASS[g.season]
    g.hill(g.horizon, 0.06, 2, shade(grass, 0.82), 0.75)
    ridge = g.hill(g.horizon + 0.06, 0.03, 2, shade(grass, 0.9), 0.45)
    bush_line(g.canvas, g.rng, g.light, g.season, ridge, 0.4, 7, 0.09)
    spots = (np.arange(6) + g.rng.uniform(0.3, 0.7, 6)) / 6
    steeple = int(g.rng.integers(1, 5))
    for row, y in ((0, g.horizon + 0.1), (1, g.horizon + 0.17)):
        for i, x in enumerate(spots + row * 0.08):
            if (i + row) % 2 or x > 1:
                church = row == 0 and i == steeple | 1
                size = g.rng.uniform(0.14, 0.17)
                cottage(g.canvas, g.rng, g.light, x, y, size, 0.3 - 0.2 * row, g.snowy, church)
            else:
                small_tree(g.canvas, g.rng, g.light, g.season, x, y, 0.15, 0.25, 0.3)
    g.hill(g.horizon + 0.185, 0.012, 2, grass, 0.06, 0.76)
    start = g.rng.uniform(0.35, 0.65)
    t = np.linspace(0, 1, 30)
    centre = start + 0.12 * np.sin(t * 3.2) * t
    wide, y = 0.012 + 0.13 * t**1.5, g.horizon + 0.19 + (1.02 - g.horizon - 0.19) * t
    path = (226, 204, 166) if not g.snowy else (206, 210, 222)
    sides = [*np.stack([centre - wide, y], 1), *np.stack([centre + wide, y], 1)[::-1]]
    g.canvas.poly(sides, g.light.ground(path, 0.05), ink=False)
    g.carpet(0.8, 0.7)


def space(g: Ground) -> None:
    """The edge of a world below, lit from one side."""
    if g.rng.random() < 0.7:
        base = [(58, 92, 150), (150, 92, 96), (96, 128, 120), (120, 100, 160)][g.rng.integers(4)]
        x, y, radius = g.rng.uniform(0.1, 0.9), g.rng.uniform(1.62, 1.72), 0.8
        with g.canvas.without_outline():
            g.canvas.glow(x, y, radius * 1.16, shade(base, 1.5), 1.6)
        g.canvas.ellipse(x, y, radius, radius, shade(base, 0.9))
        with g.canvas.without_outline():
            g.canvas.ellipse(x + 0.03, y + 0.03, radius, radius, shade(base, 0.72))
            for _ in range(6):
                cx = g.rng.uniform(0.02, 0.98)
                top = y - np.sqrt(max(0.0, radius**2 - (cx - x) ** 2))
                cy = g.rng.uniform(top + 0.03, top + 0.1)
                r = g.rng.uniform(0.015, 0.04)
                g.canvas.ellipse(cx, cy, r, r * 0.4, shade(base, 0.56))


PLACES: dict[Place, Callable[[Ground], None]] = {
    Place.SEA: sea,
    Place.BEACH: beach,
    Place.LAKE: lake,
    Place.MOUNTAINS: mountains,
    Place.FOREST: forest,
    Place.DESERT: desert,
    Place.CITY: city,
    Place.MEADOW: meadow,
    Place.VILLAGE: village,
    Place.SPACE: space,
}
HORIZONS: dict[Place, tuple[float, float]] = {
    Place.SEA: (0.54, 0.6),
    Place.BEACH: (0.46, 0.5),
    Place.LAKE: (0.52, 0.55),
    Place.MOUNTAINS: (0.56, 0.6),
    Place.FOREST: (0.5, 0.52),
    Place.DESERT: (0.54, 0.58),
    Place.CITY: (0.6, 0.62),
    Place.MEADOW: (0.52, 0.56),
    Place.VILLAGE: (0.5, 0.54),
    Place.SPACE: (1.0, 1.01),
}
