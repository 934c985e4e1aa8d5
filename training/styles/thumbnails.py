"""What the page shows of each look: a piece of the sample, as the exported graph paints it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from .evaluate import open_session, styled
from .looks import LOOKS

SAMPLE = Path(__file__).parents[2] / "public" / "samples" / "lake.jpg"
# Left, upper, right and lower edge of the piece, in pixels of the sample: trees before the sky.
PIECE = (74, 30, 374, 230)
SIZE = (180, 120)  # twice what is shown, for screens that are fine
QUALITY = 78


def write_thumbnails(model: Path, folder: Path, threads: int = 2) -> None:
    """One JPEG of a few kilobytes for each look."""
    with Image.open(SAMPLE) as image:
        piece = image.convert("RGB").crop(PIECE)
    planes = np.asarray(piece, np.float32).transpose(2, 0, 1) / 255
    folder.mkdir(parents=True, exist_ok=True)
    for look in LOOKS:
        session = open_session(model / f"{look.name}.onnx", threads)
        made = np.rint(styled(session, planes).transpose(1, 2, 0) * 255).astype(np.uint8)
        small = Image.fromarray(made).resize(SIZE, Image.Resampling.LANCZOS)
        path = folder / f"{look.name}.jpg"
        small.save(path, quality=QUALITY, optimize=True)
        print(f"{path.name}: {path.stat().st_size} bytes")
