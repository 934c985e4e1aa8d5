"""Watercolour: even washes, darker at their rims, on granulating paper.

Bousseau et al.: Interactive Watercolor Rendering with Temporal Coherence and Abstraction, 2006:
pigment density d darkens a colour C to C (1 - (1 - C)(d - 1)); density comes from turbulence,
from the edges of the washes and from the paper.
"""

from __future__ import annotations

from ..filters import along_flow, blur, flow, kuwahara, luma, shares
from ..graph import Value
from ..patterns import paper, soft_noise


def draw(image: Value) -> Value:
    graph = image.graph
    share = shares(flow(luma(image), 4.0))
    wash = along_flow(kuwahara(image, 7), share, 3.0)
    grey = luma(wash)
    levels = 7.0
    scaled = grey * levels
    stepped = (scaled.floor() + scaled.fraction().step(0.25, 0.75)) / levels
    wash = wash * ((stepped + 0.03) / (grey + 0.03))
    wash = (wash + (wash - luma(wash)) * 0.45).clip()
    wash = 1.0 - (1.0 - wash) * 0.80
    rims = (blur(luma(wash), 3.0) - luma(wash)).clip(-0.2, 0.2)
    edges = (luma(wash) - blur(luma(wash), 1.2)).abs()
    turbulence = soft_noise(graph, 90.0, seed=2.0) + soft_noise(graph, 35.0, seed=4.0) - 1.0
    density = 1.0 + 1.6 * rims + 4.0 * edges + 0.35 * turbulence + 0.5 * paper(graph, 2.6)
    return wash * (1.0 - (1.0 - wash) * (density - 1.0))
