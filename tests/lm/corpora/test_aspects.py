"""Sentences with aspects and their polarity."""

from __future__ import annotations

from needlens.lm.corpora import aspects
from needlens.lm.corpora.samples import NOWHERE


def test_a_sentence_comes_once_with_all_its_aspects(tmp_path):
    (tmp_path / "phone").mkdir()
    (tmp_path / "phone" / "phone.train.txt").write_text(
        "$T$ 很 清晰 , 電池 不行\n螢幕\nPositive\n"
        "螢幕 很 清晰 , $T$ 不行\n電池\nNegative\n"
        "the $T$ is fine\ncase\nPositive\n",
        encoding="utf-8",
    )
    english, chinese = aspects.read(tmp_path, ["phone"])
    assert chinese.text.endswith("幕很清晰,电池不行")
    assert [(chinese.text[slice(*q.aspect)], q.valence) for q in chinese.quads] == [
        (chinese.text[:2], aspects.VALENCE["Positive"]),
        ("电池", aspects.VALENCE["Negative"]),
    ]
    assert {q.opinion for q in (*chinese.quads, *english.quads)} == {NOWHERE}
    assert english.text == "thecaseisfine"  # the data are Chinese: spaces part words, not text
