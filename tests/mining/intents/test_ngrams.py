"""Hashed n-grams: stable, of length one, Chinese by signs and English by words and letters."""

import numpy as np
import pytest

from needlens.mining.intents.ngrams import SIZE, _grams, hashed


def test_chinese_by_signs_english_by_words_and_letters():
    assert set(_grams("退货")) == {"退", "货", "退货"}
    found = set(_grams("my box, 退 ok"))
    assert {"=my", "=box", "my box", " bo", "box ", "退", "=ok"} <= found
    assert "退 ok" not in found and "box ok" not in found


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [("怎么退货", "怎么退货呢", "发票抬头"), ("return it", "retrun it", "size chart")],
)
def test_a_slip_of_the_finger_stays_nearer_than_another_text(text, near, far):
    one, close, other = hashed([text, near, far])
    assert one @ close > 0.3 > one @ other + 0.2


def test_rows_are_the_same_today_and_tomorrow():
    row = hashed(["退货 now"])[0]
    assert row.shape == (SIZE,) and np.linalg.norm(row) == pytest.approx(1)
    assert np.flatnonzero(row).tolist() == [
        31,
        200,
        207,
        262,
        264,
        274,
        342,
        431,
        509,
        511,
        514,
        701,
        758,
    ]
    assert not hashed(["", "，。!"]).any()
    assert hashed(["\ud83d好"]).any()
