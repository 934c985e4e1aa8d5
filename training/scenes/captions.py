"""Captions of scenes, in English and Korean, long and short.

A caption says some of what a scene shows: `keep` decides what, `say` puts it into words. What it
leaves out is free, so the model learns to fill in what nobody asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np

from . import words as w
from .attributes import (
    LIGHTS,
    Colour,
    Kind,
    Lane,
    Object,
    Place,
    Position,
    Scene,
    Season,
    Size,
    Style,
    Time,
    Weather,
    lane,
)


class Language(StrEnum):
    ENGLISH = "en"
    KOREAN = "ko"


@dataclass(frozen=True, slots=True)
class KeptObject:
    kind: Kind
    colour: Colour | None
    count: int | None  # None: a caption may still use the plural
    plural: bool
    position: Position | None
    size: Size | None
    in_sky: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """What a caption says of a scene; None where it is silent."""

    place: Place | None
    time: Time | None
    weather: Weather | None
    season: Season | None
    style: Style | None
    objects: tuple[KeptObject, ...]


def keep(scene: Scene, rng: np.random.Generator) -> Kept:
    """Drops attributes at random; half the captions say nearly everything."""
    thorough = 0.35 if rng.random() < 0.5 else 1.0

    def maybe(value, drop: float):
        return None if value is None or rng.random() < drop * thorough else value

    objects = tuple(
        _keep_object(thing, scene.place, maybe)
        for thing in scene.objects
        if maybe(thing, 0.12) is not None
    )
    weather_drop = 0.6 if scene.weather is Weather.CLEAR else 0.15
    return Kept(
        place=maybe(scene.place, 0.1) if objects else scene.place,
        time=maybe(scene.time, 0.25),
        weather=maybe(scene.weather, weather_drop),
        season=maybe(scene.season, 0.3),
        style=maybe(scene.style, 0.25),
        objects=tuple(objects[i] for i in rng.permutation(len(objects))),
    )


def _keep_object(thing: Object, place: Place, maybe) -> KeptObject:
    return KeptObject(
        kind=thing.kind,
        colour=maybe(thing.colour, 0.12),
        count=maybe(thing.count, 0.1) if thing.count > 1 else 1,
        plural=thing.count > 1,
        position=maybe(thing.position, 0.5),
        size=None if thing.size is Size.MEDIUM else maybe(thing.size, 0.3),
        in_sky=lane(thing.kind, place) is Lane.SKY and maybe(True, 0.7) is not None,
    )


def one_of(rng: np.random.Generator, values):
    return values[rng.integers(len(values))]


def caption(scene: Scene, rng: np.random.Generator, language: Language) -> str:
    return say(keep(scene, rng), rng, language)


def say(kept: Kept, rng: np.random.Generator, language: Language) -> str:
    speaker = (_English if language is Language.ENGLISH else _Korean)(kept, rng)
    return speaker.tags() if rng.random() < 0.35 else speaker.sentence()


class _Speaker:
    def __init__(self, kept: Kept, rng: np.random.Generator) -> None:
        self.kept, self.rng = kept, rng

    def word(self, table, value) -> str:
        return "" if value is None else one_of(self.rng, table[value])

    def shuffled(self, parts) -> list[str]:
        parts = [part for part in parts if part]
        return [parts[i] for i in self.rng.permutation(len(parts))]


class _English(_Speaker):
    def thing(self, thing: KeptObject, tag: bool) -> str:
        rng = self.rng
        singular, plural = one_of(rng, w.KINDS[thing.kind])
        adjectives = [self.word(w.SIZES, thing.size), self.word(w.COLOURS, thing.colour)]
        parts = [part for part in adjectives if part]
        if thing.plural:
            parts.append(plural)
            if thing.count:
                parts.insert(0, one_of(rng, w.COUNTS[thing.count]))
        else:
            parts.append(singular)
            if thing.kind in LIGHTS:
                parts.insert(0, "the" if thing.kind is Kind.SUN or rng.random() < 0.3 else "a")
            elif rng.random() < 0.15 and not tag:
                parts.insert(0, one_of(rng, w.COUNTS[1]))
            elif not tag or rng.random() < 0.5:
                parts.insert(0, article(parts[0]))
        if thing.in_sky:
            parts.append("in the sky")
        parts.append(self.word(w.POSITIONS, thing.position))
        return " ".join(part for part in parts if part)

    def things(self, tag: bool = False) -> str:
        said = [self.thing(thing, tag) for thing in self.kept.objects]
        if len(said) < 2:
            return "".join(said)
        return ", ".join(said[:-1]) + " and " + said[-1]

    def place(self, preposition: bool) -> str:
        place = self.kept.place
        if place is None:
            return ""
        noun = self.word(w.PLACES, place)
        named = noun if noun in ("space", "outer space") else f"the {noun}"
        return f"{self.word(w.PREPOSITIONS, place)} {named}" if preposition else named

    def tags(self) -> str:
        kept = self.kept
        return ", ".join(
            self.shuffled(
                [
                    self.word(w.PLACES, kept.place),
                    self.word(w.TIME_TAGS, kept.time),
                    self.word(w.WEATHER_TAGS, kept.weather),
                    self.word(w.SEASON_TAGS, kept.season),
                    self.word(w.STYLES, kept.style),
                    *(self.thing(thing, True) for thing in kept.objects),
                ]
            )
        )

    def sentence(self) -> str:
        kept, rng = self.kept, self.rng
        when = self.shuffled(
            [
                self.word(w.TIMES, kept.time),
                self.word(w.WEATHERS, kept.weather),
                self.word(w.SEASONS, kept.season),
            ]
        )
        things = self.things()
        form = rng.integers(3)
        if not things:
            core = " ".join([self.place(False), *when])
        elif form == 0 or kept.place is None:
            core = " ".join([things, *self.shuffled([self.place(True), *when])])
        elif form == 1:
            core = " ".join([self.place(False), *when, "with", things])
        else:
            core = " ".join([*self.shuffled([self.place(True), *when])]) + ", " + things
        if kept.style is None:
            return core
        style = self.word(w.STYLES, kept.style)
        names_a_thing = not things or kept.place is None or form != 2
        form = rng.integers(3)
        if form == 0:
            return f"{core}, {style}"
        if form == 1 and names_a_thing:
            return f"{article(style)} {style} of {core}"
        return f"{style}: {core}"


def article(following: str) -> str:
    return "an" if following[0] in "aeiou" and not following.startswith("uf") else "a"


def closed(word: str) -> int:
    """The final consonant of a Korean word's last syllable: 0 none, 8 is rieul."""
    code = ord(word[-1]) - 0xAC00
    return code % 28 if 0 <= code < 11172 else 0


def particle(word: str, pair: str) -> str:
    """`word` with the particle of a pair such as 이/가 that its last sound calls for."""
    after_consonant, after_vowel = pair.split("/")
    final = closed(word)
    if after_vowel == "로" and final == 8:
        final = 0
    return word + (after_consonant if final else after_vowel)


class _Korean(_Speaker):
    def thing(self, thing: KeptObject) -> str:
        rng = self.rng
        counter, names = w.KO_KINDS[thing.kind]
        parts = [
            self.word(w.KO_POSITIONS, thing.position),
            "하늘에" if thing.in_sky and thing.position is None else "",
            self.word(w.KO_SIZES, thing.size),
            self.word(w.KO_COLOURS, thing.colour),
        ]
        if thing.in_sky and thing.position is not None:
            parts.insert(0, "하늘")
        name = one_of(rng, names)
        count = thing.count
        if count == 1 and (thing.kind in LIGHTS or rng.random() < 0.5):
            count = None
        if count is None and thing.plural:
            name += "들"
        if count is None:
            parts.append(name)
        elif rng.random() < 0.75:
            parts += [name, f"{w.KO_COUNTS[count]} {counter}"]
        else:
            place_words = len(parts) - 2
            parts.insert(place_words, f"{w.KO_COUNTS[count]} {counter}의")
            parts.append(name)
        return " ".join(part for part in parts if part)

    def things(self) -> str:
        said = [self.thing(thing) for thing in self.kept.objects]
        return " ".join([*(particle(s, "과/와") for s in said[:-1]), *said[-1:]])

    def tags(self) -> str:
        kept = self.kept
        weather = self.word(w.KO_WEATHERS, kept.weather)
        return ", ".join(
            self.shuffled(
                [
                    self.word(w.KO_PLACES, kept.place),
                    self.word(w.KO_TIMES, kept.time),
                    weather and f"{weather} 날씨",
                    self.word(w.KO_SEASONS, kept.season),
                    self.word(w.KO_STYLES, kept.style),
                    *(self.thing(thing) for thing in kept.objects),
                ]
            )
        )

    def sentence(self) -> str:
        kept, rng = self.kept, self.rng
        place = self.word(w.KO_PLACES, kept.place) or "풍경"
        time = self.word(w.KO_TIMES, kept.time)
        if time and rng.random() < 0.4:
            time += "의"
        setting = " ".join(
            part
            for part in (
                self.word(w.KO_WEATHERS, kept.weather),
                self.word(w.KO_SEASONS, kept.season),
                time,
                place,
            )
            if part
        )
        things, style = self.things(), self.word(w.KO_STYLES, kept.style)
        if not things:
            core = setting
        elif rng.random() < 0.5:
            core = f"{particle(things, '이/가')} 있는 {setting}"
        elif kept.objects[0].position or kept.objects[0].in_sky:
            core = f"{setting}, {things}"
        else:
            core = f"{setting}에 있는 {things}"
        if not style:
            return core
        form = rng.integers(4)
        if form == 0:
            return f"{core}, {style}"
        if form == 1:
            return f"{particle(core, '을/를')} 그린 {style}"
        if form == 2:
            return f"{particle(style, '으로/로')} 그린 {core}"
        return f"{core}의 {style}"


# --- words, as a tokenizer sees them ---------------------------------------------------------

PARTICLES = ("으로", "에", "의", "이", "가", "을", "를", "과", "와", "로", "들")
GLUE = (
    "a an the one two three single pair of and with in on by at near to sky "
    "하늘 있는 그린 풍경 날씨 한 두 세"
)
_PIECE = re.compile(r"[a-z]+|[가-힣]+|[0-9]+")


def _strings(value) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [s for item in value for s in _strings(item)]


def vocabulary() -> list[str]:
    """Every word a caption can hold, sorted; particles are words of their own."""
    tables = [value for name, value in vars(w).items() if name.isupper() and name != "K"]
    texts = [s for table in tables for entry in table.values() for s in _strings(entry)]
    found = {piece for text in [*texts, GLUE] for piece in _PIECE.findall(text.lower())}
    # "왼쪽에" and its like are known without their particle.
    found |= {word[:-1] for word in found if word.endswith("에")}
    found = {word for word in found if not (word.endswith("에") and word[:-1] in found)}
    return sorted(found | set(PARTICLES))


_KNOWN = frozenset(vocabulary())


def tokens(text: str) -> list[str]:
    """The words of a caption or prompt; Korean particles are split off words that are known.

    A word that `vocabulary` does not list comes out as it is: the model does not know it.
    """
    found: list[str] = []
    for piece in _PIECE.findall(text.lower()):
        found += _split(piece) if piece not in _KNOWN else [piece]
    return found


def _split(piece: str) -> list[str]:
    for ending in PARTICLES:
        stem = piece[: -len(ending)]
        if piece.endswith(ending) and stem:
            if stem in _KNOWN:
                return [stem, ending]
            inner = _split(stem)
            if inner != [stem]:
                return [*inner, ending]
    return [piece]


def unknown(text: str) -> list[str]:
    return [token for token in tokens(text) if token not in _KNOWN]


def spoken(kept: Kept, text: str) -> list[str]:
    """The kept attributes that a text fails to mention: empty for a good caption."""
    korean = any("가" <= c <= "힣" for c in text)
    tables = {
        "place": [w.KO_PLACES] if korean else [w.PLACES],
        "time": [w.KO_TIMES] if korean else [w.TIMES, w.TIME_TAGS],
        "weather": [w.KO_WEATHERS] if korean else [w.WEATHERS, w.WEATHER_TAGS],
        "season": [w.KO_SEASONS] if korean else [w.SEASONS, w.SEASON_TAGS],
        "style": [w.KO_STYLES] if korean else [w.STYLES],
        "colour": [w.KO_COLOURS] if korean else [w.COLOURS],
        "position": [w.KO_POSITIONS] if korean else [w.POSITIONS],
        "size": [w.KO_SIZES] if korean else [w.SIZES],
        "kind": [w.KO_KINDS] if korean else [w.KINDS],
    }
    missing = []
    for part in (kept, *kept.objects):
        for field in fields(part):
            value = getattr(part, field.name)
            if field.name in tables and value is not None:
                ways = [s for t in tables[field.name] for s in _strings(t[value]) if s != "개"]
                if not any(way in text for way in ways):
                    missing.append(f"{field.name} {value}")
            if field.name == "count" and value is not None and value > 1:
                ways = [w.KO_COUNTS[value]] if korean else list(w.COUNTS[value])
                if not any(way in text for way in ways):
                    missing.append(f"count {value}")
    return missing
