"""Tries all of it at toy size, offline, in a temporary folder, in seconds.

Every attribute value is painted, the same numbers give the same bytes, training never sees a
held-out scene while every value stays common, captions say what they mean to say in words the
vocabulary knows, shards survive an interruption, and the model goes its whole way from pictures
to scores.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

from . import data
from .attributes import (
    GLOBAL_FIELDS,
    HELD_OUT_COLOURS,
    HELD_OUT_STYLES,
    HELD_OUT_TIMES,
    KINDS_OF,
    LIGHTS,
    UNCOLOURED,
    Colour,
    Kind,
    Object,
    Place,
    Position,
    Scene,
    Season,
    Size,
    Style,
    Time,
    Weather,
    held_out,
    labels,
)
from .captions import Language, keep, particle, say, spoken, tokens, unknown, vocabulary
from .model import smoke as model_smoke
from .painter import paint

SEED = 7


def check(holds: bool, what: str) -> None:
    if not holds:
        raise SystemExit(f"scenes: {what}")


def values_of(scene: Scene) -> set[str]:
    found = {f"{name} {getattr(scene, name)}" for name in GLOBAL_FIELDS}
    for thing in scene.objects:
        found |= {f"kind {thing.kind}", f"colour {thing.colour}", f"count {thing.count}"}
        found |= {f"position {thing.position}", f"size {thing.size}"}
    return found


def check_painting() -> None:
    """Every place in every style, time, weather and season, and every kind where it can be."""
    rng = np.random.default_rng(SEED)
    sample = Object(Kind.BIRD, Colour.RED, 1, Position.LEFT, Size.SMALL)
    scenes = []
    for place in Place:
        times = (None,) if place is Place.SPACE else tuple(Time)
        for i, time in enumerate(times):
            for j, style in enumerate(Style):
                weather = None if time is None else tuple(Weather)[(i * 4 + j) % 5]
                season = None if time is None else tuple(Season)[(i + j) % 4]
                scenes.append(Scene(place, time, weather, season, style, (sample,)))
    for place, kinds in KINDS_OF.items():
        time, weather = (None, None) if place is Place.SPACE else (Time.DAY, Weather.CLEAR)
        for i, kind in enumerate((*kinds, Kind.SNOWMAN)):
            colour = None if kind in UNCOLOURED else tuple(Colour)[i % 8]
            thing = Object(kind, colour, i % 3 + 1, tuple(Position)[i % 3], tuple(Size)[i // 3 % 3])
            scenes.append(Scene(place, time, weather, None, tuple(Style)[i % 4], (thing,)))
    for kind in LIGHTS:
        thing = Object(kind, None, 1, Position.RIGHT, Size.MEDIUM)
        time = Time.SUNSET if kind is Kind.SUN else Time.NIGHT
        scenes.append(Scene(Place.SEA, time, Weather.CLEAR, None, Style.FLAT, (thing,)))
    for scene in scenes:
        picture = paint(scene, rng, 64)
        check(picture.shape == (64, 64, 3) and picture.dtype == np.uint8, "a picture's shape")
        check(picture.std() > 4, f"an empty picture: {scene}")


def check_objects_show() -> None:
    """A scene with an object differs from the same scene without it, where the object is."""
    for kind in (Kind.HOUSE, Kind.BOAT, Kind.BALLOON):
        for position, third in zip(Position, range(3), strict=True):
            thing = Object(kind, Colour.RED, 1, position, Size.MEDIUM)
            bare = Scene(Place.SEA, Time.DAY, Weather.CLEAR, None, Style.FLAT, ())
            full = Scene(Place.SEA, Time.DAY, Weather.CLEAR, None, Style.FLAT, (thing,))
            a, b = (paint(s, np.random.default_rng(SEED), 96).astype(int) for s in (bare, full))
            changed = np.abs(a - b).sum((0, 2))
            middle = int((changed * np.arange(96)).sum() / changed.sum())
            check(middle // 32 == third, f"a {kind} that should be {position}")


def check_streams(count: int) -> None:
    seen: Counter[str] = Counter()
    for index in range(count):
        scene, _ = data.scene_at(SEED, index)
        check(not held_out(scene), f"training sees a held-out scene: {scene}")
        seen.update(values_of(scene))
        check(labels(scene)["place"] == list(Place).index(scene.place), "labels")
        pairs = {(scene.place, scene.time), (scene.place, scene.style)}
        check(not pairs & (HELD_OUT_TIMES | HELD_OUT_STYLES), "a held-out pair of place")
        things = {(thing.kind, thing.colour) for thing in scene.objects}
        check(not things & HELD_OUT_COLOURS, "a held-out colour")
    for name, values in (*GLOBAL_FIELDS.items(), ("kind", Kind), ("colour", Colour)):
        for value in values:
            check(seen[f"{name} {value}"] > count // 250, f"{name} {value} is rare in training")
    check(all(held_out(data.scene_at(SEED, i, True)[0]) for i in range(50)), "the held-out stream")


def check_captions(count: int) -> None:
    rng = np.random.default_rng(SEED)
    known = set(vocabulary())
    for _ in range(count):
        scene = Scene.random(rng)
        for language in Language:
            kept = keep(scene, rng)
            text = say(kept, rng, language)
            check(not spoken(kept, text), f"{text!r} does not say {spoken(kept, text)}")
            check(not unknown(text) and set(tokens(text)) <= known, f"{text!r}: {unknown(text)}")
    for word, pair, expected in (
        ("배", "이/가", "배가"),
        ("집", "이/가", "집이"),
        ("나무", "을/를", "나무를"),
        ("성", "을/를", "성을"),
        ("고래", "과/와", "고래와"),
        ("양", "과/와", "양과"),
        ("수채화", "으로/로", "수채화로"),
        ("연필", "으로/로", "연필로"),
        ("그림", "으로/로", "그림으로"),
        ("집 두 채", "이/가", "집 두 채가"),
        ("새 세 마리", "과/와", "새 세 마리와"),
    ):
        check(particle(word, pair) == expected, f"{word} + {pair} gave {particle(word, pair)}")
    check(tokens("집이 있는 바다를") == ["집", "이", "있는", "바다", "를"], "splitting particles")
    check(unknown("a red dragon") == ["dragon"], "unknown words")


def check_shards(work: Path) -> None:
    first = data.prepare(work, 2, 64, SEED, 1, per_shard=3)
    expected = [path.read_bytes() for path in first]
    first[1].unlink()
    again = data.prepare(work, 2, 64, SEED, 2, per_shard=3)
    check([path.read_bytes() for path in again] == expected, "a shard differs when painted again")
    stack, examples = data.batch(SEED, 1, 64, 3)
    for (picture, line), one, whole in zip(data.read(again[1]), examples, stack, strict=True):
        check(np.array_equal(picture, whole) and line["en"] == list(one.english), "reading a shard")


def run() -> None:
    check_painting()
    check_objects_show()
    check_streams(2500)
    check_captions(1500)
    with tempfile.TemporaryDirectory(prefix="scenes-smoke-") as folder:
        check_shards(Path(folder))
        model_smoke.run(Path(folder))
    print("smoke: all steps work")
