"""Neon night: the edges glow in saturated colours on a dark picture, with a wide bloom.

Edges are Canny's gradients (1986) without the thinning; bloom is a sum of Gaussians of growing
width (Spencer et al.: Physically-Based Glare Effects for Digital Images, 1995).
"""

from __future__ import annotations

import numpy as np

from ..filters import along_flow, blur, flow, gradients, luma, shares
from ..graph import Value

COOL = np.array([0.10, 0.75, 1.0]).reshape(1, 3, 1, 1)
WARM = np.array([1.0, 0.22, 0.70]).reshape(1, 3, 1, 1)
NIGHT = np.array([0.035, 0.03, 0.10]).reshape(1, 3, 1, 1)


def draw(image: Value) -> Value:
    grey = luma(image)
    share = shares(flow(grey, 3.0))
    smooth = along_flow(blur(grey, 1.0), share, 3.0)
    slope = gradients(smooth).squared().total(1).sqrt()
    local = blur(slope, 24.0)
    tube = along_flow((slope / (local + 0.02) * 0.55).tanh().squared(), share, 2.0)
    soft = blur(image, 3.0)
    warmth = ((soft.channel(0) - soft.channel(2)) * 2.2 + (blur(grey, 12.0) - 0.45) * 0.9).tanh()
    gas = COOL + (WARM - COOL) * (0.5 + 0.5 * warmth)
    chroma = soft - luma(soft)
    gas = (gas + 1.2 * chroma).clip()
    light = gas * tube
    glow = 0.55 * blur(light, 3.0) + 0.60 * blur(light, 9.0) + 0.7 * blur(light, 28.0)
    core = tube.step(0.45, 0.95)
    ground = NIGHT + (0.30 * image * image) * (0.35 * gas + 0.25)
    bright = ground + light * 0.9 + glow + 0.5 * core
    return 1.0 - (-1.15 * bright).exp()
