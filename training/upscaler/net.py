"""The upscaler network: plain 3x3 convolutions around a fixed bicubic skip.

While training, every 3x3 convolution is an over-parameterised linear block (a 3x3 to many
channels, then a 1x1) plus an identity. Both are folded into a single 3x3 kernel before the
picture is touched, so the wider block costs neither time nor memory per pixel, and what is
exported is a plain convolution. This is "online" collapsing as in SESR (Bhardwaj et al., MLSys
2022, arXiv:2103.09404); the pixel shuffle is ESPCN's (Shi et al., CVPR 2016, arXiv:1609.05158).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

EXPANSION = 128  # hidden channels of a linear block while training


@dataclass(frozen=True)
class Shape:
    """What fixes a network's size: the scale, its width and its number of middle layers."""

    scale: int
    channels: int = 32
    layers: int = 10

    @classmethod
    def of(cls, weights: Mapping[str, Tensor]) -> Shape:
        """The shape of the network that has these weights."""
        outputs, channels = weights["tail.project"].shape[0], weights["head.project"].shape[0]
        layers = sum(name.startswith("body.") and name.endswith(".bias") for name in weights)
        return cls(math.isqrt(outputs // 3), channels, layers)

    @property
    def receptive_field(self) -> int:
        """Input pixels to each side that an output pixel depends on: one a 3x3 layer."""
        return self.layers + 2


def bicubic_kernel(scale: int) -> np.ndarray:
    """Bicubic enlargement as a convolution before a pixel shuffle: [3*scale^2, 3, 5, 5], float32.

    Keys' kernel with a = -0.5, as Pillow and MATLAB use it, sampled at each output pixel's
    position among the input pixels (R. G. Keys, IEEE Trans. ASSP 29(6), 1981).
    """
    phases = (np.arange(scale) + 0.5) / scale - 0.5
    distance = np.abs(np.arange(-2, 3)[None, :] - phases[:, None])
    near = 1.5 * distance**3 - 2.5 * distance**2 + 1
    far = -0.5 * distance**3 + 2.5 * distance**2 - 4 * distance + 2
    taps = np.where(distance <= 1, near, np.where(distance < 2, far, 0.0))  # [scale, 5]
    kernel = np.zeros((3, scale, scale, 3, 5, 5), np.float32)
    for channel in range(3):
        kernel[channel, :, :, channel] = taps[:, None, :, None] * taps[None, :, None, :]
    return kernel.reshape(3 * scale * scale, 3, 5, 5)


class CollapsibleConv(nn.Module):
    """A 3x3 convolution whose kernel is a product of two wider ones, plus the identity."""

    def __init__(self, inputs: int, outputs: int, gain: float) -> None:
        super().__init__()
        self.expand = nn.Parameter(torch.randn(EXPANSION, inputs, 3, 3) / (9 * inputs) ** 0.5)
        self.project = nn.Parameter(torch.randn(outputs, EXPANSION) * gain / EXPANSION**0.5)
        self.bias = nn.Parameter(torch.zeros(outputs))
        identity = torch.zeros(outputs, inputs, 3, 3)
        if inputs == outputs:
            identity[:, :, 1, 1] = torch.eye(inputs)
        self.register_buffer("identity", identity, persistent=False)

    def kernel(self) -> Tensor:
        """The single kernel this block stands for: [outputs, inputs, 3, 3]."""
        product = self.project @ self.expand.flatten(1)
        return product.view_as(self.identity) + self.identity

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.kernel(), self.bias, padding=1)


class Upscaler(nn.Module):
    """RGB in 0..1 [N, 3, H, W] to RGB around 0..1 [N, 3, scale*H, scale*W], not clamped."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        width = shape.channels
        self.head = CollapsibleConv(3, width, gain=1.0)
        # Small gains keep the identity blocks in a row from blowing the signal up.
        self.body = nn.ModuleList(
            CollapsibleConv(width, width, gain=0.4) for _ in range(shape.layers)
        )
        self.slopes = nn.ModuleList(nn.PReLU(width, init=0.1) for _ in range(shape.layers + 1))
        # Near zero: training starts from plain bicubic.
        self.tail = CollapsibleConv(width, 3 * shape.scale**2, gain=0.01)
        self.register_buffer(
            "bicubic", torch.from_numpy(bicubic_kernel(shape.scale)), persistent=False
        )

    def forward(self, image: Tensor) -> Tensor:
        features = first = self.slopes[0](self.head(image))
        for conv, slope in zip(self.body, self.slopes[1:], strict=True):
            features = slope(conv(features))
        skip = F.conv2d(F.pad(image, (2, 2, 2, 2), mode="replicate"), self.bicubic)
        return F.pixel_shuffle(self.tail(features + first) + skip, self.shape.scale)

    def start_from(self, other: Upscaler) -> None:
        """Takes over the layers below the tail from a network of another scale."""
        trunk = {k: v for k, v in other.state_dict().items() if not k.startswith("tail.")}
        self.load_state_dict(trunk, strict=False)

    def inference_parameters(self) -> int:
        """Numbers in the exported graph, the fixed bicubic kernel included."""
        convs = (self.head, *self.body, self.tail)
        folded = sum(conv.identity.numel() + conv.bias.numel() for conv in convs)
        return folded + sum(p.numel() for p in self.slopes.parameters()) + self.bicubic.numel()
