"""Scores the exported ONNX files against bicubic enlargement, apart from any training.

PSNR-Y as in the super-resolution literature: each picture is cropped to a multiple of the scale
and reduced by the anti-aliased bicubic filter; the enlargement, rounded to 8 bits, is compared
with the original in BT.601 luma, without a border of `scale` pixels.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

from .data import low_and_high
from .export import SCALES, TOLERANCE, largest_difference
from .train import LUMA, checkpoint_path, load_network

# Gains over bicubic on the held-out pictures that a release has to reach, dB.
TARGETS = {2: 1.9, 4: 1.1}
SUFFIXES = {".bmp", ".jpeg", ".jpg", ".png", ".webp"}
TIMED_SIDE = 512


def psnr_y(found: np.ndarray, expected: np.ndarray, border: int) -> float:
    """Decibels between two [H, W, 3] uint8 pictures."""
    error = (found.astype(np.float64) - expected) @ np.array(LUMA)
    error = error[border:-border, border:-border]
    return float(10 * np.log10(255**2 / max(np.square(error).mean(), 1e-10)))


def enlarge(session: onnxruntime.InferenceSession, lr: np.ndarray) -> np.ndarray:
    """[H, W, 3] uint8 to [scale*H, scale*W, 3] uint8."""
    image = lr.astype(np.float32).transpose(2, 0, 1)[None] / 255
    (upscaled,) = session.run(None, {"image": image})
    return np.rint(upscaled[0].clip(0, 1).transpose(1, 2, 0) * 255).astype(np.uint8)


def open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def scores(
    session: onnxruntime.InferenceSession, scale: int, pictures: list[Path]
) -> list[tuple[float, float]]:
    """(bicubic, network) in dB for each picture."""
    found = []
    for path in pictures:
        with Image.open(path) as image:
            hr, lr = low_and_high(np.asarray(image.convert("RGB")), scale)
        size = (hr.shape[1], hr.shape[0])
        bicubic = np.asarray(Image.fromarray(lr).resize(size, Image.Resampling.BICUBIC))
        found.append((psnr_y(bicubic, hr, scale), psnr_y(enlarge(session, lr), hr, scale)))
    return found


def seconds_for_tile(session: onnxruntime.InferenceSession) -> float:
    """The best of three runs on a picture of TIMED_SIDE squared."""
    image = np.zeros((1, 3, TIMED_SIDE, TIMED_SIDE), np.float32)
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        session.run(None, {"image": image})
        best = min(best, time.perf_counter() - start)
    return best


def report(model: Path, images: Path, work: Path, held_to_targets: bool, threads: int = 2) -> bool:
    """Prints the scores of every scale; False where a target or the comparison was missed."""
    pictures = sorted(path for path in images.iterdir() if path.suffix.lower() in SUFFIXES)
    if not pictures:
        raise SystemExit(f"no pictures in {images}")
    met = True
    for scale in SCALES:
        path = model / f"x{scale}.onnx"
        session = open_session(path, threads)
        rows = scores(session, scale, pictures)
        for picture, (bicubic, network) in zip(pictures, rows, strict=True):
            print(f"x{scale} {picture.stem}: bicubic {bicubic:.2f} dB, network {network:.2f} dB")
        bicubic, network = np.mean(rows, axis=0)
        gain = network - bicubic
        line = f"x{scale} mean: bicubic {bicubic:.2f} dB, network {network:.2f} dB ({gain:+.2f})"
        if held_to_targets:
            reached = gain >= TARGETS[scale]
            met &= bool(reached)
            line += f", target {TARGETS[scale]:+.2f} {'met' if reached else 'MISSED'}"
        print(line)
        print(f"x{scale} {TIMED_SIDE}x{TIMED_SIDE}: {seconds_for_tile(session):.2f} s")
        checkpoint = checkpoint_path(work, scale)
        if checkpoint.exists():
            difference = largest_difference(path, load_network(checkpoint))
            same = difference <= TOLERANCE
            met &= same
            verdict = "same" if same else "NOT the same"
            print(f"x{scale} ONNX and {checkpoint.name}: {verdict} (off by {difference:.1e})")
        else:
            print(f"x{scale} ONNX and PyTorch: not compared, no {checkpoint.name}")
    return met
