"""Objects that live: plants that captions name, animals, and a snowman."""

from __future__ import annotations

import numpy as np

from .canvas import Pen, Rgb, shade
from .flora import BARK, conifer, crown
from .light import Light

DARK: Rgb = (44, 38, 52)
LEAF: Rgb = (64, 146, 72)


def tree(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    bark = light.thing(BARK)
    pen.poly([(-0.075, 0), (-0.035, 0.5), (0.035, 0.5), (0.075, 0)], bark)
    pen.line([(0, 0.3), (0.13, 0.5)], bark, 0.035)
    crown(pen, rng, colour)


def pine(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    conifer(pen, colour, light, 0.0, False)


def palm(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    bark = light.thing((150, 108, 74))
    t = np.linspace(0, 1, 12)
    x, y = 0.16 * t**2, 0.72 * t
    wide = 0.05 * (1.1 - 0.5 * t)
    pen.poly([*np.stack([x - wide, y], 1), *np.stack([x + wide, y], 1)[::-1]], bark)
    for reach, rise, dip, k in (
        (-0.44, 0.1, -0.26, 0.82),
        (0.46, 0.1, -0.26, 0.82),
        (-0.5, 0.22, -0.02, 0.95),
        (0.5, 0.22, -0.02, 0.95),
        (-0.3, 0.3, 0.2, 1.08),
        (0.3, 0.3, 0.2, 1.08),
    ):
        upper = (0.16 + reach * 0.5, 0.72 + rise + 0.09)
        lower = (0.16 + reach * 0.48, 0.72 + rise * 0.55 - 0.02)
        pen.poly(
            [(0.16, 0.75), upper, (0.16 + reach, 0.72 + dip), lower, (0.16, 0.69)], shade(colour, k)
        )
    nut = light.thing((110, 72, 50))
    pen.ellipse(0.13, 0.69, 0.04, 0.04, nut)
    pen.ellipse(0.2, 0.68, 0.04, 0.04, nut)


def cactus(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    dark = shade(colour, 0.8)
    for side, y, tall in ((-1, 0.3, 0.34), (1, 0.42, 0.32)):
        arm = [(0, y), (side * 0.3, y), (side * 0.3, y + tall)]
        pen.line(arm, shade(colour, 0.6), 0.165)
        pen.line(arm, colour if side < 0 else dark, 0.135)
    pen.line([(0, 0.06), (0, 0.9)], shade(colour, 0.6), 0.25)
    pen.line([(0, 0.06), (0, 0.9)], colour, 0.22)
    pen.line([(0.05, 0.06), (0.05, 0.88)], dark, 0.09)
    for x in (-0.05, 0.06):
        pen.line([(x, 0.1), (x, 0.9)], shade(colour, 1.3), 0.012)


def flower(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    green = light.thing(LEAF)
    pen.line([(0, 0), (0.02, 0.35), (0, 0.68)], green, 0.05)
    pen.poly([(0.01, 0.12), (0.2, 0.36), (0.26, 0.34), (0.16, 0.14)], green)
    pen.poly([(0.0, 0.08), (-0.2, 0.3), (-0.25, 0.27), (-0.14, 0.1)], shade(green, 0.86))
    turn = rng.uniform(0, 1)
    for k in range(6):
        a = turn + k * np.pi / 3
        x, y = 0.17 * np.cos(a), 0.72 + 0.17 * np.sin(a)
        pen.ellipse(x, y, 0.14, 0.105, shade(colour, 1.0 if k % 2 else 0.9), np.rad2deg(-a))
    heart = (250, 206, 70) if colour[2] > 110 or colour[0] < 220 else (132, 76, 42)
    pen.ellipse(0, 0.72, 0.1, 0.1, light.thing(heart))


def mushroom(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    stem = light.thing((250, 240, 222))
    pen.poly([(-0.15, 0), (-0.1, 0.5), (0.1, 0.5), (0.15, 0)], stem)
    pen.poly([(0.02, 0), (0.03, 0.5), (0.1, 0.5), (0.15, 0)], shade(stem, 0.86), ink=False)
    t = np.linspace(0, np.pi, 30)
    cap = np.stack([0.46 * np.cos(t), 0.4 + 0.48 * np.sin(t)], 1)
    pen.poly([*cap, (-0.2, 0.34), (0.2, 0.34)], colour)
    pen.poly([*(cap[:15] * (1, 1)), (0.2, 0.8), (0.24, 0.4)], shade(colour, 0.84), ink=False)
    spot = light.thing((255, 252, 244) if min(colour) < 190 else (226, 120, 110))
    for x, y, r in (
        (-0.22, 0.56, 0.075),
        (0.02, 0.72, 0.085),
        (0.24, 0.54, 0.065),
        (-0.02, 0.5, 0.05),
    ):
        pen.ellipse(x, y, r, r * 0.85, spot, ink=False)


def cat(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    dark, cream = shade(colour, 0.78), light.thing((252, 244, 232))
    pen.line([(0.2, 0.08), (0.46, 0.1), (0.5, 0.34), (0.42, 0.46)], dark, 0.1)
    pen.ellipse(0, 0.26, 0.28, 0.3, colour)
    pen.ellipse(0.14, 0.12, 0.17, 0.14, dark, ink=False)
    pen.ellipse(0, 0.24, 0.12, 0.19, shade(colour, 1.4), ink=False)
    for s in (-1, 1):
        pen.poly([(s * 0.25, 0.68), (s * 0.24, 1.0), (s * 0.05, 0.84)], colour)
        pen.poly(
            [(s * 0.21, 0.76), (s * 0.21, 0.92), (s * 0.1, 0.83)],
            light.thing((244, 160, 164)),
            False,
        )
    pen.ellipse(0, 0.66, 0.28, 0.23, colour)
    pen.ellipse(0, 0.59, 0.12, 0.085, cream, ink=False)
    for s in (-1, 1):
        pen.ellipse(s * 0.12, 0.69, 0.042, 0.055, DARK, ink=False)
        pen.ellipse(s * 0.12 + 0.012, 0.71, 0.014, 0.018, (255, 255, 255), ink=False)
        pen.ellipse(s * 0.09, 0.03, 0.08, 0.05, cream)
    pen.poly([(-0.03, 0.63), (0.03, 0.63), (0, 0.59)], light.thing((226, 110, 120)), ink=False)


def rabbit(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    pink = light.thing((246, 176, 184))
    for x, angle in ((-0.1, 8), (0.1, -8)):
        pen.ellipse(x * 1.15, 0.93, 0.075, 0.24, colour, angle)
        pen.ellipse(x * 1.15, 0.92, 0.035, 0.17, pink, angle, ink=False)
    pen.ellipse(0.25, 0.13, 0.09, 0.09, light.thing((255, 255, 255)))
    pen.ellipse(0, 0.22, 0.25, 0.24, colour)
    pen.ellipse(0, 0.2, 0.13, 0.16, shade(colour, 1.45), ink=False)
    pen.ellipse(0, 0.56, 0.22, 0.2, colour)
    for s in (-1, 1):
        pen.ellipse(s * 0.1, 0.59, 0.034, 0.045, DARK, ink=False)
        pen.ellipse(s * 0.14, 0.51, 0.04, 0.025, pink, ink=False)
        pen.ellipse(s * 0.12, 0.03, 0.11, 0.05, shade(colour, 0.9))
    pen.ellipse(0, 0.53, 0.03, 0.022, light.thing((226, 110, 120)), ink=False)


def sheep(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    face = light.thing((62, 54, 62))
    for x in (-0.26, -0.12, 0.14, 0.28):
        pen.rect(x - 0.04, 0, x + 0.04, 0.24, face)
    angles = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    lumps = 1 + 0.085 * np.abs(np.sin(angles * 5.5))
    wool = np.stack([0.44 * lumps * np.cos(angles), 0.44 + 0.29 * lumps * np.sin(angles)], 1)
    pen.poly(wool, shade(colour, 0.86))
    pen.poly((wool - (0, 0.44)) * (0.86, 0.8) + (-0.02, 0.48), colour, ink=False)
    pen.ellipse(-0.56, 0.6, 0.075, 0.04, face, 25)
    pen.ellipse(-0.28, 0.6, 0.075, 0.04, face, -25)
    pen.ellipse(-0.42, 0.53, 0.13, 0.17, face)
    pen.ellipse(-0.42, 0.7, 0.13, 0.08, colour, ink=False)
    for x in (-0.46, -0.37):
        pen.ellipse(x, 0.56, 0.022, 0.028, (255, 255, 255), ink=False)


def snowman(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    white = light.thing((250, 252, 255))
    arm = light.thing((104, 72, 54))
    pen.line([(-0.16, 0.5), (-0.44, 0.68)], arm, 0.03)
    pen.line([(0.16, 0.5), (0.44, 0.66)], arm, 0.03)
    for y, r in ((0.24, 0.28), (0.56, 0.2), (0.84, 0.155)):
        pen.ellipse(0, y, r, r * 0.95, shade(white, 0.86))
        pen.ellipse(-r * 0.1, y + r * 0.07, r * 0.85, r * 0.82, white, ink=False)
    pen.rect(-0.17, 0.66, 0.17, 0.74, light.thing((214, 60, 60)))
    pen.rect(0.05, 0.5, 0.13, 0.68, light.thing((190, 46, 50)))
    pen.rect(-0.2, 0.95, 0.2, 0.99, light.thing(DARK))
    pen.rect(-0.13, 0.97, 0.13, 1.16, light.thing(DARK))
    for x in (-0.06, 0.06):
        pen.ellipse(x, 0.88, 0.022, 0.022, DARK, ink=False)
    pen.poly([(0, 0.85), (0.17, 0.81), (0, 0.8)], light.thing((244, 132, 30)))


def swan(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    t = np.linspace(0, 1, 24)
    x = -0.34 - 0.2 * np.sin(t * 2.9) + 0.12 * t
    y = 0.2 + 0.62 * t
    pen.line(np.stack([x, y], 1), shade(colour, 0.7), 0.135)
    pen.line(np.stack([x, y], 1), colour, 0.11)
    body = [
        (-0.5, 0.12),
        (-0.44, 0.28),
        (-0.1, 0.34),
        (0.3, 0.4),
        (0.58, 0.52),
        (0.5, 0.2),
        (0.32, 0.04),
        (-0.3, 0.02),
    ]
    pen.poly(body, colour)
    wing = [(-0.26, 0.2), (0.02, 0.44), (0.6, 0.58), (0.4, 0.24), (0.1, 0.12)]
    pen.poly(wing, shade(colour, 0.88))
    pen.ellipse(-0.3, 0.84, 0.09, 0.08, colour)
    pen.poly([(-0.36, 0.88), (-0.54, 0.79), (-0.36, 0.79)], light.thing((240, 140, 40)))
    pen.ellipse(-0.31, 0.86, 0.016, 0.018, DARK, ink=False)


def whale(pen: Pen, rng, light: Light, colour: Rgb) -> None:
    belly = light.thing((236, 240, 244))
    tail = [
        (0.52, 0.2),
        (0.66, 0.48),
        (0.52, 0.72),
        (0.74, 0.64),
        (0.86, 0.74),
        (0.98, 0.62),
        (0.8, 0.5),
        (0.74, 0.2),
    ]
    pen.poly(tail, shade(colour, 0.84))
    t = np.linspace(0, np.pi, 36)
    back = np.stack([-0.06 + 0.66 * np.cos(t), 0.05 + 0.5 * np.sin(t) ** 0.8], 1)
    pen.poly([*back, (-0.62, 0.0), (0.62, 0.0)], colour)
    pen.poly([(-0.71, 0.1), (-0.5, 0.12), (-0.1, 0.06), (0.2, 0), (-0.62, 0)], belly, ink=False)
    pen.poly([(-0.1, 0.14), (0.1, 0.16), (0.14, -0.0), (0.04, -0.0)], shade(colour, 0.76))
    pen.ellipse(-0.44, 0.24, 0.03, 0.036, DARK, ink=False)
    spray = light.thing((226, 242, 252))
    for s in (-1, 1):
        jet = [
            (-0.16, 0.56),
            (-0.16 + s * 0.05, 0.78),
            (-0.16 + s * 0.2, 0.84),
            (-0.16 + s * 0.27, 0.7),
        ]
        pen.line(jet, spray, 0.05)
