"""Clicks as people make them, and the planes in which the decoder gets them."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

SIGMA = 1.5  # of a click, in pixels of the planes


@dataclass
class Prompt:
    """Clicks as (x, y) and a box as (left, top, right, bottom), in shares of the square."""

    positive: list[tuple[float, float]] = field(default_factory=list)
    negative: list[tuple[float, float]] = field(default_factory=list)
    box: tuple[float, float, float, float] | None = None

    def planes(self, side: int) -> np.ndarray:
        """[3, side, side] as the studio makes them."""
        centres = np.arange(side, dtype=np.float32) + 0.5
        result = np.zeros((3, side, side), np.float32)
        for plane, clicks in zip(result, (self.positive, self.negative), strict=False):
            for x, y in clicks:
                across = np.exp(-((centres - x * side) ** 2) / (2 * SIGMA**2))
                down = np.exp(-((centres - y * side) ** 2) / (2 * SIGMA**2))
                np.maximum(plane, down[:, None] * across, out=plane)
        if self.box is not None:
            left, top, right, bottom = (value * side for value in self.box)
            rows = (centres >= top) & (centres < bottom)
            columns = (centres >= left) & (centres < right)
            result[2] = rows[:, None] & columns
        return result


def middle(region: np.ndarray) -> tuple[float, float]:
    """The point of a region farthest from its edge, in shares of the square."""
    distance = cv2.distanceTransform(np.pad(region, 1).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1]
    y, x = np.unravel_index(int(distance.argmax()), distance.shape)
    return (x + 0.5) / region.shape[1], (y + 0.5) / region.shape[0]


def somewhere(rng: np.random.Generator, region: np.ndarray) -> tuple[float, float]:
    """A point of a region, rarely close to its edge."""
    distance = cv2.distanceTransform(np.pad(region, 1).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1]
    inner = np.flatnonzero(distance > distance.max() * rng.uniform(0, 0.7))
    y, x = np.unravel_index(int(inner[rng.integers(len(inner))]), distance.shape)
    return (x + rng.random()) / region.shape[1], (y + rng.random()) / region.shape[0]


def first(rng: np.random.Generator, mask: np.ndarray) -> Prompt:
    """A click on the thing, a box around it, or both."""
    kind = rng.random()
    prompt = Prompt()
    if kind < 0.25:
        rows, columns = (np.flatnonzero(mask.any(axis)) for axis in (1, 0))
        sides = np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]) / len(mask)
        spread = np.tile(sides[2:] - sides[:2], 2)
        left, top, right, bottom = (sides + rng.normal(0, 0.04, 4) * spread).clip(0, 1)
        prompt.box = (float(left), float(top), float(right), float(bottom))
    if kind > 0.1:
        prompt.positive.append(somewhere(rng, mask))
    return prompt


def corrected(
    prompt: Prompt, found: np.ndarray, mask: np.ndarray, rng: np.random.Generator | None = None
) -> Prompt:
    """One more click, on the largest of what is wrong; in its middle if there is no `rng`."""
    worst, region, wanted = 0, None, True
    for wrong, positive in ((mask & ~found, True), (found & ~mask, False)):
        count, labels, stats, _ = cv2.connectedComponentsWithStats(wrong.astype(np.uint8))
        for label in range(1, count):
            if stats[label, cv2.CC_STAT_AREA] > worst:
                worst, region, wanted = stats[label, cv2.CC_STAT_AREA], labels == label, positive
    if region is None:
        return prompt
    click = middle(region) if rng is None else somewhere(rng, region)
    more = Prompt([*prompt.positive], [*prompt.negative], prompt.box)
    (more.positive if wanted else more.negative).append(click)
    return more
