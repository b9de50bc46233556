"""QQ numbers: 5 to 11 digits after a word for QQ."""

from __future__ import annotations

import re
from typing import ClassVar

from needlens.text.masking._recogniser import Pattern, Recogniser

_WORD = r"(?:(?<![A-Za-z])[qQ] ?[qQ]|扣扣|抠抠|蔻蔻|球球|秋秋|企鹅|腾讯)"
_GAP = r"(?:群|[哈呢哦吧啊呀]|号码?|帐号|账号|联系|加我?|我的?|是|为|:|=|\(|\s|(?i:id|no\.?|number|group|is|me)(?![A-Za-z])){0,6}"
_NUMBER = (
    r"(?P<pii>[1-9]\d{2,4}[ -]?\d{2,4}[ -]?\d{0,3})(?<=\d{2})(?![\d.]\d|\d|\s?[元块人万个币年级])"
)


class QQ(Recogniser):
    """QQ numbers and group numbers.

    >>> {(f.start, f.end) for f in QQ().find("扣扣:123456789")}
    {(3, 12)}
    """

    TYPE = "qq"
    HINT = r"q ?q|扣扣|抠抠|蔻蔻|球球|秋秋|企鹅|腾讯|q[:群号]"
    DENIED = False
    PATTERNS: ClassVar[tuple[Pattern, ...]] = (
        Pattern(re.compile(_WORD + _GAP + _NUMBER), 0.9),
        Pattern(re.compile(r"(?<![A-Za-z\d])[qQ](?:号|群|:|号:|群:)\s?" + _NUMBER), 0.85),
    )

    def validate(self, value: str) -> bool | None:
        """Refuse fewer than 5 digits."""
        return None if 5 <= sum(c.isdigit() for c in value) <= 11 else False
