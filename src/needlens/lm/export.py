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

from needlens.lm.rounding import round_rows

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
    """Store the matrices of a float model as int8 and multiply in int8; see ``rounding``.

    Nodes whose name contains one of ``leave`` stay in float.
    """
    import onnx
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        model = onnx.load(str(prepared))
    round_rows(model, leave)
    onnx.save(model, str(target))


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
