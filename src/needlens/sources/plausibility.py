"""Plausibility 可信度: whether decoded text looks like something people wrote.

Wrongly decoded Chinese is still Chinese, but of characters nobody uses. The everyday
characters are those the makers of GB 2312, Big5 and JIS X 0208 put into the first level of
their standards by frequency of use; the few hundred most frequent ones count extra.

>>> right = "质量很好，物流很快"
>>> plausibility(right) > 0.9
True
>>> plausibility(right.encode("gbk").decode("big5", "ignore")) < 0.5
True
"""

from __future__ import annotations

import re
from functools import cache

_FREQUENT = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过"
    "发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本"
    "前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很"
    "最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度"
    "门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电"
    "数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马"
    "科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万"
    "取拉格望觉术领共确传师观清今切院让识候带导争运商货价质用户快递店买卖评包装服客喜欢版款错穿衣"
    "鞋号码颜屏幕单编订付额收址时间名称态退换送星期省钱便宜贵差满推荐"
    "這個們來為國說時會對於發後裡種經麼學現當沒動還進樣開從實軍無與長機業將兩間問點應戰頭體見產"
    "關話給門東聲員論處義認條題爾別變總電數報結務場計資統區隊決馬書則聽卻達強難權設記類據張該規"
    "萬覺術領確傳師觀讓識帶導爭運貨價質戶遞買賣評裝歡錯號碼顏單編訂額稱態換錢貴滿薦"
)
_WESTERN = "àâäáãåæçèéêëìíîïñòóôöõøœùúûüýÿßÀÂÄÁÅÆÇÈÉÊËÍÎÑÓÔÖØŒÚÜ€£°®©™«»–—‘’“”…•·½²º"
_PUNCTUATION = "，。、；：？！（）【】《》「」『』“”‘’…—～·￥％＋－／＝％"
_LONE_WESTERN = re.compile(f"(?<![^\x00-\x7f])[{_WESTERN}]{{1,2}}(?![^\x00-\x7f])")


@cache
def _worth() -> dict[str, float]:
    """Return how much each character speaks for the text; any other speaks against it."""
    worth: dict[str, float] = {}
    for codec, leads, trails in (
        ("gb2312", (0xA1, 0xA2, *range(0xB0, 0xD8)), range(0xA1, 0xFF)),
        ("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))),
        ("shift_jis", range(0x88, 0x98), (*range(0x40, 0x7F), *range(0x80, 0xFD))),
    ):
        for lead in leads:
            text = b"".join(bytes((lead, trail)) for trail in trails).decode(codec, "ignore")
            worth.update(dict.fromkeys(text, 0.6))
    for first, last, value in (
        *((0x3041, 0x30FF, 0.7), (0xFF01, 0xFF5E, 0.7), (0xAC00, 0xD7A3, 1.0)),
        *((0x1F300, 0x1FAFF, 1.0), (0x2600, 0x27BF, 1.0)),
    ):
        worth.update({chr(c): value for c in range(first, last + 1)})
    worth.update(dict.fromkeys(_FREQUENT + _PUNCTUATION + "\u3000\ufe0f\u200d", 1.4))
    return worth


def plausibility(text: str) -> float:
    """Return how likely people wrote ``text``: 1 for everyday text, 0 for noise.

    Only characters beyond ASCII are judged; text without any is plausible. Accented
    letters count when they stand among ASCII letters, as in European words.
    """
    odd = "".join(re.findall(r"[^\x00-\x7f]+", text))
    if not odd:
        return 1.0
    worth = _worth()
    han = sum(worth.get(char, 0.0) for char in odd)
    western = sum(map(len, _LONE_WESTERN.findall(text)))
    return min(1.0, (han + western) / len(odd))
