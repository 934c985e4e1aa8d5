"""IoU after 1, 3 and 5 clicks: the first in the thing's middle, each other on what is most wrong.

Pictures are fed to the exported files as the studio feeds them: letterboxed at the top left.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from ..cutout.data import Composites
from ..cutout.evaluate import real_photographs
from .clicks import Prompt, corrected, middle
from .net import PLANES, SIDE
from .scenes import masks

CLICKS = (1, 3, 5)
LIMIT = 0.15  # seconds that a click may take, on two threads


class Clicker:
    def __init__(self, model: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.encoder, self.decoder = (
            onnxruntime.InferenceSession(
                model / f"{part}.onnx", options, providers=["CPUExecutionProvider"]
            )
            for part in ("encoder", "decoder")
        )
        self.seconds: list[float] = []

    def encode(self, square: np.ndarray) -> np.ndarray:
        """Of an RGB square [SIDE, SIDE, 3] uint8."""
        planes = square.transpose(2, 0, 1)[None] / np.float32(255)
        return self.encoder.run(None, {"image": planes})[0]

    def decode(self, embedding: np.ndarray, prompt: Prompt) -> np.ndarray:
        """The mask [SIDE, SIDE] as booleans."""
        started = time.perf_counter()
        inputs = {"embedding": embedding, "prompt": prompt.planes(PLANES)[None]}
        (logits,) = self.decoder.run(None, inputs)
        self.seconds.append(time.perf_counter() - started)
        return cv2.resize(logits[0, 0], (SIDE, SIDE), interpolation=cv2.INTER_LINEAR) > 0


def letterboxed(image: np.ndarray, alpha: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A BGR picture and its mask as they lie in the network's square; the picture as RGB."""
    scale = SIDE / max(image.shape[:2])
    sides = [max(1, round(length * scale)) for length in image.shape[1::-1]]
    square, mask = np.zeros((SIDE, SIDE, 3), np.uint8), np.zeros((SIDE, SIDE), bool)
    small = cv2.resize(image, sides, interpolation=cv2.INTER_AREA)[..., ::-1]
    square[: sides[1], : sides[0]] = small
    mask[: sides[1], : sides[0]] = cv2.resize(alpha, sides, interpolation=cv2.INTER_AREA) > 127
    return square, mask


def overlaps(clicker: Clicker, square: np.ndarray, mask: np.ndarray) -> list[float]:
    """IoU after as many clicks as CLICKS says."""
    embedding = clicker.encode(square)
    prompt, result = Prompt([middle(mask)]), []
    for click in range(1, max(CLICKS) + 1):
        found = clicker.decode(embedding, prompt)
        if click in CLICKS:
            result.append(float((found & mask).sum() / (found | mask).sum()))
        prompt = corrected(prompt, found, mask)
    return result


def held_out(folder: Path) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """One thing of every held-out scene."""
    scenes = Composites(folder)
    for index in range(len(scenes)):
        picture, things = scenes[index]
        found = masks(things)
        if found:
            yield np.ascontiguousarray(picture), found[index % len(found)]


def line(name: str, scores: list[list[float]]) -> str:
    means = np.mean(scores, axis=0)
    after = ", ".join(f"{c}: {m:.3f}" for c, m in zip(CLICKS, means, strict=True))
    return f"{name}, IoU after clicks {after}"


def report(cutout_work: Path, folder: Path, model: Path, threads: int) -> bool:
    """Prints the scores; whether a click is fast enough."""
    clicker = Clicker(model, threads)
    scores = [overlaps(clicker, *example) for example in held_out(folder)]
    print(line(f"{len(scores)} held-out scenes", scores), flush=True)
    examples = real_photographs(cutout_work)
    scores = [overlaps(clicker, *letterboxed(image, mask)) for _, image, mask in examples]
    print(line(f"{len(scores)} real photographs", scores))
    median = float(np.median(clicker.seconds))
    print(f"a click takes {median * 1000:.0f} ms")
    return median <= LIMIT
