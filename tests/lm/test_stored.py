"""Loading: whatever is wrong with a model's folder is found, and nothing in it is run."""

import io
import json
import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from lm.small_models import CARD, MADE, safetensors, small_model
from needlens.errors import ModelError
from needlens.lm import inspection
from needlens.lm.formats import check_kind
from needlens.lm.registry import load, publish


@pytest.fixture
def folder(tmp_path):
    made = small_model(tmp_path / "made", 1, 2, 3)
    return publish(tmp_path / "models", "reader", made, CARD, created_at=MADE).folder


class Evil:
    """Makes a file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (Path.touch, (self.path,))


def evil(tmp_path, protocol=4):
    return pickle.dumps(Evil(tmp_path / "ran"), protocol)


def zipped(inner, name="archive/data.pkl"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("archive/version", "3")
        archive.writestr(name, inner)
    return buffer.getvalue()


def relist(folder, path, data):
    """Write a file and make the manifest agree: only the kind of the file is wrong then."""
    from hashlib import sha256

    (folder / path).write_bytes(data)
    manifest = folder / "manifest.json"
    plain = json.loads(manifest.read_text())
    plain["files"][path] = {"sha256": sha256(data).hexdigest(), "size": len(data)}
    manifest.write_text(json.dumps(plain))


@pytest.mark.parametrize("ending", ["pkl", "pt", "bin", "pth", "joblib", "ckpt"])
def test_a_pickle_is_refused_by_its_ending(folder, tmp_path, ending):
    relist(folder, f"weights.{ending}", evil(tmp_path))
    with pytest.raises(ModelError, match=rf"weights.{ending} may be a pickle"):
        load(folder)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@pytest.mark.parametrize(
    "path",
    ["model.safetensors", "tokenizer.json", "settings.toml", "model.onnx", "heads/taste.npy"],
)
def test_a_pickle_is_refused_whatever_its_ending(folder, tmp_path, path, protocol):
    relist(folder, path, evil(tmp_path, protocol))
    with pytest.raises(ModelError, match=rf"{path} is a pickle, which can run code"):
        load(folder)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("protocol", [0, 1])
@pytest.mark.parametrize("path", ["model.safetensors", "tokenizer.json", "settings.toml", "a.onnx"])
def test_a_pickle_of_the_oldest_kinds_is_refused(folder, tmp_path, path, protocol):
    relist(folder, path, evil(tmp_path, protocol))
    with pytest.raises(ModelError, match=f"{path} is not what its ending says"):
        load(folder)


@pytest.mark.parametrize("path", ["model.safetensors", "model.onnx", "weights.zip"])
def test_a_pickle_in_a_zip_is_refused(folder, tmp_path, path):
    relist(folder, path, zipped(evil(tmp_path)))
    with pytest.raises(ModelError, match=rf"{path} is a zip .* pickle inside .archive/data.pkl"):
        load(folder)
    relist(folder, path, zipped(evil(tmp_path), "archive/weights.json"))
    with pytest.raises(ModelError, match=r"pickle inside \(archive/weights.json\)"):
        load(folder)
    relist(folder, path, zipped(b"{}", "a.json"))
    with pytest.raises(ModelError, match="is a zip archive and can hide what it holds"):
        load(folder)
    assert not (tmp_path / "ran").exists()


def test_python_objects_in_npy_are_refused(folder, tmp_path):
    buffer = io.BytesIO()
    np.save(buffer, np.array([Evil(tmp_path / "ran")], dtype=object), allow_pickle=True)
    relist(folder, "heads/taste.npy", buffer.getvalue())
    with pytest.raises(ModelError, match=r"taste.npy is an NPY file of Python objects"):
        load(folder)
    buffer = io.BytesIO()
    np.save(buffer, np.zeros(1, dtype=[("a", "f4"), ("b", object)]), allow_pickle=True)
    relist(folder, "heads/taste.npy", buffer.getvalue())
    with pytest.raises(ModelError, match=r"taste.npy is an NPY file of Python objects"):
        load(folder)
    assert not (tmp_path / "ran").exists()


def test_an_unlisted_file_is_refused(folder, tmp_path):
    (folder / "heads" / "more.json").write_text("{}")
    with pytest.raises(
        ModelError, match=r"holds heads/more.json, which its manifest does not list"
    ):
        load(folder)
    (folder / "heads" / "more.json").write_bytes(evil(tmp_path))
    with pytest.raises(ModelError, match=r"heads/more.json is a pickle"):
        load(folder)


def test_a_missing_file_is_refused(folder):
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"lacks tokenizer.json, which its manifest lists"):
        load(folder)


def test_a_missing_manifest_is_told(folder):
    (folder / "manifest.json").unlink()
    with pytest.raises(ModelError, match=r"holds no manifest.json, so it is no model"):
        load(folder)


def test_a_manifest_too_large_to_be_one_is_told(folder):
    (folder / "manifest.json").write_bytes(b" " * 1_000_001)
    with pytest.raises(ModelError, match="larger than 1,000,000 bytes"):
        load(folder)


@pytest.mark.parametrize("path", ["model.safetensors", "card.md", "tokenizer.json"])
def test_a_changed_byte_is_found_also_after_a_first_load(folder, path):
    load(folder)
    data = bytearray((folder / path).read_bytes())
    data[-2] ^= 1
    (folder / path).write_bytes(data)
    with pytest.raises(ModelError, match=r"is not the file that was published .its SHA-256 is"):
        load(folder)


def test_a_file_that_was_cut_short_is_found(folder):
    (folder / "card.md").write_text("# x")
    with pytest.raises(ModelError, match=r"card.md is not the file that was published"):
        load(folder)


def test_links_and_devices_are_refused(folder, tmp_path):
    original = folder / "tokenizer.json"
    original.rename(tmp_path / "tokenizer.json")
    original.symlink_to(tmp_path / "tokenizer.json")
    with pytest.raises(ModelError, match=r"tokenizer.json is a link"):
        load(folder)
    original.unlink()
    os.mkfifo(original)
    with pytest.raises(ModelError, match=r"tokenizer.json is not an ordinary file"):
        load(folder)
    original.unlink()
    (tmp_path / "tokenizer.json").rename(original)
    load(folder)
    (folder / "more").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(ModelError, match="more is a link"):
        load(folder)


def test_a_manifest_that_is_a_link_is_refused(folder, tmp_path):
    (folder / "manifest.json").rename(tmp_path / "manifest.json")
    (folder / "manifest.json").symlink_to(tmp_path / "manifest.json")
    with pytest.raises(ModelError, match=r"holds no manifest.json"):
        load(folder)


def test_a_path_outside_the_folder_is_refused(folder):
    manifest = folder / "manifest.json"
    (folder.parent / "x.json").write_text("{}")
    manifest.write_text(manifest.read_text().replace('"tokenizer.json"', '"../x.json"'))
    with pytest.raises(ModelError, match=r"'../x.json' leads outside"):
        load(folder)


def test_a_model_from_a_newer_needlens_is_told(folder):
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 2'))
    with pytest.raises(ModelError, match="install a newer needlens"):
        load(folder)


def test_each_file_is_read_once_in_a_process(folder, monkeypatch):
    read = []
    real = inspection.file_digest
    monkeypatch.setattr(
        inspection, "file_digest", lambda file, kind: (read.append(file.name), real(file, kind))[1]
    )
    load(folder)
    assert len(read) == 5
    load(folder)
    assert len(read) == 5
    os.utime(folder / "card.md", ns=(1, 1))
    load(folder)
    assert read[5:] == [str(folder / "card.md")]


def test_real_files_of_each_kind_are_taken(tmp_path):
    onnx = pytest.importorskip("onnx")
    from onnx import TensorProto, helper

    graph = helper.make_graph(
        [helper.make_node("Identity", ["文"], ["y"])],
        "g",
        [helper.make_tensor_value_info("文", TensorProto.FLOAT, [1])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])],
    )
    onnx.save(helper.make_model(graph), tmp_path / "model.onnx")
    # A header of 640 bytes begins as a pickle of protocol 2 does.
    tensors = safetensors([1.0])
    header = tensors[8:-4].ljust(640)
    (tmp_path / "model.safetensors").write_bytes(
        (640).to_bytes(8, "little") + header + tensors[-4:]
    )
    assert (tmp_path / "model.safetensors").read_bytes()[:2] == b"\x80\x02"
    np.save(tmp_path / "empty.npy", np.zeros((0, 3), dtype=np.float16))
    np.save(tmp_path / "words.npy", np.array(["很好", "good"]))
    with (tmp_path / "two.npy").open("wb") as file:
        np.lib.format.write_array(file, np.zeros(2), version=(2, 0))
    (tmp_path / "list.json").write_text("\n [1]")
    for path in tmp_path.iterdir():
        check_kind(path, path.name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.safetensors", b""),
        ("a.safetensors", (1 << 62).to_bytes(8, "little") + b"{}"),
        ("a.safetensors", (100_000).to_bytes(8, "little") + b"[" * 100_000),
        ("a.onnx", b""),
        ("a.onnx", b"version https://example.invalid/pointer"),
        ("a.npy", b"\x93NUMPY\x01\x00"),
        ("a.npy", b"\x93NUMPY\x09\x00" + b" " * 200),
        ("a.json", b"\x00\x01"),
        ("a.toml", b"= 1"),
        ("a.toml", "很好 = 'x'".encode("gb18030")),
        ("card.md", b"\xff\xfe"),
    ],
)
def test_a_file_that_is_not_what_its_ending_says_is_refused(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ModelError, match=f"{name} is not what its ending says, or is damaged"):
        check_kind(tmp_path / name, name)
