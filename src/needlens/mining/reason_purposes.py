"""Purposes in free words: 用来切菜, 为了减肥买的, bought it to store shoes."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLAUSE = '[^,，。;；!！?？\\s~～…、.:：()（）“”"]'
_NO_ASK = (
    "(?!说|看看|试|后|以后|之后|的|就|才|没|不|很|还|时|是|都|一|看|用|发现|当|已|给|送|两|三|几|第|了|也|吧|做什么|干什么|干嘛|干啥|什么|确实"
    "|讲|评价|评论|凑|好评|积分|京豆|这|那|你|您|他|它|她|我|代替好评|真|感觉|效果|太|非常|挺|最|特别|满足|追求|压|赚|骗|衬托|形容|描述|证明|忽悠|糊弄|坑)"
)
_TAIL = (
    "(?:用|使用|的|了|很|挺|非常|特别|真|还|也|都|是|最|比较|不错|方便|正好|刚好|好用|合适|足够|够|好|吧|啦|啊|哦|呢"
    "|可以|绝对|真的|超|超级|好使|再|就|完全|应该|没问题|一流|棒|爽|舒服){0,6}"
)
_OVER = "(?=[,，。!！~～;；\\s]|$)"
_ZH = (
    (re.compile(f"(?<![不没使惯一能被])(?:用来|拿来|专门用来|是用来){_NO_ASK}(?P<ask>{_CLAUSE}{{2,7}}?){_TAIL}{_OVER}"), 0.8),
    (re.compile(f"买来{_NO_ASK}(?P<ask>{_CLAUSE}{{2,6}}?)(?:用的?|的){_TAIL}{_OVER}"), 0.75),
    (re.compile(f"(?<!不是)为了{_NO_ASK}(?P<ask>{_CLAUSE}{{2,8}}?)(?:才|而|特意|专门|就|,|，)?(?:买(?!一送|家|错|单)|入手|购买|下单)(?:的|了|这)"), 0.8),
)  # fmt: skip
_NO_PURPOSE = re.compile("过|着|基本|慢慢|到底|我们|自己人|差点|被")
_NOT_ZH = re.compile(
    "(?:不是|不能|没法|不适合|没|无法|别|不要|难道|居然|不|你|被|只)(?:是|能|会|专门)?$"
)
_NO_VERB = (
    r"(?!(?:be|have|get|try|see|love|like|go|find|return|work|fit|stay|turn|look|connect|arrive|last|stop|start"
    r"|do|come|charge|hold|say|know|make sure|avoid|think|believe|feel|know|buy|order|size|the|it|this|death|being)\b)"
)
_EN = (
    re.compile(
        r"\b(?:bought|purchased|ordered|use|using|used) (?:this|it|these|them|one|the \w+|this \w+|these \w+|mine) (?:mainly |mostly |just |primarily |specifically )?to "
        rf"{_NO_VERB}(?P<ask>[a-z]+(?: [\w'-]+){{1,4}})"
    ),
)
_LAST = re.compile(
    r" (?:and|but|so|because|since|with|when|while|as|which|that|it|in|on|at|for|every|each|it's|or|if|a|the|my|i|is|was|from|to|of|all|until|after|before|now|also|this)$"
)
_BREAK = re.compile(r" (?:and|but|so|because|since|when|while|which|that|it|i|or|if|until|after|before|now)\b")  # fmt: skip
_NOT_EN = re.compile(
    r"(?:\b(?:not|never|cannot|unable to|no way to)|n't|n ' t|n't be able to) (?:\w+ )?$"
)
_WORDS = re.compile(r"\b(?:my|our|his|her|the|a|an|some|all|your) ")


def purposes(text: str) -> Iterator[tuple[int, int, str, float]]:
    """Yield (start, end, statement, confidence) of the purposes in folded ``text``.

    >>> [p[2] for t in ("用来切菜很方便", "为了减肥买的", "I use it to store my winter shoes")
    ...  for p in purposes(t)]
    ['用来切菜', '为了减肥', 'to store winter shoes']
    """
    for pattern, confidence in _ZH:
        for match in pattern.finditer(text):
            if _NOT_ZH.search(text, max(0, match.start() - 5), match.start()):
                continue
            ask = match["ask"]
            if not _NO_PURPOSE.search(ask):
                verb = "为了" if match[0].startswith("为了") else "用来"
                yield match.start(), match.start("ask") + len(ask), verb + ask, confidence
    for english in _EN:
        for match in english.finditer(text):
            if _NOT_EN.search(text, max(0, match.start() - 24), match.start()):
                continue
            ask = _BREAK.split(match["ask"])[0]
            while _LAST.search(ask):
                ask = _LAST.sub("", ask)
            if " " in ask:
                end = match.start("ask") + len(ask)
                yield match.start(), end, "to " + _WORDS.sub("", ask), 0.75
