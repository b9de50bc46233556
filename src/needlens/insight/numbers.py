"""Numbers and dates as Chinese and English readers write them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

MINUS = "\N{MINUS SIGN}"


class Two(NamedTuple):
    """A text in Chinese and in English."""

    zh: str
    en: str


def number(value: float) -> Two:
    """Return a count: 万 and 亿 in Chinese, thousands and millions in English.

    >>> number(1234), number(123_456), number(250_000_000), number(3.5)
    (Two(zh='1,234', en='1,234'), Two(zh='12.3万', en='123,456'), Two(zh='2.5亿', en='250M'), Two(zh='3.5', en='3.5'))
    """
    if abs(value) < 10 and value != int(value):
        return Two(f"{value:.1f}", f"{value:.1f}")
    plain = f"{value:,.0f}"
    zh, en = plain, plain
    if abs(value) >= 99_999_500:
        zh = f"{_short(value / 1e8)}亿"
    elif abs(value) >= 10_000:
        zh = f"{_short(value / 1e4)}万"
    if abs(value) >= 1e6:
        en = f"{_short(value / 1e6)}M"
    return Two(zh, en)


def count_range(low: float, high: float) -> Two:
    """Return an interval of counts.

    >>> count_range(471.8, 551.7)
    Two(zh='472–552', en='472–552')
    """
    first, last = number(low), number(high)
    return Two(f"{first.zh}–{last.zh}", f"{first.en}–{last.en}")


def decimal(value: float) -> str:
    """Return a grade with one decimal."""
    return f"{value:.1f}"


def change(log2_ratio: float) -> str:
    """Return a growth in percent, with its sign; from three times on as a multiple.

    >>> change(0.43), change(-0.5), change(2.0)
    ('+35%', '−29%', '×4.0')
    """
    ratio = 2.0**log2_ratio
    if ratio >= 3:
        return f"×{ratio:.1f}"
    percent = round((ratio - 1) * 100)
    return f"{MINUS if percent < 0 else '+'}{abs(percent)}%"


def day(at: datetime | None) -> str:
    """Return the date of a moment, '' for none."""
    return "" if at is None else f"{at:%Y-%m-%d}"


def moment(at: datetime) -> str:
    """Return a moment to the minute, with its time zone."""
    return f"{at:%Y-%m-%d %H:%M %Z}".strip()


def _short(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0") if value < 100 else f"{value:,.0f}"
