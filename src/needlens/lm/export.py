"""From torch to int8 ONNX: what the default install can run without torch."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

Axes = dict[str, dict[int, str]]


def export(
    module: nn.Module, inputs: dict[str, Tensor], outputs: Sequence[str], axes: Axes, path: Path
) -> None:
    """Write a module as float ONNX; ``axes`` names the dimensions that may vary."""
    module.eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter warns of its own insides
        torch.onnx.export(
            module,
            tuple(inputs.values()),
            str(path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


def quantise(source: Path, target: Path, *, leave: Sequence[str] = ()) -> None:
    """Quantise the weights of matrix products to int8, one scale a column.

    Activations are quantised as they come (dynamic). Nodes whose name contains one of
    ``leave`` stay in float.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        nodes = [node.name for node in onnx.load(str(prepared)).graph.node]
        quantize_dynamic(
            prepared,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gemm"],
            nodes_to_exclude=[name for name in nodes if any(part in name for part in leave)],
        )


def int8_rows(
    table: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Return a table of embeddings as int8 with one scale a row.

    >>> values, scales = int8_rows(np.array([[1.0, -2.0], [0.0, 0.5]], dtype=np.float32))
    >>> values.tolist()
    [[64, -127], [0, 127]]
    """
    scales = np.maximum(np.abs(table).max(axis=1), 1e-8) / 127
    values = np.rint(table / scales[:, None]).astype(np.int8)
    return values, scales.astype(np.float32)
