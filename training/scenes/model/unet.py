"""The network that paints: from noisy latents, the time and the text to a velocity.

Three levels, each half as large as the one before. Attention, also to the text, at the lower two.
Nothing in it knows a fixed size; text vectors that are all zero are padding and not looked at.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .autoencoder import CHANNELS
from .text import WIDTH as TEXT_WIDTH

WIDTHS = (24, 96, 208)
EMBEDDING = 192
FREQUENCIES = 32
HEADS = 4


def norm(width: int) -> nn.Module:
    return nn.GroupNorm(8, width)


class Residual(nn.Module):
    """Two convolutions; the embedding of time and text scales and shifts between them."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.norm1, self.norm2 = norm(inputs), norm(outputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.told = nn.Linear(EMBEDDING, 2 * outputs)
        self.skip = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()
        nn.init.zeros_(self.conv2.weight)

    def forward(self, x: Tensor, embedding: Tensor) -> Tensor:
        scale, shift = self.told(embedding)[..., None, None].chunk(2, 1)
        h = self.conv1(F.silu(self.norm1(x)))
        h = self.norm2(h) * (1 + scale) + shift
        return self.skip(x) + self.conv2(F.silu(h))


class Attention(nn.Module):
    """Every place looks at every place, then at the text, then thinks."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm0 = norm(width)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.seen = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.query, self.read = nn.Linear(width, width), nn.Linear(width, width)
        self.text = nn.Linear(TEXT_WIDTH, 2 * width)
        self.wide, self.narrow = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        for last in (self.seen, self.read, self.narrow):
            nn.init.zeros_(last.weight)

    def forward(self, x: Tensor, text: Tensor, hidden: Tensor) -> Tensor:
        height = x.shape[2]
        h = self.norm0(x).flatten(2).transpose(1, 2)
        start = h
        q, k, v = map(heads, self.qkv(h).chunk(3, -1))
        h = h + self.seen(joined(F.scaled_dot_product_attention(q, k, v)))
        q = heads(self.query(self.norm1(h)))
        k, v = map(heads, self.text(text).chunk(2, -1))
        h = h + self.read(joined(F.scaled_dot_product_attention(q, k, v, attn_mask=hidden)))
        h = h + self.narrow(F.gelu(self.wide(self.norm2(h)), approximate="tanh"))
        return x + (h - start).transpose(1, 2).unflatten(2, (height, -1))


def heads(x: Tensor) -> Tensor:
    return x.unflatten(-1, (HEADS, -1)).transpose(1, 2)


def joined(x: Tensor) -> Tensor:
    return x.transpose(1, 2).flatten(2)


class Doubled(nn.Module):
    """Each place becomes four."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.spread = nn.Conv2d(inputs, 4 * outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        return F.pixel_shuffle(self.spread(x), 2)


class UNet(nn.Module):
    """Most of the work is at the middle and the small level, where it is cheap."""

    def __init__(self, widths: tuple[int, int, int] = WIDTHS) -> None:
        super().__init__()
        large, middle, small = widths
        self.time = nn.Sequential(
            nn.Linear(2 * FREQUENCIES, EMBEDDING), nn.SiLU(), nn.Linear(EMBEDDING, EMBEDDING)
        )
        self.whole_text = nn.Linear(TEXT_WIDTH, EMBEDDING)
        self.enter = nn.Conv2d(CHANNELS, large, 3, padding=1)
        self.half1 = nn.Conv2d(large, middle, 4, stride=2, padding=1)
        self.down = Residual(middle, middle)
        self.half2 = nn.Conv2d(middle, small, 4, stride=2, padding=1)
        self.low1, self.look1 = Residual(small, small), Attention(small)
        self.low2, self.look2 = Residual(small, small), Attention(small)
        self.low3, self.double2 = Residual(small, small), Doubled(small, middle)
        self.up2, self.look3 = Residual(2 * middle, middle), Attention(middle)
        self.double1 = Doubled(middle, large)
        # The sample itself comes in again: noise can only be taken away where all of it is seen.
        fine = 2 * large + CHANNELS
        self.fine1, self.fine2 = Residual(fine, fine), Residual(fine, fine)
        self.last = nn.Sequential(norm(fine), nn.SiLU(), nn.Conv2d(fine, CHANNELS, 3, padding=1))
        nn.init.zeros_(self.last[2].weight)
        # Of the latents' channels; training sets it before the first step.
        self.register_buffer("variance", torch.ones(1, CHANNELS, 1, 1))

    def embedding(self, timestep: Tensor, text: Tensor, there: Tensor) -> Tensor:
        rates = torch.exp(-math.log(10_000) * torch.arange(FREQUENCIES) / FREQUENCIES)
        angles = timestep[:, None] * rates
        time = self.time(torch.cat([angles.sin(), angles.cos()], 1))
        mean = text.sum(1) / there.sum(1, keepdim=True).clamp(min=1)
        return F.silu(time + self.whole_text(mean))

    def forward(self, sample: Tensor, timestep: Tensor, encoder_hidden_states: Tensor) -> Tensor:
        """Latents [n, CHANNELS, h, w], times from 0 to 1000 [n], text [n, tokens, width]."""
        text = encoder_hidden_states
        there = (text.abs().amax(-1) > 0).to(text.dtype)
        hidden = ((there - 1) * 1e4)[:, None, None, :]
        told = self.embedding(timestep, text, there)
        t = (timestep / 1000)[:, None, None, None]
        power = t**2 + (1 - t) ** 2 * self.variance
        even = sample * power.rsqrt()
        skip1 = self.enter(even)
        skip2 = self.down(self.half1(skip1), told)
        x = self.look1(self.low1(self.half2(skip2), told), text, hidden)
        x = self.look2(self.low2(x, told), text, hidden)
        x = self.double2(self.low3(x, told))
        x = self.look3(self.up2(torch.cat([x, skip2], 1), told), text, hidden)
        x = self.fine1(torch.cat([self.double1(x), skip1, even], 1), told)
        # What a linear guess from the sample alone would be, and what the network knows better.
        return self.last(self.fine2(x, told)) + sample * (t - (1 - t) * self.variance) / power
