"""Pen and ink: black lines along the edges, black shadows, and paper.

Winnemöller, Kyprianidis, Olsen: XDoG: An eXtended Difference-of-Gaussians Compendium including
Advanced Image Stylization, 2012, on the flow of Kang, Lee, Chui: Coherent Line Drawing, 2007.
"""

from __future__ import annotations

import numpy as np

from ..filters import along_flow, blur, edge_lines, flow, levelled, luma, shares, soft_threshold
from ..graph import Value
from ..patterns import paper, positions, turned, wave

PAPER = np.array([0.985, 0.97, 0.935]).reshape(1, 3, 1, 1)
INK = np.array([0.07, 0.075, 0.11]).reshape(1, 3, 1, 1)


def draw(image: Value) -> Value:
    graph = image.graph
    grey = levelled(luma(image))
    share = shares(flow(grey, 3.0))
    smooth = along_flow(grey, share, 3.0)
    lines = soft_threshold(edge_lines(smooth, share, 1.1, 3.0, 14.0), 0.30, 5.0)
    tone = blur(grey, 2.0) + 0.12 * paper(graph, 4.0)
    x, y = positions(graph)
    across, _ = turned(x, y, 45)
    hatching = (wave(across, 7.0) * 0.5 + 0.5 - (tone * 4.0 - 0.65)).step(0.35, -0.05)
    drawn = lines * hatching
    drawn = (drawn + 0.10 * paper(graph, 2.0, 5.0) * (1.0 - drawn)).clip()
    sheet = PAPER + 0.03 * paper(graph, 3.0, 9.0)
    return sheet * drawn + INK * (1.0 - drawn)
