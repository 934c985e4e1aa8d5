"""Between pictures and latents: 16 x 16 pixels to 16 numbers and back.

The encoder is linear: the principal components of the painted pictures' blocks, found without
training, so the denoiser can begin at once. Strong components stay larger numbers than weak ones
(half of the way to equal), so that noise hides detail before it hides colour.

The decoder begins with the linear way back and adds what a convolutional network knows about
edges. Noise on the latents while it learns makes it forgiving.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.run import Plan, Run

FACTOR = 16
CHANNELS = 16
EQUAL = 0.5  # of the way from the components' own deviations to equal ones
NOISE = 0.1  # standard deviation on the latents while the decoder learns
SQUARED = 4.0  # weight of the squared error, which finds the way at first
CROP = 160
WIDTHS = (192, 48)
BLOCKS_PER_PICTURE, PICTURES_PER_SHARD = 200, 60

PLAN = Plan(steps=3000, batch=8, average=0.997)


@dataclass(frozen=True)
class Basis:
    """Blocks [3, 16, 16] to latents: `vectors` are a row for each, `mean` is the mean block."""

    vectors: Tensor
    mean: Tensor
    scale: Tensor

    @staticmethod
    def fit(shards: list[Path], seed: int) -> Basis:
        rng = np.random.default_rng(seed)
        found = []
        for shard in shards:
            stack = np.load(shard, mmap_mode="r")
            for index in rng.permutation(len(stack))[:PICTURES_PER_SHARD]:
                blocks = blocks_of(to_tensor(np.array(stack[index : index + 1]))[0])
                found.append(blocks[rng.permutation(len(blocks))[:BLOCKS_PER_PICTURE]])
        blocks = torch.cat(found).double()
        mean = blocks.mean(0)
        values, vectors = torch.linalg.eigh((blocks - mean).T @ (blocks - mean) / len(blocks))
        vectors, deviations = vectors.T.flip(0)[:CHANNELS], values.flip(0)[:CHANNELS].sqrt()
        scale = deviations**EQUAL
        scale = scale * (deviations / scale).square().mean().sqrt()
        return Basis(vectors.float(), mean.float(), scale.float())

    def save(self, path: Path) -> None:
        torch.save({"vectors": self.vectors, "mean": self.mean, "scale": self.scale}, path)

    @staticmethod
    def load(path: Path) -> Basis:
        return Basis(**torch.load(path, weights_only=True))


def blocks_of(picture: Tensor) -> Tensor:
    """[3, h, w] to [n, 3 * 16 * 16]."""
    return F.pixel_unshuffle(picture, FACTOR).flatten(1).T


def levelled(x: Tensor) -> Tensor:
    """Each place's numbers with a mean square of 1: without it the decoder falls silent."""
    return x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-4)


class Block(nn.Module):
    """Two convolutions around which the input passes."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.second.weight)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(F.silu(self.first(levelled(x))))


def enlarge(inputs: int, outputs: int) -> nn.Module:
    """Four times the height and width."""
    return nn.Sequential(nn.Conv2d(inputs, 16 * outputs, 3, padding=1), nn.PixelShuffle(4))


def edges(deep: int, shallow: int) -> nn.Module:
    """Latents to what the linear way back lacks; nothing at first."""
    net = nn.Sequential(
        nn.Conv2d(CHANNELS, deep, 3, padding=1),
        *(Block(deep) for _ in range(3)),
        enlarge(deep, shallow),
        *(Block(shallow) for _ in range(2)),
        nn.SiLU(),
        enlarge(shallow, 3),
    )
    nn.init.zeros_(net[-1][0].weight)
    nn.init.zeros_(net[-1][0].bias)
    return net


class Autoencoder(nn.Module):
    """`encode` and `decode`; pictures are -1 to 1, latents have a mean square of 1."""

    def __init__(self, widths: tuple[int, ...] = WIDTHS) -> None:
        super().__init__()
        self.down = nn.Conv2d(3, CHANNELS, FACTOR, stride=FACTOR).requires_grad_(False)
        self.up = nn.Conv2d(CHANNELS, 3 * FACTOR**2, 1).requires_grad_(False)
        self.edges = edges(*widths)

    def set_basis(self, basis: Basis) -> None:
        vectors, scale = basis.vectors, basis.scale[:, None]
        with torch.no_grad():
            self.down.weight.copy_((vectors / scale).view_as(self.down.weight))
            self.down.bias.copy_(-(vectors / scale) @ basis.mean)
            self.up.weight.copy_((vectors * scale).T[..., None, None])
            self.up.bias.copy_(basis.mean)

    def encode(self, picture: Tensor) -> Tensor:
        return self.down(picture)

    def decode(self, latents: Tensor) -> Tensor:
        return F.pixel_shuffle(self.up(latents), FACTOR) + self.edges(latents)


class Crops:
    """Random squares of the painted pictures."""

    def __init__(self, shards: list[Path], side: int = CROP) -> None:
        self.stacks = [np.load(path, mmap_mode="r") for path in shards]
        self.side = min(side, *self.stacks[0].shape[1:3])

    def batch(self, rng: np.random.Generator, count: int) -> Tensor:
        crops = []
        for _ in range(count):
            stack = self.stacks[rng.integers(len(self.stacks))]
            picture = stack[rng.integers(len(stack))]
            y, x = rng.integers(picture.shape[0] - self.side + 1, size=2)
            crops.append(picture[y : y + self.side, x : x + self.side])
        return to_tensor(np.stack(crops))


def to_tensor(pictures: np.ndarray) -> Tensor:
    """[n, h, w, 3] uint8 to [n, 3, h, w] from -1 to 1, laid out as convolutions like it."""
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 127.5 - 1


def to_pictures(tensor: Tensor) -> np.ndarray:
    """The way back: [n, h, w, 3] uint8."""
    scaled = ((tensor.clamp(-1, 1) + 1) * 127.5).round().byte()
    return scaled.permute(0, 2, 3, 1).contiguous().numpy()


def difference(output: Tensor, target: Tensor) -> Tensor:
    """Absolute and squared error, and that of the edges, which eyes see first."""
    error = output - target
    across = (error[..., 1:] - error[..., :-1]).abs().mean()
    down = (error[..., 1:, :] - error[..., :-1, :]).abs().mean()
    return error.abs().mean() + SQUARED * error.square().mean() + across + down


def loss_of(net: Autoencoder, picture: Tensor) -> Tensor:
    latents = net.encode(picture)
    return difference(net.decode(latents + NOISE * torch.randn_like(latents)), picture)


def train(path: Path, shards: list[Path], basis: Basis, plan: Plan) -> None:
    """Trains the decoder; the encoder is given by the basis."""
    crops = Crops(shards)
    torch.manual_seed(plan.seed)
    net = Autoencoder()
    net.set_basis(basis)
    run = Run(path, net.to(memory_format=torch.channels_last), plan)
    run.train(lambda rng: loss_of(run.net, crops.batch(rng, plan.batch)))
