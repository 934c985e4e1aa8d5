"""The other side of `make bench`: what the studio does, by diffusers and Optimum, Pillow and NumPy.

Reads a line of JSON for each piece of work and answers with one; `bench/src/engine.rs` is the same
of the studio's own code.

    {"paint": {"folder", "width", "height", "steps", "guidance_scale", "prompts"}}
    {"pixels": {"picture", "side", "output"}}

The answer has the seconds of each stage and `peak_mb`, the most memory the process ever held.
"""

import json
import os
import resource
import sys
import time
from functools import cache

THREADS = int(os.environ["STUDIO_THREADS"])


@cache
def pipeline(folder: str):
    import onnxruntime
    from optimum.onnxruntime import ORTDiffusionPipeline

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    loaded = ORTDiffusionPipeline.from_pretrained(folder, session_options=options)
    loaded.set_progress_bar_config(disable=True)
    return loaded


def paint(folder, width, height, steps, guidance_scale, prompts) -> dict[str, float]:
    import torch

    loaded = pipeline(folder)
    begin = time.perf_counter()
    loaded(
        prompts,
        width=width,
        height=height,
        num_inference_steps=steps,
        guidance_scale=guidance_scale,
        generator=[torch.Generator().manual_seed(seed) for seed in range(len(prompts))],
    )
    return {"paint": time.perf_counter() - begin}


def pixels(picture, side, output) -> dict[str, float]:
    import numpy as np
    from PIL import Image

    times, begin = {}, time.perf_counter()

    def stage(name: str) -> None:
        nonlocal begin
        now = time.perf_counter()
        times[name], begin = now - begin, now

    opened = Image.open(picture).convert("RGB")
    stage("decode")
    small = opened.resize((side, side), Image.Resampling.BICUBIC)
    stage("resize")
    values = np.asarray(small, dtype=np.float32) / 255
    mean = np.array([0.485, 0.456, 0.406], dtype=np.float32)
    deviation = np.array([0.229, 0.224, 0.225], dtype=np.float32)
    values = np.ascontiguousarray(((values - mean) / deviation).transpose(2, 0, 1)[None])
    stage("normalise")
    opened.save(output)
    stage("encode")
    return times


def main() -> None:
    for line in sys.stdin:
        ((work, arguments),) = json.loads(line).items()
        answer = {"paint": paint, "pixels": pixels}[work](**arguments)
        # Kilobytes, on Linux.
        answer["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
