"""Makes the networks beside this file, whose results can be told exactly. Needs onnx; `python make.py` writes them all.

Each imitates the inputs and outputs of a family of real networks, and does something simple between them.
"""

from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

HERE = Path(__file__).parent
F = TensorProto.FLOAT


class Graph:
    """Collects nodes; every operation returns the name of its result."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, values, dtype=np.float32):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(values, dtype=dtype), name))
        return name

    def __getattr__(self, operator):
        def node(*inputs, output=None, **attributes):
            inputs = [x if isinstance(x, str) else self.constant(x) for x in inputs]
            output = output or f"n{len(self.nodes)}"
            self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
            return output

        return node

    def save(self, name, inputs, outputs, check=True, opset=17):
        ports = lambda ports: [helper.make_tensor_value_info(port, kind, shape) for port, kind, shape in ports]
        graph = helper.make_graph(self.nodes, "test", ports(inputs), ports(outputs), self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
        if check:
            checker.check_model(model)
        save(model, HERE / f"{name}.onnx")


def picture(name, height="h", width="w", channels=3):
    return (name, F, [1, channels, height, width])


def style():
    # A negative of any size.
    g = Graph()
    g.Sub(1.0, "image", output="styled")
    g.save("negative", [picture("image")], [picture("styled")])
    # A negative of 0..255, of one size.
    g = Graph()
    g.Sub(255.0, "input1", output="output1")
    g.save("negative_64", [picture("input1", 64, 64)], [picture("output1", 64, 64)])
    # No numbers.
    g = Graph()
    zero = g.Sub("image", "image")
    g.Div(zero, zero, output="styled")
    g.save("not_a_number", [picture("image")], [picture("styled")])
    # Half the size.
    g = Graph()
    g.AveragePool("image", kernel_shape=[2, 2], strides=[2, 2], output="styled")
    g.save("half_size", [picture("image")], [picture("styled", "h2", "w2")])
    # Takes minutes: wide means, over and over.
    g = Graph()
    weight = numpy_helper.from_array(np.array([1 / 3 / 31**2], np.float32))
    kernel = g.ConstantOfShape(g.constant([3, 3, 31, 31], np.int64), value=weight)
    x = "image"
    for _ in range(100):
        x = g.Conv(x, kernel, pads=[15] * 4)
    g.Identity(x, output="styled")
    g.save("slow", [picture("image")], [picture("styled")])


def matting():
    # Brighter than the middle is the subject: first of two outputs, as U2-Net has several.
    g = Graph()
    mean = g.ReduceMean("img", axes=[1], keepdims=1)
    g.Cast(g.Greater(mean, 0.0), to=F, output="d0")
    g.Sub(1.0, "d0", output="d1")
    g.save("bright_64", [picture("img", 64, 64)], [picture("d0", 64, 64, 1), picture("d1", 64, 64, 1)])
    # Two planes of logits: background, subject. Takes any size, and gives a quarter of it.
    g = Graph()
    mean = g.AveragePool(g.ReduceMean("x", axes=[1], keepdims=1), kernel_shape=[4, 4], strides=[4, 4])
    g.Concat(g.Mul(mean, -20.0), g.Mul(mean, 20.0), axis=1, output="y")
    g.save("pair", [picture("x")], [picture("y", "h4", "w4", 2)])


def distances(g, coords, width, height):
    """Squared distances [points, height, width] of all pixels to `coords` [points, 2], and their two parts."""
    one = g.constant(1.0)
    zero = g.constant(0.0)
    xs = g.Reshape(g.Range(zero, width, one), g.constant([1, 1, -1], np.int64))
    ys = g.Reshape(g.Range(zero, height, one), g.constant([1, -1, 1], np.int64))
    split = lambda at: g.Reshape(g.Gather(coords, g.constant(at, np.int64), axis=1), g.constant([-1, 1, 1], np.int64))
    px, py = split(0), split(1)
    dx, dy = g.Sub(xs, px), g.Sub(ys, py)
    return g.Add(g.Mul(dx, dx), g.Mul(dy, dy)), dx, dy


def logits(g, coords, labels, width, height, radius):
    """[1, height, width]: above 0 within `radius` of a positive point or in the box, and not of a negative one."""
    squared, dx, dy = distances(g, coords, width, height)
    labels = g.Reshape(labels, g.constant([-1, 1, 1], np.int64))
    near = g.Sub(radius**2, squared)
    far, close = g.constant(-1e4), g.constant(1e4)
    positive = g.ReduceMax(g.Where(g.Equal(labels, 1.0), near, far), axes=[0], keepdims=1)
    negative = g.ReduceMin(g.Where(g.Equal(labels, 0.0), g.Neg(near), close), axes=[0], keepdims=1)
    after = g.Where(g.Equal(labels, 2.0), g.Min(dx, dy), close)
    before = g.Where(g.Equal(labels, 3.0), g.Neg(g.Max(dx, dy)), close)
    box = g.ReduceMin(g.Min(after, before), axes=[0], keepdims=1)
    # Without a corner the box is everywhere, which is nowhere.
    box = g.Where(g.Less(box, 9e3), box, far)
    return g.Div(g.Min(g.Max(positive, box), negative), 8.0)


def sam():
    # Rows of pixels in, small planes out, as MobileSAM's encoder.
    g = Graph()
    planes = g.Unsqueeze(g.Transpose("input_image", perm=[2, 0, 1]), g.constant([0], np.int64))
    g.Resize(planes, "", "", g.constant([1, 3, 16, 16], np.int64), mode="linear", output="image_embeddings")
    g.save("sam_encoder", [("input_image", F, ["h", "w", 3])], [("image_embeddings", F, [1, 3, 16, 16])])
    # A square of planes in, as other exports.
    g = Graph()
    g.AveragePool("pixel_values", kernel_shape=[4, 4], strides=[4, 4], output="image_embeddings")
    g.save("sam_encoder_64", [picture("pixel_values", 64, 64)], [picture("image_embeddings", 16, 16)])
    # Four discs around each click, the third with the best score.
    g = Graph()
    coords = g.Squeeze("point_coords", g.constant([0], np.int64))
    side = lambda at: g.Gather("orig_im_size", g.constant(at, np.int64), axis=0)
    masks = [logits(g, coords, "point_labels", side(1), side(0), radius) for radius in (8.0, 12.0, 16.0, 20.0)]
    g.Unsqueeze(g.Concat(*masks, axis=0), g.constant([0], np.int64), output="masks")
    nothing = g.Mul(g.ReduceMean("image_embeddings", keepdims=0), 0.0)
    g.Add(nothing, g.constant([[0.1, 0.5, 0.9, 0.6]]), output="iou_predictions")
    inputs = [
        ("image_embeddings", F, [1, 3, 16, 16]),
        ("point_coords", F, [1, "n", 2]),
        ("point_labels", F, [1, "n"]),
        ("mask_input", F, [1, 1, 64, 64]),
        ("has_mask_input", F, [1]),
        ("orig_im_size", F, [2]),
    ]
    g.save("sam_decoder", inputs, [("masks", F, [1, 4, "h", "w"]), ("iou_predictions", F, [1, 4])])


def efficient_sam():
    g = Graph()
    coords = g.Reshape("batched_point_coords", g.constant([-1, 2], np.int64))
    side = g.constant(64.0)
    masks = [logits(g, coords, "batched_point_labels", side, side, radius) for radius in (24.0, 8.0, 16.0)]
    g.Reshape(g.Concat(*masks, axis=0), g.constant([1, 1, 3, 64, 64], np.int64), output="output_masks")
    nothing = g.Mul(g.ReduceMean("batched_images", keepdims=0), 0.0)
    g.Add(nothing, g.constant([[[0.9, 0.3, 0.6]]]), output="iou_predictions")
    inputs = [
        picture("batched_images", 64, 64),
        ("batched_point_coords", F, [1, 1, 6, 2]),
        ("batched_point_labels", F, [1, 1, 6, 1]),
    ]
    outputs = [("output_masks", F, [1, 1, 3, 64, 64]), ("iou_predictions", F, [1, 1, 3])]
    g.save("efficient_sam", inputs, outputs)


def separate():
    # The colours, a quarter of the size.
    g = Graph()
    g.AveragePool("image", kernel_shape=[4, 4], strides=[4, 4], output="embedding")
    g.save("separate_encoder", [picture("image", 128, 128)], [picture("embedding", 32, 32)])
    # What has the colour of the positive clicks rather than of the negative ones, inside the box if there is one.
    g = Graph()
    maps = [g.Gather("prompt", g.constant([at], np.int64), axis=1) for at in range(3)]
    total = lambda x: g.ReduceSum(x, g.constant([2, 3], np.int64), keepdims=1)

    def unlike(weights):
        colour = g.Div(total(g.Mul("embedding", weights)), g.Add(total(weights), 1e-6))
        return g.ReduceSum(g.Abs(g.Sub("embedding", colour)), g.constant([1], np.int64), keepdims=1)

    positive = unlike(g.Add(maps[0], g.Mul(maps[2], 1e-3)))
    is_given = lambda weights: g.Greater(total(weights), 0.5)
    negative = g.Where(is_given(maps[1]), unlike(maps[1]), g.constant(0.6))
    outside = g.Mul(g.Sub(1.0, maps[2]), g.Cast(is_given(maps[2]), to=F))
    g.Mul(g.Sub(g.Sub(negative, positive), outside), 30.0, output="logits")
    g.save("separate_decoder", [picture("embedding", 32, 32), picture("prompt", 32, 32)], [picture("logits", 32, 32, 1)])


def lama():
    # What is masked becomes the mean of the rest; the rest becomes brighter, which nobody should see. 0..1 to 0..255.
    for name, sides in [("mean_fill_64", (64, 64)), ("mean_fill", ("h", "w"))]:
        g = Graph()
        rest = g.Sub(1.0, "mask")
        total = lambda x: g.ReduceSum(x, g.constant([2, 3], np.int64), keepdims=1)
        mean = g.Div(total(g.Mul("image", rest)), g.Add(total(rest), 1e-6))
        filled = g.Add(g.Mul(g.Add("image", 0.1), rest), g.Mul(mean, "mask"))
        g.Mul(filled, 255.0, output="output")
        g.save(name, [picture("image", *sides), picture("mask", *sides, channels=1)], [picture("output", *sides)])


def hostile():
    ports = [picture("image")], [picture("styled")]
    # Weights in another file; the last is there where tests run.
    for name, location in [
        ("outside", "../secret.bin"),
        ("beside", "secret.bin"),
        ("working_directory", "Cargo.toml"),
    ]:
        g = Graph()
        secret = g.constant(np.zeros(100))
        index = g.Cast(g.Mul("image", 99.0), to=TensorProto.INT64)
        g.Gather(secret, index, axis=0, output="styled")
        tensor = g.constants[0]
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in [("location", location), ("offset", "0"), ("length", "400")]:
            tensor.external_data.add(key=key, value=value)
        g.save(name, *ports, check=False)
    # Two nodes that wait for each other.
    g = Graph()
    g.Add("image", "b", output="a")
    g.Add("image", "a", output="b")
    g.Add("a", "b", output="styled")
    g.save("cyclic", *ports, check=False)
    # Of the far future.
    g = Graph()
    g.Sub(1.0, "image", output="styled")
    g.save("opset_9999", *ports, check=False, opset=9999)
    # Wants more memory than there is.
    g = Graph()
    space = g.ConstantOfShape(g.constant([1, 3, 1 << 20, 1 << 20], np.int64))
    g.Add("image", g.ReduceMax(space, keepdims=0), output="styled")
    g.save("huge", *ports)
    # An operation nobody knows.
    g = Graph()
    g.Enchant("image", output="styled")
    g.save("unknown_operator", *ports, check=False)
    # Text in.
    g = Graph()
    g.Identity("image", output="styled")
    text = lambda name: (name, TensorProto.STRING, [1, 3, "h", "w"])
    g.save("takes_text", [text("image")], [text("styled")])


def safety():
    # Inputs and outputs of Optimum's export of Stable Diffusion's safety checker; one that flags whatever it sees, and
    # one that flags nothing.
    for name, threshold in (("strict", -100.0), ("lenient", 100.0)):
        g = Graph()
        seen = g.Add(g.ReduceMean("clip_input", keepdims=0), g.ReduceMean("images", keepdims=0))
        g.Reshape(g.Greater(seen, threshold), g.constant([1], np.int64), output="has_nsfw_concepts")
        g.Identity("images", output="out_images")
        images = ("images", F, ["b", "h", "w", 3])
        flags = ("has_nsfw_concepts", TensorProto.BOOL, [1])
        out = ("out_images", F, ["b", "h", "w", 3])
        g.save(f"safety_{name}", [("clip_input", F, ["b", 3, 224, 224]), images], [out, flags])


if __name__ == "__main__":
    for make in (style, matting, sam, efficient_sam, separate, lama, safety, hostile):
        make()
    for file in sorted(HERE.glob("*.onnx")):
        print(f"{file.stat().st_size:6} {file.name}")
