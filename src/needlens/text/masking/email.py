"""E-mail addresses, plain, full-width and written around filters ("at", "dot", 艾特, 点)."""

from __future__ import annotations

import re
from typing import ClassVar

from needlens.text.masking._recogniser import Pattern, Recogniser

_LOCAL = r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}"
_TLD = r"(?:[A-Za-z]{2,24}|xn--[a-z0-9]{2,20})(?![A-Za-z])"
_COMMON = r"(?:com|cn|net|org|edu|gov|io|co|uk|de|fr|hk|tw|jp|us|info|me)(?![A-Za-z])"
_PROVIDER = r"(?:qq|163|126|139|189|gmail|hotmail|outlook|yahoo|foxmail|sina|sohu|icloud|live|msn|aol|yeah|aliyun)"
_DOT = r"\s?(?:\.|。|点|\(dot\)|\[dot\]|\{dot\}| dot )\s?"
_AT = r"\s?(?:\(at\)|\[at\]|\{at\}|<at>|\(a\)|\[@\]|\(@\)|艾特|@)\s?"


class Email(Recogniser):
    """E-mail addresses beside Chinese and English.

    >>> {(f.start, f.end) for f in Email().find("邮箱li.lei@qq.com谢谢")}
    {(2, 15)}
    """

    TYPE = "email"
    HINT = r"@|#[a-z]{2}|#1\d[369]|艾特|[(\[{<]a(?:t)?[)\]}>]| at .{1,40} dot "
    CONTEXT = r"邮箱|邮件|email|e-mail|\bmail|contact|reach|write|send|address"
    DENIED = False
    PATTERNS: ClassVar[tuple[Pattern, ...]] = (
        Pattern(re.compile(rf"{_LOCAL}@(?:[A-Za-z0-9-]{{1,63}}\.){{1,5}}{_TLD}"), 0.95),
        Pattern(
            re.compile(rf"{_LOCAL}{_AT}(?:[A-Za-z0-9-]{{1,63}}{_DOT}){{1,4}}(?:{_COMMON})", re.I),
            0.9,
        ),
        Pattern(
            re.compile(rf"{_LOCAL}\s?[@#]\s?{_PROVIDER}(?:\.com|\.cn|点com)?(?![A-Za-z0-9])", re.I),
            0.8,
        ),
        Pattern(
            re.compile(
                rf"{_LOCAL} at (?:[A-Za-z0-9-]{{1,63}}(?: dot |\.)){{1,4}}(?:{_COMMON})", re.I
            ),
            0.1,
        ),
        Pattern(
            re.compile(
                rf"{_LOCAL}(?<=[\d._]..)?(?: dot [A-Za-z0-9_-]{{1,40}}){{0,3}} at {_PROVIDER}(?: dot |\.)(?:{_COMMON})",
                re.I,
            ),
            0.8,
        ),
    )
