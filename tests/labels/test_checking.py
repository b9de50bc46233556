"""What is checked on the way in, in rows of JSON Lines and in tables."""

import json

import polars as pl
import pytest

from needlens.errors import SourceError, UserError
from needlens.labels import import_labels, load

SLOW = {"aspect": "物流", "aspect_start": 0, "aspect_end": 2, "category": "LOGISTICS#SPEED",
        "opinion": "太慢", "opinion_start": 2, "opinion_end": 4, "valence": 2.2}  # fmt: skip


@pytest.fixture
def bring(opened, sentences, tmp_path):
    """Import rows about the first sentence of r1 (zh) or r4 (en); return the account."""
    return bringer(opened, sentences, tmp_path)


@pytest.fixture
def offer(untouched, sentences, tmp_path):
    """The same, for rows that will be refused."""
    return bringer(untouched, sentences, tmp_path)


def bringer(shop, sentences, folder):
    zh = sentences.filter(pl.col("text").str.contains("等了一周")).row(0, named=True)
    en = sentences.filter(pl.col("text").str.starts_with("The box")).row(0, named=True)

    def bring(*rows, english=False, **options):
        row = en if english else zh
        place = {k: row[k] for k in ("kind", "signal_id", "start", "end", "text")}
        path = folder / "rows.jsonl"
        path.write_text("".join(json.dumps(place | r) + "\n" for r in rows), encoding="utf-8")
        return import_labels(shop._database, path, shop.domain(), **options)

    return bring


def test_a_good_label_is_stored_with_annotator_time_and_source(bring, database):
    done = bring({"opinions": [SLOW], "annotator": "li", "at": "2026-05-01T08:00:00+08:00"})
    assert (done.kept.added, done.refused) == (1, ())
    [label] = load(database).to_dicts()
    assert (label["annotator"], label["source"]) == ("li", "person")
    assert label["at"].isoformat() == "2026-05-01T00:00:00+00:00"
    assert label["opinions"][0] == SLOW | {"arousal": None}


def test_an_english_label_behind_an_emoji(bring, database):
    opinion = {"aspect": "colour", "opinion": "lovely", "category": "Quality", "valence": "7.5"}
    done = bring({"opinions": [opinion]}, english=True, source="llm", annotator="some-model")
    assert done.refused == ()
    [label] = load(database).to_dicts()
    [one] = label["opinions"]
    assert label["text"][one["aspect_start"] : one["aspect_end"]] == "colour"
    assert (one["category"], label["source"]) == ("PRODUCT#QUALITY", "llm")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"opinion_start": 3}, "does not stand at 3–4"),
        ({"opinion": "太快"}, "'太快' does not stand at 2–4"),
        ({"category": "LOGISTIC#SPEED"}, "the nearest is LOGISTICS#SPEED"),
        ({"category": None}, "no category"),
        ({"valence": 9.5}, "valence 9.5 is not between 1 and 9"),
        ({"valence": 0}, "valence 0 is not between 1 and 9"),
        ({"valence": None}, "no valence"),
        ({"valence": "high"}, "'high' is not a number"),
        ({"arousal": 12}, "arousal 12"),
        ({"aspect_start": 0.5}, "not a whole number"),
    ],
)
def test_an_opinion_that_cannot_hold_is_refused_with_its_line(offer, change, says):
    done = offer({"opinions": [SLOW | change]})
    [refused] = done.refused
    assert refused.line == 1 and says in refused.reason


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"signal_id": "nobody", "opinions": []}, "no text 'nobody' in this workspace"),
        ({"signal_id": None, "opinions": []}, "no signal_id"),
        ({"text": "物流还行，等了一周才到。", "opinions": []}, "was changed"),
        ({"start": 5, "end": 900, "opinions": []}, "no sentence at 5–900"),
        ({}, "no list `opinions`"),
        ({"opinions": [], "source": "guess"}, "source 'guess' is unknown"),
        ({"opinions": [], "at": "yesterday"}, "is not a time"),
    ],
)
def test_a_row_that_cannot_hold_is_refused(offer, row, says):
    [refused] = offer(row).refused
    assert says in refused.reason


def test_white_space_may_be_changed(bring, database):
    moved = SLOW | {"opinion_start": 3, "opinion_end": 5}
    done = bring({"text": "物流 太慢了， 等了一周才到。\n", "opinions": [moved]})
    assert done.refused == ()
    assert load(database)["opinions"][0][0]["opinion_start"] == 2


def test_without_offsets_of_the_sentence_its_text_is_looked_up(bring, database, sentences):
    assert bring({"start": None, "end": None, "opinions": []}).kept.added == 1
    assert load(database)["start"][0] == 0


def test_one_bad_opinion_holds_the_sentence_back(opened, database, sentences, tmp_path):
    row = sentences.filter(pl.col("text").str.contains("等了一周")).row(0, named=True)
    place = {k: row[k] for k in ("kind", "signal_id", "start", "end", "text")}
    lines = [place | SLOW, place | SLOW | {"category": "NOTHING#AT_ALL"}]
    pl.DataFrame(lines).write_csv(tmp_path / "a.csv")
    done = import_labels(database, tmp_path / "a.csv", opened.domain())
    assert [r.line for r in done.refused] == [2, 3]
    assert "another opinion" in done.refused[0].reason and "NOTHING" in done.refused[1].reason
    assert load(database).is_empty()


def test_a_cleared_row_says_that_there_is_no_opinion(opened, database, sentences, tmp_path):
    row = sentences.row(0, named=True)
    place = {k: row[k] for k in ("kind", "signal_id", "start", "end", "text")}
    empty = dict.fromkeys(("aspect", "category", "opinion", "valence")) | {"aspect_start": 0}
    pl.DataFrame([place | empty]).write_csv(tmp_path / "a.csv")
    assert import_labels(database, tmp_path / "a.csv", opened.domain()).kept.added == 1
    assert load(database)["opinions"].to_list() == [[]]


def test_a_correction_replaces_and_an_older_file_does_not(bring, database):
    new = {"opinions": [SLOW | {"valence": 3.0}], "at": "2026-05-02T00:00:00Z"}
    old = {"opinions": [SLOW], "at": "2026-05-01T00:00:00Z"}
    assert bring(old).kept.added == 1
    assert bring(new).kept.replaced == 1
    assert bring(old).kept.duplicate == 1
    assert load(database)["opinions"][0][0]["valence"] == 3.0


def test_two_annotators_stand_side_by_side(bring, database):
    done = bring({"opinions": [SLOW], "annotator": "li"}, {"opinions": [], "annotator": "wang"})
    assert done.kept.added == 2
    assert sorted(load(database)["annotator"]) == ["li", "wang"]


def test_the_same_annotator_twice_in_a_file(bring, database):
    done = bring({"opinions": [SLOW]}, {"opinions": []}, {"opinions": []})
    assert (done.kept.added, done.kept.duplicate) == (1, 1)
    assert "again at line 2" in done.refused[0].reason
    assert load(database)["opinions"].to_list() == [[]]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [("a.csv", "id,text\n1,好\n", "needlens label export"), ("b.jsonl", "", "empty")],
)
def test_files_that_hold_no_labels(untouched, tmp_path, name, text, says):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=says):
        import_labels(untouched._database, tmp_path / name, untouched.domain())


def test_broken_lines_are_refused_not_lost(untouched, tmp_path):
    (tmp_path / "a.jsonl").write_text('{"signal_id": "x", "opinions": []}\n{"signal', "utf-8")
    done = import_labels(untouched._database, tmp_path / "a.jsonl", untouched.domain())
    assert [r.line for r in done.refused] == [1, 2]


def test_an_unknown_source_is_the_users_mistake(offer):
    with pytest.raises(UserError, match="person, rule, llm, click"):
        offer({"opinions": []}, source="guess")
