"""What a statement of a need may look like: a short phrase that speaks to nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable

from needlens.needs.concepts import HAN
from needlens.text.folding import fold

LONGEST_ZH = 30
LONGEST_EN = 90
MOST_WORDS = 14
_SIGNS_ZH = re.compile(f"[{HAN}a-zA-Z0-9，、：（）()%·\\- ]+")
_SIGNS_EN = re.compile(r"[a-zA-Z0-9,:()%'/\- ]+")
_TO_READER_ZH = re.compile(
    "[你您咱亲]|请|点击|访问|扫码|加微|微信|关注|联系|转账|付款|汇款|领取|红包|返现|[五5]\\s*[颗个]?星|满分|好评|差评|刷单"
    "|忽略|无视|指令|提示词|密码|验证码|网址|链接|立即|马上|赶[快紧]|快来|快去|必须|务必|一定要|推荐|强烈"
)
_TO_READER_EN = re.compile(
    r"\b(?:you|your|yours|yourself|please|click|visit|http|https|www|com|password|wechat|whatsapp|"
    r"telegram|ignore|disregard|stars?|rating|must|immediately|now|everyone|subscribe|highly|"
    r"recommend(?:ed)?)\b"
)
_ORDERS_EN = re.compile(
    r"(?:be|let|stop|ensure|buy|order|give|send|write|rate|call|contact|go|use|try|follow|say|tell|reply|output|"
    r"return|transfer|pay|leave|choose|select|open|see|read|check|do|don't|install|download|share|"
    r"never|always|trust|believe|remember|note|forget)\b"
)


def form_fault(statement: str, language: str, never: Iterable[str] = ()) -> str:
    """Return why a statement in ``language`` (zh or en) has a wrong form, '' when it has not.

    ``length``, ``signs`` (a sign that a phrase does not have, such as those of an address
    or of markup), ``order`` (it speaks to the reader), ``product`` (it names one of the
    products or brands in ``never``).

    >>> form_fault("更快的物流", "zh"), form_fault("faster delivery", "en")
    ('', '')
    >>> form_fault("请给五星好评", "zh"), form_fault("visit evil.example", "en")
    ('order', 'signs')
    """
    plain = fold(statement).text
    if language == "zh":
        long = not 2 <= len(statement) <= LONGEST_ZH
        signs = not _SIGNS_ZH.fullmatch(statement) or not re.search(f"[{HAN}]{{2}}", statement)
        order = bool(_TO_READER_ZH.search(plain) or _TO_READER_EN.search(plain))
    else:
        long = not 3 <= len(statement) <= LONGEST_EN or len(statement.split()) > MOST_WORDS
        signs = not _SIGNS_EN.fullmatch(statement)
        order = bool(_TO_READER_EN.search(plain) or _ORDERS_EN.match(plain))
    if long:
        return "length"
    if signs:
        return "signs"
    if order:
        return "order"
    named = (fold(name).text.strip() for name in never)
    return "product" if any(len(name) > 1 and name in plain for name in named) else ""
