"""Writes a pipeline of Stable Diffusion 1.5's shape with random weights, as Optimum exports it.

    python bench/peer/random_pipeline.py FOLDER

What it paints is noise, but it takes the time and the memory of the real one: the UNet has its 860
million parameters, the decoder its 50 million. The text encoder, which hardly counts, is small.
"""

import json
import sys
import tempfile
from pathlib import Path

import torch
from diffusers import AutoencoderKL, PNDMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from optimum.exporters.onnx import onnx_export_from_model
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

LETTERS = [chr(code) for code in range(ord("a"), ord("z") + 1)]
WIDTH = 768


def tokenizer(folder: Path) -> CLIPTokenizer:
    """One that spells."""
    tokens = [*LETTERS, *(f"{letter}</w>" for letter in LETTERS), "<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({token: i for i, token in enumerate(tokens)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return CLIPTokenizer(folder / "vocab.json", folder / "merges.txt", model_max_length=77)


def pipeline() -> StableDiffusionPipeline:
    torch.manual_seed(1)
    with tempfile.TemporaryDirectory() as folder:
        words = tokenizer(Path(folder))
    text = CLIPTextConfig(
        vocab_size=len(words), hidden_size=WIDTH, intermediate_size=4 * WIDTH, projection_dim=WIDTH,
        num_hidden_layers=2, num_attention_heads=12,
        bos_token_id=words.bos_token_id, eos_token_id=words.eos_token_id,
    )
    blocks = ("CrossAttnDownBlock2D",) * 3
    unet = UNet2DConditionModel(
        sample_size=64, in_channels=4, out_channels=4, cross_attention_dim=WIDTH, attention_head_dim=8,
        block_out_channels=(320, 640, 1280, 1280), layers_per_block=2,
        down_block_types=(*blocks, "DownBlock2D"),
        up_block_types=("UpBlock2D", *("CrossAttnUpBlock2D",) * 3),
    )
    vae = AutoencoderKL(
        block_out_channels=(128, 256, 512, 512), layers_per_block=2, sample_size=512,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
    )
    scheduler = PNDMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear",
        skip_prk_steps=True, steps_offset=1,
    )
    return StableDiffusionPipeline(
        vae=vae, text_encoder=CLIPTextModel(text), tokenizer=words, unet=unet, scheduler=scheduler,
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )


def main() -> None:
    target = Path(sys.argv[1])
    onnx_export_from_model(pipeline(), target, task="text-to-image", do_validation=False)


if __name__ == "__main__":
    main()
