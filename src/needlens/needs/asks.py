"""When two suggestions ask for the same thing: when they use the same content words."""

from __future__ import annotations

import re

from needlens.text.folding import unify
from needlens.text.segment import words

# Words of wishing, politeness and degree, and grammar words. Words that turn a wish round
# (不, 没, 别, 少, no, not, less, without) are content and stay.
_FILLING_ZH = """
请 能 能够 可 应该 要 想 想要 需要 就 好 吗 呢 吧 啊 呀 哦 啦 的 地 得 了 着 过 是 在 有
再 更 更加 多 点 一点 点儿 一些 些 一下 下 个 一个 一 这个 那个 一份 一款 一种 一条 份 种 这 那 它 他们 你们 您 你
我 我们 卖家 商家 店家 老板 厂家 亲 也 都 还 还是 把 给 让 对 和 与 跟 或 以后 下次 加
增加 添加 提供 出 推出 配 上 配上 附 附上 带 带上 改进 改善 提高 提升 加强 很 非常 太 尽量 尽快 稍微 稍
比较 期待 欢迎 再次 光临 支持 继续 加油 努力 完美 满意
"""
_FILLING_EN = """
a an the and or of to in on at for with it its it's is are was be been would could should
can may might will please kindly wish hope hopefully want need like love prefer suggest
recommend add include make made have has had get give offer provide bring i we you they me
us my our your their this that these those there if so very more much really just also too
bit little some any one only better improve seller shop
perfect great good nice best next time were was did does do done bit lot way come came comes
fit fits work worked works thing things something stuff look looks looked version though
they'd it'd i'd didn't wasn't weren't again sure tad slightly item product price
"""
_STOP_ZH = frozenset(_FILLING_ZH.split())
_STOP_EN = frozenset(_FILLING_EN.split())
_GRADED = frozenset("快慢大小长短早晚高低宽窄厚薄轻重软硬亮暗深浅浓淡甜咸辣细粗便宜")
# Cut out before segmentation, which would join some of them to the word after.
_WISHES_ZH = re.compile(
    r"希望|建议|麻烦|最好|能不能|可不可以|要不要|有没有|能否|可否|是否|可以|要是|如果|假如|的话|就?更?好了"
    r"|(?:^|(?<=[\s，。！？；、,.!?;]))请"
)
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_ASCII = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_LONGEST = 400


def content_words(ask: str) -> str:
    """Return the content words of an ask, sorted: equal for asks of the same thing.

    Order, politeness, degree, width and traditional writing make no difference; synonyms
    do. An ask of nothing but filling words gives ''.

    >>> content_words("希望能有中文说明书") == content_words("請配一份中文的說明書")
    True
    >>> content_words("Please add more pockets!") == content_words("a pocket would be better")
    True
    >>> content_words("不要送赠品") == content_words("送赠品")
    False
    >>> content_words("请改进一下")
    ''
    """
    text = _WISHES_ZH.sub(" ", unify(ask[:_LONGEST]).lower().replace("’", "'"))
    found = {_plain(word) for token in words(text) for word in _WORD.findall(token)}
    return " ".join(sorted(found - {""}))


def _plain(word: str) -> str:
    if _ASCII.fullmatch(word):
        if word in _STOP_EN:
            return ""
        plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
        return word[:-1] if plural else word
    if word in _STOP_ZH:
        return ""
    if len(word) > 1 and word[0] in "更再":
        word = word[1:]
    return word[:-1] if word[-1] in "点些" and word[:-1] in _GRADED else word
