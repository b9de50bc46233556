"""A library of the shop's own is used in place of the one that comes with needlens."""

from __future__ import annotations

import json

import pytest

import needlens
from needlens.errors import ModelError
from needlens.lm.registry import own
from needlens.lm.shipped import installed, shipped
from needlens.lm.stored import load
from needlens.mining import implied
from needlens.mining.library import library
from needlens.mining.library.keeping import publish
from needlens.mining.library.library import PACKAGE
from needlens.mining.library.names import names

pytestmark = pytest.mark.skipif(
    PACKAGE not in installed(), reason="the package of the library is not installed"
)
SAID = [
    "新鞋逛一天街，脚后跟两个血泡",
    "穿半天脚后跟就磨破皮了",
    "鞋子磨脚磨得厉害",
    "new shoes, two bloody blisters by lunch",
    "rubbed my heels raw on the first day",
]


@pytest.fixture(scope="module")
def renamed(tmp_path_factory):
    """The shipped library, its need of shoes that do not rub called otherwise."""
    folder = tmp_path_factory.mktemp("renamed")
    for file in shipped(PACKAGE).iterdir():
        if file.suffix in (".onnx", ".npy", ".json") and file.name != "manifest.json":
            (folder / file.name).write_bytes(file.read_bytes())
    content = json.loads((folder / "needs.json").read_text(encoding="utf-8"))
    (need,) = (one for one in content["needs"] if one["id"] == "shoes-rub")
    need |= {"name_zh": "本店软跟鞋", "name_en": "our soft-heeled shoes"}
    (folder / "needs.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_without_one_of_its_own_a_shop_uses_the_shipped_one(tmp_path):
    assert own(PACKAGE, tmp_path) is None and own(PACKAGE, None) is None
    assert library(tmp_path) is library()
    assert names(tmp_path) == names()


def test_one_of_its_own_is_used_and_has_a_card(tmp_path, renamed):
    stored = publish(tmp_path, renamed)
    assert library(tmp_path) is not library()
    assert names(tmp_path)["shoes-rub"].name_zh == "本店软跟鞋" != names()["shoes-rub"].name_zh
    card = load(stored.folder).card()
    assert card.measured == () and "Not measured" in card.limits and "尚未评测" in card.limits
    assert implied.version(tmp_path) == implied.version()  # only names differ


def test_a_damaged_one_is_a_sentence_not_the_shipped_one(tmp_path, renamed):
    stored = publish(tmp_path, renamed)
    (stored.folder / "weights.npy").write_bytes(b"\x93NUMPY")
    with pytest.raises(ModelError):
        library(tmp_path)


def test_a_shop_calls_its_needs_by_the_names_of_its_library(tmp_path, renamed):
    text = "\n".join(["review_text", *SAID]) + "\n"
    (tmp_path / "reviews.csv").write_text(text, encoding="utf-8")
    said = {}
    for name in ("shipped", "own"):
        with needlens.open(tmp_path / name) as shop:
            if name == "own":
                publish(shop.workspace.folder / "models", renamed)
            shop.ingest(tmp_path / "reviews.csv")
            shop.mine()
            said[name] = {(need.statement_zh, need.statement_en) for need in shop.needs()}
    assert ("本店软跟鞋", "our soft-heeled shoes") in said["own"] - said["shipped"]
    assert len(said["own"]) == len(said["shipped"])
