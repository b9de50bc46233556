"""Out and in again, in each form: what comes back is what went out."""

import json

import polars as pl
import pytest

from needlens.insight.export import export
from needlens.labels import import_labels, load
from needlens.labels.draft import Refused
from needlens.labels.importing import refused_table, refused_text
from needlens.labels.studio import config, tasks
from needlens.labels.table import as_rows, as_table


def table(chosen, path, name="li"):
    marked = as_table(chosen).with_columns(checked=pl.lit("x"), annotator=pl.lit(name))
    return export(marked, path)


def rows(chosen, path, name="li"):
    marked = as_rows(chosen).with_columns(checked=pl.lit("是"), annotator=pl.lit(name))
    return export(marked, path)


def studio(chosen, path, name="li@shop.example"):
    """As Label Studio exports it after somebody has submitted each task as it was."""
    done = json.loads(tasks(chosen))
    for i, task in enumerate(done):
        result = [item for p in task["predictions"] for item in p["result"]]
        who = {"id": 1, "email": name}
        at = "2026-03-09T22:16:08.728353Z"
        task |= {"id": i, "annotations": [{
            "id": i, "completed_by": who, "was_cancelled": False, "result": result,
            "created_at": at, "updated_at": at,
        }]}  # fmt: skip
    path.write_text(json.dumps(done, ensure_ascii=False), encoding="utf-8")
    return path


FORMS = {".csv": table, ".xlsx": table, ".jsonl": rows, ".json": studio}


def said(sentences):
    fields = [f.name for f in sentences.schema["opinions"].inner.fields if f.name != "confidence"]
    return {
        (r["signal_id"], r["start"]): {tuple(o[f] for f in fields) for o in r["opinions"] or []}
        for r in sentences.to_dicts()
    }


@pytest.mark.parametrize("ending", FORMS)
def test_a_round_trip_gives_the_same_opinions(ending, opened, database, sentences, tmp_path):
    path = FORMS[ending](sentences, tmp_path / f"out{ending}")
    done = import_labels(database, path, opened.domain())
    assert done.refused == ()
    assert (done.kept.added, done.pending) == (sentences.height, 0)
    assert said(load(database)) == said(sentences)
    assert any("=很好的杯子" in text for text in load(database)["text"])
    again = import_labels(database, path, opened.domain())
    assert (again.kept.added, again.kept.replaced) == (0, 0)
    assert again.kept.duplicate == sentences.height


@pytest.mark.parametrize("ending", FORMS)
def test_what_nobody_checked_is_no_label(ending, untouched, sentences, tmp_path):
    path = tmp_path / f"out{ending}"
    if ending == ".json":
        path.write_text(tasks(sentences), encoding="utf-8")
    else:
        export((as_rows if ending == ".jsonl" else as_table)(sentences), path)
    done = import_labels(untouched._database, path, untouched.domain())
    assert (done.kept.added, done.pending) == (0, sentences.height)


def test_cells_of_the_table_cannot_run(sentences, tmp_path):
    text = export(as_table(sentences), tmp_path / "a.csv").read_text("utf-8-sig")
    assert "'=很好的杯子" in text and ',"=' not in text


def test_the_labelling_interface_is_xml_with_every_category(untouched):
    from defusedxml.ElementTree import fromstring

    root = fromstring(config(untouched.domain()))
    known = [choice.get("alias") for choice in root.iter("Choice")]
    assert known == list(untouched.domain().categories)
    names = {tag.get("name") for tag in root.iter() if tag.get("toName")}
    assert names == {"span", "category", "valence", "arousal"}
    assert all(tag.get("perRegion") == "true" for tag in root.iter("Number"))


def test_predictions_have_the_shape_label_studio_reads(sentences):
    for task in json.loads(tasks(sentences)):
        text = task["data"]["text"]
        for item in (r for p in task["predictions"] for r in p["result"]):
            if item["type"] == "relation":
                assert {"from_id", "to_id", "direction"} <= set(item)
                continue
            value = item["value"]
            assert text[value["start"] : value["end"]] == value["text"]
            assert item["to_name"] == "text" and item["type"] in value


def test_refused_rows_can_be_mended_and_imported(opened, database, sentences, tmp_path):
    frame = as_table(sentences).with_columns(checked=pl.lit("x"))
    bad = frame.with_columns(
        category=pl.when(pl.col("opinion").is_not_null()).then(pl.lit("LOGISTICS#SPED"))
    )
    done = import_labels(database, export(bad, tmp_path / "a.csv"), opened.domain())
    assert {r.reason for r in done.refused} == {
        "the domain ecommerce has no category 'LOGISTICS#SPED'; the nearest is LOGISTICS#SPEED",
        "another opinion of the same sentence was refused",
    }
    mended = refused_table(done.refused).with_columns(category=pl.lit("LOGISTICS#SPEED"))
    again = import_labels(database, export(mended, tmp_path / "b.csv"), opened.domain())
    assert again.refused == ()
    assert again.kept.added + done.kept.added == sentences.height


def test_refused_documents_keep_everything(tmp_path):
    row = {"signal_id": "r-1", "opinions": [{"aspect": "物流"}], "mine": 7}
    line = json.loads(refused_text([Refused(3, "no valence", row)], "rows"))
    assert line == {"line": 3, "reason": "no valence", **row}
    [task] = json.loads(refused_text([Refused(1, "a", row), Refused(1, "b", row)], "studio"))
    assert task == row | {"meta": {"reasons": ["a", "b"]}}
