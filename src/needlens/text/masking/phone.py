"""Phone numbers: mainland China, Hong Kong, Taiwan, US, UK and international.

Sources: 电信网编号计划 (MIIT, mainland mobile prefixes), NANP, Ofcom numbering plan, E.123.
"""

from __future__ import annotations

import re
from typing import ClassVar

from needlens.text.masking._recogniser import Pattern, Recogniser

_NUMERALS = "零〇幺一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_MOBILE = r"1(?:3\d|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])"
_START = r"(?<![\d¥￥$])(?<!\d[.,])(?<![A-Za-z]\d)"
"""Not inside a longer number, a decimal or a code."""
_WORD = r"(?:(?<=TEL)|(?<=WX)|(?<=VX)|(?<![A-Z][A-Z-])(?<![A-Za-z]-))"
"""Not the tail of a code such as SF… or AD-…."""
_END = r"(?!\d)(?![.,]\d)(?!-?[A-Za-z]{1,3}\d)"
_CN = r"(?:(?:\+|00)?\(?86\)?[ -]{0,2})?"
_EXTENSION = r"(?:(?:-| ?(?:转|分机|(?i:ext)\.?|x) ?)\d{1,6})?"


def _p(regex: str, probability: float) -> Pattern:
    return Pattern(re.compile(regex), probability)


class Phone(Recogniser):
    """Phone numbers in Chinese and English texts.

    >>> [f.start for f in Phone().find("打13800138000 or (415) 555-0132")]
    [1, 16]
    """

    TYPE = "phone"
    HINT = rf"\d(?:[ .()/-]{{0,3}}\d){{6}}|[{_NUMERALS}](?:[ ,、-]?[{_NUMERALS}\d]){{6}}"
    CONTEXT = (
        r"电话|手机号|手机|座机|热线|拨打|致电|联系方式|联系|打给|号码|来电|回电|短信|微信|whatsapp|传真"
        r"|\b(?:tel|phone|mobile|cell|call|text|ring|fax|dial|contact|reach|sms|line|number)"
    )
    BEFORE = 20
    AFTER = 8
    PATTERNS: ClassVar[tuple[Pattern, ...]] = (
        # mainland mobile: 13800138000, 138 0013 8000, 138-001-38000, +86 …
        _p(rf"{_START}{_WORD}{_CN}{_MOBILE}\d{{8}}{_END}", 0.9),
        _p(rf"{_START}{_CN}{_MOBILE}[ .-]{{1,2}}\d{{4}}[ .-]{{1,2}}\d{{4}}{_END}", 0.9),
        _p(rf"{_START}{_CN}{_MOBILE}(?:\d[ -]\d{{3}}|[ -]?\d{{3}}[ -]\d)[ -]?\d{{4}}{_END}", 0.8),
        _p(
            rf"{_START}{_CN}{_MOBILE}(?:[ -]?\d{{4}}[ -]?|\d\d[ -])\d{{4,6}}(?<=\d{{4}}){_END}", 0.1
        ),
        _p(rf"{_START}{_CN}1(?=[3-9])(?:[ .-]\d){{10}}{_END}", 0.8),
        _p(
            rf"{_START}{_CN}(?=(?:[ -]?\d){{11}}{_END})1[3-9]\d?(?:[ -]\d{{2,5}}){{2,4}}{_END}", 0.2
        ),
        _p(
            rf"(?<![{_NUMERALS}十百千\d])(?=(?:[\d ,、-]{{0,5}}[{_NUMERALS}]){{4}})[1一幺壹][ ,、-]?[3-9三四五六七八九叁肆伍陆柒捌玖]"
            rf"(?:[ ,、-]?[{_NUMERALS}\d]){{9}}(?!(?!一[直定般下起个样])[{_NUMERALS}十百千\d])",
            0.85,
        ),
        # mainland landline with area code: 010-88886666 转 801, (0571)8888 6666
        _p(
            rf"{_START}{_WORD}(?:(?:\+|00)86[ -]{{0,2}}0?|\(0|0)(?:10|2\d|[3-9]\d\d)[ )-]{{1,2}}"
            rf"[2-9]\d{{2,3}}[ -]?\d{{4}}{_EXTENSION}{_END}",
            0.85,
        ),
        _p(rf"{_START}{_WORD}0(?:10|2\d|[3-9]\d\d)[2-9]\d{{6,7}}{_EXTENSION}{_END}", 0.3),
        _p(rf"{_START}{_WORD}[48]00[ -]\d{{3,4}}[ -]?\d{{3,4}}{_END}", 0.8),
        _p(rf"{_START}{_WORD}[48]00\d(?:\d{{6}}|[ -]\d{{3}}[ -]\d{{3}}){_END}", 0.3),
        _p(
            r"(?:电话|座机|固话|热线|致电|拨打|手机|(?i:whatsapp|tel|phone))(?:号码?|是|:|为|打| |(?i:number|is)){0,4}"
            rf"(?P<pii>[2-9]\d{{2,3}}[ -]?\d{{4}}){_END}",
            0.8,
        ),
        # Hong Kong, Macao, Taiwan
        _p(rf"{_START}09\d\d[ -]\d{{3}}[ -]\d{{3}}{_END}", 0.8),
        _p(rf"{_START}{_WORD}09\d{{8}}{_END}", 0.1),
        # North America
        _p(rf"{_START}{_WORD}(?:\+?1[ .-]?)?\([2-9]\d\d\)[ .-]?[2-9]\d\d[ .-]?\d{{4}}{_END}", 0.9),
        _p(rf"{_START}{_WORD}(?:\+?1[ .-]?)?[2-9](?!00 )\d\d([-. ])[2-9]\d\d\1\d{{4}}{_END}", 0.8),
        _p(rf"{_START}{_WORD}1?[2-9]\d\d[ .-]?[2-9]\d\d[ .-]?\d{{4}}{_END}", 0.1),
        _p(
            r"(?i:phone|call|text|tel|cell|mobile)(?i: me)?(?i: at| on| number| is|[:.# ]){0,3} ?"
            rf"(?P<pii>[2-9]\d\d[-. ]\d{{4}}){_END}",
            0.8,
        ),
        # United Kingdom
        _p(rf"{_START}{_WORD}07\d{{3}}[ -]?\d{{3}}[ -]?\d{{3}}{_END}", 0.8),
        _p(
            rf"{_START}\(?0(?:2\d\)?[ -]\d{{4}}|1\d\d\)?[ -]\d{{3}}|1\d{{3}}\)?[ -]\d\d)[ -]?\d{{4}}{_END}",
            0.8,
        ),
        # international, with + or 00
        _p(
            rf"(?<![A-Za-z\d+])\+[1-9]\d{{0,2}}[ .-]?(?:\(0?\d{{0,4}}\)[ .-]?)?\d{{1,5}}(?:[ .-]?\d{{2,5}}){{1,5}}{_END}",
            0.8,
        ),
        _p(
            rf"{_START}(?<!\d[ -]){_WORD}(?=(?:[ ()-]*\d){{10}})00[1-9]\d{{0,2}}[ -](?:\(0?\d{{0,4}}\)[ -]?)?\d{{1,5}}(?:[ -]?\d{{2,5}}){{1,4}}{_END}",
            0.8,
        ),
        _p(rf"{_START}(?<!\d[ -]){_WORD}00[1-9]\d{{9,12}}{_END}", 0.1),
    )

    def validate(self, value: str) -> bool | None:
        """Refuse too few or many digits, and one digit repeated."""
        digits = re.sub(r"\D", "", value) if value.isascii() else re.sub(r"[\W_]", "", value)
        return None if 7 <= len(digits) <= 21 and len(set(digits[-8:])) > 1 else False
