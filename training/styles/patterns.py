"""What lies on the paper: grain, dots, hatching and tiles, from the coordinates of the pixels.

Their size goes with the picture's, so that a picture looks alike at every size.
"""

from __future__ import annotations

import numpy as np

from .filters import blur, enlarged
from .graph import Graph, Value

REFERENCE = 1024.0  # longest side at which a pattern has the size it is given, pixels

CELL = 0.6  # of a noise's width that has one number of its own


def unit(graph: Graph) -> Value:
    """How many pixels stand for one of a picture of REFERENCE, at least a third."""
    longest = graph.height.node("Max", graph.width).node("Cast", to=1)
    return (longest * (1 / REFERENCE)).clip(0.35, 4.0)


def count(graph: Graph, side: Value, shape: tuple[int, ...]) -> Value:
    """0, 1, 2, … below a side, as floats of a shape in which -1 is that side."""
    zero, one = np.array(0, np.int64), np.array(1, np.int64)
    numbers = graph.node("Range", zero, side, one).node("Cast", to=1)
    return numbers.node("Reshape", np.array(shape, np.int64))


def positions(graph: Graph) -> tuple[Value, Value]:
    """The pixels' x `[1, 1, 1, W]` and y `[1, 1, H, 1]`, in units."""
    scale = unit(graph)
    x = count(graph, graph.width, (1, 1, 1, -1))
    y = count(graph, graph.height, (1, 1, -1, 1))
    return x / scale, y / scale


def hashed(x: Value, y: Value, seed: float = 0.0) -> Value:
    """A number from 0 to 1 for every pair of whole numbers, without pattern.

    Hoskins: Hash without Sine, 2014; only sums and products, so alike on every machine.
    """
    a = ((x + (seed + 1.0)) * 0.1031).fraction()
    b = ((y + (seed + 7.0)) * 0.1031).fraction()
    mixed = 2.0 * a * b + 33.33 * (2.0 * a + b) + a * a
    return ((a + b + 2.0 * mixed) * (a + mixed)).fraction()


def white_noise(graph: Graph, seed: float = 0.0) -> Value:
    """Every pixel its own number from 0 to 1."""
    return hashed(
        count(graph, graph.width, (1, 1, 1, -1)), count(graph, graph.height, (1, 1, -1, 1)), seed
    )


def soft_noise(graph: Graph, width: float, height: float | None = None, seed: float = 0.0) -> Value:
    """Numbers around 0.5, even over about `width` by `height` units: blurred noise, enlarged."""
    scale = unit(graph)
    cells = []
    for side, length in ((graph.height, height or width), (graph.width, width)):
        number = side.node("Cast", to=1) / (scale * (length * CELL))
        cells.append((number.floor() + 1.0).node("Cast", to=7))
    rows, columns = count(graph, cells[0], (1, 1, -1, 1)), count(graph, cells[1], (1, 1, 1, -1))
    grid = blur(hashed(columns, rows, seed), 0.7)
    return enlarged((grid - 0.5) * 1.75 + 0.5)


def paper(graph: Graph, size: float = 2.5, seed: float = 0.0) -> Value:
    """The heights of a rough paper: three octaves of noise and some fibres, around 0, mostly
    within -0.5 and 0.5."""
    layers = (
        (soft_noise(graph, size, seed=seed), 0.55),
        (soft_noise(graph, 2.3 * size, seed=seed + 11), 0.35),
        (soft_noise(graph, 6 * size, 1.5 * size, seed=seed + 23), 0.2),
        (soft_noise(graph, 1.2 * size, 5 * size, seed=seed + 31), 0.2),
    )
    height = None
    for noise, weight in layers:
        layer = (noise - 0.5) * weight
        height = layer if height is None else height + layer
    return height


def turned(x: Value, y: Value, degrees: float) -> tuple[Value, Value]:
    """Coordinates turned around the upper left corner."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return c * x + s * y, c * y - s * x


def wave(position: Value, period: float) -> Value:
    """-1 to 1 and back over a period."""
    return (position * (2 * np.pi / period)).cos()
