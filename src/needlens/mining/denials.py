"""When a fault is denied: 没有异味, 一点都不慢, never had any leaks."""

from __future__ import annotations

import re

_REACH_ZH = 10
_REACH_EN = 36

_BEFORE_ZH = re.compile(
    r"(?:"
    r"不(?:会|太|怎么|是|是很|算|算太|怎么会|再|容易|易|觉得|显|显得|存在|用怕|用担心|必担心|担心|怕|那么|至于|感觉|像)?"
    r"|没有?(?:什么|任何|啥|那么|出现过?|发现|一点点?|闻到|感觉到?|感到|觉得|丝毫|半点|明显的?|太大的?|太|这么|遇到过?|发生过?|想象中?的?那?么?|多少|看到|见|特别|很)*"
    r"|[毫并]?无(?:任何|明显的?|一点)?|毫不|从不|从未|从来不|从来没有?|并不|并非|绝不|毫无|避免了?|防止|杜绝|解决了?|改善了?|告别|拒绝"
    r"|未(?:出现|发现|见|曾)?|零|别|怕它?|担心它?会?|生怕|害怕|以为会?|还以为会?|本以为会?|原以为会?|比.{1,4}不"
    r"|不.{0,3}(?:也不|又不)|减少了?|消除了?|缓解了?|防"
    r")(?:很|太|会|容易|有|的|一点|一点点|这么|那么)*$"
)
_AFTER_ZH = re.compile(
    r"(?:的)?(?:问题|情况|现象|感觉|味道?)?(?:[都也倒几乎基本完全统通]{0,4})(?:没有|没|无(?!语|法)|不存在|不大|很小|不明显|消失|解决了)"
    r"(?!人|想到|法|办法|用)"
)
_EN_BETWEEN = (
    r"(?:(?:any|a|an|the|at|all|too|very|so|that|really|of|single|one|my|is|it|feel|look|seem|get|got"
    r"|have|had|has|be|been|being|to|ever|yet|overly|signs?|hint|issues?|problems?|with|from|or|nor|even"
    r"|noticed|experienced|seen|find|found|more|annoying|bad|much|as|seemed?|smell|way|find it|particularly"
    r"|at|all|worry|about|worried) )*"
)
_BEFORE_EN = re.compile(
    r"(?:\b(?:no|not(?! only| just)|never|without|none|nor|neither|zero|hardly|barely|isnt|doesnt|didnt"
    r"|dont|wasnt|wont|cannot|less|reduces?|prevents?|prevented|avoids?|eliminates?|eliminated|stops?|free"
    r"|stopped|fixed|afraid|worried|nothing|instead|rather than|feared|thought it (?:was|would be))"
    r"|n't) " + _EN_BETWEEN + r"$"
)
_NOT_ONLY = re.compile("不[但仅光只]")
_AFTER_EN = re.compile(r"(?:s|es)?(?: free\b|[ -]resistant\b|[ -]proof\b)")
_OWN_DENIAL = re.compile(r"[不没无未]|(?:no|not|never|without)\b|\w+n't\b|won't|can't")
_STOP = re.compile(r"[\n。！!？?;；,，.:：]|但|可是|就是|\bbut\b|\band\b(?! no)|而且")


def denied(text: str, start: int, end: int) -> bool:
    """Tell whether folded ``text`` says that the fault ``text[start:end]`` is not there.

    A word that is itself a denial (不好用, no reply) is not denied again.

    >>> denied("完全没有异味", 4, 6), denied("有点异味", 2, 4), denied("it is not noisy", 10, 15)
    (True, False, True)
    """
    if _OWN_DENIAL.match(text, start, end):
        return False
    english = text[start].isascii()
    before = text[max(0, start - (_REACH_EN if english else _REACH_ZH)) : start]
    stops = list(_STOP.finditer(before))
    if stops:
        before = before[stops[-1].end() :]
    after = text[end : end + 12]
    if english:
        return bool(_BEFORE_EN.search(before) or _AFTER_EN.match(after))
    return bool(
        (not _NOT_ONLY.search(before) and _BEFORE_ZH.search(before)) or _AFTER_ZH.match(after)
    )
