"""Pictures of several things, and a plane that says which pixel belongs to which."""

from __future__ import annotations

import numpy as np

from ..cutout.compose import (
    SQUEEZE,
    Library,
    backdrop,
    clutter,
    defocused,
    extent,
    harmonised,
    over,
    photographed,
    placed,
    prepared,
    relit,
    shadowed,
    whole_photograph,
)

WHOLE = 0.1  # of the pictures are real photographs
MOST = 6
SMALLEST = 0.002  # of the picture; what is seen of a thing beyond others


def scene(rng: np.random.Generator, library: Library, size: int) -> tuple[np.ndarray, np.ndarray]:
    """A picture [size, size, 3] and its things [size, size], 0 for none, both uint8.

    As the studio letterboxes pictures, the right or lower part may be black.
    """
    if library.photographs and rng.random() < WHOLE:
        picture, alpha = whole_photograph(rng, library, size)
        picture, things = photographed(rng, relit(rng, picture, 0.5)), alpha > 0.5
        return letterboxed(rng, picture, things.astype(np.uint8))
    squeeze = float(np.exp(rng.normal(0, SQUEEZE)))
    ground, edge = backdrop(rng, library, size)
    if rng.random() < 0.2:
        ground = clutter(rng, library, ground, squeeze)
    elif rng.random() < 0.3:
        ground = defocused(ground, rng.uniform(0.5, 6) * size / 320)
    things = np.zeros((size, size), np.uint8)
    for number in range(1, int(rng.integers(1, MOST + 1)) + 1):
        image, proportion = prepared(rng, library, squeeze)
        longest = np.exp(rng.uniform(np.log(0.12), np.log(0.9)))
        width, height = (side * size for side in extent(proportion, longest))
        middle = rng.uniform(0.05, 0.95, 2)
        if edge < 1 and rng.random() < 0.6:
            middle[1] = min(0.99, edge + rng.uniform(0, 0.3)) - height / size / 2
        angle = rng.normal(0, 0.12) if rng.random() < 0.8 else rng.uniform(-3.14, 3.14)
        layer = placed(image, size, width, height, middle * size, angle)
        layer = harmonised(rng, layer, ground)
        if rng.random() < 0.6:
            ground = shadowed(rng, ground, layer[..., 3])
        ground = over(ground, layer)
        things[layer[..., 3] > 0.5] = number
    return letterboxed(rng, photographed(rng, ground), things)


def letterboxed(
    rng: np.random.Generator, picture: np.ndarray, things: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    share = rng.uniform(0.5, 1)
    shape = rng.random()
    size = len(picture)
    if shape < 0.35:
        picture[int(size * share) :], things[int(size * share) :] = 0, 0
    elif shape < 0.7:
        picture[:, int(size * share) :], things[:, int(size * share) :] = 0, 0
    return picture, things


def masks(things: np.ndarray) -> list[np.ndarray]:
    """The masks of everything large enough, as booleans."""
    found = (things == number for number in np.unique(things) if number)
    return [mask for mask in found if mask.mean() > SMALLEST]
