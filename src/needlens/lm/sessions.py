"""How every model is run: one ONNX Runtime session, quiet, with a given number of threads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from needlens.errors import ModelError, NotFound

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def session(path: Path, threads: int = 1) -> InferenceSession:
    """Open an ONNX model for the CPU; it reports to nobody and logs only what is fatal.

    ``threads`` is how many cores one call may use. Raise NotFound when there is no such
    file and ModelError when it is no model that this ONNX Runtime can run.
    """
    import onnxruntime as runtime

    if not path.is_file():
        raise NotFound(f"there is no model file {str(path)!r}; give one that ends in .onnx")
    runtime.disable_telemetry_events()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    # Batches differ in shape: a plan of the memory for each of them would only grow.
    options.enable_mem_pattern = False
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime has classes of its own
        raise ModelError(
            f"{path.name} is not an ONNX model that can be run here ({type(error).__name__}); "
            "it may be damaged or from a newer version: install the model again"
        ) from error
