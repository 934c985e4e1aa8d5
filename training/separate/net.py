"""Encoder and decoder. The encoder begins as the cut-out network's; the decoder is made anew.

Sizes are those of a square of `SIDE`: the embedding has a quarter of it, the logits have half.
"""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor, nn

from ..cutout.net import ENCODER, MIDDLE, SPREAD, Block, Coarse, Everywhere, doubled

SIDE = 256
PLANES = SIDE // 4
LEVELS = 4  # of the cut-out's encoder
CHANNELS = 64  # of the embedding
DECODER = (40, 56, 80, 96)


def lowered(channels: int, wider: int) -> nn.Sequential:
    """To half the size."""
    return nn.Sequential(
        nn.BatchNorm2d(channels), nn.ReLU(), nn.Conv2d(channels, wider, 3, 2, 1), Block(wider)
    )


def joined(below: int, beside: int, channels: int) -> nn.Sequential:
    return nn.Sequential(
        nn.BatchNorm2d(below + beside),
        nn.ReLU(),
        nn.Conv2d(below + beside, channels, 1),
        Block(channels),
    )


class Encoder(nn.Module):
    """A picture [1, 3, SIDE, SIDE] of 0 to 1 to its embedding."""

    def __init__(self) -> None:
        super().__init__()
        widths = [channels for channels, _ in ENCODER[:LEVELS]]
        self.levels = Coarse().encoder[:LEVELS]
        self.join8 = joined(widths[3], widths[2], 80)
        self.join4 = joined(80, widths[1], CHANNELS)
        self.edges = nn.Conv2d(widths[0], CHANNELS, 3, 2, 1)

    def forward(self, image: Tensor) -> Tensor:
        x = (image - MIDDLE) / SPREAD
        found = []
        for level in self.levels:
            x = level(x)
            found.append(x)
        half, quarter, eighth, x = found
        x = self.join8(torch.cat([doubled(x), eighth], 1))
        x = self.join4(torch.cat([doubled(x), quarter], 1))
        return x + self.edges(half)

    def begin_from(self, coarse: Coarse) -> None:
        self.levels.load_state_dict(coarse.encoder[:LEVELS].state_dict())


class Decoder(nn.Module):
    """Embedding and prompt [n, 3, PLANES, PLANES] to logits [n, 1, SIDE / 2, SIDE / 2]."""

    def __init__(self) -> None:
        super().__init__()
        widths = DECODER
        self.mix = nn.Sequential(nn.Conv2d(CHANNELS + 3, widths[0], 3, 1, 1), Block(widths[0]))
        self.down = nn.ModuleList(lowered(a, b) for a, b in pairwise(widths))
        self.everywhere = Everywhere(widths[-1])
        self.up = nn.ModuleList(joined(b, a, a) for a, b in [*pairwise(widths)][::-1])
        self.last = nn.Sequential(
            nn.Conv2d(widths[0] + CHANNELS, 48, 1), nn.ReLU(), nn.Conv2d(48, 4, 3, 1, 1)
        )
        self.shuffle = nn.PixelShuffle(2)

    def forward(self, embedding: Tensor, prompt: Tensor) -> Tensor:
        x = self.mix(torch.cat([embedding, prompt], 1))
        beside = []
        for down in self.down:
            beside.append(x)
            x = down(x)
        x = self.everywhere(x)
        for up in self.up:
            x = up(torch.cat([doubled(x), beside.pop()], 1))
        return self.shuffle(self.last(torch.cat([x, embedding], 1)))


class Separator(nn.Module):
    """Both halves, as they are trained."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder, self.decoder = Encoder(), Decoder()
