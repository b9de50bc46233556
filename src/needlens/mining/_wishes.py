"""The ways of asking for something, Chinese and English, and what only looks like one.

In each pattern the group ``ask`` is what is asked for; without it, the whole clause is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WHO_ZH = (
    "(?:商家|卖家|店家|店主|老板|厂家|厂商|客服|贵店|贵司|你们|你家|京东|淘宝|天猫|平台|官方|快递|物流|酒店|作者|出版社"
    "|编辑|公司|品牌|以后|下次|今后|后续|将来|之后|后期|早日|尽快|还是|也|都|他们|她们|它|各位|管理|有关部门|相关部门|能|可以"
    "|能够|会|再|,|，| )*"
)
_DO_ZH = (
    "(?:增加|加强|加|改|提高|提升|完善|优化|换|配|送|提供|多|少|出|做|把|将|给|让|重视|注意|减少|降低|降|补|更新|设计|使用"
    "|用|采用|附|标注|标明|写|说明|弄|搞|添加|推出|考虑|取消|处理|解决|改善|改进|培训|管理|检查|仔细|认真|放|设置|设|包|装|有|再|在|尽量|尽可能|配备|配上|保证|及时|开通|统一|上)"
)
_GOOD_EN = (
    "(?:nice|great|good|better|helpful|useful|awesome|cool|perfect|handy|best|wonderful|lovely"
    "|fantastic|ideal|excellent|convenient|amazing|super|appreciated|beneficial|much appreciated|interesting|neat|welcome)"
)
_DO_EN = (
    "(?:add|make|fix|allow|consider|include|provide|bring|enable|let|give|support|implement|improve"
    "|change|remove|create|offer|update|put|use|keep|stop|do something|open|expose|increase|extend|introduce|show|send|reduce|lower|restore|release|move|port|integrate|merge|replace|separate|sell|carry|ship|pack|design|restock)"
)


CUES = (
    *"望 盼 期待 但愿 建议 提议 要是 如果 若 假如 倘 能不能 能否 可不可以 可否 是否 是不是 何不 最好 应该 应当 理应 求 请".split(),
    *"改进 改善 提高 加强 完善 优化 提升 改良 为什么不 为何不 咋不 怎么不 就好 就更 就太 就完美 就棒 就赞 就理想 会更 就会".split(),
    *"wish should would 'd could need must please pls plz kindly why suggest propos request hope hoping how about what if if only".split(),
    *"add make fix allow provide enable support implement create feature ability option possibility include".split(),
    *(f"{verb} " for verb in "let give bring open expose put stop show keep offer use change improve get".split()),
    "can you", "can we", "you could", "ought", "advise", "ask",
)  # fmt: skip
"""A text without any of these asks for nothing; looking for them is quick."""


class Wish(NamedTuple):
    """A pattern of asking, and how likely a match really asks for something."""

    pattern: re.Pattern[str]
    confidence: float


def _zh(pattern: str, confidence: float) -> Wish:
    return Wish(re.compile(pattern), confidence)


def _en(pattern: str, confidence: float) -> Wish:
    return Wish(re.compile(r"(?<![a-z])" + pattern + r"(?![a-z])"), confidence)


CHINESE = (
    _zh(rf"(?:希望|望|盼|期望|但愿|期待|盼望){_WHO_ZH}(?P<ask>.{{2,}})", 0.75),
    _zh(rf"(?:建议|提议){_WHO_ZH}(?P<ask>.{{2,}})", 0.8),
    _zh(r"(?:要是|如果|若是|若|假如|倘若)(?:能够|能|可以|会)?(?P<ask>.{2,40}?)[,，]?(?:那)?(?:就|会|应该|我想|可能)(?:会|是|更|真的|真|太)*(?:好|完美|棒|赞|满意|理想|爽)", 0.85),
    _zh(r"(?P<ask>[^,，。!！]{0,12}(?:再|更|能|可以|多|少)[^,，。!！]{1,12}?)[,，]?(?:那)?(?:就|会)(?:更|太|很)*(?:好|完美|棒|赞|理想)(?:了|啦|吧|$|,|，)", 0.75),
    _zh(rf"(?:能不能|能否|可不可以|可否|是否可以|是否能|是不是可以|是不是能|何不){_WHO_ZH}(?P<ask>.{{2,}})", 0.65),
    _zh(rf"最好(?:还)?(?:是|能|能够|可以|要|再)*(?P<ask>(?:{_DO_ZH}|不要|别).+)", 0.65),
    _zh(rf"(?:应该|应当|理应)(?:要|再|能|可以)*(?P<ask>{_DO_ZH}.+)", 0.55),
    _zh(r"(?:跪求|求|请)(?:商家|卖家|店家|厂家|你们|京东|快递|客服)*(?P<ask>(?:改进|改善|加强|增加|提高|出|补货|上架|补发|改|降价|注意|重视|解决|尽快|务必).*)", 0.6),
    _zh(r"(?P<ask>.*(?:需要|有待|还需|还要|尚需|急需|亟待|亟需|待|可以再?|得|应|要)(?:进一步)?(?:改进|改善|提高|加强|完善|优化|提升|改良|加强).*)", 0.7),
    _zh(r"(?P<ask>.*(?:改进|改善|完善|优化)(?:一下|下|一点|空间).*)", 0.65),
    _zh(r"(?:为什么不|为何不|咋不|怎么不)(?P<ask>(?:加|出|做|改|配|送|设|提供|多|把|给).+)", 0.55),
)

NOT_CHINESE = re.compile(
    r"希望(?:对|大家|各位|能对|能帮到|能给大家|可以帮|我的|本次|这次|下次还|下次再|下次会|会有效|有效|能有效|有效果|有用|能有用|管用|好用|能好用"
    r"|耐用|能耐用|用得久|能用|可以用|效果|能有效果|会有效果|不会|不要坏|没问题|别坏|能坚持|能长|能瘦|能变|宝宝|孩子|儿子|女儿|老公|一直|能一直|越来越|越做越|越办越|生意|能多用|质量|有好|能够有|能有好|会好|真的|是正品|是真的"
    r"|不是|有所|可以有|能解决我|可以长|能治|用后|用了|用完|坚持|它能|他能|她能|能喜欢|喜欢|会喜欢|他会|她会|它会|能够帮|可以帮助|可以改善|能改善|改善|有改善|用起来|使用|以后还|自己|我|买到的|买)"
    r"|(?:不|并不|不太|没有?|听|给的|客服|强烈|别人|朋友|一个|个人|我的|医生|大家|根据|提出|的)建议|建议(?:大家|购买|买|入手|入|下单|选择|选购|选|拍|零售|别买|不要买|不买|去|亲们|直接买|想买|各位|先|慎|谨慎|看|读|想|还是去|朋友|你|在家|搭配|早|收藏|阅读|需要|有条件|有需要|家长|孩子|自己|晚上|实体店|初学|尽量不要买|千万|使用|入住|不要购买|不要入|喜欢|有兴趣)"
    r"|望(?:而|着|见|远|眼|子|去|不|了|京|过|来)|(?:失|绝|愿|渴|看|展|欲|声|名|守|观|奢|有|无|张|遥|指|盼|希|期|众|厚|巴|在|威|凝|回|张|眺|探|仰|拜|旺|相|观|一)望(?!商|卖|店|改)|期待(?:已久|值|感|效果|的|着|下|能有|它|中|了|很久|收到|使用|更好的效果|后|有|一下|满满|许久)|最好(?:的|吃|用|看|喝|不过|了|玩|卖|是看|选择|去)"
    r"|应该(?:是|不|没|会|还|能|算|可以|有点|就|都|很|挺|比|说|属于|够|差不多|多少|有效|有用|用得|用的|用了|给好|给个|给五|给差|有几|再买|在)|如果(?:你|您|大家|想|要|喜欢|需要)"
    r"|期望(?:值|过高|太高|很高|的)|改善(?:了|很多|不少)|提高(?:了|很多)|要(?:改善|提高)(?:的朋友|的亲)"
)

ENGLISH = (
    _en(r"(?:i|we) (?:really |just |do |only |also |still |sure |so )*wish(?:ed)? (?:that |for )?(?P<ask>.{4,})", 0.75),
    _en(r"(?:my|our) (?:only |one )?wish(?:es)? (?:is|are|would be) (?:that )?(?P<ask>.{4,})", 0.7),
    _en(r"(?:only|just) wish (?:that )?(?P<ask>.{4,})", 0.7),
    _en(rf"(?:(?:it|that|this|what|which) )?(?:would|'d|will|could|might)(?: have)? (?:also |really |just |definitely |certainly )*(?:be|been) (?:(?:really|very|so|even|much|more|a|super|absolutely|quite|pretty|far) )*{_GOOD_EN}(?: \w+){{0,2}} (?:if|to|for|when|with)(?: there)?(?P<ask> .{{3,}})", 0.8),
    _en(rf"(?:would|'d) (?:also |really )*be (?:(?:really|very|so|even|much|a) )*{_GOOD_EN}", 0.6),
    _en(r"(?:would|'d) (?:really |also |very much |just |definitely )*(?:like|love|prefer) (?:it if |if )?(?:to (?:see|have|be able to|get|propose|suggest|request|ask|know)|(?:a|an|some|more|the|you|it|them|this|that)\b)(?P<ask>.{3,})", 0.65),
    _en(r"(?:there|it|they|this|that|we|users?|developers?|apps?|microsoft|the \w+(?: \w+)?|which|these|those|\w+s?) (?:really |also |definitely |probably |at least )*(?:should|ought to|must|needs? to)(?: really| also| definitely| at least| probably)* (?:have|come|be|include|provide|allow|add|make|offer|support|let|also|get|give|show|use|work|consider|do|fix|not|never|take|change|improve|put|keep|return|automatically|contain|ship|sell|warn|inform|open|enable|display)(?P<ask> .{3,})", 0.55),
    _en(rf"(?:please|pls|plz|kindly)[, ]+(?:do |also |just |at least |can you |could you |don't |do not )*(?P<ask>{_DO_EN}.{{2,}})", 0.75),
    _en(r"(?:it|they|this|that|\w+) (?:still |really |just |also |only |definitely )*needs? (?:to (?:be|have|get|come|add|include|improve|work on|do|make)|an?|more|better|some|improve\w*|longer|bigger|stronger)(?P<ask> .{3,})", 0.5),
    _en(r"could (?:definitely |really |also |probably |still )*(?:use|do with|stand) (?P<ask>(?:a|an|some|more|better|\w+er|improve\w*|another).{2,})", 0.7),
    _en(r"could (?:be|have been|'ve been) (?:a (?:bit|little|tad|lot) |much |slightly |way |even |somewhat )*(?P<ask>(?:better|longer|shorter|larger|smaller|bigger|brighter|louder|faster|cheaper|thicker|stronger|softer|lighter|sturdier|clearer|easier|wider|quicker|improved|more \w+).*)", 0.6),
    _en(r"why (?:not|don't|can't|doesn't|isn't|couldn't|won't|cant|dont) (?:you|they|we|it|i|there|just|microsoft|have|make|add|allow|the \w+)?(?P<ask>.{4,})", 0.5),
    _en(r"(?:i|we|i'd|i would|my|would|to)(?: also| like to| strongly| really| just| highly| would)* (?:suggest|propose|request|advise|ask)(?:ion|ions|ed|ing)?(?: is| would be| that| for|:)*(?P<ask> .{4,})", 0.65),
    _en(r"(?:suggestion|feature request|proposal|request)s?(?: is| would be)? ?[:\-](?P<ask>.{4,})", 0.7),
    _en(rf"(?:can|could|would|will) (?:you|we|microsoft|someone|they)(?: guys)?(?: please| also| at least| just| possibly| maybe)* (?P<ask>(?:{_DO_EN}|get|have|be able|please|at least).{{3,}})", 0.6),
    _en(r"(?:how about|what about|what if|if only|maybe you could|perhaps you could|you could|they could|you might|microsoft could|we could|one could)(?P<ask> .{4,})", 0.5),
    _en(r"(?:i|we|it's|is|are)?(?: am| are| was| were)?(?: also| still)? ?(?:hope|hoping|hopefully)(?: that)?,? (?:they|you|microsoft|the (?:next|company|manufacturer|maker|seller)|this (?:gets|is|will be|can be)|future|in the future|someone)(?: will| can| could| would| to)*(?P<ask> .{3,})", 0.65),
)

ENGLISH_START = (
    Wish(re.compile(rf"\W*(?:also,? |and |or |at least |just |so |then |maybe |perhaps |to |instead,? |but |\d+[.)] ?)*(?P<ask>{_DO_EN} (?:a|an|the|us|me|it|support|more|option|options|users|user|developers|developer|people|possibility|ability|some|this|these|those|all|my|your|our|in|for|native|new|any|another|at|them|sure|windows|api|apis|full|custom|multiple|\w+s)\b.*)"), 0.6),
    Wish(re.compile(r"\W*(?:the |an? |also |have )*(?P<ask>(?:ability|possibility|option|support for|need|an api|a way|opportunity|new feature|better|more) (?:to|for|of|that|in|support|way)?.*)"), 0.45),
)

NOT_ENGLISH = re.compile(
    r"hope (?:this|that|it|my|the) (?:review |info \w+ )?(?:helps?|was helpful|is helpful)|hope (?:to|you (?:enjoy|find|like|have)|i|it (?:lasts|works|holds|fits))"
    r"|should (?:arrive|be arriving|you|work for|last|be fine|be ok|be good|be able|have (?:known|read|listened|bought|ordered|gone|returned))|(?:you|i|everyone|anyone|people|buyers|one|we) should"
    r"|(?:would|'d) (?:like|love) to (?:thank|say|buy|order|return|go|try|point|mention)|would (?:recommend|suggest) (?:this|it|these|them|to|buying|getting|sizing|ordering|going)|wish i (?:had|could have|would have|'d|knew|bought|ordered|got)"
    r"|please (?:read|note|don't buy|do not buy|see|help|let me know|advise|refer|excuse|find|check|contact|reply|be aware|beware)|suggested (?:by|retail)|thanks? for (?:the|your) suggest"
    r"|wish you|best wishes|as you wish|wishing you"
)
