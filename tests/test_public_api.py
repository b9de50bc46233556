"""The public surface: small, complete, and light to import."""

import subprocess
import sys

import pytest

import needlens


def test_every_public_name_resolves():
    assert sorted(needlens.__all__) == needlens.__all__
    for name in needlens.__all__:
        assert getattr(needlens, name) is not None
    assert dir(needlens) == needlens.__all__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = needlens.nothing


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.split())


@pytest.mark.parametrize("code", ["import needlens", "import needlens.cli"])
def test_importing_loads_no_heavy_library(code):
    heavy = {"polars", "duckdb", "pyarrow", "numpy", "dataframely", "rjieba", "torch", "jinja2"}
    assert not heavy & loaded_by(code)
