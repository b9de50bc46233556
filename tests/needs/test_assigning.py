"""Every expression finds its need, also when a library recognises some."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from needlens.mining.filling import filled
from needlens.needs.assigning import assigned
from needlens.needs.grouping import need_id
from needlens.needs.groups import Groups, Likeness
from needlens.needs.ngrams import Ngrams
from needlens.needs.recognition import Recognised
from needlens.needs.space import Space
from needlens.needs.voices import with_voice
from needs.said import said

LEAK = {"zh": "壶底一直漏水，太差了", "en": "it leaks all over the counter, terrible"}
LOUD = {"zh": "半夜响得睡不着，太差了", "en": "so loud at night I cannot sleep, terrible"}
BAD = {"zh": "太差了", "en": "terrible"}
KNOWN = {"known leak": LEAK.values(), "known loud": LOUD.values()}
MODEL = "a recogniser of leaks and noise"


class Some(Ngrams):
    """Vectors of characters and words under a name of their own, as an encoder has."""

    model = MODEL


def recognise(vectors):
    known = [
        (part, Ngrams()(pl.Series([text]))[0]) for part, texts in KNOWN.items() for text in texts
    ]
    likeness = np.stack([vectors @ one for _, one in known], axis=1)
    parts = list(KNOWN)
    same = [[part == of for of, _ in known] for part in parts]
    about = np.stack([(likeness[:, one] > 0.99).any(axis=1) * 0.9 for one in same], axis=1)
    return Recognised(parts, about, np.ones(len(about)))


def complaint(text, i, language):
    """Return the expressions of one review: the sentence, and the verdict cut out of it."""
    plain = {"signal_id": f"s{i}", "customer_id": f"c{i}", "quote": text, "language": language}
    at = text.index(BAD[language])
    sentence = {"origin": "implied", "category": "", "valence": None, "start": 0, "end": len(text)}
    verdict = {"category": "PRODUCT#GENERAL", "aspect": None, "opinion": BAD[language], "valence": 2.5,
               "start": at, "end": len(text)}  # fmt: skip
    return [plain | sentence | {"aspect": None, "opinion": None}, plain | verdict]


def bare(i, language):
    return [complaint(BAD[language], i, language)[1]]


def found(reviews, groups=None):
    rows = [row for review in reviews for row in review]
    frame = filled(
        with_voice(
            said(*rows).with_columns(
                statement=pl.lit(""), facets=pl.lit([], dtype=pl.List(pl.String)), key=pl.lit("")
            )
        )
    )
    frame = frame.with_columns(
        statement=pl.when(pl.col("origin") == "implied").then("quote").otherwise("statement")
    )
    groups = groups or Groups(Space(Ngrams.size, centred=False), MODEL)
    return assigned(frame, groups, Some(), {}, 3, Likeness(), general="PRODUCT#GENERAL",
                    recognise=recognise)  # fmt: skip


def voices(frame):
    each = frame.group_by("part").agg(pl.col("customer_id").n_unique())
    return dict(each.iter_rows())


@pytest.mark.parametrize("language", BAD)
def test_a_bare_verdict_goes_where_its_own_sentence_goes_and_nowhere_else(language):
    reviews = [complaint(LEAK[language], i, language) for i in range(4)]
    reviews += [complaint(LOUD[language], 10 + i, language) for i in range(3)]
    reviews += [bare(20 + i, language) for i in range(5)]
    frame = found(reviews)
    assert voices(frame) == {"known leak": 4, "known loud": 3}
    assert set(frame["need_id"]) == {need_id("", part) for part in KNOWN}
    assert set(frame["origin"]) == {"opinion"}  # the words say it, so the sentence is not counted


@pytest.mark.parametrize("language", BAD)
def test_one_early_review_decides_nothing_for_later_ones(language):
    groups = Groups(Space(Ngrams.size, centred=False), MODEL)
    early = [complaint(LEAK[language], 0, language)]
    found(early, groups)
    later = [complaint(LOUD[language], 1 + i, language) for i in range(5)]
    frame = found([*early, *later, bare(9, language)], groups)
    assert voices(frame) == {"known leak": 1, "known loud": 5}
    assert not groups.members.select("category", "statement").is_duplicated().any()


def test_two_verdicts_in_one_sentence_are_counted_once():
    text = f"{LEAK['en']}, terrible"
    row = complaint(LEAK["en"], 0, "en")
    again = row[1] | {"start": 2, "end": 7, "opinion": "leaks", "quote": text}
    frame = found([[*row, again]])
    assert voices(frame) == {"known leak": 1} and set(frame["origin"]) == {"opinion"}


def test_what_is_praised_does_not_count_towards_a_new_need():
    plain = {
        "category": "FOOD#TEXTURE",
        "aspect": "bread",
        "opinion": "soft",
        "quote": "bread soft",
    }
    lacks = [plain | {"signal_id": "s0", "customer_id": "c0", "valence": 2.0}]
    likes = [
        plain | {"signal_id": f"s{i}", "customer_id": f"c{i}", "valence": 8.0} for i in range(1, 6)
    ]
    groups = Groups(Space(Ngrams.size, centred=False), MODEL)
    assert found([[row] for row in [*lacks, *likes]], groups).is_empty()
    assert groups.members["voices"].to_list() == [1.0]
