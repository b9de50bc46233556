"""The library that comes with needlens: whole, named in both languages, right on plain texts."""

from __future__ import annotations

import re
import shutil

import numpy as np
import polars as pl
import pytest

from needlens.errors import ModelError
from needlens.lm.shipped import installed
from needlens.mining.library import NeedLibrary, library
from needlens.mining.library.library import PACKAGE
from needlens.mining.library.names import names

OWN = ("needs.json", "weights.npy", "middle.npy")
PLAIN = {
    "charges-faster": ("充电太慢", "charges too slowly"),
    "runs-cooler": ("手机发烫", "the phone gets too hot"),
    "shoes-rub": ("鞋子磨脚，后跟起泡", "gave me blisters"),
    "colour-fades": ("洗一次就掉色", "the colour ran in the wash"),
    "pilling": ("毛衣起球", "covered in bobbles after one wear"),
    "shrinks": ("洗完缩水", "it shrank in the wash"),
    "faster-refund": ("退款太慢了", "the refund is far too slow"),
    "invoice-provided": ("能开发票吗", "I need an invoice"),
    "quiet-room": ("酒店隔音太差", "paper thin walls, heard the neighbours all night"),
    "battery-lasts-longer": ("电池不耐用，半天就没电", "the battery dies by noon"),
    "polite-courier": ("快递员态度恶劣", "the courier was rude"),
}
PRAISE = [
    "质量很好，非常满意", "很喜欢，下次还会再来", "颜色漂亮，妈妈很开心",
    "Great quality, love it", "Thank you so much, will buy again", "Lovely colour, very happy with it",
]  # fmt: skip


@pytest.fixture(scope="module")
def known():
    if PACKAGE not in installed():
        pytest.skip(f"the package of the library ({PACKAGE}) is not installed")
    found = library()
    assert found is not None
    return found


def test_every_need_has_an_id_and_names_in_both_languages(known):
    assert len(names()) > 200
    for id, need in names().items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id), id
        assert re.search(r"[\u4e00-\u9fff]", need.name_zh), id
        assert need.name_en.strip() and not re.search(r"[\u4e00-\u9fff]", need.name_en), id
    for language in ("name_zh", "name_en"):
        said = [getattr(need, language) for need in names().values()]
        assert "\n" not in "".join(said) and max(map(len, said)) < 60


def test_the_names_are_those_of_the_library(known):
    assert list(names().values()) == known.needs


@pytest.mark.parametrize("language", [0, 1], ids=["zh", "en"])
@pytest.mark.parametrize("need", PLAIN)
def test_plain_texts_are_recognised(known, need, language):
    found = known.read(pl.Series([PLAIN[need][language]]))[0]
    assert known.needs[int(found[:-1].argmax())].id == need
    assert found[-1] < found[:-1].max()


@pytest.mark.parametrize("text", PRAISE)
def test_plain_praise_speaks_of_no_need(known, text):
    found = known.read(pl.Series([text]))[0]
    assert int(found.argmax()) == len(known.needs)


@pytest.mark.parametrize("text", ["充电太慢", "gave me blisters"])
def test_a_full_stop_says_nothing(known, text):
    found = known.read(pl.Series([text, f"{text}。", f"{text}.", f"{text}!! "]))
    assert np.allclose(found, found[0], atol=1e-5)


def test_traditional_script_and_capitals_are_read_alike(known):
    found = known.read(pl.Series(["充电太慢", "充電太慢", "GAVE ME BLISTERS", "gave me blisters"]))
    assert np.allclose(found[0], found[1], atol=1e-5)
    assert np.allclose(found[2], found[3], atol=1e-5)


@pytest.fixture
def copied(known, tmp_path):
    """A copy that shares the large files, which no test writes to."""
    folder = tmp_path / "library"
    folder.mkdir()
    for file in known.encoder.folder.iterdir():
        if file.name in OWN:
            shutil.copy(file, folder)
        elif file.is_file():
            (folder / file.name).symlink_to(file)
    return folder


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "other"])
def test_a_damaged_file_is_a_sentence(copied, name, damage):
    file = copied / name
    if damage == "missing":
        file.unlink()
    elif damage == "empty":
        file.write_bytes(b"")
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:100])
    else:
        file.write_bytes(b"[1, 2]" if name == "needs.json" else b"\x93NUMPY")
    with pytest.raises(ModelError, match="the library of needs is missing or damaged"):
        NeedLibrary(copied)


@pytest.mark.parametrize("name", ["weights.npy", "middle.npy"])
def test_files_that_do_not_belong_together_are_refused(copied, name):
    np.save(copied / name, np.load(copied / name)[:-1])
    with pytest.raises(ModelError, match="damaged"):
        NeedLibrary(copied)
    np.save(copied / name, np.array([{"a": 1}], dtype=object))
    with pytest.raises(ModelError, match="damaged"):
        NeedLibrary(copied)
