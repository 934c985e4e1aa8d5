"""Makes `half/`: the pipeline of `tests/golden/tiny-sd` with half-precision networks.

Inputs, outputs and weights become 16-bit floats, as exports for GPUs have them, and the weights of
the UNet move to a file of their own, as those of large models do.

    python crates/inference/tests/models/make_half.py
"""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, numpy_helper

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[3] / "tests/golden/tiny-sd"
# Inputs that the operator wants in single precision, whatever the data is.
SINGLE = {"Resize": {1, 2}}


def half(tensor: TensorProto) -> TensorProto:
    return numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), tensor.name)


def convert(model: onnx.ModelProto) -> onnx.ModelProto:
    graph = model.graph
    kept = {
        node.input[i]
        for node in graph.node
        for i in SINGLE.get(node.op_type, ())
        if i < len(node.input)
    }
    for node in graph.node:
        for attribute in node.attribute:
            constant = attribute.name == "value" and attribute.t.data_type == TensorProto.FLOAT
            if constant and not kept.intersection(node.output):
                attribute.t.CopyFrom(half(attribute.t))
            if node.op_type == "Cast" and attribute.name == "to" and attribute.i == TensorProto.FLOAT:
                attribute.i = TensorProto.FLOAT16
    for weight in graph.initializer:
        if weight.data_type == TensorProto.FLOAT and weight.name not in kept:
            weight.CopyFrom(half(weight))
    for port in [*graph.input, *graph.output, *graph.value_info]:
        if port.type.tensor_type.elem_type == TensorProto.FLOAT:
            port.type.tensor_type.elem_type = TensorProto.FLOAT16
    return model


def main() -> None:
    target = HERE / "half"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(SOURCE, target, ignore=shutil.ignore_patterns("vae_encoder"))
    for component in ("unet", "vae_decoder", "text_encoder"):
        path = target / component / "model.onnx"
        model = convert(onnx.load(path))
        path.unlink()
        onnx.save_model(
            model,
            path,
            save_as_external_data=component == "unet",
            location="model.onnx_data",
            size_threshold=0,
        )


if __name__ == "__main__":
    main()
