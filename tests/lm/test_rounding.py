"""Products in int8 on small graphs: near to float, and every row for itself."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from needlens.lm.rounding import round_rows
from needlens.lm.sessions import session

RANDOM = np.random.default_rng(7)
FIRST = RANDOM.normal(size=(32, 48)).astype(np.float32)
SECOND = RANDOM.normal(size=(24, 48)).astype(np.float32)
BIAS = RANDOM.normal(size=24).astype(np.float32)
NARROW = RANDOM.normal(size=(24, 2)).astype(np.float32)
ROWS = RANDOM.normal(size=(5, 32)).astype(np.float32)


def network():
    """Return x → product → relu → product with a bias → narrow product, in float."""
    tables = {"first": FIRST, "second": SECOND, "bias": BIAS, "narrow": NARROW}
    nodes = [
        helper.make_node("MatMul", ["x", "first"], ["a"], "a"),
        helper.make_node("Relu", ["a"], ["b"], "b"),
        helper.make_node("Gemm", ["b", "second", "bias"], ["wide"], "wide", transB=1),
        helper.make_node("MatMul", ["wide", "narrow"], ["y"], "y"),
    ]
    graph = helper.make_graph(
        nodes, "small",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", 32])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["rows", None]) for name in ("wide", "y")],
        [numpy_helper.from_array(table, name) for name, table in tables.items()],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def run(model, rows, folder):
    onnx.save(model, str(folder / "small.onnx"))
    return session(folder / "small.onnx").run(["wide", "y"], {"x": rows})


@pytest.fixture
def rounded():
    model = network()
    round_rows(model)
    return model


def test_rounded_products_are_near_to_float(rounded, tmp_path):
    wide, narrow = run(network(), ROWS, tmp_path)
    mine = run(rounded, ROWS, tmp_path)
    assert 0 < np.abs(mine[0] - wide).max() < 0.02 * np.abs(wide).max()
    assert np.abs(mine[1] - narrow).max() < 0.02 * np.abs(narrow).max()


def test_a_row_is_read_alike_beside_any_other(rounded, tmp_path):
    alone = run(rounded, ROWS[:1], tmp_path)[0]
    loud = np.concatenate([ROWS[:1], 1_000 * ROWS[1:]])
    assert np.array_equal(run(rounded, loud, tmp_path)[0][:1], alone)
    assert np.abs(alone).max() > 1


def test_rows_of_nothing_stay_finite(rounded, tmp_path):
    wide = run(rounded, np.zeros((2, 32), dtype=np.float32), tmp_path)[0]
    assert np.allclose(wide, BIAS)


def test_weights_are_bytes_but_narrow_ones_and_those_to_leave_are_not(rounded):
    kinds = {t.name: t.data_type for t in rounded.graph.initializer}
    assert kinds["a.whole"] == kinds["wide.whole"] == TensorProto.INT8
    assert "first" not in kinds and "second" not in kinds
    assert kinds["narrow"] == TensorProto.FLOAT
    left = network()
    round_rows(left, leave=("wide",))
    kinds = {t.name: t.data_type for t in left.graph.initializer}
    assert kinds["second"] == TensorProto.FLOAT and kinds["a.whole"] == TensorProto.INT8


def test_an_input_of_two_products_is_rounded_once():
    model = network()
    model.graph.node.append(helper.make_node("MatMul", ["x", "first"], ["again"], "again"))
    round_rows(model)
    kinds = [node.op_type for node in model.graph.node]
    assert kinds.count("MatMulIntegerToFloat") == 3 and kinds.count("QuantizeLinear") == 2
