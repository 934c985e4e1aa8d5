"""Soft pastel: chalk strokes along the edges that leave the tooth of a tinted paper open.

Smoothing along the flow after Kyprianidis, Döllner: Image Abstraction by Structure Adaptive
Filtering, 2008; the strokes are noise drawn out along the flow (Cabral, Leedom, 1993), which
decide, with the paper's height, where chalk stays.
"""

from __future__ import annotations

import numpy as np

from ..filters import along_flow, flow, kuwahara, luma, shares
from ..graph import Value
from ..patterns import paper, white_noise

PAPER = np.array([0.80, 0.755, 0.70]).reshape(1, 3, 1, 1)


def draw(image: Value) -> Value:
    graph = image.graph
    share = shares(flow(luma(image), 4.0))
    chalk = along_flow(kuwahara(image, 5), share, 3.5)
    chalk = chalk + (chalk - luma(chalk)) * 0.35
    chalk = 0.10 + 0.90 * chalk.clip().power(0.82)
    strokes = along_flow(white_noise(graph, 3.0), share, 6.0, times=2) - 0.5
    chalk = chalk * (1.0 + 1.3 * strokes)
    cover = (1.25 * paper(graph, 2.0, 2.0) + 2.6 * strokes + 0.36).step(-0.12, 0.18)
    ground = PAPER * (0.55 + 0.45 * luma(chalk))
    return ground.mix(chalk, 0.25 + 0.75 * cover)
