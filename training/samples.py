"""Paints the small pictures that an empty studio offers to try the tools with.

    python -m training.samples        # writes public/samples/{lake,poster}.jpg

Both are drawn at four times their size and reduced, so that they hold the fine edges and soft
gradients on which an upscaler shows what it can do.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT, OVERSAMPLING = 448, 300, 4
FOLDER = Path(__file__).parent.parent / "public" / "samples"


def gradient(
    width: int, height: int, stops: list[tuple[float, tuple[int, int, int]]]
) -> Image.Image:
    """A vertical gradient through `stops`, each (place from 0 to 1, colour)."""
    places = [place for place, _ in stops]
    rows = np.linspace(0, 1, height)
    channels = [np.interp(rows, places, [colour[c] for _, colour in stops]) for c in range(3)]
    column = np.stack(channels, axis=1)[:, None, :]
    return Image.fromarray(np.broadcast_to(column, (height, width, 3)).round().astype(np.uint8))


def ridge(rng: np.random.Generator, width: int, base: float, relief: float) -> np.ndarray:
    """Heights of a mountain ridge in pixels from the top: noise of halving amplitude."""
    line = np.zeros(width)
    for octave in range(7):
        knots = rng.uniform(-1, 1, 3 * 2**octave + 2)
        line += (
            np.interp(np.linspace(0, len(knots) - 1, width), range(len(knots)), knots) / 2**octave
        )
    return base + relief * line


def fir(
    draw: ImageDraw.ImageDraw, x: float, foot: float, tall: float, colour: tuple[int, int, int]
) -> None:
    """A fir tree of five tiers."""
    draw.rectangle((x - tall * 0.02, foot - tall * 0.1, x + tall * 0.02, foot), fill=colour)
    for tier in range(5):
        top = foot - tall * (1 - 0.17 * tier)
        half = tall * (0.06 + 0.035 * tier)
        draw.polygon(
            [(x, top), (x - half, top + tall * 0.26), (x + half, top + tall * 0.26)], fill=colour
        )


def lake(width: int, height: int) -> Image.Image:
    """Mountains at dusk, mirrored in a lake."""
    rng = np.random.default_rng(7)
    shore = int(height * 0.62)
    sky = [
        (0, (38, 46, 92)),
        (0.55, (214, 120, 112)),
        (0.85, (250, 190, 120)),
        (1, (255, 222, 160)),
    ]
    picture = gradient(width, shore, sky)
    glow = Image.new("L", (width, shore), 0)
    sun, radius = (width * 0.68, shore * 0.72), height * 0.05
    box = (sun[0] - radius, sun[1] - radius, sun[0] + radius, sun[1] + radius)
    ImageDraw.Draw(glow).ellipse(box, fill=255)
    halo = glow.filter(ImageFilter.GaussianBlur(height * 0.05))
    picture.paste((255, 236, 190), mask=halo)
    picture.paste((255, 246, 220), mask=glow)
    draw = ImageDraw.Draw(picture)
    layers = [
        (0.62, 0.10, (150, 100, 130)),
        (0.74, 0.08, (104, 74, 116)),
        (0.86, 0.06, (62, 54, 94)),
    ]
    for base, relief, colour in layers:
        line = ridge(rng, width, shore * base, shore * relief)
        draw.polygon([(0, shore), *enumerate(line), (width, shore)], fill=colour)
    ground = ridge(rng, width, shore * 0.96, shore * 0.02)
    draw.polygon([(0, shore), *enumerate(ground), (width, shore)], fill=(24, 30, 48))
    for x in np.sort(rng.uniform(0, width, 46)):
        edge = abs(x / width - 0.5) * 2
        fir(
            draw,
            x,
            ground[int(x)] + 4,
            height * rng.uniform(0.06, 0.13) * (0.5 + edge),
            (20, 28, 44),
        )
    whole = Image.new("RGB", (width, height))
    whole.paste(picture)
    mirrored = np.asarray(
        picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((width, height - shore))
    )
    rows = np.arange(height - shore)
    shift = (np.sin(rows * 0.35) * (1 + rows / 40)).round().astype(int)
    water = np.stack([np.roll(row, s, axis=0) for row, s in zip(mirrored, shift, strict=True)])
    whole.paste(Image.fromarray((water * [0.72, 0.78, 0.9]).astype(np.uint8)), (0, shore))
    return whole


def poster(width: int, height: int) -> Image.Image:
    """Overlapping discs and fine lines: clean edges, curves and small structure."""
    picture = gradient(width, height, [(0, (247, 240, 226)), (1, (238, 224, 200))])
    draw = ImageDraw.Draw(picture, "RGBA")
    unit = height / 10
    discs = [
        (4.2, 4.6, 3.2, (232, 92, 64, 235)),
        (7.6, 5.6, 2.6, (38, 84, 124, 225)),
        (10.2, 3.6, 1.8, (242, 178, 52, 230)),
        (11.4, 6.8, 1.3, (62, 140, 110, 230)),
    ]
    for x, y, r, colour in discs:
        draw.ellipse([(x - r) * unit, (y - r) * unit, (x + r) * unit, (y + r) * unit], fill=colour)
    for ring in range(12):
        r = (0.25 + 0.18 * ring) * unit
        box = [7.6 * unit - r, 5.6 * unit - r, 7.6 * unit + r, 5.6 * unit + r]
        draw.ellipse(box, outline=(250, 246, 238, 255), width=OVERSAMPLING)
    for line in range(40):
        angle = np.pi * (0.5 + line / 80)
        end = (13.6 * unit + 5 * unit * np.cos(angle), 9.4 * unit - 5 * unit * np.sin(angle))
        draw.line([(13.6 * unit, 9.4 * unit), end], fill=(34, 40, 58, 255), width=OVERSAMPLING)
    for row in range(6):
        for column in range(14):
            x, y, r = (
                (0.8 + 0.32 * column) * unit,
                (8.1 + 0.3 * row) * unit,
                (0.03 + 0.012 * column) * unit,
            )
            draw.ellipse([x - r, y - r, x + r, y + r], fill=(34, 40, 58, 255))
    return picture


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for paint in (lake, poster):
        large = paint(WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING)
        small = large.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.save(FOLDER / f"{paint.__name__}.jpg", quality=90, subsampling=0)


if __name__ == "__main__":
    main()
