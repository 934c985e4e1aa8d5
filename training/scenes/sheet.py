"""A contact sheet of random scenes with captions beneath, to look at.

python -m training.scenes.sheet out.png --seed 1 [--held-out] [--size 320] [--count 24]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .data import example

FONTS = (
    "/usr/share/fonts/truetype/nanum/NanumGothic.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansCJK-Regular.ttc",
)


def font(size: int) -> tuple[ImageFont.ImageFont, bool]:
    """A font, and whether it has Korean letters."""
    for path in FONTS:
        if Path(path).exists():
            return ImageFont.truetype(path, size), True
    return ImageFont.load_default(size), False


def wrapped(text: str, letter: ImageFont.ImageFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if letter.getlength(longer) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def sheet(seed: int, count: int, size: int, columns: int, held: bool) -> Image.Image:
    letter, korean = font(max(11, size // 24))
    height = int(letter.size * 1.25)
    margin, text = size // 24, height * 6
    rows = -(-count // columns)
    page = Image.new(
        "RGB",
        (columns * (size + margin) + margin, rows * (size + text) + margin),
        (250, 249, 246),
    )
    draw = ImageDraw.Draw(page)
    for i in range(count):
        found = example(seed, i, size, held)
        x = margin + (i % columns) * (size + margin)
        y = margin + (i // columns) * (size + text)
        page.paste(Image.fromarray(np.ascontiguousarray(found.picture)), (x, y))
        lines = wrapped(found.english[0], letter, size)
        if korean:
            lines += wrapped(found.korean[0], letter, size)
        for n, line in enumerate(lines[:5]):
            draw.text((x, y + size + 4 + n * height), line, (50, 46, 60), letter)
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--size", type=int, default=320)
    parser.add_argument("--columns", type=int, default=6)
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    page = sheet(options.seed, options.count, options.size, options.columns, options.held_out)
    page.save(options.out)


if __name__ == "__main__":
    main()
