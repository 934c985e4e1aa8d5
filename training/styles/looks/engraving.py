"""Copperplate engraving: parallel lines that swell with the shadow and bend with the form.

Ostromoukhov: Digital Facial Engraving, 1999; lines are a sine screen whose phase is shifted by
the smoothed brightness, so that they seem to run over the object, with cross lines in the dark.
"""

from __future__ import annotations

import numpy as np

from ..filters import blur, edge_lines, flow, levelled, luma, shares, soft_threshold
from ..graph import Value
from ..patterns import paper, positions, turned, unit, wave

PAPER = np.array([0.955, 0.93, 0.865]).reshape(1, 3, 1, 1)
INK = np.array([0.13, 0.10, 0.085]).reshape(1, 3, 1, 1)
PERIOD = 6.0  # of the lines, units


def lines(x: Value, y: Value, bend: Value, degrees: float) -> Value:
    """A screen from 0 to 1 of bent lines."""
    _, across = turned(x, y, degrees)
    return 0.5 + 0.5 * wave(across + bend, PERIOD)


def draw(image: Value) -> Value:
    graph = image.graph
    grey = levelled(luma(image))
    share = shares(flow(grey, 2.5))
    form = blur(grey, 9.0)
    tone = blur(grey, 1.0)
    tone = (tone + 0.5 * (tone - form)).clip()
    x, y = positions(graph)
    bend = form * 46.0
    softness = 0.22 / unit(graph).at_most(1.5)
    rough = 0.10 * paper(graph, 1.8, 6.0)

    def printed(screen: Value, dark: Value) -> Value:
        """0 on the lines."""
        return ((screen - dark) / softness + 0.5 + rough).clip()

    first = printed(lines(x, y, bend, 18.0), 0.94 - tone * 1.06)
    second = printed(lines(x, y, bend, -38.0), 0.56 - tone * 1.35)
    outline = soft_threshold(edge_lines(grey, share, 0.9, 2.5, 10.0), 0.18, 4.0)
    drawn = first * second * outline
    sheet = PAPER + 0.04 * paper(graph, 3.0, 9.0)
    return sheet * drawn + INK * (1.0 - drawn)
