"""The sentences that can be labelled, and how unsure each is."""

import polars as pl
import pytest

from needlens.labels import import_labels
from needlens.labels.candidates import CANDIDATES
from needlens.labels.leaning import leaning


def test_offsets_quote_the_sentence_in_both_languages(sentences):
    assert dict(sentences.schema) == dict(CANDIDATES)
    quoted = 0
    for row in sentences.to_dicts():
        for one in row["opinions"]:
            for term in ("aspect", "opinion"):
                if one[term] is not None:
                    span = row["text"][one[f"{term}_start"] : one[f"{term}_end"]]
                    assert span == one[term]
                    quoted += 1
    assert quoted > 8
    assert sentences["text"].str.contains(r"\p{Han}").any()
    assert (~sentences["text"].str.contains(r"\p{Han}")).any()


def test_a_text_of_two_sentences_gives_two(sentences):
    texts = sentences["text"].to_list()
    assert "Delivery was very slow." in texts
    assert "客服态度也差！" in texts


def test_uncertainty_is_that_of_the_least_sure_opinion(sentences):
    for row in sentences.to_dicts():
        if row["why"] == "unsure":
            least = min(o["confidence"] for o in row["opinions"])
            assert row["uncertainty"] == pytest.approx(1 - least, abs=1e-4)
        else:
            assert row["opinions"] == [] and 0 <= row["uncertainty"] <= 1
    assert set(sentences["why"]) == {"unsure", "missed"}


def test_labelled_sentences_are_not_offered_again(opened, database, sentences, tmp_path):
    from needlens.labels import candidates

    row = sentences.row(0, named=True)
    pl.DataFrame([{k: row[k] for k in ("signal_id", "start", "end", "text")} | {"opinions": []}],
                 schema_overrides={"opinions": pl.List(pl.Int64)}).write_ndjson(tmp_path / "l.jsonl")  # fmt: skip
    assert import_labels(database, tmp_path / "l.jsonl", opened.domain()).kept.added == 1
    left = candidates(database)
    assert left.height == sentences.height - 1
    assert row["text"] not in left["text"].to_list()


@pytest.mark.parametrize(
    ("opinionated", "plain", "asked"),
    [
        ("{}的质量真的很不错", "{}月{}日在店里下的单", ("裙子真的很不错", "七月在店里下的单")),
        ("the {} is really lovely", "i ordered the {} on monday",
         ("it is really lovely stuff", "i ordered it on monday")),
    ],
)  # fmt: skip
def test_language_of_opinions_is_learned_from_what_was_found(opinionated, plain, asked):
    words = ["杯子", "裤子", "台灯", "书包", "毛巾", "cup", "shirt", "lamp", "bag", "towel"]
    texts = [opinionated.format(w) for w in words] + [plain.format(w, w) for w in words]
    found = [True] * 10 + [False] * 10
    said = pl.Series([*texts, *asked])
    probable = leaning(said, pl.Series([*found, False, False]))
    assert probable[-2] > 0.6 > 0.4 > probable[-1]
