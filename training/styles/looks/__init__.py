"""The looks, one file for each. The first is the one that is used when none is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..graph import Value
from . import comic, engraving, ink, mosaic, neon, oil, pastel, pencil, poster, watercolour


@dataclass(frozen=True)
class Look:
    """`draw` maps RGB planes to RGB planes, both 0 to 1."""

    name: str
    title: str
    draw: Callable[[Value], Value]


LOOKS = (
    Look("watercolour", "Watercolour", watercolour.draw),
    Look("oil", "Oil paint", oil.draw),
    Look("pastel", "Soft pastel", pastel.draw),
    Look("pencil", "Pencil", pencil.draw),
    Look("ink", "Ink drawing", ink.draw),
    Look("engraving", "Engraving", engraving.draw),
    Look("comic", "Comic", comic.draw),
    Look("poster", "Screen print", poster.draw),
    Look("mosaic", "Mosaic", mosaic.draw),
    Look("neon", "Neon night", neon.draw),
)
