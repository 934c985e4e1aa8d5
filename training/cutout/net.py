"""The network: a coarse one that understands the whole picture, a fine one that draws the edge.

The coarse one sees the picture at half its size and gives a mask at a quarter of it. The fine one
carries that to the full size beside the picture's own edges, with few channels.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

ENCODER = ((24, 1), (48, 2), (96, 3), (144, 3), (176, 2))  # channels and blocks, from 1/2 down
DECODER = (112, 72, 48, 32)
FINE, FINEST = 16, 8  # channels at half and at full size
SEEN = 256  # side of the pictures that the exported network sees
MIDDLE, SPREAD = 0.45, 0.27  # of pixels


class Block(nn.Module):
    """x + conv(relu(norm(conv(relu(norm(x))))))."""

    def __init__(self, channels: int, dilation: int = 1) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.BatchNorm2d(channels), nn.BatchNorm2d(channels)
        self.conv1 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, dilation, dilation=dilation, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv1(F.relu(self.norm1(x)))
        return x + self.conv2(F.relu(self.norm2(y)))


class Everywhere(nn.Module):
    """Tells every place what the whole picture holds."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(channels)
        self.first = nn.Conv2d(channels, channels // 2, 1)
        self.last = nn.Conv2d(channels // 2, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        whole = F.relu(self.norm(x)).mean((2, 3), keepdim=True)
        return x + self.last(F.relu(self.first(whole)))


def doubled(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


class Coarse(nn.Module):
    """Logits at half of the given size, and those of the levels below, coarsest first."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.ModuleList()
        last = 3
        for level, (channels, blocks) in enumerate(ENCODER):
            layers: list[nn.Module] = [] if level == 0 else [nn.BatchNorm2d(last), nn.ReLU()]
            layers.append(nn.Conv2d(last, channels, 3, 2, 1))
            dilated = level == len(ENCODER) - 1
            layers += [Block(channels, 2 if dilated and i % 2 else 1) for i in range(blocks)]
            if level >= len(ENCODER) - 2:
                layers.append(Everywhere(channels))
            self.encoder.append(nn.Sequential(*layers))
            last = channels
        self.joins, self.decoder, self.heads = nn.ModuleList(), nn.ModuleList(), nn.ModuleList()
        for channels, (skip, _) in zip(DECODER, reversed(ENCODER[:-1]), strict=True):
            self.joins.append(nn.Sequential(nn.BatchNorm2d(last + skip), nn.ReLU()))
            self.decoder.append(nn.Sequential(nn.Conv2d(last + skip, channels, 1), Block(channels)))
            self.heads.append(nn.Conv2d(channels, 1, 3, 1, 1))
            last = channels

    def forward(self, x: Tensor) -> tuple[Tensor, list[Tensor]]:
        skips = []
        for level in self.encoder:
            x = level(x)
            skips.append(x)
        skips.pop()
        logits = []
        for join, decode, head in zip(self.joins, self.decoder, self.heads, strict=True):
            x = decode(join(torch.cat([doubled(x), skips.pop()], 1)))
            logits.append(head(x))
        return x, logits


class Cutout(nn.Module):
    """A picture [n, 3, h, w] of 0 to 1, with sides of 64 times something, to logits."""

    def __init__(self) -> None:
        super().__init__()
        self.coarse = Coarse()
        self.edges = nn.Conv2d(3, FINE, 3, 2, 1)
        self.refine = nn.Sequential(
            nn.Conv2d(DECODER[-1] + FINE + 1, FINE, 1), Block(FINE), nn.Conv2d(FINE, FINEST, 1)
        )
        self.full = nn.Sequential(
            nn.Conv2d(FINEST + 4, FINEST, 3, 1, 1), nn.ReLU(), nn.Conv2d(FINEST, 1, 3, 1, 1)
        )
        # The fine part begins as what the coarse one says.
        nn.init.zeros_(self.full[-1].weight)
        nn.init.zeros_(self.full[-1].bias)

    def forward(self, picture: Tensor) -> Tensor:
        return self.all(picture, True)[0]

    def all(self, picture: Tensor, fine: bool) -> tuple[Tensor, list[Tensor]]:
        """Logits of the full size (of the coarse part's, unless `fine`), and of each level."""
        x = (picture - MIDDLE) / SPREAD
        features, logits = self.coarse(F.avg_pool2d(x, 2))
        coarse = logits[-1]
        if not fine:
            return coarse, logits
        logit = doubled(coarse)
        half = self.refine(torch.cat([doubled(features), logit, self.edges(x)], 1))
        logit = doubled(logit)
        change = self.full(torch.cat([doubled(half), logit, x], 1))
        return logit + change, logits
