"""Puts a scene's objects where they belong: size, grouping, islets, shadows and reflections."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from . import buildings, craft, living
from .attributes import Kind, Lane, Object, Place, Position, Size, lane
from .canvas import Canvas, Pen, Rgb, mix
from .light import PAINTS, Light

K = Kind
Drawer = Callable[[Pen, np.random.Generator, Light, Rgb], None]
# How to draw a kind, its height as a share of the picture, and how wide it is for its height.
DRAWERS: dict[Kind, tuple[Drawer, float, float]] = {
    K.HOUSE: (buildings.house, 0.24, 1.16),
    K.LIGHTHOUSE: (buildings.lighthouse, 0.34, 0.6),
    K.WINDMILL: (buildings.windmill, 0.34, 0.95),
    K.CASTLE: (buildings.castle, 0.28, 1.08),
    K.TENT: (buildings.tent, 0.2, 1.3),
    K.CAR: (buildings.car, 0.2, 1.36),
    K.TREE: (living.tree, 0.32, 0.66),
    K.PINE: (living.pine, 0.34, 0.56),
    K.PALM: (living.palm, 0.36, 0.95),
    K.CACTUS: (living.cactus, 0.27, 0.7),
    K.FLOWER: (living.flower, 0.23, 0.6),
    K.MUSHROOM: (living.mushroom, 0.19, 0.92),
    K.CAT: (living.cat, 0.21, 0.7),
    K.RABBIT: (living.rabbit, 0.2, 0.52),
    K.SHEEP: (living.sheep, 0.2, 1.05),
    K.SNOWMAN: (living.snowman, 0.25, 0.8),
    K.BOAT: (craft.boat, 0.24, 1.08),
    K.SWAN: (living.swan, 0.17, 1.1),
    K.WHALE: (living.whale, 0.2, 1.7),
    K.BALLOON: (craft.balloon, 0.24, 0.8),
    K.BIRD: (craft.bird, 0.13, 1.3),
    K.KITE: (craft.kite, 0.2, 0.7),
    K.AIRPLANE: (craft.airplane, 0.17, 1.6),
    K.ROCKET: (craft.rocket, 0.28, 0.76),
    K.PLANET: (craft.planet, 0.22, 1.4),
    K.UFO: (craft.ufo, 0.16, 1.32),
}
CENTRES = {Position.LEFT: 0.2, Position.CENTRE: 0.5, Position.RIGHT: 0.8}
SCALES = {Size.SMALL: 0.7, Size.MEDIUM: 1.0, Size.LARGE: 1.42}
CROWD = {1: 1.0, 2: 0.8, 3: 0.68}
# Where feet stand, from far to near.
FEET: dict[Lane, tuple[float, float]] = {
    Lane.GROUND: (0.86, 0.93),
    Lane.WATER: (0.76, 0.86),
    Lane.SKY: (0.24, 0.36),
    Lane.SPACE: (0.5, 0.66),
}
WATER_AT = {Place.SEA: (0.74, 0.86), Place.BEACH: (0.62, 0.64), Place.LAKE: (0.68, 0.74)}
FACELESS = frozenset({K.HOUSE, K.CASTLE, K.LIGHTHOUSE, K.TREE, K.PINE, K.SNOWMAN, K.BALLOON})


def put(
    canvas: Canvas, rng, light: Light, place: Place, thing: Object
) -> list[tuple[float, Callable]]:
    """The drawings of one object's members, each with its depth so that near covers far."""
    drawer, height, aspect = DRAWERS[thing.kind]
    where = lane(thing.kind, place)
    unit = height * SCALES[thing.size] * CROWD[thing.count]
    lo, hi = WATER_AT[place] if where is Lane.WATER else FEET[where]
    if place is Place.SEA and where is Lane.GROUND:
        lo, hi = 0.74, 0.8
    if where is Lane.WATER and place is not Place.SEA:
        unit *= 0.72
    if where is Lane.SKY:  # sky objects hang by their middle, and none leaves the picture
        middle = rng.uniform(0.19, 0.27)
        lo = hi = max(middle + unit / 2, 1.12 * unit + 0.02)
    step = min(unit * aspect * 1.02, 0.165 if thing.count == 3 else 0.23)
    spread = (np.arange(thing.count) - (thing.count - 1) / 2) * step
    reach = unit * aspect / 2 + spread[-1]
    centre = float(
        np.clip(CENTRES[thing.position] + rng.uniform(-0.03, 0.03), reach + 0.015, 0.985 - reach)
    )
    if reach > 0.48:
        centre = 0.5
    colour = light.thing(PAINTS[thing.colour] if thing.colour else (255, 255, 255))
    level, flip = rng.uniform(lo, hi), bool(rng.random() < 0.5) and thing.kind not in FACELESS
    drawings = []
    for i, offset in enumerate(spread):
        rise = (
            0.0
            if thing.count == 1
            else (0.018, -0.022, 0.01)[i] * (2.2 if where is Lane.SKY else 1)
        )
        x, y = centre + offset, level + rise
        own = np.random.default_rng(rng.integers(2**32))
        size = unit * own.uniform(0.95, 1.05)

        def draw(x=x, y=y, size=size, own=own) -> None:
            _stand(canvas, light, place, where, x, y, size, aspect)
            _cast(
                canvas,
                light,
                where,
                x,
                y,
                size,
                lambda: drawer(Pen(canvas, x, y, size, flip), own, light, colour),
            )

        drawings.append((y, draw))
    return drawings


def _stand(canvas: Canvas, light: Light, place: Place, where: Lane, x, y, size, aspect) -> None:
    """An islet under what stands on land but is out at sea."""
    if place is not Place.SEA or where is not Lane.GROUND:
        return
    half = size * aspect * 0.5 + 0.05
    t = np.linspace(0, np.pi, 30)
    sand = np.stack([x + half * np.cos(t), y + 0.028 - 0.05 * np.sin(t) ** 0.7], 1)
    foam = mix(light.sky[2], (255, 255, 255), 0.3 if light.dark else 0.7)
    with canvas.without_outline():
        canvas.ellipse(x, y + 0.028, half * 1.1, 0.013, foam)
    canvas.poly(sand, light.ground((236, 208, 150)))
    top = np.stack([x + half * 0.8 * np.cos(t), y + 0.004 - 0.026 * np.sin(t) ** 0.7], 1)
    canvas.poly(top, light.ground((112, 168, 84)), ink=False)


def _cast(canvas: Canvas, light: Light, where: Lane, x, y, size, draw: Callable[[], None]) -> None:
    """Draws, and lays the object's shadow on the ground or its reflection on the water."""
    if where not in (Lane.GROUND, Lane.WATER):
        draw()
        return
    side = canvas.side
    box = canvas.box(x - size * 1.3, y - size * 1.3, x + size * 1.3, y + size * 0.7)
    if box is None:
        draw()
        return
    before = canvas.pixels[box].copy()
    draw()
    after = canvas.pixels[box]
    changed = np.abs(after.astype(np.int16) - before).max(2)
    mask = (changed > (60 if light.dark else 10)).astype(np.uint8)
    foot = y * side - box[0].start
    if where is Lane.GROUND:
        squash, lean = -0.3, 0.55
    else:
        squash, lean = -0.5, 0.0
    # Maps the mask's rows above the foot to rows below it.
    matrix = np.array([[1, -lean, lean * foot], [0, squash, foot * (1 - squash)]])
    shape = (mask.shape[1], mask.shape[0])
    fallen = (
        cv2.warpAffine(mask * 255, matrix, shape, flags=cv2.INTER_LINEAR).astype(np.float32) / 255
    )
    fallen[mask > 0] = 0
    fallen[: max(0, int(foot))] = 0
    if where is Lane.GROUND:
        canvas.blend(
            box, tuple(c * 0.42 for c in light.sky[0]), fallen * (0.2 if light.dark else 0.3)
        )
        return
    mirrored = cv2.warpAffine(after, matrix, shape, flags=cv2.INTER_LINEAR)
    rows = np.arange(mask.shape[0], dtype=np.float32) / side
    gaps = 0.5 + 0.5 * np.sign(np.sin(rows * 260))
    canvas.blend(box, mirrored, fallen * (0.22 + 0.22 * gaps)[:, None])
