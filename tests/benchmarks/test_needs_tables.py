"""The tables about needs come out on small sets of our own, for us and for the baselines."""

import json
import subprocess
import sys

import numpy as np
import polars as pl
import pytest
from benchmarks.needs import labelled_set, on_labelled, on_planted
from benchmarks.needs.baselines import BASELINES, labels
from benchmarks.needs.planted import make
from benchmarks.needs.planted_settings import Settings
from benchmarks.needs.system import Found, bearing, strongest

import benchmark_scripts

SLOW_ZH = ["物流太慢了，等了九天", "快递很慢，十天才到", "发货速度太慢", "物流慢得离谱", "配送太慢"]
SLOW_EN = ["delivery was too slow", "shipping is very slow", "slow delivery again",
           "terribly slow shipping", "the delivery is slow"]  # fmt: skip
TORN_ZH = ["包装破了", "包装太差，盒子压扁", "包装很差", "包装烂了", "外包装破损"]
TORN_EN = ["the packaging was torn", "bad packaging", "packaging is terrible",
           "damaged packaging", "poor packaging"]  # fmt: skip
NONE = ["今天天气不错", "第二次来买", "see you soon", "bought on a Monday"]
GROUPS = [("slow", "zh", SLOW_ZH), ("slow", "en", SLOW_EN), ("torn", "zh", TORN_ZH),
          ("torn", "en", TORN_EN)]  # fmt: skip


def _rows():
    said = [(text, language, cluster) for cluster, language, texts in GROUPS for text in texts]
    said += [(text, "zh" if text > "z" else "en", None) for text in NONE]
    for number, (text, language, cluster) in enumerate(said):
        split = "dev" if number % 3 == 0 else "test"
        yield (
            {"id": f"{language}{number:03}", "language": language, "kind": "review", "text": text,
             "split": split},
            {"id": f"{language}{number:03}", "valid": cluster is not None, "cluster": cluster,
             "facets": {"problem": [cluster]} if cluster else {}},
        )  # fmt: skip


@pytest.fixture
def labelled(tmp_path):
    texts, labels_ = zip(*_rows(), strict=True)
    for name, rows in (("texts", texts), ("pass1", labels_)):
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def test_a_split_is_read_with_its_labels(labelled):
    dev, _ = labelled_set.read("dev", 1, labelled)
    test, facets = labelled_set.read("test", 1, labelled)
    every, _ = labelled_set.read("all", 1, labelled)
    assert set(dev["id"]) | set(test["id"]) == set(every["id"]) and every.height == 24
    assert set(facets) == set(test["id"])
    assert every.filter(pl.col("valid"))["cluster"].null_count() == 0
    lines = (labelled / "pass1.jsonl").read_text("utf-8").splitlines()[1:]
    (labelled / "pass1.jsonl").write_text("\n".join(lines), "utf-8")
    with pytest.raises(ValueError, match="lacks 1 ids"):
        labelled_set.read("dev", 1, labelled)


def test_our_own_set_is_whole():
    if not (labelled_set.FOLDER / "pass1.jsonl").is_file():
        pytest.skip("the labelled set is not there")
    frame, facets = labelled_set.read("all")
    assert frame["id"].is_unique().all() and frame["text"].is_unique().all()
    assert frame["valid"].to_list() == frame["cluster"].is_not_null().to_list()
    for language in ("zh", "en"):
        part = frame.filter(pl.col("language") == language)
        assert part.filter(pl.col("valid")).height >= 300
    known = {row["id"] for row in labelled_set.rows(labelled_set.FOLDER / "clusters.jsonl")}
    several = set(frame["cluster"].drop_nulls()) - known
    assert all(one.startswith("s") for one in several)
    assert set().union(*facets.values()) <= set(on_labelled.facets.FACETS)


def test_needlens_reads_the_set_as_a_shop_would(labelled, capsys, monkeypatch):
    frame, _ = labelled_set.read("all", 1, labelled)
    answer = on_labelled.ours(frame, "rule")
    item = dict(zip(frame["text"], answer.labels.tolist(), strict=True))
    assert item["物流太慢了，等了九天"] == item["shipping is very slow"] != -1
    assert item["包装太差，盒子压扁"] == item["bad packaging"] != item["shipping is very slow"]
    assert [item[text] for text in NONE] == [-1] * 4
    assert answer.shown["need_id"].n_unique() >= 2
    monkeypatch.setattr(labelled_set, "FOLDER", labelled)
    monkeypatch.setattr(labelled_set.read, "__defaults__", (1, labelled))
    report = on_labelled.tables("test", 1, "rule", only_ours=True)
    said = capsys.readouterr().out
    assert report["needlens"]["b3_f1"][0] > report[on_labelled.ALONE]["b3_f1"][0]
    right, shown = report["shown"]["needlens"][0]
    assert right == shown >= 2
    assert "| needlens" in said and "that are right" in said


def test_the_most_negative_of_a_text_is_its_need():
    said = pl.DataFrame(
        {
            "need_id": ["praise", "blame", "asked", "loud"],
            "kind": "review",
            "external_id": ["1", "1", "2", "2"],
            "valence": [8.0, 3.0, None, 3.0],
            "confidence": 0.9,
            "shown": True,
        }
    )
    assert dict(strongest(said).select("external_id", "need_id").iter_rows()) == {
        "1": "blame",
        "2": "asked",
    }
    assert set(bearing(said)["need_id"]) == {"blame", "asked", "loud"}


@pytest.mark.parametrize("name", [x for x in BASELINES if "BERTopic" not in x])
def test_baselines_give_the_same_labels_every_time(name, capsys):
    texts = [text for _, _, every in GROUPS for text in every]
    languages = [language for _, language, every in GROUPS for _ in every]
    one = labels(name, texts, languages, 4)
    if one is None:
        pytest.skip(capsys.readouterr().out)
    assert one.dtype == np.int64 and one.shape == (20,) and one.min() >= -1 and one.max() < 20
    assert (one == labels(name, texts, languages, 4)).all()


def test_a_baseline_that_is_not_installed_says_so(monkeypatch, capsys):
    monkeypatch.setitem(BASELINES, "none", (lambda *_: None, ("not_a_package",)))
    assert labels("none", ["慢"], ["zh"], 1) is None
    assert "not_a_package is not installed" in capsys.readouterr().out


def test_a_planted_need_is_found_where_its_texts_are():
    planted = make(Settings(reviews=300, fakes=0.0))
    with_needs = planted.texts.filter(pl.col("needs").list.len() == 1)
    top = with_needs["needs"].list.first().mode().sort()[0]
    texts = with_needs.filter(pl.col("needs").list.first() == top)
    said = texts.select(
        "kind", "external_id", need_id=pl.lit("n-1"), shown=pl.lit(True),
        valence=pl.lit(2.0), confidence=pl.lit(0.9), signal_id="external_id",
    )  # fmt: skip
    frame = on_planted.joined(planted, Found([_need("n-1", texts.height)], said, 0.0))
    (row,) = frame.filter(pl.col("id") == top).rows(named=True)
    assert (row["need_id"], row["best"], row["parts"]) == ("n-1", 1, 1)
    assert row["demand"] == texts.height
    assert frame["need_id"].null_count() == frame.height - 1


def _need(id_, n):
    from needlens.records import Need
    from needlens.records.need import Interval

    need = object.__new__(Need)  # of a need only what is measured matters here
    size = Interval(float(n), n - 1.0, n + 1.0, n)
    for name, value in {"id": id_, "demand": size, "satisfaction": Interval(2, 1, 3, n),
                        "opportunity": 9.0, "trend": None}.items():  # fmt: skip
        object.__setattr__(need, name, value)
    return need


def test_two_passes_are_compared(labelled):
    rows = (labelled / "pass1.jsonl").read_text("utf-8").splitlines()
    changed = json.loads(rows[0]) | {"valid": False, "cluster": None, "facets": {}}
    (labelled / "pass2.jsonl").write_text("\n".join([json.dumps(changed), *rows[1:]]), "utf-8")
    script = benchmark_scripts.FOLDER / "needs" / "agreement.py"
    command = [sys.executable, str(script), "--folder", str(labelled)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    report = json.loads((labelled / "agreement.json").read_text("utf-8"))
    assert report["all"]["n"] == 24 and report["all"]["n_valid_in_both"] == 19
    assert report["all"]["valid_agreement"] == pytest.approx(23 / 24, abs=1e-4)
    # By chance: 20/24 · 19/24 + 4/24 · 5/24.
    chance = (20 * 19 + 4 * 5) / 576
    assert report["all"]["valid_kappa"] == pytest.approx(
        (23 / 24 - chance) / (1 - chance), abs=1e-4
    )
    assert report["all"]["cluster_kappa"] == report["facets"]["problem"] == 1
    assert "| valid_kappa" in done.stdout


def test_without_labels_the_scripts_say_so(tmp_path):
    script = benchmark_scripts.FOLDER / "needs" / "agreement.py"
    command = [sys.executable, str(script), "--folder", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "there is no pass1.jsonl" in done.stderr
