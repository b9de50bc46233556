"""What needs only scikit-learn and scipy works without PyTorch; what needs it says so."""

import subprocess
import sys

import pytest

WITHOUT_TORCH = """
import sys

sys.modules["torch"] = None

import polars as pl

import needlens.labels.label_model
import needlens.lm.linear_training
import needlens.lm.search
import needlens.lm.suggestion_head
import needlens.lm.tracking
from needlens.errors import MissingExtra
from needlens.lm.linear.matrix import matrix, scaled
from needlens.lm.linear.units import Units

units = Units.of(pl.Series(["质量很好", "slow delivery"]))
print(matrix(units, units.unit_clauses, 2).shape[0])
for name in ("pytorch", "base", "encoders", "training", "pretraining", "layers"):
    try:
        __import__(f"needlens.lm.{name}")
    except MissingExtra as error:
        print(error)

from needlens.cli import main

sys.argv = ["needlens", "train", "reader", "--data", ".", "--out", "out"]
main()
"""


def test_only_what_needs_torch_asks_for_it():
    pytest.importorskip("scipy", reason="needs the extra [train]")
    command = [sys.executable, "-c", WITHOUT_TORCH]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert done.stderr == "needlens: torch is not installed: install needlens[train]\n"
    rows, *said = done.stdout.splitlines()
    assert rows == "2"
    asked = "training a model needs PyTorch, which is not installed: install needlens[train]"
    assert said == [asked] * 6
