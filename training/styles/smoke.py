"""Tries everything offline, in a temporary folder, in seconds.

Compares the filters with OpenCV and NumPy, exports twice and expects the same bytes, and puts
every look through the difficult pictures.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from .evaluate import report, scene
from .export import export_model
from .filters import blur, flow, gradients, kuwahara, luma
from .graph import Graph, Value
from .patterns import white_noise

TOLERANCE = 1e-4  # of a range of 1


def result(draw: Callable[[Value], Value], picture: np.ndarray, channels: int = 3) -> np.ndarray:
    """What an expression makes of [3, H, W]: [channels, H, W]."""
    graph = Graph()
    data = graph.model("filter", draw(graph.image), channels).SerializeToString()
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    return session.run(None, {"image": picture[None].astype(np.float32)})[0][0]


def close(what: str, found: np.ndarray, expected: np.ndarray, tolerance: float = TOLERANCE) -> None:
    off = float(np.abs(found - expected).max())
    if not off <= tolerance:
        raise SystemExit(f"{what} is off by {off:.1e}")


def check_filters() -> None:
    picture = scene(90, 121)
    planes = picture.transpose(1, 2, 0)
    expected = cv2.GaussianBlur(planes, (13, 13), 2.0, borderType=cv2.BORDER_REPLICATE)
    close("blur", result(lambda image: blur(image, 2.0), picture), expected.transpose(2, 0, 1))

    grey = planes @ np.array([0.299, 0.587, 0.114], np.float32)
    sobel = [
        cv2.Sobel(grey, cv2.CV_32F, *order, scale=1 / 8, borderType=cv2.BORDER_REPLICATE)
        for order in ((1, 0), (0, 1))
    ]
    close("gradients", result(lambda image: gradients(luma(image)), picture, 2), np.stack(sobel))

    # Stripes that fall by 30 degrees: edges run along them, everywhere.
    y, x = np.mgrid[0:80, 0:100].astype(np.float32)
    angle = np.radians(30)
    stripes = 0.5 + 0.4 * np.sin(0.4 * (y * np.cos(angle) - x * np.sin(angle)))
    found = result(lambda image: flow(luma(image), 3.0), np.stack([stripes] * 3), 2)
    found = found[:, 12:-12, 12:-12]
    direction = np.array([np.cos(2 * angle), np.sin(2 * angle)]).reshape(2, 1, 1)
    close("flow", found, np.broadcast_to(direction, found.shape), 0.1)

    # An edge between two flat halves stays where and as sharp as it is.
    halves = np.where(x < 50, 0.2, 0.8).astype(np.float32)
    found = result(lambda image: kuwahara(image, 6), np.stack([halves] * 3))
    close("kuwahara", found, np.broadcast_to(halves, found.shape), 0.02)

    noise = result(lambda image: white_noise(image.graph), picture, 1)
    if abs(noise.mean() - 0.5) > 0.02 or abs(noise.std() - 12**-0.5) > 0.02:
        raise SystemExit(f"noise has mean {noise.mean():.3f} and deviation {noise.std():.3f}")


def run() -> None:
    check_filters()
    with tempfile.TemporaryDirectory(prefix="styles-smoke-") as folder:
        first, second = Path(folder, "first"), Path(folder, "second")
        for model in (first, second):
            export_model(model)
        if any(path.read_bytes() != (second / path.name).read_bytes() for path in first.iterdir()):
            raise SystemExit("two exports differ")
        if not report(first, held_to_target=False):
            raise SystemExit("the looks are not as they should be")
    print("smoke: all looks work")
