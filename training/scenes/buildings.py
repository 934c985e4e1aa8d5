"""Objects that people build on land: houses and towers, a tent, a car."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from .canvas import Pen, Rgb, shade
from .light import LAMP, Light

CREAM: Rgb = (250, 240, 220)
WOOD: Rgb = (120, 82, 58)
SLATE: Rgb = (84, 88, 108)


def _window(pen: Pen, light: Light, x0, y0, x1, y1) -> None:
    pen.rect(x0, y0, x1, y1, LAMP if light.dark else light.thing((186, 222, 240)))
    if light.dark:
        pen.glow((x0 + x1) / 2, (y0 + y1) / 2, 0.34, LAMP, 0.45)


def house(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    roof, trim = light.thing(SLATE), light.thing(CREAM)
    pen.rect(0.2, 0.72, 0.31, 1.02, light.thing((150, 92, 78)))
    pen.rect(-0.46, 0, 0.46, 0.56, colour)
    pen.rect(0.24, 0, 0.46, 0.56, shade(colour, 0.82), ink=False)
    pen.poly([(-0.58, 0.53), (-0.34, 0.95), (0.34, 0.95), (0.58, 0.53)], roof)
    pen.poly([(-0.22, 0.52), (0, 0.84), (0.22, 0.52)], colour)
    pen.rect(-0.08, 0, 0.1, 0.34, light.thing(WOOD))
    for x in (-0.37, 0.19):
        pen.rect(x - 0.025, 0.155, x + 0.205, 0.405, trim)
        _window(pen, light, x, 0.18, x + 0.18, 0.38)
    pen.ellipse(0, 0.62, 0.06, 0.06, LAMP if light.dark else light.thing((186, 222, 240)))


def lighthouse(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    white = light.thing((250, 248, 240) if min(colour) < 190 else (150, 160, 184))
    half = lambda y: 0.17 - 0.07 * y  # noqa: E731

    pen.ellipse(0, 0.0, 0.34, 0.075, light.thing((128, 122, 122)))
    edges = np.linspace(0, 0.84, 6)
    for i, (a, b) in enumerate(pairwise(edges)):
        tone = white if i % 2 else colour
        pen.poly([(-half(a), a), (-half(b), b), (half(b), b), (half(a), a)], tone)
        dark = [(half(a) * 0.35, a), (half(b) * 0.35, b), (half(b), b), (half(a), a)]
        pen.poly(dark, shade(tone, 0.84), ink=False)
    pen.rect(-0.15, 0.83, 0.15, 0.87, light.thing(SLATE))
    lamp = LAMP if light.dark else light.thing((255, 240, 170))
    pen.rect(-0.08, 0.87, 0.08, 1.01, lamp)
    pen.poly([(-0.13, 1.0), (0, 1.16), (0.13, 1.0)], colour)
    if light.dark:
        pen.glow(0, 0.94, 0.6, LAMP, 0.9)


def windmill(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    pen.poly([(-0.25, 0), (-0.15, 0.7), (0.15, 0.7), (0.25, 0)], colour)
    pen.poly([(0.06, 0), (0.05, 0.7), (0.15, 0.7), (0.25, 0)], shade(colour, 0.84), ink=False)
    pen.poly([(-0.19, 0.68), (0, 0.92), (0.19, 0.68)], light.thing(SLATE))
    pen.rect(-0.07, 0, 0.07, 0.22, light.thing(WOOD))
    _window(pen, light, -0.06, 0.38, 0.06, 0.52)
    turn = rng.uniform(0.3, 1.2)
    sail, frame = light.thing((252, 246, 232)), light.thing(WOOD)
    for k in range(4):
        c, s = np.cos(turn + k * np.pi / 2), np.sin(turn + k * np.pi / 2)
        blade = [(0.08, 0.0), (0.5, 0.0), (0.5, 0.12), (0.08, 0.1)]
        pen.poly([(a * c - b * s, 0.74 + a * s + b * c) for a, b in blade], sail)
        pen.line([(0, 0.74), (0.52 * c, 0.74 + 0.52 * s)], frame, 0.028)
    pen.ellipse(0, 0.74, 0.04, 0.04, frame)


def castle(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    roof = light.thing(SLATE)
    for x, top in ((-0.42, 0.66), (0.42, 0.66), (0.0, 0.86)):
        pen.rect(x - 0.11, 0, x + 0.11, top, colour)
        pen.rect(x + 0.03, 0, x + 0.11, top, shade(colour, 0.84), ink=False)
        pen.poly([(x - 0.15, top - 0.01), (x, top + 0.26), (x + 0.15, top - 0.01)], roof)
        _window(pen, light, x - 0.035, top - 0.2, x + 0.035, top - 0.07)
    pen.line([(0, 1.1), (0, 1.24)], light.thing(WOOD), 0.02)
    pen.poly([(0.005, 1.24), (0.14, 1.2), (0.005, 1.15)], light.thing((214, 60, 60)))
    wall = shade(colour, 0.93)
    teeth = [(-0.42, 0), (-0.42, 0.46)]
    for x in np.linspace(-0.42, 0.42, 8)[:-1]:
        teeth += [(x, 0.46), (x + 0.06, 0.46), (x + 0.06, 0.4), (x + 0.12, 0.4)]
    pen.poly([*teeth, (0.42, 0.46), (0.42, 0)], wall)
    gate = [
        (-0.11, 0),
        (-0.11, 0.2),
        (-0.06, 0.29),
        (0, 0.32),
        (0.06, 0.29),
        (0.11, 0.2),
        (0.11, 0),
    ]
    pen.poly(gate, light.thing((86, 60, 50)))


def tent(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    pen.poly([(-0.12, 0.72), (0.3, 0.78), (0.68, 0.06), (0.4, 0)], shade(colour, 0.74))
    pen.poly([(-0.64, 0), (-0.12, 0.74), (0.4, 0)], colour)
    inside = LAMP if light.dark else shade(colour, 0.42)
    pen.poly([(-0.3, 0), (-0.12, 0.5), (0.06, 0)], inside)
    pen.poly([(-0.3, 0), (-0.12, 0.5), (-0.2, 0)], shade(colour, 1.25), ink=False)
    pen.line([(-0.12, 0.74), (-0.15, 0.84)], light.thing(WOOD), 0.03)
    if light.dark:
        pen.glow(-0.12, 0.2, 0.5, LAMP, 0.5)


def car(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    glass, tyre = light.thing((190, 224, 240)), light.thing((40, 40, 50))
    cabin = [(-0.42, 0.4), (-0.28, 0.66), (0.2, 0.66), (0.4, 0.4)]
    pen.poly(cabin, shade(colour, 0.92))
    pen.poly([(-0.34, 0.4), (-0.24, 0.6), (-0.05, 0.6), (-0.05, 0.4)], glass, ink=False)
    pen.poly([(0.01, 0.4), (0.01, 0.6), (0.17, 0.6), (0.31, 0.4)], glass, ink=False)
    body = [(-0.66, 0.12), (-0.66, 0.36), (-0.56, 0.43), (0.42, 0.43), (0.62, 0.36), (0.68, 0.12)]
    pen.poly(body, colour)
    pen.rect(-0.66, 0.12, 0.67, 0.2, shade(colour, 0.78), ink=False)
    for x in (-0.38, 0.38):
        pen.ellipse(x, 0.13, 0.15, 0.15, tyre)
        pen.ellipse(x, 0.13, 0.07, 0.07, light.thing((210, 214, 220)), ink=False)
    pen.ellipse(0.62, 0.29, 0.045, 0.05, LAMP)
    if light.dark:
        pen.glow(0.7, 0.28, 0.4, LAMP, 0.7)
