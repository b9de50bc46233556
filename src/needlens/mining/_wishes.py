"""The ways of asking for something, Chinese and English, and what only looks like one.

In each pattern the group ``ask`` is what is asked for; without it, the whole clause is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SELLER_ZH = (
    "(?:商家|卖家|店家|店主|老板|厂家|厂商|贵店|贵司|你们|你家|您们|京东|淘宝|天猫|当当|携程|官方|酒店方面|作者|出版社"
    "|编辑|公司|品牌方|管理层|管理者|有关部门|相关部门)"
)
_NAMED_ZH = (
    "(?:客服|平台|快递公司|快递员?|物流|酒店|宾馆|餐厅|前台|服务员|系统|软件|包装|质量|价格|服务)"
)
"""Whoever or whatever is asked to do better belongs to the ask."""
_THEN_ZH = "(?:以后|下次|今后|后续|将来|之后|后期|方面|早日|尽快|还是|也|都|能够|能|可以|会|要|再(?!次)|,|，|:|：| )*"
_WHO_ZH = f"(?:{_SELLER_ZH}|{_THEN_ZH})*?"
_GOOD_EN = (
    "(?:nice|great|good|better|helpful|useful|awesome|cool|perfect|handy|best|wonderful|lovely"
    "|fantastic|ideal|excellent|convenient|amazing|super|appreciated|beneficial|much appreciated|interesting|neat|welcome)"
)
_DO_EN = (
    "(?:add|make|fix|allow|consider|include|provide|bring|enable|let|give|support|implement|improve"
    "|change|remove|create|offer|update|put|use|keep|stop|do something|open|expose|increase|extend|introduce|show|send|reduce|lower|restore|release|move|port|integrate|merge|replace|separate|sell|carry|ship|pack|design|restock)"
)


_CUES = """
望 盼 期待 但愿 建议 提议 要是 如果 若 假如 倘 能不能 能否 可不可以 可否 是否 是不是 何不 最好 应该 应当 理应 求 请
改进 改善 提高 加强 完善 优化 提升 改良 为什么不 为何不 咋不 怎么不 就好 就更 就太 就完美 就棒 就赞 就理想 会更 就会
wish should would 'd could need please pls plz kindly why suggest
propos request hope hoping idea solution possible improvement if_only
how_about what_if add allow provide enable support implement include
improve fix remove create offer integrate extend expose bring_back
let_us let_me let_users let_developers give_us give_users make_it
open_up prevent optimize introduce increase reduce re-enable ability
possibility option an_api ought
"""
CUES = tuple(cue.replace("_", " ") for cue in _CUES.split())
"""A text without any of these asks for nothing; looking for them is quick."""


class Wish(NamedTuple):
    """A pattern of asking, and how likely a match really asks for something."""

    pattern: re.Pattern[str]
    confidence: float


def _zh(pattern: str, confidence: float) -> Wish:
    return Wish(re.compile(pattern), confidence)


def _en(pattern: str, confidence: float) -> Wish:
    return Wish(re.compile(r"(?<![a-z])" + pattern + r"(?![a-z])"), confidence)


_STRICT_ZH = (
    "(?:增加|加强|提高|提升|完善|优化|改进|改善|改一?下|换成|换个|配个?|附送|附上|附带|赠送|送个|提供|多[^少次半亏年人谢付]"
    "|少放|给个|给配|给顾客|给客户|给客人|给我们|把|将|重视|降低|降价|补发|补货|更新|设计|采用|标注|标明|注明|写明|说明|添加|推出|考虑|取消"
    "|处理|解决|培训|加个|加上|加点|加大|加快|放个|设置|设个|备注|及时|尽快|再[^也买来次见一看])"
)
_CLAUSE_ZH = r"[^,，。;；!！?？\s]*"

_ASKED_ZH = rf"(?:{_STRICT_ZH}|更[^多的人]|快[一点些]|便宜|优惠|多[一点些搞做]|少[一点些]|不要再|别再|能有|有个|有更|做[得好]|改成|改为|开通|保证|能出|出个|降|送(?!人|礼的|给)|(?<![没还只所具])有(?!用|效|帮助|机会|好[转的]|所|一天|朝|人|货|关|谁|缘|兴趣|时间|问题)|出(?:新|加|大|小|更|系列|续|其[他它])|[再更]?好(?:一[点些]|点|些))"

CHINESE = (
    _zh(rf"(?:希望|但愿|期望|望){_THEN_ZH}{_SELLER_ZH}{_THEN_ZH}(?P<ask>.{{2,}})", 0.8),
    _zh(rf"(?:希望|但愿|期望){_THEN_ZH}(?P<ask>[^,，。;；!！?？]{{0,10}}?{_ASKED_ZH}.*)", 0.75),
    _zh(rf"(?:希望|但愿|期望|望|建议){_THEN_ZH}(?P<ask>{_NAMED_ZH}.{{2,}})", 0.8),
    _zh(rf"(?:望|盼|期待|盼望){_THEN_ZH}(?P<ask>(?:{_STRICT_ZH}|更[^多的]|出[新个]).+)", 0.7),
    _zh(rf"(?:建议|提议)[:：]?{_THEN_ZH}{_SELLER_ZH}{_THEN_ZH}(?P<ask>.{{2,}})", 0.8),
    _zh(rf"(?:建议|提议)[:：]?{_THEN_ZH}(?P<ask>[^,，。;；!！?？]{{0,8}}?{_ASKED_ZH}.*)", 0.75),
    _zh(
        r"(?:要是|如果|若是|若|假如|倘若)(?:能够|能|可以|会)?(?P<ask>.{2,40}?)[,，]?(?:那)?(?:就|会|我想|可能)(?:会|是|更|真的|真|太)*(?:好|完美|棒|赞|满意|理想|爽)(?!像|多|几)",
        0.8,
    ),
    _zh(
        r"(?P<ask>[^,，。!！?？;；\s]{0,10}(?:再|更|能|可以|多|少)[^,，。!！?？;；\s]{1,12}?)[,，]?(?:那)?(?:就|会)(?:更|太|很)*(?:好|完美|棒|赞|理想)(?:了|啦|吧|$|,|，)",
        0.75,
    ),
    _zh(
        rf"(?:能不能|能否|可不可以|可否|是否可以|是否能|是不是可以|是不是能|何不){_WHO_ZH}(?P<ask>{_STRICT_ZH}.*)",
        0.65,
    ),
    _zh(rf"最好(?:还)?(?:是|能|能够|可以|要)*(?P<ask>{_STRICT_ZH}.*)", 0.6),
    _zh(rf"(?:应该|应当|理应)(?:要|能|可以)*(?P<ask>{_STRICT_ZH}.+)", 0.6),
    _zh(
        r"(?:跪求|求|请)(?:商家|卖家|店家|厂家|你们|京东|快递|客服)*(?P<ask>(?:改进|改善|加强|增加|提高|出|补货|上架|补发|降价|重视|解决|尽快|务必).*)",
        0.6,
    ),
    _zh(
        rf"(?P<ask>{_CLAUSE_ZH}(?:需要|有待|还需|还要|尚需|急需|亟待|亟需|待|应|必须)(?:进一步|好好)?(?:改进|改善|提高|加强|完善|优化|提升|改良){_CLAUSE_ZH})",
        0.75,
    ),
    _zh(rf"(?P<ask>{_CLAUSE_ZH}(?:改进|改善|完善|优化)(?:一下|下|空间)){_CLAUSE_ZH}", 0.65),
    _zh(r"(?:为什么不|为何不|咋不|怎么不)(?P<ask>(?:加|出|做|改|配|提供|多|把|给)[^我].+)", 0.5),
)

NOT_CHINESE = re.compile(
    r"希望(?:对|大家|各位|能对|能帮到|能给大家|可以帮|我的|本次|这次|下次还|下次再|下次会|会有效|有效|能有效|有效果|有用|能有用|管用|好用|能好用"
    r"|耐用|能耐用|用得久|能用|可以用|效果|会有效果|不会|不要坏|没问题|别坏|能坚持|能长|能瘦|能变|宝宝|孩子|儿子|女儿|老公|一直|能一直|越来越|越做越|越办越|生意|能多用|质量(?!方面|管理|还?能?(?:再|更|提|进一步|好[一点些]))|有好|能够有好|能够有效|能有好|会好|真的|是正品|是真的"
    r"|不是|有所|能解决我|可以长|能治|用后|用了|用完|坚持|它能|他能|她能|能喜欢|喜欢|会喜欢|他会|她会|它会|能够帮|可以帮助|可以改善|能改善|用起来|使用|以后还|自己|我|买到的|买|继续|保持|再接再厉|京东越|家人|老师|朋友|更多人|更多的人|别踩|给后来|给其他|想买|能便宜买|贵店生意|不错|很好|下一次还|还能|还会|会越|满意|如此|商品没|没有|不影响|能早点收到|早点收到|早日收到|快点收到|快点到|早点到|尽快收到|尽快到)"
    r"|(?:不|并不|不太|没有?|听|给的|客服|强烈|别人|朋友|一个|个人|我的|医生|大家|根据|提出|的|宝贵|意见)建议"
    r"|建议[:：]?.{0,16}?(?:朋友|购买|买|不要|别|去|慎|就餐|选择|入住|阅读|看看|读|大家|驴友|亲们|同学|家长|换家|另选|而已|不入|入手|拍下|搭配|收藏|下单|订房|预订|朋友们|父母|初学|考虑其他|各位|谨慎|早睡|实体|吸尘|退货|买家|用户|自己|拥有|一看|一读|有兴趣|住在|住)"
    r"|建议我|(?:期待|盼|望|希望)您|光临|期待(?:已久|值|感|效果|的|着|中)|最好(?:的|吃|用|看|喝|不过|了|玩|卖|选择)|如果(?:你|您|大家|想|要|喜欢|需要|我)|要是(?:你|我)"
    r"|期望(?:值|过高|太高|很高|的)|(?:得到|有了?|有所)(?:改善|提高|加强)|(?:改善|提高)(?:了|很多|不少)|(?:失|绝|愿|渴|看|展|欲|声|名|守|观|奢|无|遥|指|期|众|厚|威|凝|回|眺|探|仰|拜|相|一)望|(?:需要|要)(?:提高|加强)(?:警惕|自己|注意)"
)

ENGLISH = (
    _en(
        r"(?:i|we) (?:really |just |do |only |also |still |sure |so |would )*wish(?:ed)? (?:that |for )?(?P<ask>.{4,})",
        0.9,
    ),
    _en(
        r"(?:my|our) (?:only |one )?wish(?:es)? (?:is|are|would be) (?:that )?(?P<ask>.{4,})", 0.85
    ),
    _en(r"(?:only|just) wish (?:that )?(?P<ask>.{4,})", 0.85),
    _en(
        rf"(?:(?:it|that|this|what|which) )?(?:would|'d|could|might)(?: have)? (?:also |really |just |definitely |certainly )*(?:be|been) (?:(?:really|very|so|even|much|more|a|super|absolutely|quite|pretty|far|most|extremely|greatly) )*{_GOOD_EN} (?:if |(?=to (?!wear|pair|dress|throw|layer|go |keep|take|own|give as|return)\w))(?:there )?(?P<ask>.{{3,}})",
        0.9,
    ),
    _en(
        rf"(?P<ask>(?:an?|more|some|having|adding|being able|the (?:ability|option)) [^,;]{{4,}}?) would (?:also |really )*be (?:(?:really|very|so|even|much|a|most|extremely|greatly) )*{_GOOD_EN}(?! (?:for|with|on|gift))",
        0.8,
    ),
    _en(
        r"(?:would|'d) (?:really |also |very much |just |definitely |greatly |still )*(?:like|love|prefer|appreciate) (?:it if |if |to see |to have |to be able to |being able to |to propose |to suggest |to request |to add |to include |to use |to create |to make |to change |to set |to choose |to receive |to control |(?=an? |some |more ))(?P<ask>.{3,})",
        0.8,
    ),
    _en(
        r"(?:please|pls|plz|kindly)[, ]+(?:do |also |just |at least |can you |could you )*(?P<ask>(?:"
        + _DO_EN[3:-1]
        + r"|organi[sz]e|look into).{2,})",
        0.85,
    ),
    _en(
        r"(?:can|could) (?:you|microsoft|someone|they)(?: guys)?(?: please| also| at least| just| possibly| maybe)+ (?P<ask>.{4,})",
        0.75,
    ),
    _en(
        r"(?:can|could|would) (?:you|we|microsoft|they) (?P<ask>(?:" + _DO_EN[3:-1] + r").{3,}\?)",
        0.75,
    ),
    _en(r"(?:is|would) it (?:be )?possible (?:to|for) (?P<ask>.{4,})", 0.6),
    _en(r"(?:maybe|perhaps) (?:you|they|the \w+(?: \w+)?|\w+) could (?P<ask>.{4,})", 0.6),
    _en(
        r"(?:there|it|they|this|these|microsoft|amazon|the (?:company|manufacturer|seller|maker|app|user|users|developer|developers|store)|users?|developers?|the \w+(?: \w+)?) (?:really |also |definitely |probably |at least )*(?:should|ought to)(?: really| also| definitely| at least| probably)* (?P<ask>(?:have an?|come|be (?:able|an? (?:option|way)|more|less|possible|allowed|added|made|improved|fixed|available|included|lined|sold|updated|\w+er)|include|provide|allow|add|make|offer|support|let|give|show|fix|change|improve|automatically|contain|warn|inform|open|enable|display|consider|implement|stop|put|release|use|return|keep|also|work with)\b.{2,})",
        0.75,
    ),
    _en(
        r"(?:an?|the|\w+s|microsoft|user|it|there|default) (?:\w+ )?should (?:really |also |at least |automatically |always |not |never )*(?P<ask>(?!arrive|last|fit |work |do the|say|mention|note|know|buy|order|read|expect|get |take |size|go |try|wear|hold up|help|feel|look|run |stretch|soften|shrink|be |have |\w+ed )\w.{3,})",
        0.55,
    ),
    _en(
        r"(?:would|could) be (?:\w+ )?(?:useful|helpful) (?:for|to|when|as|since|because|in|on|with)(?P<ask> .{4,})",
        0.75,
    ),
    _en(
        r"(?:it|this|they|these|that|the \w+|microsoft|\w+pad|\w+phone) (?:still |really |just |also |only |definitely |badly |certainly )*needs? (?P<ask>(?:(?:an? )?(?:more|better|bigger|longer|stronger|option|improve\w*|some \w+|fixing|way|ability)|to be (?:more|less|improved|fixed|updated|added|changed|able|implemented|supported|enabled|allowed|\w+er\b)|to (?:add|have|provide|support|allow|include|improve|fix|give|make|let|open|get|become|come with)).*)",
        0.75,
    ),
    _en(
        r"could (?:definitely |really |also |probably |still )*(?:use|do with|stand) (?P<ask>(?:a|an|some|more|better|\w+er|improve\w*|another).{2,})",
        0.8,
    ),
    _en(
        r"could (?:be|have been|'ve been) (?:a (?:bit|little|tad|lot) |much |slightly |way |even |somewhat )*(?P<ask>(?:better|longer|shorter|larger|smaller|bigger|brighter|louder|faster|cheaper|thicker|stronger|softer|lighter|sturdier|clearer|easier|wider|quicker|improved|added|changed|more \w+).*)",
        0.75,
    ),
    _en(
        r"why (?:not|don't|can't|doesn't|couldn't|won't|cant|dont) (?:you|they|we|it|there|just|microsoft|make|add|allow) ?(?P<ask>.{4,})",
        0.55,
    ),
    _en(
        r"(?:i|we|i'd|i would|my|would|to)(?: also| like to| strongly| really| just| highly| would| feature)* (?:suggest|propose|request)(?:ion|ions|ed|ing)?(?: is| would be| that| for|:)*(?P<ask> .{4,})",
        0.75,
    ),
    _en(r"(?:suggestion|feature request|proposal)s?(?: is| would be)? ?[:\-](?P<ask>.{4,})", 0.8),
    _en(
        r"(?:how about|what if|if only|maybe you could|perhaps you could|they could have|they could|microsoft could)(?P<ask> .{4,})",
        0.55,
    ),
    _en(
        r"(?:an? |one |another )?(?:idea|solution|improvement) (?:would|could|might) be (?:to |simply )?(?P<ask>.{4,})",
        0.75,
    ),
    _en(
        r"(?:i|we|it's|is|are)?(?: am| are| was| were)?(?: also| still)? ?(?:hope|hoping|hopefully)(?: that)?,? (?:they|you|microsoft|the (?:next|company|manufacturer|maker|seller)|future|in the future|someone)(?: will| can| could| would| to)*(?P<ask> .{3,})",
        0.75,
    ),
)

ENGLISH_START = (
    Wish(
        re.compile(
            r"\W*(?:also,? |and |or |at least |so |then |maybe |perhaps |to |instead,? |but |\d+[.)] ?)*(?P<ask>(?:add|allow|provide|enable|support|implement|include|improve|fix|remove|create|offer|integrate|extend|expose|bring back|let us|let me|let users|let developers|give us|give users|give developers|make it (?:possible|easier|easy)|open up|prevent|optimize|introduce|increase|reduce|re-enable) (?!cami|cardigan|belt)\w+.*)"
        ),
        0.75,
    ),
    Wish(
        re.compile(
            r"\W*(?:the |an? |also |have )*(?P<ask>(?:ability|possibility|option|support for|need an? (?:api|option)|an api|a way) (?:to|for|of|that|in|support|way)?.*)"
        ),
        0.55,
    ),
)

NOT_ENGLISH = re.compile(
    r"hope (?:this|that|it|my|the) (?:review |info \w+ )?(?:helps?|was helpful|is helpful)|hope (?:to|you (?:enjoy|find|like|have)|i|it (?:lasts|works|holds|fits)|they (?:last|fit|hold|work))"
    r"|should (?:arrive|you|work for|last|be fine|be ok|be good|have (?:known|read|listened|bought|ordered|gone|returned|sent))|(?:you|i|everyone|anyone|buyers|one|girls|women) should"
    r"|(?:would|'d) (?:like|love) to (?:thank|say|buy|order|return|go|try|point|mention)|would (?:recommend|suggest) (?:this|it|these|them|to|buying|getting|sizing|ordering|going)|wish i (?:had|could have|would have|'d|knew|bought|ordered|got|was|were)"
    r"|please (?:read|note|don't|do not|see|help|let me|let this|advise|refer|excuse|find|check|contact|reply|be aware|beware)|suggested (?:by|retail)|thanks? for (?:the|your) suggest"
    r"|suggest (?:anyone|everyone|you|others|sizing|ordering|going|trying|getting|this|it|buying|to|a size|one size|wearing|if)|suggestions? (?:from|by|of)"
    r"|wish you|best wishes|as you wish|wishing you|make sure|(?:couldn't|could not|can't|cannot) (?:be|have been|get) (?:better|more|happier)|could(?:n't| not) (?:be|have)"
)
