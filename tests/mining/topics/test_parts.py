"""The parts topics are made of: words, vectors on disk, groups, telling words, counts."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.errors import UserError
from needlens.mining.topics import counts, kmeans
from needlens.mining.topics.naming import chosen
from needlens.mining.topics.space import is_chinese, learn
from needlens.mining.topics.terms import terms
from needlens.mining.topics.vectors import VectorFile
from needlens.mining.topics.words import words_of
from talking_shop import START


class Letters:
    """An encoder that counts letters: quick, and it remembers what it was given."""

    def __init__(self):
        self.seen = []

    def __call__(self, texts):
        self.seen += texts.to_list()
        return np.array(
            [[text.count(letter) for letter in "abc"] for text in texts], dtype=np.float32
        )


def keys(*values):
    return np.array(values, dtype=np.uint64)


def test_only_new_texts_are_embedded_and_old_ones_forgotten(tmp_path):
    encoder = Letters()
    file = VectorFile(tmp_path, lambda: encoder, "model-1")
    first, n = file(keys(9, 2, 5), pl.Series(["a", "bb", "c"]))
    assert n == 3 and first.tolist() == [[1, 0, 0], [0, 2, 0], [0, 0, 1]]
    second, n = file(keys(2, 7), pl.Series(["bb", "abc"]))
    assert n == 1 and encoder.seen == ["a", "bb", "c", "abc"]
    assert second.tolist() == [[0, 2, 0], [1, 1, 1]]
    assert file(keys(2, 7), pl.Series(["bb", "abc"]))[1] == 0
    assert file(keys(9), pl.Series(["a"]))[1] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["texts-model-1.npy"]


@pytest.mark.parametrize("content", [b"", b"not a file of vectors", b"\x93NUMPY\x01\x00"])
def test_a_damaged_file_of_vectors_is_made_anew(tmp_path, content):
    file = VectorFile(tmp_path, Letters, "m")
    file.path.write_bytes(content)
    assert file(keys(1), pl.Series(["ab"]))[0].tolist() == [[1, 1, 0]]
    assert file(keys(1), pl.Series(["ab"]))[1] == 0


def test_words_in_both_languages_without_signs_numbers_and_laughter():
    found = words_of(pl.Series(["電池的續航！！", "I don ' t like the 5 SLEEVES", "哈哈哈", None]))
    assert found.select("text", "word").rows() == [
        (0, "电池"), (0, "续航"), (1, "like"), (1, "sleeves"),
    ]  # fmt: skip


def test_a_text_without_a_vector_lies_where_its_words_lie():
    texts = pl.Series(
        ["快递很慢", "快递太慢", "快递慢死了", "尺码偏小", "尺码小了", "尺码太小"] * 4
    )
    axis = np.array(([0] * 3 + [1] * 3) * 4)
    vectors = np.eye(2, 8, dtype=np.float32)[axis] + np.random.default_rng(0).normal(
        0, 0.05, (24, 8)
    ).astype(np.float32)
    space, places = learn(vectors, words_of(texts), is_chinese(texts))
    new = pl.Series(["快递到了", "尺码呢", "什么"])
    there = space.by_words(words_of(new), is_chinese(new))
    assert (there @ places.T).argmax(axis=1)[:2].tolist() in [
        [i, j] for i in range(24) if axis[i] == 0 for j in range(24) if axis[j]
    ]
    assert not there[2].any()


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 5), st.integers(0, 2**32 - 1))
def test_clear_groups_are_found_whatever_the_data(n, seed):
    chance = np.random.default_rng(seed)
    truth = np.repeat(np.arange(n), 8)
    points = np.eye(n, 12, dtype=np.float32)[truth] + chance.normal(0, 0.02, (8 * n, 12)).astype(
        np.float32
    )
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    labels, centres = kmeans.grouped(points, n)
    assert len(centres) == n and len(set(zip(labels, truth, strict=True))) == n
    assert (kmeans.grouped(points, n)[0] == labels).all()


def test_who_was_in_a_group_leaves_it_only_for_a_much_nearer_one():
    centres = np.array([[1, 0], [0, 1]], dtype=np.float32)
    near, far = (
        np.array([[0.68, 0.73]], dtype=np.float32),
        np.array([[0.1, 0.99]], dtype=np.float32),
    )
    old = np.array([0])
    assert kmeans.nearest(kmeans.closeness(near, centres)).item() == 1
    assert kmeans.nearest(kmeans.closeness(near, centres, old)).item() == 0
    assert kmeans.nearest(kmeans.closeness(far, centres, old)).item() == 1


def test_the_words_of_a_topic_are_those_of_its_language():
    first = ["快递慢 late", "快递慢", "快递慢", "slow courier", "slow courier", "a slow courier"]
    second = ["尺码", "领口", "裤腿"] * 5 + ["sleeves", "collar"] * 5
    texts = pl.Series([*first, *second])
    topic = np.array([0] * len(first) + [1] * len(second))
    found = terms(words_of(texts), topic, is_chinese(texts))
    by_topic = found.group_by("topic", "chinese", maintain_order=True).agg("term")
    by = {(topic, chinese): words for topic, chinese, words in by_topic.iter_rows()}
    assert by[(0, True)] == ["快递", "快递慢", "慢"]
    assert by[(0, False)] == ["courier", "slow", "slow courier"]
    assert sorted(by[(1, True)]) == sorted(["尺码", "裤腿", "领口"])
    assert by[(1, False)] == ["collar", "sleeves"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (
            [("快递", 9), ("快递员", 8), ("慢", 9), ("服务", 3), ("服务态度", 3)],
            ["快递员", "服务态度"],
        ),
        ([("battery", 9), ("battery life", 6), ("batteries", 2)], ["battery life"]),
        ([("慢", 9), ("贵", 3)], ["慢", "贵"]),
        ([], []),
    ],
)
def test_names_repeat_nothing(given, words):
    assert chosen(given) == words


def said(rows):
    kinds = {
        "topic_id": pl.String,
        "signal": pl.String,
        "at": pl.Datetime("us", "UTC"),
        "valence": pl.Float64,
        "voice": pl.String,
        "weight": pl.Float64,
    }
    return pl.DataFrame(rows, schema=kinds, orient="row")


def test_a_customer_and_copies_are_one_voice():
    rows = [
        ("t", "1", None, 2.0, "c1", 1.0),
        ("t", "2", None, 4.0, "c1", 1.0),
        ("t", "3", None, None, "s3", 0.5),
        ("t", "4", None, None, "s4", 0.5),
        (None, "5", None, 9.0, "s5", 2.0),
    ]
    (row,) = counts.counted(said(rows)).to_dicts()
    assert (row["texts"], row["voices"], row["valence"]) == (4, 2.0, 3.0)
    assert row["share"] == pytest.approx(2 / 3, abs=1e-6)
    assert counts.trend_of(row["earlier"], row["later"], row["dated"]) is None


def test_a_topic_that_grows_has_a_trend_above_nothing():
    days = [*range(0, 60, 3), *range(60, 120)]
    rows = [("t", str(d), START + timedelta(days=d), None, f"s{d}", 1.0) for d in days]
    (row,) = counts.counted(said(rows)).to_dicts()
    trend = counts.trend_of(row["earlier"], row["later"], row["dated"])
    assert trend.low > 0.5 and trend.n == 80 and trend.high > trend.value > trend.low


def test_periods_without_texts_are_zeros():
    rows = [
        ("t", "1", datetime(2026, 1, 31, 23, tzinfo=UTC), None, "a", 1.0),
        ("t", "2", datetime(2026, 3, 1, tzinfo=UTC), None, "b", 1.0),
        (None, "3", datetime(2026, 3, 2, tzinfo=UTC), None, "c", 1.0),
    ]
    months = counts.over_time(said(rows))
    assert [(str(r["start"]), r["texts"], r["share"]) for r in months.to_dicts()] == [
        ("2026-01-01", 1, 1.0),
        ("2026-02-01", 0, 0.0),
        ("2026-03-01", 1, 0.5),
    ]
    assert counts.over_time(said(rows), "week").height == 6
    assert counts.over_time(said([])).is_empty()
    with pytest.raises(UserError, match="week or month"):
        counts.over_time(said(rows), "day")
