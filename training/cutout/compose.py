"""Composites: objects set into backgrounds as a camera might have seen them, with their alpha.

Composite `index` of a seed is the same for the same library, whoever makes it. Pictures are
square, squeezed as much as photographs are when the network's input is made from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from . import surfaces
from .sources import split

KINDS = {"photo": 0.48, "render": 0.30, "drawn": 0.16, "shape": 0.06}
WHOLE = 0.12  # of the pictures are real photographs
SQUEEZE = 0.3  # spread of the logarithm of width to height


@lru_cache(maxsize=400)
def read_background(path: Path) -> np.ndarray:
    return cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)


@dataclass(frozen=True)
class Library:
    """What composites are made of; without any files they are made of drawn shapes."""

    objects: dict[str, list[list[Path]]]  # the views of each, by kind
    backgrounds: list[Path]
    photographs: list[Path]  # whole ones, with the subject's mask as alpha

    @staticmethod
    def of(work: Path, held_out: bool) -> Library:
        objects: dict[str, list[list[Path]]] = {}
        for kind in KINDS:
            groups: dict[str, list[Path]] = {}
            for path in split(sorted((work / "objects").glob(f"{kind}-*.png")), held_out):
                groups.setdefault(path.stem.rsplit("@", 1)[0], []).append(path)
            objects[kind] = list(groups.values())
        backgrounds = split(sorted((work / "backgrounds").glob("*.jpg")), held_out)
        photographs = [] if held_out else sorted((work / "photographs").glob("train-*.png"))
        return Library(objects, backgrounds, photographs)

    def object(self, rng: np.random.Generator) -> tuple[str, np.ndarray]:
        """Its kind and its straight RGBA, 0 to 1."""
        kind = str(rng.choice(list(KINDS), p=list(KINDS.values())))
        groups = self.objects.get(kind)
        if not groups:
            return "shape", surfaces.shape(rng, 256)
        # What has many views (people, animals, vehicles) is worth that many times more.
        weights = np.array([len(views) for views in groups])
        views = groups[int(rng.choice(len(groups), p=weights / weights.sum()))]
        image = cv2.imread(str(views[int(rng.integers(len(views)))]), cv2.IMREAD_UNCHANGED)
        return kind, cv2.cvtColor(image, cv2.COLOR_BGRA2RGBA).astype(np.float32) / 255

    def photo(self, rng: np.random.Generator, size: int) -> np.ndarray:
        """A part of a background, squeezed and sometimes mirrored."""
        if not self.backgrounds:
            return surfaces.surface(rng, size)
        image = read_background(self.backgrounds[int(rng.integers(len(self.backgrounds)))])
        height, width = image.shape[:2]
        share = rng.uniform(0.45, 1)
        squeeze = np.exp(rng.normal(0, SQUEEZE))
        h = int(min(height, min(height, width) * share * max(1, 1 / squeeze)))
        w = int(min(width, min(height, width) * share * max(1, squeeze)))
        y, x = int(rng.integers(height - h + 1)), int(rng.integers(width - w + 1))
        part = cv2.resize(image[y : y + h, x : x + w], (size, size), interpolation=cv2.INTER_AREA)
        return part[:, :: rng.choice([-1, 1])].astype(np.float32) / 255


def whole_photograph(
    rng: np.random.Generator, library: Library, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """A real photograph, more or less cropped, and its subject's alpha."""
    path = library.photographs[int(rng.integers(len(library.photographs)))]
    image = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    image = cv2.cvtColor(image, cv2.COLOR_BGRA2RGBA)[:, :: rng.choice([-1, 1])]
    height, width = image.shape[:2]
    left, top, wide, high = cv2.boundingRect(np.ascontiguousarray(image[..., 3]))
    x0, y0 = int(rng.uniform(-0.1, 1) * left), int(rng.uniform(-0.1, 1) * top)
    x1 = int(width - rng.uniform(-0.1, 1) * (width - left - wide))
    y1 = int(height - rng.uniform(-0.1, 1) * (height - top - high))
    part = image[max(0, y0) : y1, max(0, x0) : x1]
    part = cv2.resize(part, (size, size), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    return part[..., :3], defocused(part[..., 3], 0.8)


def defocused(image: np.ndarray, sigma: float) -> np.ndarray:
    return cv2.GaussianBlur(image, (0, 0), sigma) if sigma > 0.3 else image


def relit(rng: np.random.Generator, rgb: np.ndarray, strength: float) -> np.ndarray:
    """Other exposure, contrast, saturation and warmth."""
    saturation = float(np.exp(rng.normal(0, 0.4 * strength)))
    warmth = rng.normal(0, 0.1 * strength)
    gain = np.exp(rng.normal(0, 0.15 * strength)) * np.array([1 + warmth, 1, 1 - warmth])
    mix = saturation * np.eye(3) + (1 - saturation) / 3
    mixed = np.clip(cv2.transform(np.ascontiguousarray(rgb, np.float32), mix), 0, 1)
    curved = cv2.pow(mixed, float(np.exp(rng.normal(0, 0.35 * strength))))
    return np.clip(curved * gain.astype(np.float32), 0, 1)


def backdrop(rng: np.random.Generator, library: Library, size: int) -> tuple[np.ndarray, float]:
    """A background and the height of its ground's edge (1: none)."""
    choice = rng.random()
    if choice < 0.58:
        return relit(rng, library.photo(rng, size), 0.5), 1.0
    if choice < 0.73:
        return surfaces.gradient(rng, size), 1.0
    if choice < 0.78:
        return surfaces.surface(rng, size), 1.0
    # A wall and a floor or table.
    makers = (surfaces.gradient, surfaces.surface, lambda r, s: library.photo(r, s))
    wall, floor = (makers[int(rng.integers(3))](rng, size) for _ in range(2))
    wall = defocused(wall, rng.choice([0, rng.uniform(1, 8)]))
    edge = rng.uniform(0.3, 0.85)
    y, x = np.mgrid[:size, :size].astype(np.float32) / size
    below = ((y - edge + (x - 0.5) * rng.normal(0, 0.06)) * size / rng.uniform(0.7, 12)).clip(0, 1)
    return wall * (1 - below[..., None]) + floor * below[..., None], edge


def textured(rng: np.random.Generator, library: Library, image: np.ndarray) -> np.ndarray:
    """Gives a flat drawing some material and light."""
    size = 256
    material = library.photo(rng, size) if rng.random() < 0.6 else surfaces.surface(rng, size)
    grey = material.mean(-1)
    grey = cv2.resize(grey / (grey.mean() + 0.05), image.shape[1::-1])[..., None]
    amount = rng.uniform(0.1, 0.6)
    image[..., :3] = (image[..., :3] * (1 - amount + amount * grey)).clip(0, 1)
    slope = np.linspace(-1, 1, image.shape[int(rng.integers(2))])
    shade = 1 + rng.normal(0, 0.25) * slope
    shade = shade[None, :, None] if len(slope) == image.shape[1] else shade[:, None, None]
    image[..., :3] = (image[..., :3] * shade).clip(0, 1)
    return image


def hairy(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    """Adds strands of the object's own colours along its outline."""
    margin = 24
    image = cv2.copyMakeBorder(image, *[margin] * 4, cv2.BORDER_CONSTANT)
    solid = (image[..., 3] > 0.6).astype(np.uint8)
    contours, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return image
    contour = max(contours, key=len)[:, 0]
    middle = contour.mean(0)
    start, share = rng.integers(len(contour)), rng.uniform(0.2, 1)
    length = rng.uniform(4, 18)
    ink, strands = image[..., :3].copy(), np.zeros(solid.shape, np.uint8)
    for _ in range(int(len(contour) * share * rng.uniform(0.3, 1))):
        x, y = contour[(start + int(rng.random() * share * len(contour))) % len(contour)]
        out = np.array([x, y]) - middle
        out = out / (np.linalg.norm(out) + 1e-3)
        angle = rng.normal(0, 0.6)
        c, s = np.cos(angle), np.sin(angle)
        out = np.array([out[0] * c - out[1] * s, out[0] * s + out[1] * c])
        reach = length * rng.uniform(0.3, 1)
        tip = (int(x + out[0] * reach), int(y + out[1] * reach))
        inner = np.clip([y - out[1] * 3, x - out[0] * 3], 0, np.array(solid.shape) - 1).astype(int)
        colour = (image[inner[0], inner[1], :3] * rng.uniform(0.7, 1.2)).clip(0, 1)
        cv2.line(ink, (int(x), int(y)), tip, colour.tolist(), 2, cv2.LINE_AA)
        cv2.line(strands, (int(x), int(y)), tip, int(rng.integers(90, 255)), 1, cv2.LINE_AA)
    alpha = np.maximum(image[..., 3], strands / 255.0)
    outside = image[..., 3:] < 0.5
    return np.concatenate([np.where(outside, ink, image[..., :3]), alpha[..., None]], -1).astype(
        np.float32
    )


def harmonised(rng: np.random.Generator, layer: np.ndarray, scene: np.ndarray) -> np.ndarray:
    """Takes on part of the background's brightness, contrast and tint."""
    alpha = layer[..., 3:]
    totals = np.array(cv2.mean(layer))
    mean = (totals[:3] / (totals[3] + 1e-5)).astype(np.float32)
    centred = layer[..., :3] - mean * alpha
    spread = cv2.norm(centred) / np.sqrt(totals[3] * layer.size + 1e-3) + 0.02
    middle, deviation = cv2.meanStdDev(scene)
    share = rng.uniform(0, 0.5)
    gain = float(((deviation.mean() + 0.02) / spread) ** (share * 0.5))
    target = mean + (middle[:, 0].astype(np.float32) - mean) * np.float32(share * 0.7)
    moved = centred * np.float32(gain) + alpha * target
    return np.concatenate([np.clip(moved, 0, alpha), alpha], -1)


def placed(
    image: np.ndarray, size: int, width: float, height: float, middle: np.ndarray, angle: float
) -> np.ndarray:
    """A straight RGBA picture as a premultiplied layer, turned about its middle."""
    shrink = max(width / image.shape[1], height / image.shape[0])
    if shrink < 0.6:  # before it is warped, so that nothing flickers
        sides = (max(2, round(width)), max(2, round(height)))
        premultiplied = image.copy()
        premultiplied[..., :3] *= image[..., 3:]
        premultiplied = cv2.resize(premultiplied, sides, interpolation=cv2.INTER_AREA)
    else:
        premultiplied = image.copy()
        premultiplied[..., :3] *= image[..., 3:]
    h, w = premultiplied.shape[:2]
    c, s = np.cos(angle), np.sin(angle)
    turn = np.array([[c, -s], [s, c]]) @ np.diag([width / w, height / h])
    shift = middle - turn @ [w / 2, h / 2]
    matrix = np.concatenate([turn, shift[:, None]], 1)
    return cv2.warpAffine(premultiplied, matrix, (size, size), flags=cv2.INTER_LINEAR)


def over(below: np.ndarray, layer: np.ndarray) -> np.ndarray:
    return below * (1 - layer[..., 3:]) + layer[..., :3]


def prepared(
    rng: np.random.Generator, library: Library, squeeze: float
) -> tuple[np.ndarray, float]:
    """An object in some light, and its width to height as the squeezed picture shows it."""
    kind, image = library.object(rng)
    if rng.random() < 0.5:
        image = image[:, ::-1]
    image = np.ascontiguousarray(image)
    image[..., :3] = relit(rng, image[..., :3], 0.6)
    if kind == "drawn" and rng.random() < 0.35:  # other colours altogether
        image[..., :3] = image[..., rng.permutation(3)]
    if kind in ("drawn", "render") and rng.random() < 0.6:
        image = textured(rng, library, image)
    if rng.random() < 0.15:
        image = hairy(rng, image)
    return image, image.shape[1] / image.shape[0] * squeeze * np.exp(rng.normal(0, 0.08))


def extent(proportion: float, longest: float) -> tuple[float, float]:
    return (longest, longest / proportion) if proportion > 1 else (longest * proportion, longest)


def clutter(
    rng: np.random.Generator, library: Library, scene: np.ndarray, squeeze: float
) -> np.ndarray:
    """Things out of focus behind the subject."""
    size = len(scene)
    for _ in range(int(rng.integers(1, 6))):
        image, proportion = prepared(rng, library, squeeze)
        width, height = extent(proportion, size * rng.uniform(0.15, 0.8))
        middle = rng.uniform(-0.05, 1.05, 2) * size
        layer = placed(image, size, width, height, middle, rng.normal(0, 0.2))
        layer = harmonised(rng, layer, scene)
        scene = over(scene, layer)
    return defocused(scene, rng.uniform(2.5, 8) * size / 320)


def shadowed(rng: np.random.Generator, scene: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """A cast shadow, a contact shadow below, or both."""
    size = len(scene)
    dark = np.zeros_like(alpha)
    if rng.random() < 0.5:
        rows = np.flatnonzero(alpha.max(1) > 0.3)
        if len(rows):
            foot = rows[-1]
            flat, lean = (
                rng.uniform(0.05, 0.5) * rng.choice([-1, 1], p=[0.3, 0.7]),
                rng.normal(0, 0.6),
            )
            matrix = np.float32([[1, -lean, lean * foot], [0, flat, foot * (1 - flat)]])
            cast = cv2.warpAffine(alpha, matrix, (size, size))
            dark = defocused(cast, rng.uniform(1, 8)) * rng.uniform(0.15, 0.6)
    if rng.random() < 0.6:
        near = defocused(alpha, rng.uniform(3, 14))
        near = np.roll(near, (int(rng.integers(0, size // 20)), int(rng.integers(-12, 13))), (0, 1))
        dark = np.maximum(dark, near * rng.uniform(0.1, 0.5))
    return scene * (1 - dark[..., None])


def photographed(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    """What lens, sensor and file format add; uint8."""
    size = len(image)
    image = relit(rng, image, 0.5)
    if rng.random() < 0.3:  # light from one side
        y, x = np.mgrid[:size, :size].astype(np.float32) / size - 0.5
        angle = rng.uniform(0, 6.28)
        slope = x * float(np.cos(angle)) + y * float(np.sin(angle))
        image = image * (1 + rng.normal(0, 0.3) * slope)[..., None]
    if rng.random() < 0.4:
        image = defocused(image, rng.uniform(0.3, 1.3))
    if rng.random() < 0.05:
        kernel = np.zeros((9, 9), np.float32)
        cv2.line(kernel, (0, int(rng.integers(9))), (8, int(rng.integers(9))), 1.0)
        image = cv2.filter2D(image, -1, kernel / kernel.sum())
    if rng.random() < 0.04:
        image = np.repeat(image.mean(-1, keepdims=True), 3, -1)
    noise = rng.standard_normal(image.shape, np.float32) * np.float32(rng.uniform(0, 0.03))
    image = ((image + noise).clip(0, 1) * 255).astype(np.uint8)
    if rng.random() < 0.5:
        quality = int(rng.integers(35, 95))
        _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(image)


def compose(rng: np.random.Generator, library: Library, size: int) -> tuple[np.ndarray, np.ndarray]:
    """A picture [size, size, 3] and the alpha of its subject [size, size], both uint8."""
    if library.photographs and rng.random() < WHOLE:
        scene, subject = whole_photograph(rng, library, size)
        scene = relit(rng, scene, 0.5)
        return photographed(rng, scene), (subject.clip(0, 1) * 255).round().astype(np.uint8)
    squeeze = float(np.exp(rng.normal(0, SQUEEZE)))
    scene, edge = backdrop(rng, library, size)
    if rng.random() < 0.3:
        scene = clutter(rng, library, scene, squeeze)
    elif rng.random() < 0.4:
        scene = defocused(scene, rng.uniform(0.5, 7) * size / 320)
    subject = np.zeros((size, size), np.float32)
    count = int(rng.choice([1, 2, 3], p=[0.76, 0.17, 0.07]))
    centre = np.array([0.5, 0.5]) + rng.normal(0, 0.1, 2)
    main = float(np.exp(rng.uniform(np.log(0.42), np.log(1.1))))
    for number in range(count):
        image, proportion = prepared(rng, library, squeeze)
        longest = main * (rng.uniform(0.5, 1) if number else 1)
        middle = centre + (rng.uniform(-0.3, 0.3, 2) if number else 0)
        angle = rng.normal(0, 0.1) if rng.random() < 0.85 else rng.uniform(-3.14, 3.14)
        width, height = (v * size for v in extent(proportion, longest))
        close = rng.random()
        if close < 0.26:  # cut off by the lower edge, as people often are
            zoom = rng.uniform(1, 2.2 if height > width else 1.5)
            width, height, angle = width * zoom, height * zoom, angle * 0.3
            shown = min(rng.uniform(0.35, 0.95), rng.uniform(0.8, 1) * size / height)
            middle[1] = 1 + height / size * (0.5 - shown)
        elif close < 0.38:  # a close-up
            zoom = rng.uniform(1.4, 2.2)
            width, height = width * zoom, height * zoom
        elif edge < 1 and rng.random() < 0.7:  # standing on the ground
            middle[1] = min(0.99, edge + rng.uniform(0, 0.25)) - height / size / 2
        layer = placed(image, size, width, height, middle * size, angle)
        layer = harmonised(rng, layer, scene)
        if rng.random() < 0.7:
            scene = shadowed(rng, scene, layer[..., 3])
        scene = over(scene, layer)
        subject = subject * (1 - layer[..., 3]) + layer[..., 3]
    if rng.random() < 0.12:  # something small that is not the subject
        image, proportion = prepared(rng, library, squeeze)
        width, height = (v * size for v in extent(proportion, rng.uniform(0.06, 0.16)))
        middle = rng.uniform(0.02, 0.98, 2)
        middle[int(rng.integers(2))] = rng.choice([0.05, 0.95])
        layer = placed(image, size, width, height, middle * size, rng.normal(0, 0.3))
        scene, subject = over(scene, layer), subject * (1 - layer[..., 3])
    if rng.random() < 0.08:  # something out of focus before it
        image, proportion = prepared(rng, library, squeeze)
        width, height = (v * size for v in extent(proportion, rng.uniform(0.3, 0.9)))
        middle = rng.uniform(0, 1, 2)
        middle[1] = rng.uniform(0.95, 1.25)
        layer = defocused(placed(image, size, width, height, middle * size, 0.0), rng.uniform(2, 7))
        scene, subject = over(scene, layer), subject * (1 - layer[..., 3])
    return photographed(rng, scene), (subject.clip(0, 1) * 255).round().astype(np.uint8)
