"""The contact sheet: every look on four photographs that scikit-image ships freely."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .evaluate import open_session, styled
from .looks import LOOKS

# Of scikit-image 0.22.0, as `training.upscaler.photos` fetches and credits them, and what of each
# is shown: left and upper edge and height, as shares of the picture's height.
PHOTOS = {
    "held-out/chelsea.png": (0.20, 0.0, 1.0),
    "train/astronaut.png": (0.0, 0.0, 0.72),
    "held-out/coffee.png": (0.12, 0.0, 1.0),
    "train/rocket.png": (0.25, 0.0, 1.0),
}
CELL = (240, 176)  # width and height of one picture, pixels
SEEN = 3  # graphs see the picture this many times as large as it is shown
GAP, LABEL = 6, 24
MOST_BYTES = 400_000


def cut(path: Path, place: tuple[float, float, float]) -> np.ndarray:
    """The part of a photograph that is shown, [3, H, W]."""
    with Image.open(path) as image:
        photo = image.convert("RGB")
    left, top, high = (round(share * photo.height) for share in place)
    wide = min(round(high * CELL[0] / CELL[1]), photo.width - left)
    box = (left, top, left + wide, top + round(wide * CELL[1] / CELL[0]))
    seen = photo.resize((CELL[0] * SEEN, CELL[1] * SEEN), Image.Resampling.LANCZOS, box)
    return np.asarray(seen, np.float32).transpose(2, 0, 1) / 255


def shown(planes: np.ndarray) -> Image.Image:
    picture = Image.fromarray(np.rint(planes.transpose(1, 2, 0) * 255).astype(np.uint8))
    return picture.resize(CELL, Image.Resampling.LANCZOS)


def write_sheet(model: Path, photos: Path, target: Path, threads: int = 2) -> None:
    """Two columns of looks, each a title above its four photographs; the first are untouched."""
    pictures = [cut(photos / name, place) for name, place in PHOTOS.items()]
    cells: list[tuple[str, list[np.ndarray]]] = [("The photographs", pictures)]
    for look in LOOKS:
        session = open_session(model / f"{look.name}.onnx", threads)
        cells.append((look.title, [styled(session, picture) for picture in pictures]))
    columns = len(pictures)
    high, wide = CELL[1] + LABEL + GAP, CELL[0] + GAP
    sheet = Image.new("RGB", (GAP + columns * wide, len(cells) * high), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(15)
    for row, (title, made) in enumerate(cells):
        pen.text((GAP, row * high + 4), title, "black", font)
        for column, planes in enumerate(made):
            sheet.paste(shown(planes), (GAP + column * wide, row * high + LABEL))
    for quality in range(88, 30, -4):
        sheet.save(target, quality=quality, optimize=True)
        if target.stat().st_size <= MOST_BYTES:
            print(f"{target.name}: {target.stat().st_size} bytes, quality {quality}")
            return
    raise SystemExit(f"{target.name} does not fit into {MOST_BYTES} bytes")
