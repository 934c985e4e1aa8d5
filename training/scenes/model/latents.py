"""The painted pictures as the denoiser sees them: latents, captions, labels.

Each shard of pictures becomes one of latents, after which the pictures may be deleted; a small
copy of them stays for the judge. Pictures of half the side become latents too: a quarter of the
work for a denoiser that first has to learn what the words mean.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from .autoencoder import Autoencoder, Basis, to_tensor
from .text import label_tensors

THUMBNAIL = 128  # side of the judge's pictures
AT_ONCE = 20


def shrunk(pictures: np.ndarray, side: int) -> np.ndarray:
    size = (side, side)
    return np.stack([cv2.resize(p, size, interpolation=cv2.INTER_AREA) for p in pictures])


@torch.no_grad()
def prepare(basis: Basis, shards: list[Path]) -> None:
    """Encodes every shard that is not encoded yet."""
    net = Autoencoder()
    net.set_basis(basis)
    for shard in shards:
        target = shard.with_suffix(".latents.npy")
        if target.exists():
            continue
        pictures, latents, halves, small = np.load(shard, mmap_mode="r"), [], [], []
        for start in range(0, len(pictures), AT_ONCE):
            part = np.array(pictures[start : start + AT_ONCE])
            latents.append(net.encode(to_tensor(part)).half().numpy())
            halves.append(net.encode(to_tensor(shrunk(part, part.shape[1] // 2))).half().numpy())
            small.append(shrunk(part, THUMBNAIL))
        np.save(shard.with_suffix(".small.npy"), np.concatenate(small))
        np.save(shard.with_suffix(".halves.npy"), np.concatenate(halves))
        partial = shard.with_suffix(".partial")
        with partial.open("wb") as file:
            np.save(file, np.concatenate(latents))
        partial.replace(target)  # last, so that a shard that exists is complete


@dataclass(frozen=True)
class Examples:
    """All encoded shards of a folder, in memory."""

    latents: np.ndarray  # [n, channels, h, w] float16
    halves: np.ndarray  # [n, channels, h / 2, w / 2] float16
    small: np.ndarray  # [n, THUMBNAIL, THUMBNAIL, 3] uint8
    things: np.ndarray  # [n, GRID, GRID] uint8, where the pictures' objects are
    captions: dict[str, list[list[str]]]  # by language, some for each picture
    labels: dict[str, Tensor]

    @staticmethod
    def read(folder: Path) -> Examples:
        numbers = [path.name.split(".")[0] for path in sorted(folder.glob("*.latents.npy"))]
        if not numbers:
            raise SystemExit(f"no latents in {folder}: run the step before")
        lines = [
            json.loads(line)
            for number in numbers
            for line in (folder / f"{number}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        return Examples(
            *(
                np.concatenate([np.load(folder / f"{number}.{kind}.npy") for number in numbers])
                for kind in ("latents", "halves", "small", "things")
            ),
            {language: [line[language] for line in lines] for language in ("en", "ko")},
            label_tensors([line["labels"] for line in lines]),
        )

    def some_caption(self, index: int, rng: np.random.Generator) -> str:
        """One of the picture's captions, English a little more often."""
        choices = self.captions["ko" if rng.random() < 0.4 else "en"][index]
        return choices[rng.integers(len(choices))]
