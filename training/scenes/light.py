"""The light of a scene: sky colours picked by hand per time of day, and what they do to things.

Ground colours are tinted with the hour and fade into the haze with distance. Objects are tinted
much less, because a red boat has to stay recognisably red at night.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .attributes import Colour, Season, Style, Time, Weather
from .canvas import Rgb, mix

SKIES: dict[Time, tuple[tuple[Rgb, Rgb, Rgb], ...]] = {  # zenith, middle, horizon
    Time.DAWN: (
        ((140, 150, 208), (238, 188, 212), (255, 226, 204)),
        ((122, 160, 212), (247, 196, 200), (255, 238, 210)),
        ((162, 146, 206), (250, 200, 214), (255, 240, 222)),
    ),
    Time.DAY: (
        ((66, 142, 220), (132, 198, 242), (222, 242, 250)),
        ((44, 126, 204), (112, 188, 228), (240, 244, 226)),
        ((86, 170, 224), (158, 216, 236), (252, 248, 228)),
    ),
    Time.SUNSET: (
        ((70, 52, 112), (216, 84, 92), (255, 184, 86)),
        ((92, 40, 102), (238, 98, 74), (255, 204, 98)),
        ((58, 62, 120), (240, 118, 74), (255, 214, 120)),
    ),
    Time.NIGHT: (
        ((10, 16, 50), (24, 40, 94), (62, 88, 148)),
        ((16, 13, 50), (40, 34, 100), (88, 76, 148)),
        ((6, 22, 50), (16, 52, 94), (52, 104, 136)),
    ),
}
TINTS: dict[Time, Rgb] = {
    Time.DAWN: (1.0, 0.92, 0.98),
    Time.DAY: (1.0, 1.0, 1.0),
    Time.SUNSET: (0.98, 0.72, 0.64),
    Time.NIGHT: (0.44, 0.52, 0.74),
}
SPACE_SKIES = (
    ((10, 8, 34), (30, 18, 72), (92, 44, 122)),
    ((6, 12, 36), (14, 34, 80), (36, 98, 132)),
    ((14, 8, 28), (48, 16, 66), (150, 54, 98)),
)
PAINTS: dict[Colour, Rgb] = {
    Colour.RED: (214, 44, 48),
    Colour.ORANGE: (244, 132, 30),
    Colour.YELLOW: (250, 212, 52),
    Colour.GREEN: (48, 158, 76),
    Colour.BLUE: (42, 102, 210),
    Colour.PURPLE: (130, 66, 182),
    Colour.PINK: (246, 132, 180),
    Colour.WHITE: (246, 246, 242),
}
GRASS: dict[Season, Rgb] = {
    Season.SPRING: (142, 200, 92),
    Season.SUMMER: (80, 156, 68),
    Season.AUTUMN: (206, 160, 74),
    Season.WINTER: (236, 242, 250),
}
FOLIAGE: dict[Season, tuple[Rgb, ...]] = {
    Season.SPRING: ((250, 182, 206), (252, 204, 218), (160, 208, 110)),
    Season.SUMMER: ((46, 122, 62), (62, 140, 66), (38, 106, 64)),
    Season.AUTUMN: ((220, 96, 38), (236, 158, 48), (186, 62, 42)),
    Season.WINTER: ((226, 234, 246), (210, 222, 240), (238, 244, 252)),
}
LAMP: Rgb = (255, 214, 110)


@dataclass(frozen=True, slots=True)
class Light:
    sky: tuple[Rgb, Rgb, Rgb]
    tint: Rgb
    haze: Rgb
    haziness: float
    dark: bool  # windows are lit
    style: Style

    def ground(self, colour: Rgb, depth: float = 0.0) -> Rgb:
        """A surface's colour; `depth` runs from 0, near, to 1, at the horizon."""
        lit = tuple(c * t for c, t in zip(colour, self.tint, strict=True))
        lit = mix(lit, colour, 0.42 * (min(colour) / 255) ** 3)  # snow shines at any hour
        if self.dark:  # and moonlight turns everything towards blue
            lit = mix(lit, mix(self.sky[1], self.sky[2], 0.5), 0.36)
        return mix(lit, self.haze, min(0.94, depth * self.haziness))

    def thing(self, colour: Rgb) -> Rgb:
        """The same for objects, whose colour has to stay what it is called."""
        lit = tuple(c * (0.34 * t + 0.66) for c, t in zip(colour, self.tint, strict=True))
        return mix(lit, self.haze, 0.04 * self.haziness)


def _jitter(rng: np.random.Generator, colour: Rgb, amount: float = 7) -> Rgb:
    return tuple(
        float(np.clip(c + d, 0, 255)) for c, d in zip(colour, rng.normal(0, amount, 3), strict=True)
    )


def light_of(
    rng: np.random.Generator, time: Time | None, weather: Weather | None, style: Style
) -> Light:
    if time is None:
        sky = tuple(_jitter(rng, c, 4) for c in SPACE_SKIES[rng.integers(len(SPACE_SKIES))])
        return Light(sky, (0.9, 0.9, 1.0), sky[2], 0.4, True, style)
    sky = [_jitter(rng, c, 5) for c in SKIES[time][rng.integers(len(SKIES[time]))]]
    tint = TINTS[time]
    night = time is Time.NIGHT
    grey, gain = {
        Weather.CLEAR: (0.0, 1.0),
        Weather.CLOUDY: (0.22, 0.97),
        Weather.RAIN: (0.5, 0.95 if night else 0.76),
        Weather.SNOW: (0.45, 0.98),
        Weather.FOG: (0.4, 1.0),
    }[weather]
    for i, colour in enumerate(sky):
        level = float(np.dot(colour, (0.3, 0.55, 0.15)))
        flat = (level * 0.97, level, level * 1.06)
        sky[i] = mix(colour, tuple(c * gain for c in flat), grey if i < 2 else grey * 0.8)
    if weather in (Weather.FOG, Weather.SNOW):
        pale = (96, 108, 140) if night else (236, 234, 236)
        strength = 0.5 if weather is Weather.FOG else 0.25
        sky = [mix(c, mix(pale, sky[2], 0.35), strength) for c in sky]
    if weather is Weather.RAIN:
        tint = tuple(t * 0.82 for t in tint)
    haziness = {Weather.FOG: 1.15, Weather.RAIN: 0.8, Weather.SNOW: 0.8}.get(weather, 0.62)
    haze = mix(sky[2], sky[1], 0.3)
    return Light(tuple(sky), tint, haze, haziness, night, style)
