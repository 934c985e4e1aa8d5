"""The plants of the background; those that captions name are in `objects`."""

from __future__ import annotations

import numpy as np

from .attributes import Season
from .canvas import Canvas, Pen, Rgb, shade
from .light import FOLIAGE, Light

BARK: Rgb = (112, 78, 58)


def small_tree(
    canvas: Canvas, rng, light: Light, season: Season, x, y, size, depth: float, pines: float
) -> None:
    """A tree of the season, `depth` from the viewer; `pines` is the share of conifers."""
    pen = Pen(canvas, x, y, size)
    if rng.random() < pines:
        green: Rgb = (44, 104, 78)
        if season is Season.WINTER:
            green = (104, 142, 146)
        conifer(
            pen,
            light.ground(shade(green, rng.uniform(0.85, 1.1)), depth),
            light,
            depth,
            season is Season.WINTER,
        )
        return
    leaves = FOLIAGE[season][rng.integers(3)]
    bark = light.ground(BARK, depth)
    if season is Season.WINTER:
        bare(pen, rng, bark, light.ground((240, 245, 252), depth))
        return
    pen.rect(-0.04, 0, 0.04, 0.5, bark)
    crown(pen, rng, light.ground(leaves, depth))


def crown(pen: Pen, rng, colour: Rgb) -> None:
    """A round top of leaves: one outline, a lit side and a shaded one."""
    angles = np.linspace(0, 2 * np.pi, 72, endpoint=False)
    lumps = 1 + 0.07 * np.abs(np.sin(angles * 4.0 + rng.uniform(0, 3)))
    outline = np.stack([0.3 * lumps * np.cos(angles), 0.66 + 0.33 * lumps * np.sin(angles)], 1)
    pen.poly(outline, shade(colour, 0.84))
    pen.poly((outline - (0, 0.66)) * (0.82, 0.8) + (-0.035, 0.7), colour, ink=False)
    pen.poly((outline - (0, 0.66)) * (0.45, 0.42) + (-0.1, 0.8), shade(colour, 1.16), ink=False)


def conifer(pen: Pen, colour: Rgb, light: Light, depth: float, snowy: bool, rows: int = 4) -> None:
    """A fir: skirts of needles, snow on their upper edges in winter."""
    pen.rect(-0.035, 0, 0.035, 0.2, light.ground(BARK, depth))
    for row in range(rows):
        y = 0.12 + row * 0.68 / rows
        half, tall = 0.27 * (1 - 0.66 * row / (rows - 1)), 0.34 - 0.02 * row
        tone = shade(colour, 0.8 + 0.1 * row)
        pen.poly([(-half, y), (0, y + tall), (half, y), (half * 0.4, y + 0.02)], tone)
        pen.poly([(-half, y), (0, y + tall), (-half * 0.1, y + 0.03)], shade(tone, 1.12), ink=False)
        if snowy:
            white = light.ground((246, 250, 255), depth)
            cap = [
                (-half * 0.8, y + tall * 0.2),
                (0, y + tall),
                (half * 0.8, y + tall * 0.2),
                (half * 0.35, y + tall * 0.36),
                (0, y + tall * 0.26),
                (-half * 0.35, y + tall * 0.4),
            ]
            pen.poly(cap, white, ink=False)


def bare(pen: Pen, rng, bark: Rgb, snow: Rgb) -> None:
    """A leafless tree with snow on its branches."""
    pen.poly([(-0.04, 0), (-0.015, 0.6), (0.015, 0.6), (0.04, 0)], bark)
    for y, reach, side in ((0.34, 0.24, -1), (0.42, 0.26, 1), (0.52, 0.2, -1), (0.58, 0.2, 1)):
        rise = 0.26 + rng.uniform(-0.04, 0.04)
        tip = (side * reach, y + rise)
        pen.line([(0, y), (side * reach * 0.6, y + rise * 0.5), tip], bark, 0.028)
        pen.line(
            [(side * reach * 0.5, y + rise * 0.42), (side * reach * 0.4, y + rise)], bark, 0.02
        )
        pen.line([(side * reach * 0.2, y + 0.08), tip], snow, 0.014)
    pen.line([(0, 0.58), (0.01, 0.95)], bark, 0.024)


def bush_line(
    canvas: Canvas, rng, light: Light, season: Season, ridge, depth, count, size, pines=0.35
) -> None:
    """Trees along a ridge, in clumps."""
    for i in np.sort(rng.choice(np.arange(2, len(ridge) - 2), count, replace=False)):
        x, y = ridge[i]
        tall = size * rng.uniform(0.7, 1.2)
        small_tree(canvas, rng, light, season, float(x), float(y) + 0.008, tall, depth, pines)
