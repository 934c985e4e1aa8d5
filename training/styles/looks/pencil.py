"""Graphite on rough paper: outlines, shading by dodge and burn, and hatching in the shadows.

The shading divides the brightness by its blurred self, the darkroom's dodge; tones are laid as
strokes in two directions, after Lu, Xu, Jia: Combining Sketch and Tone for Pencil Drawing
Production, 2012.
"""

from __future__ import annotations

import numpy as np

from ..filters import (
    blur,
    correlate,
    edge_lines,
    flow,
    levelled,
    luma,
    oriented,
    shares,
    soft_threshold,
)
from ..graph import Value
from ..patterns import paper, white_noise

PAPER = np.array([0.98, 0.975, 0.96]).reshape(1, 3, 1, 1)
SLANT = 6  # of the strokes: the direction of a bank that rises to the right
GRAPHITE = np.array([0.16, 0.16, 0.175]).reshape(1, 3, 1, 1)


def draw(image: Value) -> Value:
    graph = image.graph
    grey = levelled(luma(image))
    share = shares(flow(grey, 2.5))
    dodged = (grey + 0.02) / (blur(grey, 6.0) + 0.02)
    shading = dodged.clip(0.0, 1.0).power(1.6)
    lines = soft_threshold(edge_lines(grey, share, 0.9, 2.2, 10.0), 0.25, 3.0)
    tone = blur(grey, 1.5).power(0.8)
    strokes = correlate(white_noise(graph), oriented(9, 4.5, 0.7)[SLANT : SLANT + 1]) - 0.5
    laid = ((0.86 - tone) * (0.85 + 3.2 * strokes + 0.8 * paper(graph, 1.8))).clip()
    drawn = shading.mix(1.0, 0.15) * (0.3 + 0.7 * lines) * (1.0 - 0.9 * laid)
    return PAPER * drawn + GRAPHITE * (1.0 - drawn)
