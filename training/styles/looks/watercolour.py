"""Watercolour: even washes, darker at their rims, on granulating paper.

Bousseau et al.: Interactive Watercolor Rendering with Temporal Coherence and Abstraction, 2006:
pigment density d darkens a colour C to C (1 - (1 - C)(d - 1)); density comes from turbulence,
from the edges of the washes and from the paper.
"""

from __future__ import annotations

import numpy as np

from ..filters import along_flow, blur, flow, kuwahara, luma, sampled, shares
from ..graph import Value
from ..patterns import count, paper, soft_noise, unit

PAPER = np.array([0.985, 0.98, 0.965]).reshape(1, 3, 1, 1)
LEVELS = 6.0  # of brightness


def draw(image: Value) -> Value:
    graph = image.graph
    share = shares(flow(luma(image), 4.0))
    wash = wet(along_flow(kuwahara(image, 7), share, 3.0))
    grey = luma(wash)
    scaled = grey * LEVELS
    stepped = (scaled.floor() + scaled.fraction().step(0.3, 0.7)) / LEVELS
    wash = wash * ((stepped + 0.03) / (grey + 0.03))
    wash = (wash + (wash - luma(wash)) * 0.5).clip()
    wash = 1.0 - (1.0 - wash) * 0.82
    grey = luma(wash)
    rims = (blur(grey, 3.5) - grey).clip(-0.2, 0.2)
    edges = (grey - blur(grey, 1.2)).abs()
    turbulence = soft_noise(graph, 90.0, seed=2.0) + soft_noise(graph, 35.0, seed=4.0) - 1.0
    grain = paper(graph, 2.8)
    density = 1.0 + 2.0 * rims + 5.0 * edges + 0.4 * turbulence + 0.7 * grain
    painted = wash * (1.0 - (1.0 - wash) * (density - 1.0))
    return painted.mix(PAPER, (grain - 0.1).step(0.22, 0.34) * grey.step(0.35, 0.8) * 0.7)


def wet(picture: Value) -> Value:
    """Edges that waver, as paint does on damp paper."""
    graph = picture.graph
    reach = unit(graph) * 7.0
    across, down = (soft_noise(graph, 20.0, seed=seed) - 0.5 for seed in (6.0, 8.0))
    x = count(graph, graph.width, (1, 1, 1, -1)) + across * reach
    y = count(graph, graph.height, (1, 1, -1, 1)) + down * reach
    return sampled(picture, x, y)
