"""A few lines of syntax for ONNX graphs: expressions over `Value`s write down their nodes.

Pictures are float32 planes `[1, C, H, W]`; batch and channel sizes are known when a graph is
written, height and width only when it runs.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 8  # the newest that runtimes of opset 17's time read


class Value:
    """The result of one node. Numbers and arrays on the other side become constants."""

    __array_ufunc__ = None  # so that an array on the left leaves the sum to this class

    def __init__(self, graph: Graph, name: str) -> None:
        self.graph, self.name = graph, name

    def node(self, op: str, *others: Value | np.ndarray | float, **attributes: object) -> Value:
        return self.graph.node(op, self, *others, **attributes)

    def __add__(self, other: Value | np.ndarray | float) -> Value:
        return self.node("Add", other)

    def __sub__(self, other: Value | np.ndarray | float) -> Value:
        return self.node("Sub", other)

    def __mul__(self, other: Value | np.ndarray | float) -> Value:
        return self.node("Mul", other)

    def __truediv__(self, other: Value | np.ndarray | float) -> Value:
        return self.node("Div", other)

    def __rsub__(self, other: np.ndarray | float) -> Value:
        return self.graph.node("Sub", other, self)

    def __rtruediv__(self, other: float) -> Value:
        return self.graph.node("Div", other, self)

    def __neg__(self) -> Value:
        return self.node("Neg")

    __radd__, __rmul__ = __add__, __mul__

    def squared(self) -> Value:
        return self * self

    def sqrt(self) -> Value:
        return self.node("Sqrt")

    def exp(self) -> Value:
        return self.node("Exp")

    def tanh(self) -> Value:
        return self.node("Tanh")

    def cos(self) -> Value:
        return self.node("Cos")

    def abs(self) -> Value:
        return self.node("Abs")

    def power(self, exponent: float) -> Value:
        return self.node("Pow", exponent)

    def floor(self) -> Value:
        return self.node("Floor")

    def fraction(self) -> Value:
        return self - self.floor()

    def at_least(self, other: Value | float) -> Value:
        return self.node("Max", other)

    def at_most(self, other: Value | float) -> Value:
        return self.node("Min", other)

    def clip(self, low: float = 0.0, high: float = 1.0) -> Value:
        return self.node("Clip", low, high)

    def below(self, other: Value | float) -> Value:
        """A truth value, for `where`."""
        return self.node("Less", other)

    def where(self, yes: Value | float, no: Value | float) -> Value:
        return self.node("Where", yes, no)

    def part(self, start: int, end: int, axis: int = 1) -> Value:
        return self.node("Slice", *(np.array([at], np.int64) for at in (start, end, axis)))

    def channel(self, index: int) -> Value:
        return self.part(index, index + 1)

    def mean_over(self, *axes: int) -> Value:
        return self.node("ReduceMean", axes=axes, keepdims=1)

    def largest_over(self, *axes: int) -> Value:
        return self.node("ReduceMax", axes=axes, keepdims=1)

    def total(self, axis: int) -> Value:
        return self.node("ReduceSum", np.array([axis], np.int64), keepdims=1)

    def swapped(self) -> Value:
        """Channels as a batch, or the other way round: `[A, B, H, W]` to `[B, A, H, W]`."""
        return self.node("Transpose", perm=(1, 0, 2, 3))

    def mix(self, other: Value | float, amount: Value | float) -> Value:
        """This where `amount` is 0, `other` where it is 1."""
        return self + (other - self) * amount

    def step(self, low: float, high: float) -> Value:
        """Hermite's smooth step from 0 at `low` to 1 at `high`; falls where high < low."""
        t = ((self - low) * (1.0 / (high - low))).clip()
        return t * t * (3.0 - 2.0 * t)


class Graph:
    """Collects the nodes. `image` is the input, `[1, 3, H, W]` of RGB from 0 to 1."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: dict[tuple[object, ...], onnx.TensorProto] = {}
        self.image = Value(self, "image")
        shape = self.image.node("Shape")
        self.height, self.width = (
            shape.node("Gather", np.array(axis, np.int64), axis=0) for axis in (2, 3)
        )

    def constant(self, value: np.ndarray | float) -> Value:
        array = np.asarray(value)
        if array.dtype == np.float64:
            array = array.astype(np.float32)
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self.weights:
            self.weights[key] = numpy_helper.from_array(array, f"c{len(self.weights)}")
        return Value(self, self.weights[key].name)

    def node(self, op: str, *inputs: Value | np.ndarray | float, **attributes: object) -> Value:
        names = [
            each.name if isinstance(each, Value) else self.constant(each).name for each in inputs
        ]
        name = f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, names, [name], name=name, **attributes))
        return Value(self, name)

    def concat(self, *values: Value, axis: int = 1) -> Value:
        return self.node("Concat", *values, axis=axis)

    def model(self, name: str, result: Value, channels: int = 3) -> onnx.ModelProto:
        """The graph from `image` to `styled`, checked."""
        nodes = [*self.nodes, helper.make_node("Identity", [result.name], ["styled"], name="end")]
        given, styled = (
            helper.make_tensor_value_info(end, TensorProto.FLOAT, [1, number, "h", "w"])
            for end, number in (("image", 3), ("styled", channels))
        )
        model = helper.make_model(
            helper.make_graph(nodes, name, [given], [styled], list(self.weights.values())),
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
            producer_name="creativeai-studio training.styles",
        )
        onnx.checker.check_model(model, full_check=True)
        return model


def build(name: str, draw: Callable[[Value], Value]) -> onnx.ModelProto:
    """The graph of a look. What it is given, which resampling lets overshoot, and what it gives
    are held to 0..1."""
    graph = Graph()
    return graph.model(name, draw(graph.image.clip()).clip())
