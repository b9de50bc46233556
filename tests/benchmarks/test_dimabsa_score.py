"""The score of DimABSA on cases worked out by hand, and beside the organisers' way of counting."""

import doctest
import importlib
import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import benchmark_scripts  # noqa: F401
from reader.dimabsa import Quad, cf1, predicted, quad, rmse, tallies, triplet
from reader.intervals import f1, interval, mcnemar, mean

TOOL = Path(__file__).parents[3] / "shared" / "tools" / "score_dimabsa.py"
GOLD = {
    "zh": [
        Quad("屏幕", "DISPLAY#QUALITY", "很亮", 7.0, 6.0),
        Quad("電池", "BATTERY#GENERAL", "不耐用", 3.0, 5.5),
    ],
    "en": [
        Quad("Keyboard", "KEYBOARD#USABILITY", "Great", 7.5, 7.0),
        Quad("Keyboard", "KEYBOARD#USABILITY", "great", 2.0, 2.0),
        Quad("NULL", "LAPTOP#GENERAL", "broke", 2.0, 7.0),
    ],
    "none": [Quad("fan", "FANS#GENERAL", "loud", 3.0, 6.0)],
}
SAID = {
    "zh": [
        Quad("屏幕", "DISPLAY#QUALITY", "很亮", 7.0, 6.0),  # 1
        Quad("屏幕", "DISPLAY#QUALITY", "很亮", 1.0, 1.0),  # the same again: counts for nothing
        Quad("電池", "BATTERY#QUALITY", "不耐用", 3.0, 5.5),  # another category
    ],
    "en": [
        Quad("KEYBOARD ", "keyboard#usability", "GREAT", 7.5, 3.0),  # 1 - 4/√128
        Quad("", "LAPTOP#GENERAL", "broke", 2.0, 7.0),  # 1, nothing is NULL
    ],
    "other": [Quad("x", "Y#Z", "w", 5.0, 5.0)],  # no gold sentence of that id
}


def test_quads_by_hand():
    hits = 1 + (1 - 4 / math.sqrt(128)) + 1
    precision, recall = hits / 4, hits / 5
    assert cf1(tallies(GOLD, SAID)) == pytest.approx(2 * precision * recall / (precision + recall))


def test_triplets_leave_the_category_out():
    hits = 1 + 1 + (1 - 4 / math.sqrt(128)) + 1
    assert cf1(tallies(GOLD, SAID, triplet)) == pytest.approx(2 * hits / (4 + 5))


def test_perfect_none_and_nothing():
    assert cf1(tallies(GOLD, GOLD)) == 1.0
    assert cf1(tallies(GOLD, {})) == 0.0
    assert cf1(tallies({}, SAID)) == 0.0
    far = {"zh": [q._replace(valence=1.0, arousal=9.0) for q in GOLD["zh"]]}
    assert 0 < cf1(tallies({"zh": GOLD["zh"]}, far)) < 0.6


def test_equal_to_the_common_tool(tmp_path):
    if not TOOL.exists():
        pytest.skip("the scoring tool is not on this machine")

    def gold_row(id, quads):
        keys = ("Aspect", "Category", "Opinion")
        listed = [dict(zip(keys, q, strict=False), VA=f"{q.valence}#{q.arousal}") for q in quads]
        return {"ID": id, "Text": "", "Quadruplet": listed}

    def said_row(id, quads):
        return {"id": id, "opinions": [q._asdict() for q in quads]}

    for path, row, rows in (("g", gold_row, GOLD), ("p", said_row, SAID)):
        lines = [json.dumps(row(id, quads)) for id, quads in rows.items()]
        (tmp_path / path).write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, str(TOOL), str(tmp_path / "g"), str(tmp_path / "p")]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert told["quad_cF1"] == round(cf1(tallies(GOLD, SAID, quad)), 4)
    assert told["triplet_cF1"] == round(cf1(tallies(GOLD, SAID, triplet)), 4)


def test_answers_become_quads():
    answer = {"aspect": "NULL", "category": "A#B", "opinion": "好", "valence": 6.5, "arousal": 5.0,
              "polarity": "positive", "start": -1, "end": -1}  # fmt: skip
    assert predicted([answer]) == [Quad("NULL", "A#B", "好", 6.5, 5.0)]


def test_rmse_is_of_both_dimensions():
    squares = np.array([3.0**2 + 4.0**2, 0.0])
    assert rmse(squares) == pytest.approx(5 / math.sqrt(2))
    assert rmse(np.array([[25.0, 1], [0.0, 1]])) == pytest.approx(5 / math.sqrt(2))
    assert math.isnan(rmse(np.zeros((0,))))


def test_intervals_hold_the_value_and_groups_widen_them():
    right = (np.arange(400) % 5 > 0).astype(float)
    point, low, high = interval(mean, right)
    assert point == 0.8 and low < 0.8 < high and high - low < 0.1
    blocks = np.repeat(np.arange(20), 20)
    wrong = (blocks % 5 > 0).astype(float)
    _, wide_low, wide_high = interval(mean, wrong, blocks)
    assert wide_high - wide_low > 2 * (high - low)
    assert interval(mean, right) == interval(mean, right)


def test_mcnemar_and_f1():
    ours, theirs = np.arange(100) >= 5, np.arange(100) >= 25
    assert mcnemar(ours, theirs) == pytest.approx(2 * 0.5**20)
    assert mcnemar(ours, ours) == 1.0
    assert f1(np.array([[1.0, 2, 2], [1, 1, 3]])) == 0.5


@pytest.mark.parametrize("name", ["perturb", "reader.dimabsa", "reader.intervals"])
def test_examples_in_the_benchmarks_run(name):
    done = doctest.testmod(importlib.import_module(name))
    assert done.attempted and not done.failed
