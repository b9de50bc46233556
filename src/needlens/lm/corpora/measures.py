"""Numbers with a unit in titles, both languages: 500ml, 2000万像素, 10-20斤, pack of 6."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from needlens.lm.corpora.title_words import title_words

_NUMBER = r"(?:\d+(?:[.,]\d+)?(?:/\d+)?)"
_CHINESE = "[一二两三四五六七八九十百半]{1,3}"
_COUNTED = "层片只支个对双条包盒瓶色本张块卷格门抽斗孔人位头档米寸斤件核"
"""Units that are measures after a Chinese numeral, too: 三层, but not 三星."""
_ENGLISH_COUNT = (
    r"(?:packs?|sets?|box|boxes|case|bundle|lot)(?: of)? \d+(?![\d.])|size \d+(?:\.\d)?(?!\d)"
)


@cache
def _pattern() -> re.Pattern[str]:
    units = title_words().units
    chinese = "|".join(re.escape(u) for u in sorted(units["zh"], key=len, reverse=True))
    english = "|".join(re.escape(u) for u in sorted(units["en"], key=len, reverse=True))
    unit = rf"(?:[万亿千百]?\+?(?:{chinese})|[ -]?(?:{english})(?![a-z])(?! \d\b(?!\.)))"
    number = rf"{_NUMBER}(?:[-~—至到]{_NUMBER})*"
    one = rf"{number}\+?{unit}"
    side = rf"(?: ?[*x×] ?{number}(?:{unit})?)"
    more = rf"(?:{side}|/(?:{chinese}|{english})(?![a-z])|{one})*"
    inch = rf'{_NUMBER}(?:"|\'\')'
    bare = rf"{_NUMBER}(?: ?[*x×] ?{_NUMBER})+(?:{unit})?(?![a-z0-9])"
    counted = rf"{_CHINESE}(?:件套|[{_COUNTED}](?:装|款)?)"
    sharpness = r"(?:480|720|1080|1440|2160)p|(?:[2-6]\d00|[248])k(?![a-z])"
    left = r"(?<![a-z0-9.\-/])"
    return re.compile(
        rf"{left}(?:{one}{more}(?:装|/[盒瓶包袋箱罐份件套])*|{sharpness}|{inch}|{bare}|{_ENGLISH_COUNT})"
        rf"|(?<![一二三四五六七八九十第每]){counted}"
    )


def measures(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each number with its unit in a folded text.

    >>> text = "500ml*2瓶 10-20斤 5000毫安 12 oz pack of 6 三层 a104"
    >>> [text[start:end] for start, end in measures(text)]
    ['500ml*2瓶', '10-20斤', '5000毫安', '12 oz', 'pack of 6', '三层']
    """
    for match in _pattern().finditer(text):
        yield match.span()
