"""What a scene can show: a closed vocabulary, and the combinations that make sense.

Everything a caption may say is a field here, and everything a field says is visible in the
picture, so that a classifier can check a generated picture against its prompt. A few pairs of
values are held out of training although each value on its own is common: what the model paints
for those shows whether it composes or only remembers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np


class Place(StrEnum):
    SEA = "sea"
    BEACH = "beach"
    LAKE = "lake"
    MOUNTAINS = "mountains"
    FOREST = "forest"
    DESERT = "desert"
    CITY = "city"
    MEADOW = "meadow"
    VILLAGE = "village"
    SPACE = "space"


class Time(StrEnum):
    DAWN = "dawn"
    DAY = "day"
    SUNSET = "sunset"
    NIGHT = "night"


class Weather(StrEnum):
    CLEAR = "clear"
    CLOUDY = "cloudy"
    RAIN = "rain"
    SNOW = "snow"
    FOG = "fog"


class Season(StrEnum):
    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


class Style(StrEnum):
    FLAT = "flat"
    WATERCOLOUR = "watercolour"
    PIXEL = "pixel"
    POSTER = "poster"


class Colour(StrEnum):
    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"
    PINK = "pink"
    WHITE = "white"


class Position(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Size(StrEnum):
    SMALL = "small"
    MEDIUM = "medium"  # captions never mention it
    LARGE = "large"


class Lane(StrEnum):
    """Where in the picture's depth a kind lives; it follows from kind and place."""

    SKY = "sky"
    GROUND = "ground"
    WATER = "water"
    SPACE = "space"


class Kind(StrEnum):
    HOUSE = "house"
    LIGHTHOUSE = "lighthouse"
    WINDMILL = "windmill"
    CASTLE = "castle"
    TENT = "tent"
    CAR = "car"
    TREE = "tree"
    PINE = "pine"
    PALM = "palm"
    CACTUS = "cactus"
    FLOWER = "flower"
    MUSHROOM = "mushroom"
    CAT = "cat"
    RABBIT = "rabbit"
    SHEEP = "sheep"
    SNOWMAN = "snowman"
    BOAT = "boat"
    SWAN = "swan"
    WHALE = "whale"
    BALLOON = "balloon"
    BIRD = "bird"
    KITE = "kite"
    AIRPLANE = "airplane"
    SUN = "sun"
    FULL_MOON = "full moon"
    CRESCENT = "crescent"
    ROCKET = "rocket"
    PLANET = "planet"
    UFO = "ufo"


K = Kind
# These have the colour they have, are alone, and are never called small.
UNCOLOURED = frozenset({K.SUN, K.FULL_MOON, K.CRESCENT, K.SNOWMAN})
LIGHTS = frozenset({K.SUN, K.FULL_MOON, K.CRESCENT})
SKY_KINDS = (K.BALLOON, K.BIRD, K.KITE, K.AIRPLANE)
WATER_KINDS = frozenset({K.BOAT, K.SWAN, K.WHALE})
_ANIMALS = (K.CAT, K.RABBIT, K.SHEEP)
_PLANTS = (K.TREE, K.PINE, K.FLOWER, K.MUSHROOM)
KINDS_OF: dict[Place, tuple[Kind, ...]] = {
    Place.SEA: (K.BOAT, K.SWAN, K.WHALE, K.LIGHTHOUSE, K.HOUSE, K.PALM, K.CASTLE, *SKY_KINDS),
    Place.BEACH: (K.BOAT, K.WHALE, K.HOUSE, K.TENT, K.PALM, K.LIGHTHOUSE, K.CAT, K.CAR, *SKY_KINDS),
    Place.LAKE: (K.BOAT, K.SWAN, K.HOUSE, K.TENT, *_PLANTS, *_ANIMALS, *SKY_KINDS),
    Place.MOUNTAINS: (K.HOUSE, K.TENT, K.CASTLE, K.WINDMILL, *_PLANTS, *_ANIMALS, *SKY_KINDS),
    Place.FOREST: (K.HOUSE, K.TENT, K.CAR, K.CASTLE, *_PLANTS, *_ANIMALS, *SKY_KINDS),
    Place.DESERT: (K.CACTUS, K.PALM, K.HOUSE, K.TENT, K.CAR, K.CASTLE, K.CAT, K.UFO, *SKY_KINDS),
    Place.CITY: (K.CAR, K.HOUSE, K.TREE, K.PINE, K.FLOWER, K.CAT, K.UFO, *SKY_KINDS),
    Place.MEADOW: (K.HOUSE, K.WINDMILL, K.TENT, K.CAR, *_PLANTS, *_ANIMALS, K.UFO, *SKY_KINDS),
    Place.VILLAGE: (K.WINDMILL, K.CAR, K.CASTLE, *_PLANTS, *_ANIMALS, *SKY_KINDS),
    Place.SPACE: (K.ROCKET, K.PLANET, K.UFO, K.CAT, K.WHALE, K.BALLOON),
}
SEASONLESS = frozenset({Place.SEA, Place.BEACH, Place.DESERT, Place.SPACE})
_WEATHERS: dict[Place, tuple[Weather, ...]] = {
    Place.SPACE: (),
    Place.DESERT: (Weather.CLEAR, Weather.CLOUDY),
    Place.BEACH: (Weather.CLEAR, Weather.CLOUDY, Weather.RAIN, Weather.FOG),
}
DROPPED_WITH_SNOW = frozenset({K.FLOWER, K.MUSHROOM, K.PALM})


def lane(kind: Kind, place: Place) -> Lane:
    if place is Place.SPACE:
        return Lane.SPACE
    if kind in SKY_KINDS or kind in LIGHTS or kind is K.UFO:
        return Lane.SKY
    return Lane.WATER if kind in WATER_KINDS else Lane.GROUND


@dataclass(frozen=True, slots=True)
class Object:
    kind: Kind
    colour: Colour | None
    count: int
    position: Position
    size: Size


@dataclass(frozen=True, slots=True)
class Scene:
    """Space has no time, weather or season; sea, beach and desert have no season."""

    place: Place
    time: Time | None
    weather: Weather | None
    season: Season | None
    style: Style
    objects: tuple[Object, ...]

    @staticmethod
    def random(rng: np.random.Generator) -> Scene:
        """A scene that makes sense, held out or not."""
        place = _pick(rng, Place)
        time = weather = season = None
        if place is not Place.SPACE:
            time = _pick(rng, Time)
            season = None if place in SEASONLESS else _pick(rng, Season)
            weather = _pick(rng, _weathers(place, season), first=2.0)
        style = _pick(rng, Style)
        return Scene(
            place, time, weather, season, style, _objects(rng, place, time, season, weather)
        )


def _pick(rng: np.random.Generator, values, first: float = 1.0):
    """One of the values; the first is `first` times as likely as each other."""
    values = list(values)
    weights = np.ones(len(values))
    weights[0] = first
    return values[rng.choice(len(values), p=weights / weights.sum())]


def _weathers(place: Place, season: Season | None) -> tuple[Weather, ...]:
    possible = _WEATHERS.get(place, tuple(Weather))
    if season is Season.WINTER:
        return tuple(w for w in possible if w is not Weather.RAIN)
    if season is not None:
        return tuple(w for w in possible if w is not Weather.SNOW)
    return possible


def kinds_for(
    place: Place, time: Time | None, season: Season | None, weather: Weather | None
) -> list[Kind]:
    """The kinds of object that can be in such a scene."""
    kinds = list(KINDS_OF[place])
    if season is Season.WINTER or weather is Weather.SNOW:
        kinds = [k for k in kinds if k not in DROPPED_WITH_SNOW]
    if season is Season.WINTER and place is not Place.LAKE:
        kinds.append(K.SNOWMAN)
    if weather in (Weather.CLEAR, Weather.CLOUDY):
        kinds += [K.FULL_MOON, K.CRESCENT] if time is Time.NIGHT else [K.SUN]
    return kinds


def _objects(rng, place, time, season, weather) -> tuple[Object, ...]:
    kinds = kinds_for(place, time, season, weather)
    chosen: list[Object] = []
    taken: set[tuple[bool, Position]] = set()
    wanted = rng.choice(4, p=(0.07, 0.5, 0.3, 0.13))
    if wanted and (lights := [k for k in kinds if k in LIGHTS]) and rng.random() < 0.25:
        chosen.append(_object(rng, _pick(rng, lights), _free(rng, place, taken, Lane.SKY)))
    kinds = [k for k in kinds if k not in LIGHTS]
    for _ in range(20):
        if len(chosen) >= wanted:
            break
        kind = _pick(rng, kinds)
        position = _free(rng, place, taken, lane(kind, place))
        if position is not None and all(o.kind is not kind for o in chosen):
            chosen.append(_object(rng, kind, position))
    return tuple(chosen)


def _free(rng, place: Place, taken: set, where: Lane) -> Position | None:
    """A third of the picture's width where nothing stands yet, in that half of its height."""
    above = where is Lane.SKY
    open_ = [p for p in Position if (above, p) not in taken]
    if not open_ or (above and len(open_) < 2):
        return None
    position = _pick(rng, open_)
    taken.add((above, position))
    return position


def _object(rng, kind: Kind, position: Position) -> Object:
    colour = None if kind in UNCOLOURED else _pick(rng, Colour)
    if kind in LIGHTS:
        return Object(kind, colour, 1, position, Size.MEDIUM)
    count = int(rng.choice((1, 2, 3), p=(0.56, 0.24, 0.2)))
    return Object(kind, colour, count, position, _pick(rng, (Size.MEDIUM, Size.SMALL, Size.LARGE)))


# Hand-picked rather than hashed: each value stays common, no value is held out more than three
# times, and no pair is one that people ask for first.
HELD_OUT_TIMES = frozenset(
    {(Place.LAKE, Time.DAWN), (Place.FOREST, Time.SUNSET), (Place.DESERT, Time.NIGHT)}
)
HELD_OUT_STYLES = frozenset(
    {(Place.SEA, Style.POSTER), (Place.CITY, Style.WATERCOLOUR), (Place.MEADOW, Style.PIXEL)}
)
HELD_OUT_COLOURS = frozenset(
    {
        (K.HOUSE, Colour.PURPLE),
        (K.CASTLE, Colour.YELLOW),
        (K.WINDMILL, Colour.ORANGE),
        (K.TENT, Colour.WHITE),
        (K.CAR, Colour.PINK),
        (K.TREE, Colour.BLUE),
        (K.PINE, Colour.PINK),
        (K.FLOWER, Colour.BLUE),
        (K.CAT, Colour.GREEN),
        (K.RABBIT, Colour.PURPLE),
        (K.BOAT, Colour.GREEN),
        (K.WHALE, Colour.YELLOW),
        (K.BALLOON, Colour.WHITE),
        (K.BIRD, Colour.ORANGE),
        (K.ROCKET, Colour.RED),
    }
)


def held_out_pairs(scene: Scene) -> list[tuple[str, str]]:
    """The pairs of this scene that training never shows."""
    held = {(scene.place, scene.time)} & HELD_OUT_TIMES
    held |= {(scene.place, scene.style)} & HELD_OUT_STYLES
    held |= {(thing.kind, thing.colour) for thing in scene.objects} & HELD_OUT_COLOURS
    return sorted((str(a), str(b)) for a, b in held)


def held_out(scene: Scene) -> bool:
    """Whether the scene combines values in a way that is kept for evaluation."""
    return bool(held_out_pairs(scene))


GLOBAL_FIELDS: dict[str, type[StrEnum]] = {
    "place": Place,
    "time": Time,
    "weather": Weather,
    "season": Season,
    "style": Style,
}


def _index(values: type[StrEnum], value: StrEnum | None) -> int:
    return -1 if value is None else list(values).index(value)


def labels(scene: Scene) -> dict[str, int | list[int]]:
    """Targets for a classifier; -1 where the scene has no such attribute.

    The fields of objects are lists with one entry per `Kind`; a scene has each kind once.
    """
    found: dict[str, int | list[int]] = {
        name: _index(values, getattr(scene, name)) for name, values in GLOBAL_FIELDS.items()
    }
    of = {thing.kind: thing for thing in scene.objects}
    found["counts"] = [of[k].count if k in of else 0 for k in Kind]
    for name, values in (("colour", Colour), ("position", Position), ("size", Size)):
        found[name + "s"] = [_index(values, getattr(of[k], name)) if k in of else -1 for k in Kind]
    return found
