"""Printed comic: flat strong colours, ink outlines, and the dots of a newspaper's screen.

Cartoon shading after Winnemöller, Olsen, Gooch: Real-Time Video Abstraction, 2006 (soft
quantisation of brightness, difference-of-Gaussians lines); the dots are a clustered-dot screen at
45 degrees (Ulichney: Digital Halftoning, 1987).
"""

from __future__ import annotations

import numpy as np

from ..filters import along_flow, edge_lines, flow, kuwahara, luma, shares, soft_threshold
from ..graph import Value
from ..patterns import positions, turned, unit, wave

PERIOD = 9.0  # of the dots, units
LEVELS = 4.0
INK = np.array([0.06, 0.05, 0.09]).reshape(1, 3, 1, 1)


def draw(image: Value) -> Value:
    graph = image.graph
    share = shares(flow(luma(image), 3.0))
    flat = kuwahara(image, 5, sharpness=3)
    grey = luma(flat)
    lifted = 0.06 + 0.94 * grey.power(0.8)
    steps = lifted * LEVELS
    quantised = (steps.floor() + steps.fraction().step(0.42, 0.58)) / LEVELS
    colour = flat * ((quantised + 0.04) / (grey + 0.04)).at_most(2.2)
    colour = (colour + (colour - luma(colour)) * 0.6).clip()
    x, y = positions(graph)
    u, v = turned(x, y, 45)
    screen = (wave(u, PERIOD) + wave(v, PERIOD)) * 0.25 + 0.5
    shade = 1.0 - luma(colour)
    softness = 0.16 / unit(graph).at_most(1.5)
    dots = ((screen - (1.0 - 0.72 * shade)) / softness + 0.5).clip()
    colour = colour * 1.06 + 0.05
    colour = colour.mix(colour.squared() * 0.72, dots)
    lines = soft_threshold(
        edge_lines(along_flow(grey, share, 3.0), share, 1.3, 3.0, 12.0), 0.16, 7.0
    )
    return INK + (colour - INK) * lines
