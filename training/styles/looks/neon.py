"""Neon night: the edges glow in saturated colours on a dark picture, with a wide bloom.

Edges are Canny's gradients (1986) without the thinning; bloom is a sum of Gaussians of growing
width (Spencer et al.: Physically-Based Glare Effects for Digital Images, 1995).
"""

from __future__ import annotations

import numpy as np

from ..filters import along_flow, blur, flow, gradients, luma, shares
from ..graph import Value
from ..patterns import positions, wave

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
    x, y = positions(image.graph)
    drift = 0.9 * wave(0.8 * x + y, 1100.0)
    warmth = ((soft.channel(0) - soft.channel(2)) * 2.5 + drift).tanh()
    gas = COOL + (WARM - COOL) * (0.5 + 0.5 * warmth)
    chroma = soft - luma(soft)
    vivid = chroma / (chroma.abs().largest_over(1) + 0.08)
    gas = (gas + 0.75 * vivid).clip()
    light = gas * tube
    glow = 0.55 * blur(light, 3.0) + 0.60 * blur(light, 9.0) + 0.7 * blur(light, 28.0)
    core = tube.step(0.45, 0.95)
    ground = NIGHT + (0.30 * image * image) * (0.5 * gas + 0.1)
    bright = ground + light * 1.5 + 1.25 * glow + 0.45 * core
    return 1.0 - (-1.45 * bright).exp()
