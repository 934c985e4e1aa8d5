"""Procedural surfaces and shapes: what composites use beside photographs."""

from __future__ import annotations

import cv2
import numpy as np


def noise(rng: np.random.Generator, size: int, finest: int = 2) -> np.ndarray:
    """Smooth noise of several scales, 0 to 1, [size, size]."""
    total = np.zeros((size, size), np.float32)
    cells, strength = int(rng.integers(2, 6)), 1.0
    persistence = rng.uniform(0.4, 0.8)
    while cells * finest <= size:
        grid = rng.random((cells + 1, cells + 1), np.float32)
        total += strength * cv2.resize(grid, (size, size), interpolation=cv2.INTER_CUBIC)
        cells, strength = cells * 2, strength * persistence
    low, high = total.min(), total.max()
    return (total - low) / (high - low + 1e-6)


def colours(rng: np.random.Generator, count: int) -> np.ndarray:
    """Colours that go together: around one, with some contrast."""
    base = rng.random(3)
    base = base.mean() + (base - base.mean()) * rng.uniform(0.1, 1)
    return (base + rng.normal(0, rng.uniform(0.05, 0.25), (count, 3))).clip(0, 1).astype(np.float32)


def stripes(rng: np.random.Generator, size: int) -> np.ndarray:
    y, x = np.mgrid[:size, :size].astype(np.float32) / size
    angle, count = rng.uniform(0, np.pi), rng.uniform(2, 40)
    wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * count * 6.28)
    if rng.random() < 0.5:
        wave *= np.sin((y * np.cos(angle) - x * np.sin(angle)) * count * 6.28)
    return (wave * rng.uniform(1, 8)).clip(-1, 1) * 0.5 + 0.5


def surface(rng: np.random.Generator, size: int) -> np.ndarray:
    """A material: RGB [size, size, 3], 0 to 1."""
    mix = noise(rng, size) if rng.random() < 0.75 else stripes(rng, size)
    mix = ((mix - 0.5) * rng.uniform(0.5, 3) + 0.5).clip(0, 1)[..., None]
    first, second, third = colours(rng, 3)
    result = first * mix + second * (1 - mix)
    if rng.random() < 0.4:
        spots = (noise(rng, size) > rng.uniform(0.5, 0.8)).astype(np.float32)[..., None]
        result = result * (1 - spots) + third * spots
    grain = rng.normal(0, rng.uniform(0, 0.05), (size, size, 1)).astype(np.float32)
    return (result + grain).clip(0, 1)


def gradient(rng: np.random.Generator, size: int) -> np.ndarray:
    """A plain studio backdrop: light that falls off, mostly bright and grey."""
    y, x = np.mgrid[:size, :size].astype(np.float32) / size
    tone = rng.beta(3, 1.2) if rng.random() < 0.7 else rng.random()
    base = (tone + rng.normal(0, rng.choice([0.01, 0.12]), 3)).clip(0, 1)
    angle = rng.uniform(0, 2 * np.pi)
    slope = (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)
    far = np.hypot(x - rng.uniform(0.2, 0.8), y - rng.uniform(0.1, 0.9))
    shade = 1 + rng.normal(0, 0.12) * slope - rng.uniform(0, 0.4) * far**2
    return (base * shade[..., None]).clip(0, 1).astype(np.float32)


def outline(rng: np.random.Generator, size: int) -> np.ndarray:
    """A closed wobbling curve as a mask of 0 to 1."""
    t = np.linspace(0, 2 * np.pi, 160, endpoint=False)
    radius = np.ones_like(t)
    for order in range(1, int(rng.integers(2, 9))):
        radius += rng.normal(0, 0.4 / order) * np.cos(order * t + rng.uniform(0, 6.28))
    radius = radius.clip(0.2, 2)
    if rng.random() < 0.3:  # something made by people
        corners = rng.integers(3, 7)
        radius = 1 / np.cos((t % (2 * np.pi / corners)) - np.pi / corners)
    x, y = radius * np.cos(t), radius * np.sin(t) * rng.uniform(0.4, 1)
    angle, reach = rng.uniform(0, 6.28), size * 0.46 / max(np.abs(x).max(), np.abs(y).max(), 1)
    turned = np.stack(
        [x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)]
    )
    points = (turned.T * reach + size / 2) * 16
    mask = np.zeros((size, size), np.uint8)
    cv2.fillPoly(mask, [points.round().astype(np.int32)], 255, cv2.LINE_AA, shift=4)
    return mask.astype(np.float32) / 255


def shape(rng: np.random.Generator, size: int) -> np.ndarray:
    """An object of one to five parts, each of a material, with rounded shading: straight RGBA."""
    colour = np.zeros((size, size, 3), np.float32)
    whole = np.zeros((size, size), np.float32)
    for part in range(int(rng.integers(1, 6))):
        mask = outline(rng, size)
        if part:
            scale, shift = rng.uniform(0.25, 0.7), rng.uniform(-0.2, 0.2, 2) * size
            middle = size / 2 * (1 - scale)
            place = np.float32([[scale, 0, middle + shift[0]], [0, scale, middle + shift[1]]])
            mask = cv2.warpAffine(mask, place, (size, size), flags=cv2.INTER_LINEAR)
        material = surface(rng, size)
        if rng.random() < 0.8:
            depth = cv2.GaussianBlur(mask, (0, 0), size * rng.uniform(0.04, 0.12))
            slope = np.roll(depth, rng.integers(-size // 12, size // 12 + 1, 2), (0, 1))
            material = material * (0.4 + 0.75 * slope)[..., None]
        colour = colour * (1 - mask[..., None]) + material * mask[..., None]
        whole = np.maximum(whole, mask)
    return np.concatenate([colour.clip(0, 1), whole[..., None]], -1)
