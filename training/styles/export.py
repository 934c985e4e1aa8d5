"""Writes the looks as ONNX files and the `model.toml` that describes them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .graph import build
from .looks import LOOKS

LONGEST = 1280  # side of the largest picture a graph is given, pixels
LARGEST_TOTAL = 1_000_000  # bytes of all files together

HEADER = f"""\
name = "starter-styles"
version = "1"
task = "style-transfer"
family = "style-transfer"
title = "Starter styles"
description = "{len(LOOKS)} looks, from watercolour to neon, by exact filters; quick on a CPU."
licence = "MIT OR Apache-2.0"
author = "CreativeAI Studio"

[style]
input = {{ range = "0-1" }}
output_range = "0-1"
longest = {LONGEST}
"""


def export_model(model: Path) -> None:
    """Writes every look to the folder `model`; the same bytes each time."""
    model.mkdir(parents=True, exist_ok=True)
    sections, total = [HEADER], 0
    for look in LOOKS:
        data = build(look.name, look.draw).SerializeToString(deterministic=True)
        (model / f"{look.name}.onnx").write_bytes(data)
        sections.append(
            "[[files]]\n"
            f'path = "{look.name}.onnx"\n'
            f'style = "{look.name}"\n'
            f'title = "{look.title}"\n'
            f"size = {len(data)}\n"
            f'sha256 = "{hashlib.sha256(data).hexdigest()}"\n'
        )
        total += len(data)
        print(f"{look.name}.onnx: {len(data)} bytes", flush=True)
    if total > LARGEST_TOTAL:
        raise SystemExit(f"the files take {total} bytes together, of {LARGEST_TOTAL}")
    (model / "model.toml").write_text("\n".join(sections))
