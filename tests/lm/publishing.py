"""Publish models one after another, until killed: ``publishing.py ROOT NAME FOLDER [N]``.

Each has another number in its weights, so that mixed files would not fit their manifest.
"""

import itertools
import sys
from pathlib import Path

from lm.small_models import CARD, safetensors
from needlens.lm.registry import publish


def main() -> None:
    """Publish until killed."""
    root, name, folder = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    most = int(sys.argv[4]) if len(sys.argv) > 4 else None
    for i in itertools.count() if most is None else range(most):
        (folder / "model.safetensors").write_bytes(safetensors([float(i)], 200_000))
        stored = publish(root, name, folder, CARD)
        print("published", stored.manifest.version, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
