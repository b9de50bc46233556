"""Importing this makes the modules of ``benchmarks``, which are scripts, importable."""

import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "benchmarks"
sys.path.append(str(FOLDER))
