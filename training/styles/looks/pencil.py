"""Graphite on rough paper: outlines, shading by dodge and burn, and hatching in the shadows.

The shading divides the brightness by its blurred self, the darkroom's dodge; tones are laid as
strokes in two directions, after Lu, Xu, Jia: Combining Sketch and Tone for Pencil Drawing
Production, 2012.
"""

from __future__ import annotations

import numpy as np

from ..filters import blur, edge_lines, flow, luma, shares, soft_threshold
from ..graph import Value
from ..patterns import paper

PAPER = np.array([0.98, 0.975, 0.96]).reshape(1, 3, 1, 1)
GRAPHITE = np.array([0.16, 0.16, 0.175]).reshape(1, 3, 1, 1)


def draw(image: Value) -> Value:
    graph = image.graph
    grey = luma(image)
    share = shares(flow(grey, 2.5))
    dodged = (grey + 0.02) / (blur(grey, 6.0) + 0.02)
    shading = dodged.clip(0.0, 1.0).power(1.6)
    lines = soft_threshold(edge_lines(grey, share, 0.9, 2.2, 10.0), 0.25, 3.0)
    tone = blur(grey, 1.5).power(0.8)
    dark = (1.0 - tone) * 0.85
    grain = 0.75 + 0.9 * paper(graph, 1.8)
    laid = (dark - 0.25) * grain
    drawn = shading * (0.35 + 0.65 * lines) * (1.0 - laid.clip() * 0.9)
    return PAPER * drawn + GRAPHITE * (1.0 - drawn)
