"""The four styles: what happens to a picture after its shapes are painted.

Flat pictures stay as they are. Posters are drawn with outlines and bands of colour already (see
`canvas` and `sky`) and get fewer tones and the grain of print here.
"""

from __future__ import annotations

import cv2
import numpy as np

from .attributes import Style
from .canvas import Array, noise

PIXEL_BLOCKS = 64  # along each side, so blocks of 8 pixels at 512
PIXEL_COLOURS = 32
BAYER = (
    np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) / 16 - 0.47
)
PAPER = np.array((252, 248, 240), np.float32)


def flat(picture: Array, rng) -> Array:
    return picture


def watercolour(picture: Array, rng) -> Array:
    """Wobbling outlines, washes that pool at their edges, paper that shows through."""
    side = picture.shape[0]
    shape = (side, side)
    yy, xx = np.mgrid[0:side, 0:side].astype(np.float32)
    reach = side * 0.016
    dx, dy = noise(rng, 12, shape, 3) - 0.5, noise(rng, 12, shape, 3) - 0.5
    bent = cv2.remap(
        picture,
        xx + dx * reach * 2,
        yy + dy * reach * 2,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    kernel = max(3, round(side / 110) | 1)
    washes = cv2.medianBlur(bent, min(kernel, 9)).astype(np.float32)
    soft = cv2.blur(cv2.blur(washes, (kernel * 3, kernel * 3)), (kernel * 3, kernel * 3))
    bleed = np.clip((noise(rng, 7, shape, 3) - 0.5) * 5, 0, 0.5)[..., None]
    washes += (soft - washes) * bleed
    # Pigment gathers where a wash ends: dark rims beside every lighter neighbour.
    level = washes @ np.array((0.3, 0.55, 0.15), np.float32)
    rim = np.clip(cv2.blur(level, (kernel * 2 + 1, kernel * 2 + 1)) - level, 0, 40) / 40
    washes *= (1 - 0.38 * rim)[..., None]
    pools = noise(rng, 5, shape, 4)
    grain = noise(rng, 90, shape, 2)
    thin = 0.05 + 0.36 * np.clip(pools - 0.34, 0, 1) + 0.16 * np.clip(grain - 0.5, 0, 1)
    washes += (PAPER - washes) * thin[..., None]
    washes *= (1 + 0.06 * (grain - 0.5))[..., None]
    # The painted area ends in a ragged edge inside the sheet.
    border = np.minimum(np.minimum(xx, side - 1 - xx), np.minimum(yy, side - 1 - yy)) / side
    ragged = border - 0.022 - 0.035 * (noise(rng, 9, shape, 4) - 0.35)
    inside = np.clip(ragged * 70, 0, 1)[..., None]
    edge = np.exp(-((ragged - 0.006) ** 2) / 0.00004)[..., None]
    washes *= 1 - 0.16 * edge
    return np.clip(PAPER * (1 - 0.03 * grain[..., None]) * (1 - inside) + washes * inside, 0, 255)


def pixel(picture: Array, rng) -> Array:
    """A grid of blocks in a small palette, dithered in an ordered pattern."""
    side = picture.shape[0]
    blocks = min(side, PIXEL_BLOCKS)
    small = cv2.resize(picture, (blocks, blocks), interpolation=cv2.INTER_AREA)
    # Averaging mutes colours; pixel artists would not.
    level = small.mean(2, keepdims=True)
    small = np.clip(level + (small - level) * 1.14, 0, 255).astype(np.float32)
    palette = _palette(small, PIXEL_COLOURS)
    tiled = np.tile(BAYER, (-(-blocks // 4), -(-blocks // 4)))[:blocks, :blocks, None]
    dithered = (small + tiled * 13).reshape(-1, 3)
    nearest = _nearest(dithered, palette)
    found = palette[nearest].reshape(blocks, blocks, 3).astype(np.uint8)
    return cv2.resize(found, (side, side), interpolation=cv2.INTER_NEAREST)


def _nearest(points: Array, palette: Array) -> Array:
    """The index of the palette's colour that is closest to each point."""
    return ((palette**2).sum(1) - 2 * points @ palette.T).argmin(1)


def _palette(picture: Array, colours: int) -> Array:
    """Median cut, refined by two rounds of k-means: [colours, 3] float32."""
    boxes = [picture.reshape(-1, 3)]
    while len(boxes) < colours:
        spans = [np.ptp(b, 0).max() * len(b) ** 0.25 if len(b) > 1 else -1.0 for b in boxes]
        widest = boxes.pop(int(np.argmax(spans)))
        channel = int(np.ptp(widest, 0).argmax())
        order = widest[widest[:, channel].argsort(kind="stable")]
        boxes += [order[: len(order) // 2], order[len(order) // 2 :]]
    palette = np.stack([b.mean(0) for b in boxes if len(b)])
    points = picture.reshape(-1, 3)
    for _ in range(2):
        nearest = _nearest(points, palette)
        for k in range(len(palette)):
            if (mine := points[nearest == k]).size:
                palette[k] = mine.mean(0)
    return palette.astype(np.float32)


def poster(picture: Array, rng) -> Array:
    """A few flat tones, pushed apart, on coarse grain."""
    side = picture.shape[0]
    # Brightness is cut into steps and the hue kept, or dark greys would turn green and red.
    values = np.maximum(np.arange(256, dtype=np.float32), 1)
    steps = np.clip((np.rint(values / 255 * 10) / 10 * 255 - 128) * 1.06 + 132, 14, 252)
    gain = (steps / values).astype(np.float32)
    brightest = picture.max(2)
    tones = picture * np.minimum(gain[brightest], 2.5)[..., None]
    tones += (tones * (1.02, 0.99, 0.9) + (6, 4, 0) - tones) * 0.6
    grain = noise(rng, 160, (side, side), 1) - 0.5
    return np.clip(tones + grain[..., None] * 15, 0, 255)


STYLES = {
    Style.FLAT: flat,
    Style.WATERCOLOUR: watercolour,
    Style.PIXEL: pixel,
    Style.POSTER: poster,
}
OUTLINES = {Style.POSTER: 0.0052}
