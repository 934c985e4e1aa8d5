"""Composites made ahead, in shards, and the batches drawn from them.

A shard `NNNNN.npz` holds pictures as JPEG and a plane for each (its alpha) as PNG, end to end,
with the places where each begins.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from .compose import Library, compose

SIDE = 320
PER_SHARD = 250
HELD_OUT_SEED = 1_000_003


# From a generator, a library and a side to a picture [side, side, 3] and a plane [side, side].
Maker = Callable[[np.random.Generator, Library, int], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Recipe:
    """What a folder's shards hold. `objects` is where the library's pictures lie."""

    objects: Path
    folder: Path
    make: Maker = compose
    side: int = SIDE
    seed: int = 1
    held_out: bool = False
    count: int = PER_SHARD

    def shard(self, number: int) -> Path:
        path = self.folder / f"{number:05}.npz"
        if path.exists():
            return path
        cv2.setNumThreads(1)
        library = Library.of(self.objects, self.held_out)
        seed = self.seed + HELD_OUT_SEED * self.held_out
        parts: list[bytes] = []
        for index in range(number * self.count, (number + 1) * self.count):
            picture, plane = self.make(np.random.default_rng((seed, index)), library, self.side)
            bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
            jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 95])[1]
            parts += (jpeg.tobytes(), cv2.imencode(".png", plane)[1].tobytes())
        partial = path.with_suffix(".partial")
        with partial.open("wb") as file:
            starts = np.cumsum([0, *map(len, parts)])
            np.savez(file, data=np.frombuffer(b"".join(parts), np.uint8), starts=starts)
        partial.replace(path)
        return path

    def prepare(self, shards: int, processes: int) -> list[Path]:
        """Makes the shards that are missing; gives the paths of all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if processes < 2:
            return [self.shard(number) for number in range(shards)]
        with get_context("spawn").Pool(processes, os.nice, (5,)) as pool:
            return list(pool.imap(self.shard, range(shards)))


def recipe(work: Path, held_out: bool) -> Recipe:
    """Of the cut-out's composites."""
    folder = work / f"{'held-out' if held_out else 'train'}-{SIDE}"
    return Recipe(work, folder, held_out=held_out)


class Composites:
    """All examples of a folder, in memory as they were encoded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, int] = {}
        self.examples: list[tuple[np.ndarray, np.ndarray]] = []
        self.refresh()

    def refresh(self) -> None:
        """Takes in shards that have been made since."""
        for path in sorted(self.folder.glob("?????.npz")):
            if path.name in self.known:
                continue
            with np.load(path) as shard:
                data, starts = shard["data"], shard["starts"]
            pieces = [data[a:b] for a, b in pairwise(starts)]
            self.examples += zip(pieces[::2], pieces[1::2], strict=True)
            self.known[path.name] = len(self.examples)
        if not self.examples:
            raise SystemExit(f"{self.folder} is empty: run the step prepare")

    def __len__(self) -> int:
        return len(self.examples)

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        """Picture [side, side, 3] and plane [side, side], uint8."""
        jpeg, png = self.examples[index]
        picture = cv2.cvtColor(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
        return picture, cv2.imdecode(png, cv2.IMREAD_GRAYSCALE)

    def pairs(self, rng: np.random.Generator, size: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Random examples, half of them mirrored."""
        for index in rng.integers(len(self), size=size):
            picture, plane = self[int(index)]
            mirrored = rng.random() < 0.5
            yield (picture[:, ::-1], plane[:, ::-1]) if mirrored else (picture, plane)

    def batch(self, rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Random pictures [n, 3, h, w] and alphas [n, 1, h, w], 0 to 1."""
        pictures, alphas = zip(*self.pairs(rng, size), strict=True)
        planes = np.stack(pictures).transpose(0, 3, 1, 2)
        return planes / np.float32(255), np.stack(alphas)[:, None] / np.float32(255)
