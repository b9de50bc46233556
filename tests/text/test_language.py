from __future__ import annotations

import polars as pl
import pytest

from needlens.records import LANGUAGES
from needlens.text.language import language_of, languages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("好", "zh"),
        ("物流很快，下次还来！", "zh"),
        ("電池續航不錯", "zh"),
        ("iPhone15手机很好用", "zh"),
        ("麵條很Q彈", "zh"),
        ("日式の杯子很可爱", "zh"),
        ("The battery lasts all day", "en"),
        ("I don't like it", "en"),
        ("Ｇｏｏｄ ｑｕａｌｉｔｙ", "en"),
        ("a café with naïve charm and friendly staff", "en"),
        ("这个battery life真的amazing", "mixed"),
        ("这款phone的screen is great", "mixed"),
        ("これはとても美しいです", "other"),
        ("배송이 빨라요", "other"),
        ("Отличный товар", "other"),
        ("Très bien, élégant, reçu très tôt", "other"),
        ("123.45", "other"),
        ("👍👍👍", "other"),
        ("ok", "other"),
        ("！！！", "other"),
        ("", "other"),
    ],
)
def test_language(text: str, expected: str) -> None:
    assert language_of(text) == expected


def test_a_column_keeps_its_name_rows_and_nulls() -> None:
    result = languages(pl.Series("text", ["好", None, "fine", "don't"]))
    assert result.to_list() == ["zh", None, "en", "en"]
    assert result.dtype == pl.Enum(LANGUAGES)
    assert result.name == "text"
    assert languages(pl.Series([], dtype=pl.String)).to_list() == []


def test_a_row_does_not_look_at_its_neighbour() -> None:
    rows = ["good", "nice", "good很好很好"] * 9_000
    assert languages(pl.Series(rows)).to_list() == [language_of(row) for row in rows[:3]] * 9_000
