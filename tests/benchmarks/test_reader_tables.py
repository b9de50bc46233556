"""The tables about the reader: what is measured is what they say, on texts of our own."""

import json
import os
import subprocess
import sys

import pytest

import benchmark_scripts
from needlens.lm.corpora.samples import Sample
from reader.answering import able, predict
from reader.dimabsa import CORPORA, Quad, Sentence
from reader.generated import reviews
from reader.opinions import first_strengths, said
from reader.robust import perturbed
from reader.title_spans import Gazetteer

ZH = Sentence(
    "zh",
    "這台筆電的螢幕非常漂亮，但是電池續航太差了，充電速度也很慢，用了三天就沒電",
    [
        Quad("螢幕", "DISPLAY#QUALITY", "非常漂亮", 7.0, 6.0),
        Quad("電池續航", "BATTERY#GENERAL", "太差", 2.5, 6.0),
        Quad("NULL", "LAPTOP#GENERAL", "用了三天就沒電", 3.0, 6.0),
    ],
)
EN = Sentence(
    "en",
    "The keyboard feels wonderful but the speakers sound terrible and customer service was rude",
    [
        Quad("keyboard", "KEYBOARD#USABILITY", "feels wonderful", 7.5, 7.0),
        Quad("speakers", "MULTIMEDIA_DEVICES#QUALITY", "sound terrible", 2.0, 7.0),
        Quad("speakers", "MULTIMEDIA_DEVICES#GENERAL", "NULL", 4.0, 5.0),
    ],
)


@pytest.mark.parametrize(
    ("sentence", "how"),
    [(ZH, "homophones"), (ZH, "synonyms"), (EN, "typos"), (EN, "synonyms")],
)
def test_gold_terms_stay_matchable_when_the_text_is_perturbed(sentence, how, monkeypatch):
    monkeypatch.setattr("reader.robust.SHARE", 0.5)
    before, after, edits, units = perturbed(sentence, how)
    assert before is sentence and 0 < edits <= units and after.text != before.text
    for old, new in zip(before.quads, after.quads, strict=True):
        for was, term in ((old.aspect, new.aspect), (old.opinion, new.opinion)):
            assert term == "NULL" if was == "NULL" else term in after.text
            assert term == was or how != "synonyms"
        assert new[3:] == old[3:]
    if how != "synonyms":
        assert before.quads != after.quads


def test_an_aspect_counts_once_with_its_first_strength():
    assert first_strengths(EN) == {"keyboard": (7.5, 7.0), "speakers": (2.0, 7.0)}


def test_opinions_come_by_the_same_way_as_on_the_command_line():
    run = predict("opinions", "rule")
    found = said([ZH, EN], run)
    assert set(found) == {"zh", "en"}
    assert ("customer service", "rude") in {(q.aspect, q.opinion) for q in found["en"]}
    (answer,) = run(["屏幕很清晰"], [["屏幕"]])
    assert answer["aspects"][0]["valence"] > 5.5


def test_tiers_that_cannot_be_loaded_are_left_out():
    assert able(("rule",)) == ["rule"]


def test_gazetteer_takes_the_longest_name_that_is_mostly_one():
    def title(text, *names):
        spans = tuple((text.index(n), text.index(n) + len(n), kind) for n, kind in names)
        return Sample(text, text, "title", entities=spans)

    train = [
        title("山月保温杯大容量", ("山月", "brand"), ("保温杯", "product")),
        title("新款杯子山月", ("杯子", "product"), ("山月", "brand")),
        title("大容量水壶", ("水壶", "product")),
        title("大号大衣", ("大", "product")),
    ]
    found = Gazetteer(train).spans("山月大号保温杯子")
    assert found == {(0, 2, "brand"), (4, 7, "product")}


def test_generated_reviews_are_many_and_the_same_every_time():
    some = list(reviews(300))
    assert some == list(reviews(5_300))[:300] and len(set(some)) > 290
    assert any(text.isascii() for text in some) and not all(text.isascii() for text in some)


def test_without_data_a_table_says_so(tmp_path):
    script = benchmark_scripts.FOLDER / "reader" / "run.py"
    command = [sys.executable, str(script), "--tiers", "rule", "--only", "opinions", "titles"]
    done = subprocess.run(
        [*command, "--data", str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.count("skipped, there is no") == 2


def test_the_table_of_opinions_on_a_small_corpus(tmp_path):
    (tmp_path / "dimabsa").mkdir()
    for corpus in CORPORA:
        sentence = ZH if corpus.startswith("zho") else EN
        listed = [
            {"Aspect": q.aspect, "Category": q.category, "Opinion": q.opinion,
             "VA": f"{q.valence}#{q.arousal}"}
            for q in sentence.quads
        ]  # fmt: skip
        row = json.dumps({"ID": sentence.id, "Text": sentence.text, "Quadruplet": listed})
        for part in ("train_alltasks", "dev_task3"):
            path = tmp_path / "dimabsa" / f"{corpus}_{part}.jsonl"
            path.write_text("\n".join([row] * 3), encoding="utf-8")
    script = benchmark_scripts.FOLDER / "reader" / "run.py"
    command = [sys.executable, str(script), "--tiers", "rule", "--only", "opinions"]
    done = subprocess.run(
        [*command, "--data", str(tmp_path)],
        capture_output=True, text=True, check=True, env=os.environ | {"OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    for corpus in CORPORA:
        assert f"| {corpus}" in done.stdout
    assert "quad cF1" in done.stdout and "ridge: text+aspect" in done.stdout
