"""What is said in few words, and for whom: found once, when a text is read."""

from __future__ import annotations

import polars as pl

import needlens
from needlens.mining.filling import filled, told


def rows(**columns):
    frame = {
        "origin": "opinion",
        "aspect": "",
        "opinion": "",
        "ask": "",
        "statement": "",
        "facets": None,
    }
    return pl.DataFrame(frame | columns)


def test_what_is_known_stays_and_what_is_not_is_found():
    frame = rows(
        quote=["给爸妈买的，电池很不耐用", "給爸媽買的，電池很不耐用", "the strap broke"],
        statement=["电池差", "", ""],
        facets=[["place:office"], None, []],
        aspect=["电池", "電池", "strap"],
        opinion=["很不耐用", "很不耐用", "broke"],
    )
    found = filled(frame)
    assert found["statement"].to_list() == ["电池差", "电池不耐用", "strap broke"]
    named = found["facets"].to_list()
    assert named[0] == ["place:office"] and named[2] == []
    assert "audience:parents" in named[1]


def test_empty_facets_are_not_looked_for_again():
    assert filled(rows(quote=["给爸妈买的"], facets=[[]]))["facets"].to_list() == [[]]


def test_nothing_to_fill():
    empty = rows(quote=["a"], facets=[[]]).clear()
    assert filled(empty).height == 0 and filled(empty).columns == empty.columns


def test_what_was_found_in_texts_is_told_in_order():
    texts = pl.DataFrame(
        {"signal_id": ["b", "a"], "text": ["for camping, too heavy", "送給爸媽，字太小"]}
    )
    found = pl.DataFrame(
        {"signal_id": ["a", "b"], "aspect": ["字", None], "opinion": ["太小", "heavy"], "start": [0, 0], "end": [8, 22]}
    )  # fmt: skip
    said = told(found, texts, "opinion")
    assert said.columns == [*found.columns, "facets", "statement"]
    assert said["statement"].to_list() == ["字太小", "camping too heavy"]
    assert "audience:parents" in said["facets"][0] and "occasion:camping" in said["facets"][1]


def test_mining_stores_them_beside_what_was_found(tmp_path):
    (tmp_path / "reviews.csv").write_text(
        "review_text\n给爸妈买的，电池很不耐用\n希望能出大字版给爸妈用\n",
        encoding="utf-8",
    )
    with needlens.open(tmp_path / "shop") as shop:
        shop.ingest(tmp_path / "reviews.csv")
        shop.mine()
        opinions, suggestions = (
            shop._table(name).select("statement", "facets") for name in ("opinions", "suggestions")
        )
    assert opinions.height and suggestions.height
    assert opinions["statement"].null_count() == suggestions["statement"].null_count() == 0
    assert "电池不耐用" in opinions["statement"].to_list()
    assert any(
        "audience:parents" in found for found in [*opinions["facets"], *suggestions["facets"]]
    )
