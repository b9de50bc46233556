"""``needlens label`` as a user meets it."""

import json
from pathlib import Path

import polars as pl
import pytest


def corrected(name="out.csv", annotator="li"):
    frame = pl.read_csv(name, infer_schema=False)
    frame.with_columns(checked=pl.lit("x"), annotator=pl.lit(annotator)).write_csv(name)
    return frame


def test_out_corrected_and_in_again(shop):
    done = shop("label", "export", "out.csv", "-n", "5")
    assert done.code == 0 and "5 of" in done.out
    said = corrected()["text"].unique().to_list()
    assert any("慢" in s or "快" in s for s in said) or any("slow" in s.lower() for s in said)
    account = json.loads(shop("label", "import", "out.csv", "--json").out)
    assert (account["added"], account["pending"], account["refused"]) == (5, 0, [])
    again = json.loads(shop("label", "import", "out.csv", "--json").out)
    assert (again["added"], again["duplicate"]) == (0, 5)
    assert shop("label", "export", "more.jsonl").code == 0
    more = [json.loads(line)["text"] for line in Path("more.jsonl").read_text("utf-8").splitlines()]
    assert more and not set(more) & set(said)


def test_labels_leave_as_a_table_and_come_back(shop):
    assert "0 rows" in shop("export", "labels", "none.csv").out
    shop("label", "export", "out.csv")
    corrected()
    account = json.loads(shop("label", "import", "out.csv", "--json").out)
    assert f"{account['added']} rows" in shop("export", "labels", "labels.jsonl").out
    again = json.loads(shop("label", "import", "labels.jsonl", "--all", "--json").out)
    assert (again["added"], again["duplicate"]) == (0, account["added"])
    assert (again["replaced"], again["refused"]) == (0, [])
    kept = pl.read_ndjson("labels.jsonl")
    assert set(kept["annotator"]) == {"li"}
    for ending in ("csv", "xlsx", "parquet"):
        assert shop("export", "labels", f"labels.{ending}").code == 0
    assert pl.read_parquet("labels.parquet")["text"].to_list() == kept["text"].to_list()
    flat = pl.read_csv("labels.csv", infer_schema=False)
    assert {"物流", "快递"} & {o["aspect"] for row in flat["opinions"] for o in json.loads(row)}
    assert any("slow" in text.lower() for text in flat["text"])


def test_what_was_not_checked_is_told(shop):
    shop("label", "export", "out.csv", "-n", "3")
    done = shop("label", "import", "out.csv")
    assert "0 labels added" in done.out and "3 sentences are not marked as checked" in done.out
    assert "3 labels added" in shop("label", "import", "out.csv", "--all").out


def test_refused_rows_lie_beside_the_file_and_can_be_mended(shop):
    shop("label", "export", "out.csv")
    frame = corrected()
    frame = frame.with_columns(checked=pl.lit("x"))
    frame.with_columns(pl.col("category").str.replace("SPEED", "SPED")).write_csv("bad.csv")
    done = shop("label", "import", "bad.csv")
    assert "the nearest is LOGISTICS#SPEED" in done.out and "bad.refused.csv" in done.out
    refused = pl.read_csv("bad.refused.csv", infer_schema=False)
    assert refused.columns[:2] == ["line", "reason"]
    refused.with_columns(pl.col("category").str.replace("SPED", "SPEED")).write_csv("good.csv")
    mended = json.loads(shop("label", "import", "good.csv", "--json").out)
    assert mended["added"] > 0 and mended["refused"] == []


def test_label_studio_and_agreement_of_two(shop):
    shop("label", "export", "out.csv", "--random")
    corrected()
    shop("label", "import", "out.csv")
    assert "no agreement to measure" in shop("label", "agreement").out
    frame = pl.read_csv("out.csv", infer_schema=False)
    second = frame.with_columns(
        annotator=pl.lit("wang"), valence=pl.when(pl.col("valence").is_not_null()).then(pl.lit("5"))
    )
    second.write_csv("second.csv")
    done = shop("label", "import", "second.csv")
    assert "agreement of li, wang" in done.out and "Cohen's kappa" in done.out
    agreed = json.loads(shop("label", "agreement", "--json").out)
    assert agreed["category"]["value"] == pytest.approx(1.0)
    assert agreed["valence"]["value"] < 0.9


def test_tasks_and_interface_for_label_studio(shop):
    done = shop("label", "export", "tasks.json", "-n", "4")
    assert done.code == 0 and "tasks.xml" in done.out
    assert len(json.loads(Path("tasks.json").read_text("utf-8"))) == 4
    assert Path("tasks.xml").read_text("utf-8").startswith("<View>")
    waiting = json.loads(shop("label", "import", "tasks.json", "--json").out)
    assert (waiting["added"], waiting["pending"]) == (0, 4)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["export", "out.doc"], ".json (Label Studio)"),
        (["export", "nowhere/out.csv"], "no folder"),
        (["export", "out.csv", "-n", "0"], "greater than or equal to 1"),
        (["import", "missing.csv"], "no file or folder"),
        (["import", "评价.csv"], "needlens label export"),
        (["import", "empty.csv", "--source", "guess"], "person, rule, llm, click"),
    ],
)
def test_mistakes_are_sentences(shop, arguments, says):
    Path("empty.csv").write_text("signal_id,category,valence\n", encoding="utf-8")
    done = shop("label", *arguments)
    assert done.code == 2 and says in done.err


def test_without_texts_there_is_nothing_to_label(run):
    run("open", "my-shop")
    done = run("label", "export", "out.csv")
    assert done.code == 2 and "ingest texts" in done.err
