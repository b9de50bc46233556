"""A package index that is a folder, so that real downloads need no network."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from demo.tiny_packages import make
from needlens.demo import Package


@dataclass
class Index:
    folder: Path
    ran: Path
    packages: tuple[Package, ...]

    def path(self, name: str) -> Path:
        return next(self.folder / p.file for p in self.packages if p.name == name)


@pytest.fixture
def index(tmp_path, monkeypatch) -> Index:
    ran = tmp_path / "code-of-a-package-was-run"
    packages = make(tmp_path / "index", ran)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index"))
    return Index(tmp_path / "index", ran, packages)


@pytest.fixture
def archives(index) -> dict[str, Path]:
    return {p.name: index.folder / p.file for p in index.packages}
