"""Models that come as data packages: found without running them, built with all their files."""

import shutil
import sys
import zipfile
from importlib import invalidate_caches
from pathlib import Path

import pytest

from lm.small_models import CARD, MADE, small_model
from needlens.errors import ModelError, NotFound
from needlens.lm.registry import find, publish
from needlens.lm.shipped import SHIPPED, installed, ship, shipped

SKELETON = Path(__file__).parents[2] / "models" / "reader-zh-en"


@pytest.fixture
def stored(tmp_path):
    made = small_model(tmp_path / "made", 5)
    return publish(tmp_path / "models", "reader-zh-en", made, CARD, created_at=MADE)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """The name of a package for the reader that no other test has imported."""
    name = f"needlens_reader_{tmp_path.name.replace('-', '_')}"
    monkeypatch.setitem(SHIPPED, "reader-zh-en", name)
    monkeypatch.syspath_prepend(tmp_path / "site")
    return tmp_path / "site" / name


def test_a_shipped_model_is_found_and_nothing_of_it_is_run(stored, package):
    assert "reader-zh-en" not in installed()
    with pytest.raises(NotFound, match=r"pip install \./models/reader-zh-en"):
        shipped("reader-zh-en")
    copied = ship(stored, package, "1.2.0")
    invalidate_caches()
    assert shipped("reader-zh-en") == package == installed()["reader-zh-en"]
    assert find("reader-zh-en") == copied
    assert copied.stamp == f"reader-zh-en/1.2.0@{stored.manifest.digest[:8]}"
    assert copied.manifest.created_at == MADE
    assert copied.card() == stored.card()
    assert package.name not in sys.modules


def test_a_shipped_model_is_replaced_only_by_a_good_one(stored, package, tmp_path):
    ship(stored, package, "1.0.0")
    other = publish(tmp_path / "models", "reader-zh-en", small_model(tmp_path / "b", 7), CARD)
    with pytest.raises(ModelError, match="version is 'newest'"):
        ship(other, package, "newest")
    assert find("reader-zh-en").stamp.startswith("reader-zh-en/1.0.0@")
    assert ship(other, package, "1.1.0").manifest.digest == other.manifest.digest
    (package / "module.py").write_text("raise SystemExit")
    with pytest.raises(ModelError, match=r"module.py is of a kind"):
        ship(stored, package, "1.2.0")
    assert (package / "module.py").exists()


def test_a_package_that_holds_another_model_is_told(package, tmp_path):
    other = publish(tmp_path / "models", "other", small_model(tmp_path / "made"), CARD)
    ship(other, package, "1.0")
    with pytest.raises(ModelError, match="not reader-zh-en; install it again"):
        find("reader-zh-en")


def test_the_package_is_built_with_all_files_of_the_model(stored, tmp_path):
    builder = pytest.importorskip("hatchling.builders.wheel").WheelBuilder
    project = shutil.copytree(SKELETON, tmp_path / "project", ignore=shutil.ignore_patterns("src"))
    inside = project / "src" / "needlens_reader_zh_en"
    copied = ship(stored, inside, "1.2.0")
    (wheel,) = builder(str(project)).build(directory=str(tmp_path / "dist"))
    assert "needlens_reader_zh_en-1.2.0" in Path(wheel).name
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
        code = [n for n in archive.namelist() if n.endswith((".py", ".pth"))]
    assert code == []
    unpacked = tmp_path / "installed" / "needlens_reader_zh_en"
    there = {p.relative_to(unpacked).as_posix() for p in unpacked.rglob("*") if p.is_file()}
    assert there == {*copied.manifest.files, "manifest.json"}


def test_no_package_can_be_built_without_a_model(tmp_path):
    builder = pytest.importorskip("hatchling.builders.wheel").WheelBuilder
    project = shutil.copytree(SKELETON, tmp_path / "project", ignore=shutil.ignore_patterns("src"))
    with pytest.raises(OSError, match=r"manifest\.json"):
        next(iter(builder(str(project)).build(directory=str(tmp_path / "dist"))))
