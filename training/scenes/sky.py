"""The sky: gradient, stars, sun and moon, clouds, and what falls out of them."""

from __future__ import annotations

import cv2
import numpy as np

from .attributes import Kind, Style, Time, Weather
from .canvas import INK, Canvas, Rgb, curve, mix, noise, shade
from .light import Light

BANDS = 7


def gradient(canvas: Canvas, light: Light, horizon: float, centre: float) -> None:
    """From the zenith to the horizon; posters get rings of flat tones around the light."""
    y = (np.arange(canvas.side, dtype=np.float32)[:, None] + 0.5) / canvas.side
    if light.style is Style.POSTER and horizon < 1:
        x = (np.arange(canvas.side, dtype=np.float32)[None, :] + 0.5) / canvas.side
        away = np.sqrt((x - centre) ** 2 + ((horizon - y) * 1.15) ** 2)
        along = 1 - np.floor(np.clip(away / 0.85, 0, 0.999) * BANDS) / (BANDS - 1)
    else:
        along = np.clip(y / horizon, 0, 1)
        if light.style is Style.POSTER:
            along = np.full_like(along, 0.3)  # only space has no horizon
    keys = np.asarray(light.sky, np.float32)
    colours = [np.interp(along, (0, 0.58, 1), keys[:, c]) for c in range(3)]
    picture = np.stack(colours, -1).astype(np.float32)
    canvas.pixels[:] = np.broadcast_to(np.clip(picture + 0.5, 0, 255), canvas.pixels.shape)


def stars(canvas: Canvas, rng: np.random.Generator, bottom: float, count: int) -> None:
    xs, ys, sizes = rng.random(count), rng.random(count) ** 1.4 * bottom, rng.random(count)
    with canvas.without_outline():
        for x, y, size in zip(xs, ys, sizes, strict=True):
            radius = 0.0016 + 0.0028 * size**3
            colour = (255, 250, 225) if size > 0.3 else (190, 200, 235)
            if size > 0.93:
                canvas.line([(x - 0.013, y), (x + 0.013, y)], colour, 0.002)
                canvas.line([(x, y - 0.013), (x, y + 0.013)], colour, 0.002)
                radius = 0.005
            canvas.ellipse(x, y, radius, radius, colour)


def nebula(canvas: Canvas, rng: np.random.Generator, light: Light) -> None:
    """Space: glowing clouds of two colours over a dark gradient."""
    side = canvas.side
    everywhere = (slice(0, side), slice(0, side))
    y, x = canvas.grid(everywhere)
    slope = rng.uniform(-0.9, 0.9)
    middle = rng.uniform(0.35, 0.55)
    band = np.exp(-(((y - middle - slope * (x - 0.5)) / 0.22) ** 2))
    for colour, strength in ((light.sky[2], 1.3), (shade(light.sky[2], 1.35), 0.8)):
        cloud = noise(rng, 4, (side, side), 5)
        alpha = np.clip((cloud - 0.42) * 3.2, 0, 1) * band * strength
        if light.style is Style.POSTER:
            alpha = np.floor(alpha * 3.99) / 4
        canvas.blend(everywhere, colour, np.clip(alpha, 0, 0.85))


def luminary(canvas: Canvas, light: Light, kind: Kind, x: float, y: float, time: Time) -> None:
    """The sun or a moon."""
    if kind is Kind.SUN:
        radius = {Time.DAY: 0.066, Time.DAWN: 0.072, Time.SUNSET: 0.098}[time]
        core: Rgb = {
            Time.DAY: (255, 232, 110),
            Time.DAWN: (255, 214, 150),
            Time.SUNSET: (255, 236, 160),
        }[time]
        if light.style is not Style.POSTER:
            canvas.glow(x, y, radius * 4.6, shade(core, 1.3), 0.75)
            canvas.glow(x, y, radius * 1.9, shade(core, 1.4), 0.6)
        elif time is Time.DAY:
            for angle in np.linspace(0, 2 * np.pi, 12, endpoint=False):
                for_ray = [(1.25, -0.12), (1.75, 0.0), (1.25, 0.12)]
                c, s = np.cos(angle), np.sin(angle)
                points = [
                    (x + radius * (a * c - b * s), y + radius * (a * s + b * c)) for a, b in for_ray
                ]
                canvas.poly(points, core)
        canvas.ellipse(x, y, radius, radius, core)
        return
    core = (250, 244, 214)
    radius = 0.068
    canvas.glow(x, y, radius * 4, (150, 170, 230), 0.5)
    if kind is Kind.FULL_MOON:
        canvas.ellipse(x, y, radius, radius, core)
        with canvas.without_outline():
            for dx, dy, r in ((-0.3, -0.25, 0.24), (0.32, 0.1, 0.18), (-0.1, 0.42, 0.14)):
                spot = shade(core, 0.88)
                canvas.ellipse(x + dx * radius, y + dy * radius, r * radius, r * radius, spot)
        return
    outer = np.linspace(-0.62 * np.pi, 0.62 * np.pi, 40)
    ends = np.cos(outer[0]), np.sin(outer[0])
    inner_x = -0.42
    reach = np.hypot(ends[0] - inner_x, ends[1])
    tip = np.arctan2(ends[1], ends[0] - inner_x)
    inner = np.linspace(-tip, tip, 40)
    px = np.concatenate([np.cos(outer), inner_x + reach * np.cos(inner)])
    py = np.concatenate([np.sin(outer), reach * np.sin(inner)])
    turn = np.deg2rad(-28)
    points = np.stack(
        [px * np.cos(turn) - py * np.sin(turn), px * np.sin(turn) + py * np.cos(turn)]
    )
    canvas.poly(points.T * radius * 1.15 + (x, y), core)


def cloud(canvas: Canvas, rng, x: float, y: float, width: float, top: Rgb, base: Rgb) -> None:
    """A heap of round tops over a flat base, as one outline."""
    bumps = int(rng.integers(4, 7))
    centres = np.linspace(-0.36, 0.36, bumps) + rng.normal(0, 0.03, bumps)
    radii = (0.24 - 0.32 * np.abs(centres) ** 1.2) * rng.uniform(0.75, 1.15, bumps)
    xs = np.linspace(-0.55, 0.55, 90)
    lift = np.abs(radii) * 0.35
    heights = radii[:, None] ** 2 - (xs[None, :] - centres[:, None]) ** 2
    envelope = (np.sqrt(np.clip(heights, 0, None)) + np.where(heights > 0, lift[:, None], 0)).max(0)
    keep = envelope > 0
    xs, envelope = xs[keep], envelope[keep]
    points = np.stack([x + xs * width, y - envelope * width * 0.78], 1)
    corner = width * 0.03
    ends = [(points[-1, 0], y + corner), (points[0, 0], y + corner)]
    canvas.gradient(np.concatenate([points, ends]), top, base)


def clouds(
    canvas: Canvas, rng, light: Light, weather: Weather | None, horizon: float, keep_off
) -> None:
    """`keep_off` is where the sun or moon is, which no cloud covers, or None."""
    if weather in (None, Weather.FOG):
        return
    bright = mix(light.sky[2], (255, 255, 255), 0.12 if light.dark else 0.62)
    if light.dark:
        bright = shade(light.sky[2], 1.16)
    if weather is Weather.CLEAR:
        return
    if weather in (Weather.RAIN, Weather.SNOW):
        factor = 0.7 if weather is Weather.RAIN else 1.0
        top, base = (
            shade(mix(bright, light.sky[0], 0.45), factor),
            shade(light.sky[1], factor * 0.9),
        )
        for y, tone, bumps in ((0.2, top, 4), (0.13, mix(top, base, 0.5), 5), (0.06, base, 6)):
            xs = np.linspace(-0.02, 1.02, 161)
            lobes = np.abs(
                np.sin((xs + rng.random()) * bumps * np.pi + 0.6 * curve(rng, 3, 1, 161))
            )
            edge = y + 0.055 * np.sqrt(lobes) + 0.02 * curve(rng, 2, 2, 161)
            canvas.poly([(-0.02, -0.02), *np.stack([xs, edge], 1), (1.02, -0.02)], tone)
        return
    base = mix(light.sky[1], bright, 0.35)
    for i in range(int(rng.integers(5, 8))):
        far = rng.random()
        x = ((i * 0.381 + rng.uniform(-0.06, 0.06)) % 1.1) - 0.05
        y = 0.09 + far * (horizon * 0.62)
        width = rng.uniform(0.3, 0.44) * (1.12 - 0.6 * far)
        if keep_off and abs(x - keep_off[0]) < width * 0.55 + 0.06 and -0.1 < y - keep_off[1] < 0.2:
            continue
        haze = far * 0.3
        cloud(canvas, rng, x, y, width, mix(bright, light.haze, haze), mix(base, light.haze, haze))


def fog(canvas: Canvas, rng, light: Light, horizon: float, strength: float, reach: float) -> None:
    """Banks of mist, densest at the horizon."""
    side = canvas.side
    everywhere = (slice(0, side), slice(0, side))
    y, _ = canvas.grid(everywhere)
    wide = cv2.resize(noise(rng, 3, (side, max(2, side // 4)), 3), (side, side))
    depth = np.exp(-(((y - horizon) / reach) ** 2))
    alpha = np.clip(depth * (0.55 + 0.9 * (wide - 0.25)), 0, 1) * strength
    if light.style is Style.POSTER:
        alpha = np.floor(alpha * 4.99) / 5
    canvas.blend(everywhere, shade(light.haze, 1.15), alpha)


def precipitation(canvas: Canvas, rng, light: Light, weather: Weather | None) -> None:
    """Rain or snow in front of everything."""
    if weather is Weather.RAIN:
        over = canvas.pixels.copy()
        colour = mix(light.sky[2], (225, 238, 255), 0.7)
        slant = rng.uniform(-0.35, -0.15)
        for x, y, length in zip(
            rng.uniform(-0.1, 1.2, 150),
            rng.uniform(-0.1, 1, 150),
            rng.uniform(0.035, 0.075, 150),
            strict=True,
        ):
            tip = (x + slant * length, y + length)
            cv2.polylines(
                over,
                [canvas._fixed([(x, y), tip])],
                False,
                colour,
                canvas._thickness(0.0038),
                cv2.LINE_AA,
                4,
            )
        canvas.pixels = cv2.addWeighted(over, 0.62, canvas.pixels, 0.38, 0)
    elif weather is Weather.SNOW:
        colour = (226, 232, 248) if light.dark else (255, 255, 255)
        outline, canvas.outline = canvas.outline, 0.0
        for x, y, near in zip(*rng.random((3, 190)), strict=True):
            radius = 0.0032 + 0.0068 * near**3
            if outline and not light.dark:
                canvas.ellipse(x, y, radius * 1.35, radius * 1.35, mix(light.sky[1], INK, 0.25))
            canvas.ellipse(x, y, radius, radius, colour)
        canvas.outline = outline
