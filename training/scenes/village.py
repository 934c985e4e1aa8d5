"""Buildings of the background: cottages, a church, and blocks of a city."""

from __future__ import annotations

from .canvas import Canvas, Pen, Rgb, mix, shade
from .light import LAMP, Light

WALLS: tuple[Rgb, ...] = ((244, 232, 208), (236, 220, 196), (228, 222, 212))
ROOFS: tuple[Rgb, ...] = ((168, 96, 76), (146, 92, 84), (128, 104, 96))
SNOW: Rgb = (246, 250, 255)


def cottage(
    canvas: Canvas, rng, light: Light, x, y, size, depth: float, snowy: bool, church: bool
) -> None:
    """A small house in muted colours, so that it is no house a caption could name."""
    pen = Pen(canvas, x, y, size)
    wall = light.ground(WALLS[rng.integers(3)], depth)
    roof = light.ground(SNOW if snowy else ROOFS[rng.integers(3)], depth)
    window = LAMP if light.dark else light.ground((112, 128, 148), depth)
    if church:
        pen.rect(0.3, -0.1, 0.58, 1.0, shade(wall, 0.94))
        pen.poly([(0.25, 1.0), (0.44, 1.6), (0.63, 1.0)], roof)
        pen.rect(0.4, 0.62, 0.48, 0.8, window)
    pen.rect(-0.42, -0.1, 0.42, 0.5, wall)
    pen.rect(0.2, -0.1, 0.42, 0.5, shade(wall, 0.88), ink=False)
    pen.poly([(-0.52, 0.46), (-0.3, 0.84), (0.3, 0.84), (0.52, 0.46)], roof)
    pen.rect(-0.3, 0.18, -0.14, 0.36, window)
    pen.rect(0.12, 0.18, 0.28, 0.36, window)
    pen.rect(-0.07, -0.1, 0.07, 0.26, light.ground((120, 84, 62), depth))
    if light.dark:
        pen.glow(-0.22, 0.27, 0.34, LAMP, 0.5)
        pen.glow(0.2, 0.27, 0.34, LAMP, 0.5)


def tower_block(
    canvas: Canvas, rng, light: Light, x, base, wide, high, wall: Rgb, depth, snowy: bool
) -> None:
    """A block with rows of windows, many of them lit when it is dark."""
    top = base - high
    front = light.ground(wall, depth)
    canvas.gradient(
        [(x, top), (x + wide, top), (x + wide, base), (x, base)], front, shade(front, 0.9)
    )
    with canvas.without_outline():
        canvas.rect(x + wide * 0.78, top, x + wide, base, shade(front, 0.86))
        if rng.random() < 0.3:
            canvas.rect(x + wide * 0.3, top - 0.02, x + wide * 0.6, top, shade(front, 0.9))
        if snowy:
            canvas.rect(
                x - 0.003, top - 0.008, x + wide + 0.003, top + 0.006, light.ground(SNOW, depth)
            )
        if depth > 0.6 and not light.dark:
            return
        across = max(2, round(wide / 0.034))
        pitch = wide * 0.76 / across
        rows = int(high / 0.036)
        lit = rng.random((rows, across)) < (0.5 if light.dark else 0.0)
        glass = mix(front, (210, 232, 246), 0.45) if not light.dark else shade(front, 0.72)
        lamp = mix(LAMP, light.haze, depth * 0.45)
        for row in range(rows):
            y = top + 0.018 + row * 0.036
            if y + 0.016 > base:
                break
            for column in range(across):
                left = x + wide * 0.04 + column * pitch
                colour = lamp if lit[row, column] else glass
                canvas.rect(left, y, left + pitch * 0.62, y + 0.019, colour)
