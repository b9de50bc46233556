"""Where a need comes from, what it is about, and how much is in doubt."""

import polars as pl
import pytest

from needlens.needs.columns import ORIGINS
from needlens.needs.origins import described
from needlens.needs.voices import with_voice
from needs.said import said


def frame(*rows):
    plain = [{k: v for k, v in row.items() if k not in ("facets", "doubt", "need")} for row in rows]
    return with_voice(said(*plain)).with_columns(
        facets=pl.Series([row.get("facets", []) for row in rows], dtype=pl.List(pl.String)),
        doubt=pl.Series([row.get("doubt", 0.0) for row in rows], dtype=pl.Float64),
        need_id=pl.Series([row.get("need", "n-1") for row in rows]),
    )


def test_voices_of_each_origin():
    rows = [{"origin": "query"}] * 2 + [{"origin": "opinion", "customer_id": "c"}] * 3
    found = described(frame(*rows))
    assert found.schema["origins"] == ORIGINS
    origins = found["origins"][0]
    assert (origins["query"], origins["opinion"], origins["reason"]) == (2, 1, 0)


@pytest.mark.parametrize(("with_it", "named"), [(2, True), (1, False)])
def test_a_facet_is_the_needs_when_a_third_of_its_voices_name_it(with_it, named):
    rows = [{"facets": ["audience:parents"], "quote": "给爸妈买的"}] * with_it
    rows += [{"quote": "for myself"}] * (6 - with_it)
    assert (described(frame(*rows))["facets"].to_list() == [["audience:parents"]]) is named


def test_one_customer_names_a_facet_once():
    rows = [{"facets": ["place:office"], "customer_id": "c"}] * 20 + [{}] * 5
    assert described(frame(*rows))["facets"].to_list() == [[]]


def test_doubt_is_of_texts_not_of_what_they_say():
    rows = [{"signal_id": "a", "doubt": 0.8}] * 9 + [{"signal_id": "b"}]
    assert described(frame(*rows))["suspicious"].to_list() == [0.4]


def test_needs_are_told_apart_in_any_order():
    rows = [{"need": "n-1", "facets": ["time:night"]}, {"need": "n-2", "origin": "reason"}]
    found = described(frame(*rows)).sort("need_id")
    assert found["facets"].to_list() == [["time:night"], []]
    assert found.equals(described(frame(*rows).reverse()).sort("need_id"))
