"""Objects that float and fly: on water, in the air, in space."""

from __future__ import annotations

import numpy as np

from .canvas import Pen, Rgb, ellipse_points, shade
from .light import LAMP, Light

WOOD: Rgb = (122, 84, 60)
SAIL: Rgb = (255, 250, 238)


def boat(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    sail, wood = light.thing(SAIL), light.thing(WOOD)
    pen.line([(0, 0.2), (0, 1.04)], wood, 0.035)
    pen.poly([(0.035, 1.0), (0.035, 0.34), (0.46, 0.34), (0.3, 0.7)], sail)
    pen.poly([(0.035, 0.5), (0.035, 0.34), (0.46, 0.34), (0.43, 0.5)], shade(sail, 0.86), ink=False)
    pen.poly([(-0.035, 0.92), (-0.035, 0.34), (-0.36, 0.34)], colour)
    hull = [(-0.52, 0.28), (-0.38, 0.02), (-0.3, 0), (0.34, 0), (0.42, 0.04), (0.58, 0.28)]
    pen.poly(hull, colour)
    pen.poly(
        [(-0.43, 0.12), (-0.38, 0.02), (-0.3, 0), (0.34, 0), (0.42, 0.04), (0.48, 0.12)],
        shade(colour, 0.74),
        ink=False,
    )
    pen.rect(-0.52, 0.25, 0.58, 0.29, sail, ink=False)


def balloon(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    """Hangs below its top: the basket is at the origin."""
    stripe = light.thing((255, 248, 230) if min(colour) < 190 else (196, 206, 226))
    t = np.linspace(-0.84, np.pi + 0.84, 60)
    envelope = [
        *np.stack([0.4 * np.cos(t), 0.7 + 0.42 * np.sin(t)], 1),
        (-0.09, 0.24),
        (0.09, 0.24),
    ]
    rope = light.thing((110, 84, 66))
    for s in (-1, 1):
        pen.line([(s * 0.085, 0.26), (s * 0.07, 0.1)], rope, 0.014)
    if light.dark:
        pen.glow(0, 0.55, 0.8, (255, 190, 90), 0.35)
    pen.poly(envelope, colour)
    outline = np.asarray(envelope)
    for scale, tone in ((0.62, stripe), (0.3, colour)):
        pen.poly(outline * (scale, 1), tone, ink=False)
    right = outline[outline[:, 0] > 0.0]
    order = np.argsort(-right[:, 1])
    edge = right[order]
    inner = edge * (0.62, 1)
    pen.poly([*edge, *inner[::-1]], shade(colour, 0.84), ink=False)
    pen.rect(-0.1, -0.02, 0.1, 0.11, light.thing((176, 124, 78)))
    pen.rect(-0.11, 0.08, 0.11, 0.12, light.thing(WOOD), ink=False)
    if light.dark:
        pen.glow(0, 0.2, 0.2, LAMP, 0.9)


def bird(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    dark = shade(colour, 0.74)
    lift = rng.uniform(0.8, 1.1)
    pen.poly([(0.02, 0.3), (0.16, 0.4), (0.44, 0.3 + 0.52 * lift), (0.3, 0.3)], dark)
    pen.poly([(0.46, 0.28), (0.76, 0.38), (0.72, 0.2), (0.5, 0.18)], dark)
    pen.poly(ellipse_points(0.12, 0.24, 0.44, 0.15, 6), colour)
    pen.ellipse(-0.3, 0.3, 0.15, 0.13, colour)
    pen.poly([(-0.43, 0.34), (-0.58, 0.28), (-0.43, 0.25)], light.thing((246, 168, 48)))
    pen.poly(
        [(-0.1, 0.3), (0.3, 0.28), (0.3, 0.34 + 0.62 * lift), (0.08, 0.3 + 0.46 * lift)],
        shade(colour, 0.88),
    )
    pen.ellipse(-0.33, 0.33, 0.024, 0.026, (30, 28, 40), ink=False)


def kite(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    string = light.thing((90, 80, 90))
    t = np.linspace(0, 1, 20)
    tail = np.stack([0.07 * np.sin(t * 9) + 0.2 * t, 0.2 - 0.62 * t], 1)
    pen.line(tail, string, 0.02)
    for i in (6, 12, 18):
        x, y = tail[i]
        pen.poly(
            [
                (x - 0.09, y + 0.05),
                (x + 0.09, y - 0.05),
                (x + 0.09, y + 0.05),
                (x - 0.09, y - 0.05),
            ],
            light.thing((255, 244, 214)),
        )
    top, left, right, foot = (0.0, 0.96), (-0.34, 0.62), (0.34, 0.62), (0.0, 0.16)
    pen.poly([top, right, foot, left], colour)
    pen.poly([top, right, (0, 0.62)], shade(colour, 0.84), ink=False)
    pen.poly([(0, 0.62), foot, left], shade(colour, 0.72), ink=False)
    pen.line([left, right], string, 0.016)
    pen.line([top, foot], string, 0.016)


def airplane(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    dark, glass = shade(colour, 0.76), light.thing((120, 190, 226))
    pen.poly([(0.02, 0.36), (0.26, 0.62), (0.38, 0.62), (0.24, 0.36)], dark)
    pen.poly([(0.54, 0.34), (0.7, 0.66), (0.84, 0.66), (0.78, 0.34)], dark)
    body = [
        (-0.72, 0.3),
        (-0.6, 0.4),
        (-0.3, 0.44),
        (0.5, 0.42),
        (0.84, 0.38),
        (0.8, 0.3),
        (0.4, 0.2),
        (-0.5, 0.18),
        (-0.68, 0.22),
    ]
    pen.poly(body, colour)
    pen.poly(
        [(-0.62, 0.22), (-0.5, 0.18), (0.4, 0.2), (0.8, 0.3), (0.84, 0.32), (0, 0.27)],
        dark,
        ink=False,
    )
    pen.poly([(-0.14, 0.28), (0.2, 0.28), (0.42, -0.06), (0.3, -0.06)], shade(colour, 0.9))
    pen.poly([(-0.58, 0.36), (-0.5, 0.41), (-0.4, 0.42), (-0.42, 0.34)], glass, ink=False)
    for x in np.linspace(-0.26, 0.46, 6):
        pen.ellipse(x, 0.34, 0.034, 0.036, LAMP if light.dark else glass, ink=False)


def rocket(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    white = light.thing((246, 246, 250) if min(colour) < 190 else (186, 194, 214))
    pen.glow(0, -0.12, 0.5, (255, 170, 60), 0.7)
    pen.poly([(-0.12, 0.1), (-0.07, -0.16), (0, -0.34), (0.07, -0.16), (0.12, 0.1)], (255, 150, 46))
    pen.poly([(-0.06, 0.1), (0, -0.16), (0.06, 0.1)], (255, 232, 130), ink=False)
    for s in (-1, 1):
        pen.poly(
            [(s * 0.16, 0.42), (s * 0.38, 0.04), (s * 0.36, -0.02), (s * 0.14, 0.12)],
            shade(white, 0.9),
        )
    t = np.linspace(0, 1, 24)
    half = 0.21 * np.sin(np.pi * (0.2 + 0.8 * (1 - t) ** 0.9)) ** 0.8 * (1 - t**6)
    y = 0.08 + 0.96 * t
    pen.poly([*np.stack([-half, y], 1), *np.stack([half, y], 1)[::-1]], colour)
    pen.poly(
        [*np.stack([half * 0.3, y], 1), *np.stack([half, y], 1)[::-1]], shade(colour, 0.8), False
    )
    pen.poly([(-0.115, 0.86), (0, 1.08), (0.115, 0.86)], white)
    pen.ellipse(0, 0.62, 0.105, 0.105, white)
    pen.ellipse(0, 0.62, 0.07, 0.07, (110, 196, 232), ink=False)


def planet(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    ring = shade(colour, 1.45) if min(colour) < 190 else (230, 190, 140)
    turn = np.deg2rad(16)
    t = np.linspace(0, np.pi, 40)

    def arc(angles, radius: float):
        x, y = radius * np.cos(angles), radius * 0.24 * np.sin(angles)
        return [
            *np.stack(
                [x * np.cos(turn) - y * np.sin(turn), 0.5 + x * np.sin(turn) + y * np.cos(turn)], 1
            )
        ]

    def half_ring(angles) -> None:
        pen.poly([*arc(angles, 0.72), *arc(angles[::-1], 0.53)], ring)

    half_ring(t)
    pen.ellipse(0, 0.5, 0.42, 0.42, shade(colour, 0.72))
    pen.ellipse(-0.035, 0.535, 0.365, 0.365, colour, ink=False)
    for y, wide in ((0.66, 0.3), (0.5, 0.36)):
        pen.ellipse(-0.04, y, wide, 0.04, shade(colour, 1.22), -14, ink=False)
    half_ring(t + np.pi)


def ufo(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    pen.glow(0, 0.3, 0.75, (170, 255, 220), 0.25)
    pen.ellipse(0, 0.44, 0.28, 0.3, light.thing((170, 226, 240)))
    pen.ellipse(-0.09, 0.56, 0.06, 0.1, (240, 252, 255), 25, ink=False)
    pen.ellipse(0, 0.26, 0.66, 0.17, shade(colour, 0.72))
    pen.ellipse(0, 0.3, 0.66, 0.15, colour)
    pen.ellipse(0, 0.35, 0.36, 0.07, shade(colour, 1.25), ink=False)
    for x in (-0.46, -0.16, 0.16, 0.46):
        pen.ellipse(x, 0.22 - 0.02 * (abs(x) < 0.3), 0.05, 0.042, LAMP)
