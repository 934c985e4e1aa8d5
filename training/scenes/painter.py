"""Paints a scene: sky, land, objects, weather, and the style over all of it."""

from __future__ import annotations

import cv2
import numpy as np

from . import sky
from .attributes import LIGHTS, Place, Scene, Style, Time, Weather
from .canvas import Array, Canvas
from .light import light_of
from .objects import CENTRES, put
from .styles import OUTLINES, STYLES
from .terrain import HORIZONS, PLACES, Ground

# Small pictures are painted larger and averaged down, or thin things would vanish from them.
SMALLEST = 256
GRID = 32  # cells a side of where things are


def paint(scene: Scene, rng: np.random.Generator, size: int) -> Array:
    """The picture of a scene, varied by `rng`: [size, size, 3] uint8, RGB."""
    return paint_with_things(scene, rng, size)[0]


def paint_with_things(scene: Scene, rng: np.random.Generator, size: int) -> tuple[Array, Array]:
    """As `paint`, and how much of each cell of a grid the scene's things cover.

    The second is [GRID, GRID] uint8, from 0 to 255.
    """
    cv2.setNumThreads(1)
    side = size * max(1, -(-SMALLEST // size)) if size < SMALLEST else size
    canvas = Canvas(side, OUTLINES.get(scene.style, 0.0))
    light = light_of(rng, scene.time, scene.weather, scene.style)
    horizon = rng.uniform(*HORIZONS[scene.place])
    shining = next((o for o in scene.objects if o.kind in LIGHTS), None)
    centre = CENTRES[shining.position] if shining else rng.uniform(0.25, 0.75)
    centre += rng.uniform(-0.03, 0.03)

    sky.gradient(canvas, light, horizon, centre)
    if scene.place is Place.SPACE:
        sky.nebula(canvas, rng, light)
        sky.stars(canvas, rng, 1.0, 130)
    elif light.dark and scene.weather in (Weather.CLEAR, Weather.CLOUDY):
        sky.stars(canvas, rng, horizon, 70 if scene.weather is Weather.CLEAR else 25)
    spot = None
    if shining:
        y = rng.uniform(0.17, 0.24)
        if scene.time in (Time.SUNSET, Time.DAWN) and scene.place in (Place.SEA, Place.BEACH):
            y = horizon - 0.05
        spot = centre, y
        with canvas.noting_things():
            sky.luminary(canvas, light, shining.kind, centre, y, scene.time)
    elif scene.time in (Time.DAWN, Time.SUNSET) and scene.style is not Style.POSTER:
        canvas.glow(centre, horizon, 0.5, light.sky[2], 0.5)
    sky.clouds(canvas, rng, light, scene.weather, horizon, spot)

    PLACES[scene.place](Ground(canvas, rng, light, scene.season, horizon))
    if scene.weather is Weather.FOG:
        sky.fog(canvas, rng, light, horizon + 0.06, 0.95, 0.17)
    elif scene.time is Time.DAWN:
        sky.fog(canvas, rng, light, horizon + 0.04, 0.22, 0.07)
    drawings = []
    for thing in scene.objects:
        if thing.kind not in LIGHTS:
            drawings += put(canvas, rng, light, scene.place, thing)
    for _, draw in sorted(drawings, key=lambda d: d[0]):
        with canvas.noting_things():
            draw()
    if scene.weather is Weather.FOG:
        sky.fog(canvas, rng, light, 0.7, 0.3, 0.3)
    sky.precipitation(canvas, rng, light, scene.weather)

    picture = STYLES[scene.style](canvas.pixels, rng)
    things = cv2.resize(
        canvas.things.astype(np.uint8) * 255, (GRID, GRID), interpolation=cv2.INTER_AREA
    )
    if scene.style is Style.PIXEL and size < side:
        return cv2.resize(picture, (size, size), interpolation=cv2.INTER_NEAREST), things
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    if size < side:
        picture = cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA)
    return picture, things


def painting(seed: int, index: int, size: int) -> tuple[Scene, Array]:
    """The `index`-th random scene of a seed and its picture; held-out scenes included."""
    rng = np.random.default_rng((seed, index))
    scene = Scene.random(rng)
    return scene, paint(scene, rng, size)
