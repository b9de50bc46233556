"""Texts to vectors: alike for alike texts, in order, whatever they are batched with."""

import numpy as np
import polars as pl
import pytest

from lm.tiny_embedder import SIZE, write
from needlens.errors import ModelError, NotFound
from needlens.lm.embedder import Embedder
from needlens.lm.sessions import session
from needlens.lm.words import Words
from needlens.text import fold

TEXTS = ["续航不错", "屏幕有一点偏黄，换了一块还是这样", "ok", "where is my parcel, it is late"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write(tmp_path_factory.mktemp("model") / "tiny", TEXTS)


@pytest.fixture(scope="module")
def embedder(folder):
    return Embedder(folder)


def test_a_vector_is_the_mean_over_the_tokens_of_the_text_and_not_over_padding(embedder):
    found = embedder(TEXTS)
    assert found.dtype == np.float32 and found.shape == (4, SIZE) == (4, embedder.size)
    for text, vector in zip(TEXTS, found, strict=True):
        ids = embedder.tokeniser.encode([fold(text).text])[0].ids
        assert len(ids) == len(text) + 2
        assert vector == pytest.approx(embedder.words(ids).mean(0), abs=1e-5)


@pytest.mark.parametrize(
    "same", [("續航不錯", "续航不错"), ("WHERE is my Parcel", "where is my parcel"), (" ok ", "ok")]
)
def test_spellings_of_one_text_have_one_vector(embedder, same):
    one, other = embedder(list(same))
    assert (one == other).all() and one.any()


def test_equal_texts_are_embedded_once_and_the_order_is_kept(embedder, monkeypatch):
    asked = []
    embed = embedder._embed
    monkeypatch.setattr(
        embedder, "_embed", lambda texts, *more: (asked.extend(texts), embed(texts, *more))
    )
    texts = ["ok", "续航不错", "ok", "續航不錯", "where", "ok"] * 50
    found = embedder(texts)
    assert sorted(asked) == ["ok", "where", "续航不错"]
    for text, vector in zip(texts, found, strict=True):
        assert vector == pytest.approx(embedder([text])[0], abs=1e-5)


def test_many_batches_give_what_single_texts_give(embedder):
    texts = [(TEXTS[i % 4] * (1 + i % 7))[: 5 + i] for i in range(120)]
    found = embedder(pl.Series(texts))
    alone = np.vstack([embedder([text]) for text in texts])
    np.testing.assert_allclose(found, alone, atol=1e-5)


def test_null_and_blank_texts_are_zero(embedder):
    found = embedder([None, "", " \n　", "ok"])
    assert not found[:3].any() and found[3].any()
    assert embedder([]).shape == (0, SIZE)
    assert embedder(pl.Series([None, None])).shape == (2, SIZE)


def test_a_long_text_is_seen_up_to_the_limit(folder, embedder):
    short = Embedder(folder, limit=12)
    assert short(["ok" * 500])[0] == pytest.approx(embedder(["ok" * 5])[0], abs=1e-5)


def test_the_table_of_words_is_mapped_and_int8(folder):
    words = Words(folder)
    assert isinstance(words.rows, np.memmap) and words.rows.dtype == np.int8
    assert words(np.array([[1, 2], [0, 0]])).shape == (2, 2, SIZE)


def test_the_digest_is_that_of_the_files(tmp_path, embedder):
    same, other = write(tmp_path / "same", TEXTS), write(tmp_path / "other", TEXTS, seed=1)
    assert Embedder(same).digest == embedder.digest != Embedder(other).digest


@pytest.mark.parametrize("name", ["tokenizer.json", "words.npy", "scales.npy", "embedder.onnx"])
def test_a_missing_or_damaged_file_is_a_sentence(tmp_path, name):
    folder = write(tmp_path / "tiny", TEXTS)
    (folder / name).write_bytes(b"\x80\x04damaged")
    with pytest.raises(ModelError, match=name):
        Embedder(folder)
    (folder / name).unlink()
    with pytest.raises(NotFound, match=name):
        Embedder(folder)


def test_a_table_of_objects_is_never_unpickled(tmp_path):
    folder = write(tmp_path / "tiny", TEXTS)
    np.save(folder / "words.npy", np.array([{"a": 1}]), allow_pickle=True)
    with pytest.raises(ModelError, match=r"words\.npy"):
        Words(folder)


def test_files_that_do_not_belong_together_are_refused(tmp_path):
    folder = write(tmp_path / "tiny", TEXTS)
    np.save(folder / "scales.npy", np.ones(3, dtype=np.float32))
    with pytest.raises(ModelError, match="do not belong together"):
        Embedder(folder)
    rows = np.load(folder / "words.npy")[:9]
    np.save(folder / "words.npy", rows)
    np.save(folder / "scales.npy", np.ones(9, dtype=np.float32))
    with pytest.raises(ModelError, match="9; they do not belong together"):
        Embedder(folder)
    np.save(folder / "words.npy", rows.astype(np.float32))
    with pytest.raises(ModelError, match="float32"):
        Words(folder)


def test_a_session_has_the_threads_it_was_given_and_says_nothing(folder, capfd):
    options = session(folder / "embedder.onnx", threads=2).get_session_options()
    assert options.intra_op_num_threads == 2
    assert capfd.readouterr() == ("", "")
