"""The embeddings of the vocabulary: int8 rows in a file that several models share."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from needlens.errors import ModelError, NotFound

Floats = npt.NDArray[np.float32]


class Words:
    """The table of a model's folder: ``words.npy`` (int8, n × size) and ``scales.npy`` (n).

    The file is mapped, not read, so that models and processes share one copy of it.
    """

    def __init__(self, folder: Path) -> None:
        self.rows = _mapped(folder / "words.npy", np.int8, 2)
        self.scales = np.ascontiguousarray(_mapped(folder / "scales.npy", np.float32, 1))
        if len(self.rows) != len(self.scales):
            raise ModelError(
                f"{folder.name}: words.npy has {len(self.rows)} rows and scales.npy "
                f"{len(self.scales)}; they do not belong together, install the model again"
            )

    def __call__(self, ids: npt.NDArray[np.integer]) -> Floats:
        """Return float32 embeddings of shape (*ids.shape, size) of token ids of any shape.

        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     np.save(f"{folder}/words.npy", np.array([[2, -4], [8, 0]], dtype=np.int8))
        ...     np.save(f"{folder}/scales.npy", np.array([0.5, 0.25], dtype=np.float32))
        ...     Words(Path(folder))(np.array([[1, 0]])).tolist()
        [[[2.0, 0.0], [1.0, -2.0]]]
        """
        vectors: Floats = self.rows[ids].astype(np.float32)
        vectors *= self.scales[ids][..., None]
        return vectors


def _mapped(path: Path, kind: type[np.generic], dimensions: int) -> npt.NDArray[np.generic]:
    try:
        table = np.load(path, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError:
        raise NotFound(
            f"there is no {path.name} in {str(path.parent)!r}; give the folder of a model"
        ) from None
    except (ValueError, OSError, EOFError) as error:
        raise ModelError(f"{path.name} is damaged ({error}); install the model again") from error
    if table.dtype != kind or table.ndim != dimensions:
        raise ModelError(
            f"{path.name} holds {table.dtype} of {table.ndim} dimensions, expected "
            f"{np.dtype(kind)} of {dimensions}; install the model again"
        )
    checked: npt.NDArray[np.generic] = table
    return checked
