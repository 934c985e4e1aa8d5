"""Oil paint: strokes along the edges, lit from the upper left.

Colours by the generalised Kuwahara filter and smoothing along the flow (Papari et al., 2007;
Kyprianidis et al., 2009); the bristles are noise drawn out along the flow (Cabral, Leedom:
Imaging Vector Fields Using Line Integral Convolution, 1993), lit as heights (Hertzmann: Fast
Paint Texture, 2002).
"""

from __future__ import annotations

from ..filters import along_flow, flow, gradients, kuwahara, luma, shares
from ..graph import Value
from ..patterns import soft_noise


def draw(image: Value) -> Value:
    graph = image.graph
    share = shares(flow(luma(image), 4.0, coherence=1e-4))
    paint = kuwahara(along_flow(image, share, 3.5), 7, sharpness=3)
    grey = luma(paint)
    paint = grey + (paint - grey) * 1.25
    paint = paint.mix(paint.step(-0.06, 1.0), 0.4)
    bristles = along_flow(soft_noise(graph, 2.0), share, 3.5, times=2)
    height = bristles * 1.9 + luma(paint) * 0.5
    slope = gradients(height)
    light = (slope.channel(0) + slope.channel(1)) * -1.0
    light = light / (1.0 + 4.0 * light.abs())
    return paint * (1.0 + 1.1 * light) + 0.18 * light.at_least(0.0)
