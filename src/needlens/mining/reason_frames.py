"""The frames that make a reason for use of a person, an occasion, a place or a time.

A frame is what stands before and after the word: 给爸妈买的, 露营用, for my dad. Each has a
confidence: how likely a reader agrees that the thing is bought or used for it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

PEOPLE, DOING, WHERE, WHEN = "audience", "occasion", "place", "time"
USE = (PEOPLE, DOING, WHERE, WHEN)
"""The facets a reason for use can be about."""


class Frame(NamedTuple):
    """What stands before (to its end) and after a word, for words of some facets."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    facets: tuple[str, ...]
    confidence: float
    gift: bool = False


def _zh(before: str, after: str, facets: tuple[str, ...], confidence: float, gift: bool = False) -> Frame:  # fmt: skip
    return Frame(re.compile(f"(?:{before})$"), re.compile(after), facets, confidence, gift)


_OWN = (
    "(?:我们家|我们|我家|我的|我|俺|咱家|咱|自己家|自己|自家|家里的?|家中|家|老家|亲爱的|两个|2个|俩|几个"
    "|一个|这个|小|大|老|这|那|的|远方|外地|异地|单位|公司|上|刚|快|岁|多|[一二两三四五六七八九十0-9]){0,3}"
)
_ALSO = (
    "(?:也|都|又|先|再|专门|特意|特地|单独|一起|顺便|网上|各|一人|多|来|过年|过节|生日|结婚|上学|上班|上课|上网课|学习|平时"
    "|出门|旅游|冬天|夏天|天天|在家|在学校|在宿舍|晚上|每天|一直|现在|日常|睡觉|做|拿|自己|们|开学|准备|重新|暑假|寒假"
    "|[在从]\\w{1,4}){0,3}"
)
_ENDS = (
    "(?=[,，。.!！~～;；、\\s]|$|的(?!时候|话|人|是|感觉|都)|很|挺|正好|刚好|刚刚好|非常|都|合适|最|也|太|比较|应该|足够"
    "|够|方便|舒服|不错|超|特别|着|起来|感觉|还|蛮|效果|真|绝对|完全|一定|再|既|更)"
)
_BUYING = (
    "(?:买|购|入手|入了|订(?!单)|定制|拍(?!照|打)|下单|换(?!了?个?房)|准备|备|选|挑|配|装|囤|屯|添|补(?!偿|发|差)|寄(?!错)|送|带(?!来|走)"
    "|弄个|搞个|整个|当|做(?!了?(?:一个)?(?:解释|主|思想|工作|榜样))|网购|淘|收|入|买来)"
)
_USING = "(?:使用|用(?![手力心完不处户途到于户尽意人法])|穿(?!搭)|吃(?!亏|惊|饭|了亏)|喝|戴|玩(?!手机)|骑|盖|睡|背|垫|敷|涂|擦|洗澡|泡脚|补钙|铺)"

ZH = (
    # 给爸妈买的 · 帮同事带的 · 为孩子准备的
    _zh(f"(?:给|帮|替|为){_OWN}", f"^(?:们|家)?{_ALSO}(?:{_BUYING}|{_USING}|的(?=[,，。!！~\\s]|$|礼|生日|新年|节))", (PEOPLE,), 0.9),
    _zh(f"(?:买|订|送|寄|带|购|选|拍|准备)(?:来|了|回来|回去|回家)?给{_OWN}", "^(?:们|家)?(?!看了|说|骂|退|打电话|发现|拆)", (PEOPLE,), 0.9),
    # 送女朋友的 · 送老人很合适
    _zh(rf"(?<![快配赠发运寄护输派断放奉呈播遣接没不被相])送(?:了)?(?:给)?{_OWN}", "^(?!上学|上幼|去|到|来|回|公司|单位|家里|进|的(?:票|小票|赠品|优惠))(?:们)?", (PEOPLE,), 0.9, True),
    # 老人用很方便 · 孩子上学用
    _zh(f"(?<![的和跟与])(?:适合|方便|就是|主要是|主要|都是|是|买来|拿来|买了|我|我家|家里|给|让|家|俺|两个|个|两|自家|^|[,，。!！?？~～;；:：\\s]){_OWN}", f"^(?:们)?{_ALSO}{_USING}(?:了)?{_ENDS}", (PEOPLE,), 0.75),
    # 适合老人 · 适合夏天穿 · 适合宿舍
    _zh(rf"(?<![不否])(?:(?:适合|适宜|适用于?|专为|专门给|方便)(?:给|于|在|放在?|摆在?|像我这样的?|我这种|各种|任何|一些|大部分|平时|一个人|自己|拿来|用来|{_OWN}){{0,2}})", "^(?:们)?(?:使用|穿(?!搭)|用|戴|吃|喝|盖)?", USE, 0.85),
    # 带孩子去 · 陪父母旅游
    _zh(f"(?:带|陪|携)(?:着|上|了)?{_OWN}", "^(?:们)?(?:一起|一块|一同)?(?:来|去|出去|出来|住|入住|旅|游|度假|玩|自驾)", (PEOPLE,), 0.75),
    # 放宿舍用 · 在办公室用
    _zh("(?:放在|放到|放|摆在|摆|搁在?|挂在?|用在|用于|铺在?|贴在?|安在|装在|拿到|拿去|带去|带到)(?:了|着|自己|我|家里|新家|我家|的){0,2}", "^(?:里面|里|内|上|那边)?(?:做|当)?(?:专门|刚|正)?(?:用|使|看|穿|喝|吃|睡|刚好|正好|很|挺|非常|不错|合适|好看|的(?=[,，。!！\\s]|$)|[,，。!！~\\s]|$)", (WHERE,), 0.75),
    _zh("(?:在|是)(?:自己|我们|我|学校|公司|家里|单位|的){0,2}", "^(?:里面|里|内|上)?(?:可以|都|也|能|平时|自己)?(?:使用|用(?![手不完餐心]|过早餐)|穿(?!搭)|看书|听歌|泡脚|泡茶|煮|午休|午睡|睡觉用|做饭用|办公用|备用)", (WHERE,), 0.8),
    _zh("", f"^(?:里面|里|内|那边)?(?:自己)?(?:使用|专用|必备|用(?![手力心完不处户途到于餐品了]|的(?:是|都))){_ENDS}", (WHERE,), 0.8),
    # 露营用 · 夏天穿
    _zh("", f"^(?:的时候|时候|时|期间|那天|当天|路上|上)?(?:专门|可以|也可以|能)?(?:使用|专用|备用|必备|携带|{_USING}|带着?|背)(?:的)?{_ENDS}", (DOING,), 0.8),
    _zh("", f"^(?:的时候|时候|时)?(?:可以|也可以|能|都可以|也能|都能)?(?:使用|专用|必备|用(?![手力心完不处户途到于了品])|穿(?!搭)|盖|睡|戴|垫|铺|敷|骑){_ENDS}", (WHEN,), 0.8),
    # 买来露营 · 用来健身 · 为了面试买的
    _zh(r"(?<!不是)(?<!没法)(?<!不能)(?:用来|拿来|拿去|买来|买了|备着|打算|准备|留着|用于|专为|特意为|计划|就是为了)(?:在家|给自己|平时|自己|去)?", "^(?!的|了|后|完|时|方便|也|时间|很)", (DOING,), 0.85),
    _zh("为了?(?:这次|下周|明天|方便|能|参加|去|准备)*", "^[^,，。!！?？]{0,6}(?:买|入手|购|拍|下单|准备|换|选|订)", (DOING, WHEN), 0.85),
)  # fmt: skip

_GIFT_ZH = "(?:买(?:来|了|的)?|当|作为|做|当作|当成|成|送|送给|是|选|挑|准备|适合|打算|用来|的|给)"
GIFTS_ZH = (
    # 送礼很有面子 · 送人用
    _zh(r"(?<![不没别想附赠])", "^(?:用|的|也|都|很|不错|佳品|首选|自用|有面子|倍|体面|正好|合适|最|非常|挺|和自|或自|还是|[,，。!！~\\s]|$)(?!没|不|嫌|算)", (DOING,), 0.8, True),
    _zh(f"{_GIFT_ZH}[^,，。了!！?？]{{0,6}}", "^(?!了吧|算|都没|都不)", (DOING,), 0.85, True),
)  # fmt: skip
"""For the words of giving themselves: 送礼, 送人, 礼物."""

_EN_WORD = r"(?:(?!me\b|you\b|it\b|that\b|the\b|price\b|sale\b|before\b|after\b|which\b|but\b|them\b|an?\b|and my\b)[\w'-]+ )"
_EN_DET = r"(?:(?:my|our|the|a|an|his|her|their|your|both|all|some|any|this|those|these|that|either|next|upcoming|each) )*"
_EN_IT = r"(?: (?:this|it|these|them|one|both|two|a few|some|that|mine|the \w+|this \w+|these \w+))"


def _en(before: str, after: str, facets: tuple[str, ...], confidence: float, gift: bool = False) -> Frame:  # fmt: skip
    return Frame(re.compile(rf"\b(?:{before})$"), re.compile(after), facets, confidence, gift)


_PREP = r"(?:at|in|on|to|during|around|for|when|while|with|out|over|from)"
EN = (
    # as a wedding gift
    _en(rf"as (?:{_EN_DET}){_EN_WORD}{{0,2}}", r"^(?:'s)?(?: \w+)? (?:gift|present)", (DOING, PEOPLE), 0.95, True),
    # a gift for my dad · a present to my mom
    _en(rf"(?:gift|present|gifted|gifts|presents)(?:{_EN_IT})? (?:for|to) (?:{_EN_DET}){_EN_WORD}{{0,3}}", "^", (PEOPLE, DOING), 0.95, True),
    # bought this for my dad · perfect for camping
    _en(rf"for (?:{_EN_DET}){_EN_WORD}{{0,3}}", r"^(?! (?:told|said|says|loves? (?!it|this|these|them)|pants?|sizes?|tops?|version|section|sale|lengths?|dress(?:es)? that)\b)", USE, 0.85),
    # gave it to my dad · got my daughter this
    _en(rf"(?:bought|gave|gifted|buy|buying|giving|gifting|sent|send|ordered|purchased)(?:{_EN_IT})?(?: to| for)? (?:my|our|his|her) {_EN_WORD}{{0,2}}", r"^(?! (?:told|said|and i\b))", (PEOPLE,), 0.85),
    _en(rf"got(?:{_EN_IT})? (?:to|for) (?:my|our|his|her) {_EN_WORD}{{0,2}}", r"^", (PEOPLE,), 0.85),
    _en(r"(?:got|getting|get) (?:my|our|his|her) (?:\w+ )?", r"^ (?:this|these|one|two|a|the|both|some)\b", (PEOPLE,), 0.85),
    # my son needed a laptop · my dad uses it
    _en(rf"(?:my|our) {_EN_WORD}{{0,3}}", r"^(?: \w+)?(?: also| only| now| mostly| really| just)? (?:uses|wears|used|plays with|sleeps (?:in|on|with)|drinks|eats|needs|needed|wanted|will (?:use|wear|be using|be wearing)) (?:it|this|them|these|a|an|his|her|one|new|something|the)\b", (PEOPLE,), 0.75),
    # use it at the office · wore it to a wedding
    _en(rf"(?:use|uses|used|using|wear|wears|wore|worn|wearing|keep|keeps|kept|take|takes|took|taking|bring|brought|carry|carried|pack|packed|wearable|useful|handy)(?:{_EN_IT})?(?: \w+){{0,2}} {_PREP} (?:the |my |our |an? |his |her |this |any |those |these )?(?:[\w'-]+ )?", "^", (DOING, WHERE, WHEN), 0.8),
    # wear it year round
    _en(rf"(?:use|uses|used|using|wear|wears|wore|worn|wearing)(?:{_EN_IT})?(?: all)? ", "^", (WHEN,), 0.8),
    # great in the summer
    _en(r"(?:perfect|great|good|nice|ideal|lovely|fun|comfortable|easy|wearable|cool enough|warm enough|cute|work(?:s)? well|works great)(?: \w+){0,3} (?:in|at|on|during|to|to wear to|while|when)(?: the| a| my| an)? (?:[\w'-]+ )?", "^", (DOING, WHERE, WHEN), 0.75),
)  # fmt: skip

NOT_BEFORE_ZH = re.compile(
    "(?:不是|没有?|别|勿|不要|不敢|没敢|不能|不想|无法|不好意思|不会|未|还没|不可以|不打算|不建议|没法|没办法|忘记|忘了|再也不|推荐|介绍|分享|转|发|借|卖|让|说|讲|传|还|赔|"
    "打电话|交|告诉|道歉|展示|反馈|拿|问|退|回|留|点赞|好评|服务|不太|不怎么|并不|不|收到|麻烦|添)(?:了|过|太|很|是|怎么|再|她|他|给|适合|适用于?|方便|我|们|于){0,2}$"
)
"""What before a frame makes it no reason: 推荐给朋友, 不适合老人."""
NOT_BEFORE_EN = re.compile(
    r"(?:\bnot|\bnever|n't)(?! only| just| regret| disappoint| wait)(?: \w+){0,4}$|thanks?(?: [\w']+){0,4}$|(?:\b(?:not|never|isnt|arent|wasnt|thanks?|thank you|look(?:s|ed)? (?:out )?|wait(?:s|ed|ing)?|asked|asking|sorry|except|but|as|bad|true"
    r"|cares?|cared|caring|too \w+(?: \w+)?|so much|search(?:ed)?|small|large|big|short|long|tight|loose|narrow|wide|otherwise|if not|except|speak|vouch|responsible|unfortunately|inappropriate|unsuitable|dangerous|unsafe|difficult|hard|impossible|easier|harder|charged?|paid|pay|change|save|call|called|available|stands?|size|sizing|allow(?:ing)?|room|space|typical|usual|normal|unlike|tough|do anything|do nothing|does nothing|do much|did nothing|enough|exchanged?|exchanging|swap(?:ped)?|returned|sized? down|sized? up)|n't)(?: \w+)?$"
)
"""What before ``for`` makes it no reason: thanks for, too small for."""
