"""Matrix products in int8 whose input is rounded row by row, so that no row sees another.

Weights have one scale a column. What they multiply is scaled to its largest number, each
row (a token, a pair) to its own, rounded and multiplied in whole numbers, and scaled back
(the token-wise scheme of Yao et al. 2022, ZeroQuant, arXiv 2206.01861). One scale for a whole
batch, which is what ONNX Runtime's own tool writes, makes a reading depend on its
neighbours, and a few tokens with large numbers make all others coarse.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from onnx import GraphProto, ModelProto, NodeProto

MOST = 127
MIDDLE = 128
"""Where 0 lies in the unsigned bytes that the quick kernels want."""
FEW = 16
"""A matrix with fewer columns stays in float: nothing would be saved."""
DOMAIN = "com.microsoft"


def round_rows(model: ModelProto, leave: Sequence[str] = ()) -> None:
    """Replace the products with constant matrices in a model (opset 17) by rounded ones, in place.

    Nodes whose name contains one of ``leave``, and narrow matrices, stay as they are.
    """
    from onnx import helper

    graph = model.graph
    rounding = _Rounding(graph)
    nodes = [one for node in graph.node for one in rounding.of(node, leave)]
    del graph.node[:]
    graph.node.extend(nodes)
    used = {name for node in nodes for name in node.input}
    kept = [table for table in rounding.tables() if table.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    if not any(opset.domain == DOMAIN for opset in model.opset_import):
        model.opset_import.append(helper.make_opsetid(DOMAIN, 1))


class _Rounding:
    """What has been rounded so far: an input of several products is rounded once."""

    def __init__(self, graph: GraphProto) -> None:
        self.old: dict[str, Any] = {table.name: table for table in graph.initializer}
        self.new: dict[str, npt.NDArray[Any]] = {
            "rows.step": np.array(1 / MOST, dtype=np.float32),
            "rows.middle": np.array(MIDDLE, dtype=np.uint8),
            "rows.least": np.array(1e-8, dtype=np.float32),
        }
        self.rounded: set[str] = set()

    def tables(self) -> list[Any]:
        """Return all constants, those left and those made."""
        from onnx import numpy_helper

        made = [numpy_helper.from_array(table, name) for name, table in self.new.items()]
        return [*self.old.values(), *made]

    def of(self, node: NodeProto, leave: Sequence[str]) -> list[NodeProto]:
        """Return the nodes to stand in the place of one: itself, or those that round."""
        matrix = None if any(part in node.name for part in leave) else self._matrix(node)
        if matrix is None or matrix.shape[1] < FEW:
            return [node]
        return [*self._input(node.input[0]), *self._product(node, matrix)]

    def _matrix(self, node: NodeProto) -> npt.NDArray[np.float32] | None:
        """Return what a product multiplies by, (from, to); None when it is not constant."""
        from onnx import helper, numpy_helper

        if node.op_type not in ("MatMul", "Gemm") or node.input[1] not in self.old:
            return None
        matrix: npt.NDArray[np.float32] = numpy_helper.to_array(self.old[node.input[1]])
        how = {one.name: helper.get_attribute_value(one) for one in node.attribute}
        plain = (how.get("alpha", 1), how.get("beta", 1), how.get("transA", 0)) == (1, 1, 0)
        if matrix.ndim != 2 or not plain:
            return None
        return matrix.T if how.get("transB") else matrix

    def _input(self, name: str) -> list[NodeProto]:
        from onnx import helper

        if name in self.rounded:
            return []
        self.rounded.add(name)
        size, most, scale, share, whole = (
            f"{name}.{part}" for part in ("size", "most", "scale", "share", "whole")
        )
        return [
            helper.make_node("Abs", [name], [size], size),
            helper.make_node("ReduceMax", [size], [most], most, axes=[-1], keepdims=1),
            helper.make_node("Max", [most, "rows.least"], [scale], scale),
            helper.make_node("Div", [name, scale], [share], share),
            helper.make_node("QuantizeLinear", [share, "rows.step", "rows.middle"], [whole], whole),
        ]

    def _product(self, node: NodeProto, matrix: npt.NDArray[np.float32]) -> list[NodeProto]:
        from onnx import helper

        scales = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / MOST
        whole, scale, zero = (f"{node.name}.{part}" for part in ("whole", "scale", "zero"))
        self.new[whole] = np.rint(matrix / scales).astype(np.int8)
        self.new[scale] = scales.astype(np.float32)
        self.new[zero] = np.zeros(len(scales), dtype=np.int8)
        name, out = node.input[0], node.output[0]
        product, scaled = f"{out}.product", f"{out}.scaled" if len(node.input) > 2 else out
        given = [f"{name}.whole", whole, "rows.step", scale, "rows.middle", zero]
        nodes = [
            helper.make_node("MatMulIntegerToFloat", given, [product], node.name, domain=DOMAIN),
            helper.make_node("Mul", [product, f"{name}.scale"], [scaled], f"{out}.scaled"),
        ]
        if len(node.input) > 2:
            nodes.append(helper.make_node("Add", [scaled, node.input[2]], [out], f"{out}.bias"))
        return nodes
