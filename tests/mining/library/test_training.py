"""A library made from a few texts of our own recognises texts it has not seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from mining.library.conftest import LINES, written
from needlens.errors import UserError
from needlens.mining.library import NeedLibrary
from needlens.mining.library.library import FILES
from needlens.mining.library.texts import NO_NEED, read
from needlens.mining.library.training import middles, placed, train, write

pytest.importorskip("sklearn", reason="scikit-learn comes with needlens[train]")


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    return read(written(tmp_path_factory.mktemp("texts")))


@pytest.fixture(scope="module")
def made(texts, encoder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "new" / "library"
    write(texts, encoder, folder)
    return folder


def best(known, *said):
    ids = [*(need.id for need in known.needs), None]
    return [ids[i] for i in known.read(pl.Series(said)).argmax(axis=1)]


def test_unseen_texts_of_both_languages_are_recognised(made):
    known = NeedLibrary(made)
    assert best(known, "水壶外壁太烫了", "抽屉关的时候砰砰响", "狗绳再长一点就好了") == [
        "cooler-kettle", "quiet-drawer", "longer-lead",
    ]  # fmt: skip
    assert best(known, "the outside of the kettle burns you", "drawers make a racket",
                "please sell a longer leash") == ["cooler-kettle", "quiet-drawer", "longer-lead"]  # fmt: skip
    assert best(known, "很满意，会再来", "thanks, love the quality") == [None, None]


def test_probabilities_are_probabilities_whatever_the_order(made, texts):
    known = NeedLibrary(made)
    said = pl.Series([*texts.texts, "", None])
    found = known.read(said)
    assert found.shape == (len(said), len(known.needs) + 1)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5) and (found >= 0).all()
    assert np.allclose(known.read(said.reverse())[::-1], found, atol=1e-5)


def test_the_same_texts_make_the_same_files(made, texts, encoder, tmp_path):
    write(texts, encoder, tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (made / name).read_bytes(), name
    assert NeedLibrary(tmp_path).version == NeedLibrary(made).version


def test_other_texts_change_the_version(made, encoder, tmp_path, texts):
    more = replace(texts, texts=[*texts.texts, "壶烫"], need=[*texts.need, 0])
    write(more, encoder, tmp_path)
    assert NeedLibrary(tmp_path).version != NeedLibrary(made).version


def test_vectors_have_length_one_about_the_middle_of_their_language(texts, encoder):
    assert np.allclose(np.linalg.norm(placed(texts, encoder), axis=1), 1, atol=1e-5)
    assert middles(texts, encoder).shape == (2, encoder.size)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_texts_of_one_language_alone_are_enough(encoder, tmp_path, language):
    """The names are in both; without them one language has no text at all."""
    lines = [line | {"zh": [], "en": [], language: line[language]} for line in LINES]
    found = read(written(tmp_path, lines))
    pairs = [
        p for p in zip(found.texts, found.need, strict=True) if p[0].isascii() == (language == "en")
    ]
    only = replace(found, texts=[text for text, _ in pairs], need=[need for _, need in pairs])
    weights = train(only, encoder)
    assert weights.shape == (len(only.needs) + 1, encoder.size + 1) and np.isfinite(weights).all()


@pytest.mark.parametrize("few", ["one need", "no text without a need", "nothing"])
def test_too_little_to_learn_from_is_a_sentence(texts, encoder, few):
    kept = {"one need": (0, NO_NEED), "no text without a need": (0, 1, 2), "nothing": ()}[few]
    pairs = [p for p in zip(texts.texts, texts.need, strict=True) if p[1] in kept]
    little = replace(
        texts, texts=[text for text, _ in pairs], need=[need for _, need in pairs],
        needs=[need for i, need in enumerate(texts.needs) if i in kept],
    )  # fmt: skip
    with pytest.raises(UserError, match="at least two needs, and texts without"):
        train(little, encoder)
