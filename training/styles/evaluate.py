"""Measures the exported graphs: how long they take, and what they make of difficult pictures."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import numpy as np
import onnxruntime

from .looks import LOOKS

# Seconds for a megapixel on two threads that a release has to keep to.
TARGET = 1.5
TIMED_SIZE = (1024, 1024)
# Mean difference of 0..1 between a look and the picture, and between two looks.
LEAST_CHANGE, LEAST_APART = 0.02, 0.02


def open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def styled(session: onnxruntime.InferenceSession, picture: np.ndarray) -> np.ndarray:
    """[3, H, W] float32 to the same."""
    (result,) = session.run(None, {"image": picture[None]})
    return result[0]


def scene(height: int, width: int) -> np.ndarray:
    """A sky with a sun over waves, [3, H, W]: soft, sharp and fine parts in colour."""
    y, x = np.mgrid[0:height, 0:width] / max(height, width)
    sky = np.stack([0.9 - 0.5 * y, 0.6 - 0.1 * y, 0.45 + 0.4 * y])
    sky = np.where(np.hypot(x - 0.6, y - 0.25) < 0.12, [[[1.0]], [[0.85]], [[0.4]]], sky)
    waves = 0.5 + 0.25 * np.sin(40 * y + 6 * np.sin(9 * x)) + 0.2 * np.sin(150 * (x + y))
    sea = np.stack([0.3 * waves, 0.55 * waves, 0.75 * waves])
    return np.where(y > 0.45, sea, sky).clip(0, 1).astype(np.float32)


def difficult() -> dict[str, np.ndarray]:
    """Pictures that filters stumble over."""
    noise = np.random.default_rng(0).random((3, 96, 70), np.float32)
    fine = np.indices((3, 80, 81)).sum(axis=0).astype(np.float32) % 2
    flat = {f"flat {level}": np.full((3, 72, 64), level, np.float32) for level in (0, 0.5, 1)}
    others = {"noise": noise, "checks": fine, "strip": scene(64, 300), "odd": scene(131, 97)}
    return flat | others | {"overshoot": scene(75, 80) * 1.3 - 0.15}


def faults(name: str, session: onnxruntime.InferenceSession) -> list[str]:
    """What is wrong with a look's results."""
    found = []
    for kind, picture in difficult().items():
        first, second = styled(session, picture), styled(session, picture)
        if first.shape != picture.shape:
            found.append(f"{name}, {kind}: size {first.shape} instead of {picture.shape}")
        elif not np.isfinite(first).all() or first.min() < 0 or first.max() > 1:
            found.append(f"{name}, {kind}: not numbers from 0 to 1")
        if not np.array_equal(first, second):
            found.append(f"{name}, {kind}: another result the second time")
    return found


def seconds_per_megapixel(session: onnxruntime.InferenceSession) -> float:
    """The best of five runs, as others may use the machine too."""
    picture = scene(*TIMED_SIZE)
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        styled(session, picture)
        best = min(best, time.perf_counter() - start)
    return best * 1e6 / (TIMED_SIZE[0] * TIMED_SIZE[1])


def report(model: Path, held_to_target: bool, threads: int = 2) -> bool:
    """Prints the findings for every look; False where one is not as it should be."""
    found, results = [], {"the picture": scene(240, 320)}
    for look in LOOKS:
        session = open_session(model / f"{look.name}.onnx", threads)
        found += faults(look.name, session)
        results[look.name] = styled(session, results["the picture"])
        if held_to_target:
            seconds = seconds_per_megapixel(session)
            verdict = "met" if seconds <= TARGET else "MISSED"
            print(f"{look.name}: {seconds:.2f} s/megapixel, target {TARGET} {verdict}", flush=True)
            if seconds > TARGET:
                found.append(f"{look.name}: too slow")
    for one, other in itertools.combinations(results, 2):
        least = LEAST_CHANGE if one == "the picture" else LEAST_APART
        apart = float(np.abs(results[one] - results[other]).mean())
        if apart < least:
            found.append(f"{other} and {one} are alike: {apart:.3f} apart")
    for fault in found:
        print(fault)
    return not found
