"""Training pictures: made once into a folder of PNGs, then cut into patches.

High-resolution ("HR") pictures are 8-bit RGB. A photograph enters at several sizes, each reduced
with Lanczos' filter: that removes noise and JPEG blocks, and shows one motif at several scales
and sharpnesses. Low-resolution ("LR") pictures are what Pillow's anti-aliased bicubic filter
makes of the HR ones, rounded to 8 bits, as in the super-resolution literature.
"""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from . import synth

# Larger photographs come straight from a camera, soft and noisy at full size: they start lower.
SHARP_SIDE = 1000
LARGEST_SIDE = 1600
SMALLEST_SIDE = 160
SIZE_STEP = 0.7
PHOTO_SHARE = 0.65


def low_and_high(hr: np.ndarray, scale: int) -> tuple[np.ndarray, np.ndarray]:
    """Crops HR to a multiple of `scale` and makes its LR: two [H, W, 3] uint8 arrays."""
    height, width = (side // scale * scale for side in hr.shape[:2])
    hr = np.ascontiguousarray(hr[:height, :width])
    size = (width // scale, height // scale)
    return hr, np.asarray(Image.fromarray(hr).resize(size, Image.Resampling.BICUBIC))


def sizes_of(photo: Image.Image) -> list[Image.Image]:
    """The photograph reduced by growing factors."""
    longest = max(photo.size)
    shrink = 1.0 if longest <= SHARP_SIDE else min(SIZE_STEP, LARGEST_SIDE / longest)
    pyramid = []
    while min(photo.size) * shrink >= SMALLEST_SIDE:
        size = tuple(round(side * shrink) for side in photo.size)
        pyramid.append(photo.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0))
        shrink *= SIZE_STEP
    return pyramid


def _save_photo(folder: Path, path: Path) -> None:
    with Image.open(path) as photo:
        for image in sizes_of(photo.convert("RGB")):
            image.save(folder / f"{path.stem}-{image.width}.png")


def _save_painting(folder: Path, seed: int, size: int, fonts: list[Path], index: int) -> None:
    picture = synth.paint(seed, index, size, fonts)
    Image.fromarray(picture).save(folder / f"{index:05}.png")


def prepare(work: Path, paintings: int, size: int, seed: int, processes: int) -> None:
    """Fills `<work>/pictures` with the photographs' sizes and the paintings.

    A folder whose `made-of.json` matches is left as it is, so a second call costs nothing.
    """
    folder = work / "pictures"
    photos = sorted((work / "photos" / "train").glob("*.png"))
    fonts = sorted((work / "fonts").glob("*.ttf"))
    made_of = {"paintings": paintings, "size": size, "seed": seed}
    made_of |= {"photos": [photo.name for photo in photos]}
    note = folder / "made-of.json"
    if note.exists() and json.loads(note.read_text()) == made_of:
        return
    for kind in ("photos", "paintings"):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        for old in (folder / kind).glob("*.png"):
            old.unlink()
    with ProcessPoolExecutor(processes) as pool:
        jobs = [pool.map(partial(_save_photo, folder / "photos"), photos)]
        painter = partial(_save_painting, folder / "paintings", seed, size, fonts)
        jobs.append(pool.map(painter, range(paintings), chunksize=4))
        for job in jobs:
            list(job)  # raises what a worker raised
    note.write_text(json.dumps(made_of))


@dataclass
class Pair:
    """One picture as HR and LR, [H, W, 3] uint8 each."""

    hr: np.ndarray
    lr: np.ndarray


class Patches:
    """Draws random batches of aligned LR and HR patches.

    The generator is the only source of chance: whoever restores its state draws the same batches.
    """

    def __init__(self, work: Path, scale: int, patch: int) -> None:
        self.scale, self.patch = scale, patch
        self.photos = self._load(work / "pictures" / "photos")
        self.paintings = self._load(work / "pictures" / "paintings")
        if not self.paintings:
            raise SystemExit(f"no pictures in {work}: prepare them first")
        self.photo_share = PHOTO_SHARE if self.photos else 0.0
        # Square root: large pictures hold more, but small ones are the more varied per pixel.
        weights = np.array([np.sqrt(pair.lr.size) for pair in self.photos])
        self.photo_odds = weights / weights.sum()

    def _load(self, folder: Path) -> list[Pair]:
        pairs = []
        for path in sorted(folder.glob("*.png")):
            with Image.open(path) as image:
                pair = Pair(*low_and_high(np.asarray(image), self.scale))
            if min(pair.lr.shape[:2]) >= self.patch:
                pairs.append(pair)
        return pairs

    def _cut(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """A random (LR, HR) patch; of two tries the busier one wins half of the time."""
        best, most = None, -1.0
        for _ in range(rng.integers(1, 3)):
            if rng.random() < self.photo_share:
                pair = self.photos[rng.choice(len(self.photos), p=self.photo_odds)]
            else:
                pair = self.paintings[rng.integers(len(self.paintings))]
            y = rng.integers(pair.lr.shape[0] - self.patch + 1)
            x = rng.integers(pair.lr.shape[1] - self.patch + 1)
            lr = pair.lr[y : y + self.patch, x : x + self.patch]
            busy = np.abs(np.diff(lr[..., 1].astype(np.int16), axis=0)).mean()
            if busy > most:
                y, x, side = y * self.scale, x * self.scale, self.patch * self.scale
                best, most = (lr, pair.hr[y : y + side, x : x + side]), busy
        return best

    def batch(self, rng: np.random.Generator, size: int) -> tuple[torch.Tensor, torch.Tensor]:
        """LR [size, 3, patch, patch] and HR [size, 3, patch*scale, patch*scale], 0..1."""
        lows, highs = [], []
        for _ in range(size):
            turns, mirrored = rng.integers(4), rng.random() < 0.5
            order = rng.permutation(3) if rng.random() < 0.5 else np.arange(3)
            negative = rng.random() < 0.1
            for patch, patches in zip(self._cut(rng), (lows, highs), strict=True):
                patch = np.rot90(patch[..., order], turns)
                patch = patch[:, ::-1] if mirrored else patch
                patches.append(255 - patch if negative else patch)
        return _tensor(lows), _tensor(highs)


def _tensor(patches: list[np.ndarray]) -> torch.Tensor:
    """uint8 [H, W, 3] patches as one float batch in 0..1, channels last in memory."""
    stack = torch.from_numpy(np.stack(patches)).permute(0, 3, 1, 2)
    return stack.to(torch.float32, memory_format=torch.channels_last).div_(255)
