"""Soft pastel: chalk strokes along the edges that leave the tooth of a tinted paper open.

Smoothing along the flow after Kyprianidis, Döllner: Image Abstraction by Structure Adaptive
Filtering, 2008; the strokes are noise drawn out along the flow (Cabral, Leedom, 1993), which
decide, with the paper's height, where chalk stays.
"""

from __future__ import annotations

import numpy as np

from ..filters import along_flow, flow, kuwahara, luma, shares
from ..graph import Value
from ..patterns import paper, soft_noise

PAPER = np.array([0.80, 0.755, 0.70]).reshape(1, 3, 1, 1)


def draw(image: Value) -> Value:
    graph = image.graph
    share = shares(flow(luma(image), 4.0, coherence=1e-4))
    chalk = kuwahara(along_flow(image, share, 3.5), 6, sharpness=3)
    chalk = chalk + (chalk - luma(chalk)) * 0.35
    chalk = 0.10 + 0.90 * chalk.clip().power(0.82)
    strokes = along_flow(soft_noise(graph, 2.0, seed=3.0), share, 4.0, times=2) - 0.5
    chalk = chalk * (1.0 + 1.05 * strokes)
    cover = (0.7 * paper(graph, 1.8, 2.0) + 1.8 * strokes + 0.14).step(-0.3, 0.3)
    ground = (PAPER * (0.35 + 0.65 * luma(chalk))).mix(chalk, 0.35)
    return ground.mix(chalk, cover)
