"""WeChat ids, by the many ways of writing 微信.

Source: WeChat account rule: 6 to 20 letters, digits, ``_`` or ``-``, a letter first; a
phone or QQ number may stand for it.
"""

from __future__ import annotations

import re
from typing import ClassVar

from needlens.text.masking._recogniser import Pattern, Recogniser

_WORD = (
    r"(?:[微薇威徽维溦][信❤心]|[vV]\s?[信❤心]|(?<![A-Za-z])(?:(?i:wechat|weixin|we chat)|[vV][xX]|[wW][xX])(?![A-Zac-z])"
    r"|加[vV薇微]|\+\s?[vV](?![A-Za-z])|(?<![A-Za-z0-9])[vV](?=[::]))"
)
_GAP = r"(?:号码?|[哈呢哦吧啊呀]|帐号|账号|同号|联系|咨询|搜索?|加我?|我的?|是|为|:|=|\(|\"|'|“|\s|(?i:id|no|number|add|me|is|on|at|handle)(?![A-Za-z0-9])){0,6}"
_SAID = r"(?:号码?|帐号|账号|是|:|=|(?<![A-Za-z])(?i:id)(?: is)?)[\s\"'“(]{0,3}"
_ANY = r"[A-Za-z][A-Za-z0-9_-]{5,19}"
_CODED = r"(?=[A-Za-z_-]{0,19}\d|[A-Za-z]{1,19}_)" + _ANY
_END = r"(?![A-Za-z0-9_@])"


class WeChat(Recogniser):
    """WeChat ids that follow a word for WeChat or 加我.

    >>> {(f.start, f.end) for f in WeChat().find("加薇信:lilei_1988领红包")}
    {(4, 14)}
    """

    TYPE = "wechat"
    HINT = r"[微薇威徽维溦vV]\s?[信❤心]|wechat|weixin|we chat|vx|wx|v:|\+\s?v|加[v薇微]|加我|加好友|add me"
    DENIED = False
    PATTERNS: ClassVar[tuple[Pattern, ...]] = (
        Pattern(re.compile(rf"{_WORD}{_GAP}(?P<pii>{_CODED}){_END}"), 0.85),
        Pattern(re.compile(rf"{_WORD}{_GAP}{_SAID}(?P<pii>{_ANY}){_END}"), 0.8),
        Pattern(
            re.compile(rf"{_WORD}{_GAP}(?P<pii>[1-9]\d{{6,10}})(?![\d.]|\s?[元块人万个mM]){_END}"),
            0.8,
        ),
        Pattern(
            re.compile(
                rf"(?:加我|加好友|加个好友|(?i:add me))[ ,:(]{{0,2}}(?:号|on)? ?(?P<pii>{_CODED}){_END}"
            ),
            0.8,
        ),
    )

    def validate(self, value: str) -> bool | None:
        """Refuse what is plainly a product or a file, such as iPhone15 or android13."""
        return False if _PRODUCT.match(value) else None


_PRODUCT = re.compile(
    r"(?i)iphone|ipad|ios|android|windows|redmi|xiaomi|huawei|oppo|vivo|honor|mate\d|nova\d|version|web|mini|bluetooth|usb"
)
