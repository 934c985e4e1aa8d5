"""Screen-printed poster: few flat inks from night blue over red to cream, and a thick outline.

Tone is smoothed (Papari et al.: generalised Kuwahara, 2007), cut into steps, and every step is
printed with one ink, shifted by the picture's own colour; outlines after XDoG (Winnemöller et
al., 2012).
"""

from __future__ import annotations

import numpy as np

from ..filters import (
    along_flow,
    blur,
    edge_lines,
    flow,
    gradients,
    kuwahara,
    luma,
    shares,
    soft_threshold,
)
from ..graph import Value
from ..patterns import paper

INKS = np.array(
    [
        [0.05, 0.13, 0.25],
        [0.10, 0.33, 0.43],
        [0.84, 0.22, 0.20],
        [0.94, 0.60, 0.32],
        [0.98, 0.91, 0.74],
    ]
).reshape(5, 1, 3, 1, 1)
STEPS = (0.20, 0.40, 0.58, 0.76)  # brightness between one ink and the next


def draw(image: Value) -> Value:
    graph = image.graph
    share = shares(flow(luma(image), 4.0))
    flat = along_flow(kuwahara(image, 6, sharpness=3), share, 3.0)
    grey = luma(flat)
    around = blur(grey, 40.0)
    grey = (grey + 0.30 * (grey - around) + 0.08 * (0.5 - around)).clip()
    width = gradients(grey).squared().total(1).sqrt() + 1e-4  # of a border: one pixel
    printed = graph.constant(INKS[0])
    for ink, at in zip(INKS[1:], STEPS, strict=True):
        printed = printed.mix(graph.constant(ink), ((grey - at) / width + 0.5).clip())
    printed = printed + 0.3 * (flat - luma(flat))
    lines = soft_threshold(edge_lines(grey, share, 1.6, 3.5, 10.0), 0.10, 6.0)
    printed = INKS[0] + (printed - INKS[0]) * lines
    return printed + 0.045 * paper(graph, 1.6)
