"""Scores of the exported file: intersection over union, and mean difference of alpha.

The file is fed as the studio feeds it: the picture stretched to the network's square, its mask
brought back to the picture's size. Beside it stands GrabCut, told that the subject is anywhere
but in the picture's margin. Where the masks are GrabCut's own (`real.py`), and the photographs
those on which it does well, that comparison says nothing: it is printed, and does not count.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from ..upscaler import photos
from . import drawn, real
from .data import Composites, recipe
from .export import FILE
from .net import SEEN
from .sources import GCOMPRIS

MARGIN = 5  # percent of the picture that GrabCut takes for background
BASELINE_COMPOSITES = 60
CELL, COLUMNS = 150, 8

Example = tuple[str, np.ndarray, np.ndarray]  # name, BGR, alpha


class Matting:
    def __init__(self, model: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(
            model / FILE, options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, image: np.ndarray) -> np.ndarray:
        """The alpha of a BGR picture, 0 to 1."""
        larger = max(image.shape[:2]) > SEEN
        seen = cv2.resize(
            image, (SEEN, SEEN), interpolation=cv2.INTER_AREA if larger else cv2.INTER_LINEAR
        )
        planes = cv2.cvtColor(seen, cv2.COLOR_BGR2RGB).transpose(2, 0, 1)[None] / np.float32(255)
        (logits,) = self.session.run(None, {"picture": planes})
        mask = 1 / (1 + np.exp(-logits[0, 0]))
        return cv2.resize(mask, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def grabcut(image: np.ndarray) -> np.ndarray:
    box = (MARGIN, MARGIN, 100 - MARGIN, 100 - MARGIN)
    return real.within(image, box).astype(np.float32) / 255


def score(found: np.ndarray, alpha: np.ndarray) -> tuple[float, float]:
    """Intersection over union at one half, and mean absolute difference."""
    wanted = alpha.astype(np.float32) / 255
    a, b = found > 0.5, wanted > 0.5
    either = (a | b).sum()
    return float((a & b).sum() / either) if either else 1.0, float(np.abs(found - wanted).mean())


def mean(scores: Iterable[tuple[float, float]]) -> str:
    iou, mae = np.mean(list(scores), axis=0)
    return f"IoU {iou:.3f}, MAE {mae:.3f}"


def composites(work: Path) -> list[Example]:
    held_out = Composites(recipe(work, held_out=True).folder)
    examples = (held_out[index] for index in range(len(held_out)))
    return [(str(i), rgb[..., ::-1].copy(), alpha) for i, (rgb, alpha) in enumerate(examples)]


def real_photographs(work: Path) -> list[Example]:
    """Those of GCompris that training never saw, and those drawn by hand."""
    pictures = work.parent
    photos.fetch(pictures)
    rcc = GCOMPRIS.unpack(work / "packages") / "usr/share/gcompris-qt/rcc"
    boxed = list(real.photographs(rcc, real.HELD_OUT))
    return boxed + drawn.photographs(pictures / "photos")


def sheet(matting: Matting, examples: list[Example], path: Path) -> None:
    """Every picture above what the network cuts out of it, on a chequered ground."""
    cells = []
    y, x = np.indices((CELL, CELL)) // 10
    tiles = np.where((x + y) % 2, 200, 245).astype(np.float32)[..., None]
    for _, image, _ in examples:
        alpha = cv2.resize(matting(image), (CELL, CELL), interpolation=cv2.INTER_AREA)[..., None]
        small = cv2.resize(image, (CELL, CELL), interpolation=cv2.INTER_AREA)
        cells.append(
            np.concatenate([small, (small * alpha + tiles * (1 - alpha)).astype(np.uint8)])
        )
    blank = np.full_like(cells[0], 255)
    cells += [blank] * (-len(cells) % COLUMNS)
    rows = [np.concatenate(cells[i : i + COLUMNS], 1) for i in range(0, len(cells), COLUMNS)]
    cv2.imwrite(str(path), np.concatenate(rows), [cv2.IMWRITE_JPEG_QUALITY, 82])


def report(work: Path, model: Path, threads: int) -> bool:
    """Prints the scores; whether the network beats GrabCut wherever that can be compared."""
    matting = Matting(model, threads)
    started = time.perf_counter()
    matting(np.zeros((SEEN, SEEN, 3), np.uint8))
    print(f"first run {time.perf_counter() - started:.2f} s", flush=True)
    held_out = composites(work)
    print(
        f"{len(held_out)} held-out composites: {mean(score(matting(i), a) for _, i, a in held_out)}"
    )
    few = held_out[:BASELINE_COMPOSITES]
    ours = [score(matting(image), alpha) for _, image, alpha in few]
    theirs = [score(grabcut(image), alpha) for _, image, alpha in few]
    print(f"  {len(few)} of them: {mean(ours)}; GrabCut {mean(theirs)}", flush=True)
    better = np.mean(ours, 0)[0] > np.mean(theirs, 0)[0]

    examples = real_photographs(work)
    ours = [score(matting(image), mask) for _, image, mask in examples]
    theirs = [score(grabcut(image), mask) for _, image, mask in examples]
    for (name, _, _), (iou, mae), (other, _) in zip(examples, ours, theirs, strict=True):
        print(f"  {name}: IoU {iou:.3f}, MAE {mae:.3f}; GrabCut {other:.3f}")
    count = len(drawn.MASKS)
    print(f"{len(examples)} real photographs: {mean(ours)}; GrabCut {mean(theirs)}")
    print(f"  {count} with drawn masks: {mean(ours[-count:])}; GrabCut {mean(theirs[-count:])}")
    print(
        f"  {len(ours) - count} with GrabCut's own masks, which flatters it: "
        f"{mean(ours[:-count])}; GrabCut {mean(theirs[:-count])}"
    )
    sheet(matting, examples, model / "sheet.jpg")
    return bool(better and np.mean(ours[-count:], 0)[0] > np.mean(theirs[-count:], 0)[0])
