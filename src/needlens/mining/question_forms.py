"""The forms of a customer's questions, Chinese and English, and what only looks like one.

The group ``ask`` is what is asked, without the words of asking.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Form(NamedTuple):
    """A form of asking a clause (Chinese) or a sentence (English) can have."""

    pattern: re.Pattern[str]
    """The group ``topic`` instead of ``ask`` must name a facet: 是正品吗, but not 是大爷吗."""
    confidence: float
    marked: bool = False
    """It counts only with a question mark, or a word of asking, at its end."""


_END = r"(?:吗|(?<![什怎这那多要])么|嘛|不|没有?|呢|啊|呀|吧|哈|的)?"
_POLITE = (
    r"(?:你好|您好|亲亲?|老板|客服|掌柜|哈喽|hi|在吗|请问一?下?|想问一?下?|问一?下|我想问一?下?|问个问题|咨询一?下?|想知道|想咨询一?下?|麻烦问一?下?"
    r"|那个?|那么|这[个款件种双条台本]?|它|你们家?|你家|贵店|店里|咱家|另外|还有|对了|如果|如果这样|我想知道|帮我看一?下?|不知道|不晓得|现在|目前|以后|这里|这边|我这|是|[ ,，:：~～])*"
)
_MA = r"(?:吗|(?<![什怎这那多要])么|嘛)"
_MA_NO = r"(?:吗|(?<![什怎这那多要])么|嘛|(?<![是也就还可都])不)"
_X = r"[^,，。!！?？;；\s]"


def _zh(pattern: str, confidence: float, marked: bool = False) -> Form:
    return Form(re.compile(rf"{_POLITE}(?:{pattern})"), confidence, marked)


_CAN = "(?:能不能够?|能否|可不可以|可否|可以不可以|是否可以|是否能够?|是不是可以|是不是能|能够|能|可以|可)"
_ASK_VERB = "(?:支持|包邮|包安装|包退|包换|包|送(?!的)|带(?!来)|含|包含|附带|附|配|提供|开发票|开票|接受|收|卖|出售|有卖|做|需要|要|会|会不会|用|适合|防|掉色|缩水|起球|褪色|漏水|退色|变形|耐|保修|质保|保|免|打折|降价|补货|退|换|寄|发|预售|现货|偏大|偏小)"
ZH = (
    # 有没有大码 · 有大码吗
    _zh(rf"{_X}{{0,8}}?(?P<ask>有)(?:没有|没|木有|无)(?P<rest>{_X}{{1,14}}?){_END}$", 0.85, True),
    _zh(rf"{_X}{{0,8}}?(?P<ask>还?有{_X}{{1,14}}?)(?:{_MA_NO}|没有|木有)$", 0.85),
    # 便宜点可以吗 · 今天发货行吗
    _zh(rf"(?P<ask>{_X}{{3,14}}?)(?:可以|行|能行|成){_MA_NO}$", 0.8),
    # 能开发票吗 · 可以便宜点吗
    _zh(rf"{_X}{{0,8}}?(?:还|也|都|又)?{_CAN}(?:帮我|给我|帮忙|给|再|麻烦|先)?(?P<ask>{_X}{{1,16}}?){_MA_NO}$", 0.85),
    _zh(rf"{_X}{{0,6}}?(?:能不能|能否|可不可以|可否|是否可以|是否能|是不是可以|是不是能)(?:帮我|给我|帮忙|给|再)?(?P<ask>{_X}{{2,16}}?){_END}$", 0.8, True),
    # 支持无线充电吗 · 包不包邮 · 会掉色吗
    _zh(rf"{_X}{{0,8}}?(?P<ask>(?:还|都|是否)?{_ASK_VERB}{_X}{{0,12}}?){_MA_NO}$", 0.85),
    _zh(rf"{_X}{{0,8}}?(?P<ask>(?P<twice>支持|包|送|带|含|配|会|用|防|收|卖|发|退|掉|是))(?:不(?P=twice)|持不支持)(?P<rest>{_X}{{1,12}}?){_END}$", 0.85, True),
    _zh(rf"{_X}{{0,8}}?支不(?P<ask>支持{_X}{{1,12}}?){_END}$", 0.85, True),
    # 是正品吗 · 尺码准吗
    _zh(rf"{_X}{{0,8}}?是(?:不是)?(?P<topic>{_X}{{2,8}}?){_MA}$", 0.7),
    _zh(rf"(?P<topic>{_X}{{2,10}}?){_MA}$", 0.7),
    # 什么时候发货 · 多久能到
    _zh(rf"(?P<ask>{_X}{{0,8}}?)(?:要|得|大概|大约|一般|到底)?(?:什么时候|啥时候|啥时|何时|几时|什么时间|几号|多久|多长时间|(?<![好这催过了等前十])几天)(?:才?能|可以|会|才|就|再)?(?P<rest>(?:发货|发|到货|到|送到|送货|补货|有货|上架|上新|退款|退|收到|安装|来安装|处理|解决|回复|更新|降价|打折|做活动|搞活动|寄出?|出货|送|开始|拿到|出|充满){_X}{{0,6}}?)(?:呢|啊|呀|吗|了)?$", 0.85),
    _zh(rf"(?P<ask>(?:保质期|质保|保修|续航|待机|充电|充满|发货|到货|退款|安装|保修期|快递|物流){_X}{{0,6}}?)(?:要|需要|是|有|得|能用|能)?(?:多久|多长时间|几天|多少天|几年)(?:呢|啊|呀|才到|到账)?$", 0.85),
    # 多少钱 · 怎么退货 · 在哪里买
    _zh(rf"(?P<ask>{_X}{{0,10}}?)(?:要|是|得|卖|现在)?(?P<price>多少钱|什么价格?|啥价|几多钱|多少米)(?:一[个件斤套盒台瓶箱双条])?(?:呢|啊|呀)?$", 0.8, True),
    _zh(rf"(?P<ask>{_X}{{0,10}}?)(?:要|应该|该|得)?(?:怎么|怎样|如何|咋)(?:样|才|才能|能|去|可以|办理|申请)?(?P<rest>(?:退货|退款|退|换货|换|使用|用|安装|装|开机|连接|连|设置|申请|联系|查|取消|修改|改|保养|清洗|清理|洗|充电|下单|付款|领取?|注册|登录|激活|操作|拆|折叠|调|选|购买|绑定|更新|升级|还原|开发票|开票|加热|存放|保存|拆洗|发货|收费|配对|关闭|打开|关机)(?!的都|都){_X}{{0,10}}?)(?:呢|啊|呀|吗|的)?$", 0.8, True),
    _zh(rf"(?P<ask>{_X}{{0,8}}?)(?:怎么|为什么|为啥|咋)(?:我的|到现在|现在|这么久|一直|订单)?(?P<rest>(?:还没有?|还不|还未|一直没有?|一直不|迟迟不|没有?人?|不)(?:发货|到货?|发|送货?|退款|收到|处理|回复|回|更新|接电话|给我?发|派送|安装|寄|开票|出库|动)[^,，。!！?？;；\s]{{0,6}}?)(?:呢|啊|呀|吗)?$", 0.8),
    _zh(rf"(?P<ask>{_X}{{0,8}}?)(?:在|去|到)?(?:哪里|哪儿|哪)(?:里)?(?:可以|能|能够|才能)?(?P<rest>(?:买|看|查|领|下载|修|换|安装|自提|找){_X}{{0,8}}?)(?:呢|啊|呀|吗)?$", 0.75, True),
    # 穿多大码 · 哪款适合 · 什么材质
    _zh(rf"(?P<ask>{_X}{{0,14}}?(?:穿|选|拍|买|要|该)){_X}{{0,3}}?(?P<size>多大码?|什么码|几码|什么尺码|多大号|什么号|哪个码|哪个尺码)(?:呢|啊|呀|的|好|合适|比较合适)*$", 0.85),
    _zh(rf"(?P<ask>{_X}{{0,10}}?)(?:哪款|哪个|哪种|哪一款)(?P<rest>(?:更|比较|最)?(?:适合|合适|好用|好看|划算|耐用|保暖|轻|便宜|省电){_X}{{0,8}}?)(?:呢|啊|呀|些|一点|点)*$", 0.8, True),
    _zh(rf"(?P<ask>{_X}{{0,8}}?)(?:是|有|用的?|发)?(?:什么|啥|哪些|哪种|哪个|哪家)(?P<rest>材质|面料|牌子|颜色|规格|型号|味道|口味|区别|优惠活动|优惠|赠品|尺寸|快递|版本|功能|成分|产地|接口|活动|配置|款式|尺码|内容|材料)(?:的|呢|啊|呀|可以选|可选)*$", 0.75, True),
)  # fmt: skip

ASKED_ZH = re.compile(r"(?:吗|么|嘛|呢|不|没有?)$")
"""An end of a clause that asks without a question mark; 呢, 么 and 不 only after a polite word."""
POLITE_ZH = re.compile(
    "请问|想问|问一下|咨询一?下|问个|你好[,，! ]|您好|(?<![父母双至])亲[,，! 们]"
)
NARRATED_ZH = re.compile(
    "问(?:了|过|他|她|客服|商家|卖家|店家|前台|老板|京东|我)|询问|之前问|我问|客服[:：说]|说[:：]|[:：]"
)
"""Somebody tells what was asked."""
QUARREL_ZH = re.compile(
    "你们|你家|您|你|京东|淘宝|天猫|当当|他们|老板|消费者|顾客|客人|因为|而且|但|这是|真的|让人|叫人|又该|该如何|这怎么|我怎么|又|还能|一定|到底|请不要"
)
"""In the middle of a review these make a question rhetorical."""

NOT_ZH = re.compile(
    r"坑|道德|底线|用心|负责任|鬼|[0零]星|给星|差评|对手|区别[吗么]|无语|开下去|斯文|靠谱|那么(?:费劲|难|多|贵|久|差)|千万不要|根本|秒杀了|所以我|检(?:查|验|测).{0,6}[吗么]|分不清|没有?怎么|京东|蒙牛|伊利|淘宝|天猫|当当|良心"
    r"|更差|小一点|能[再在].{0,4}[点些]|主要看|形同虚设|接着卖|有没有差不多|起来还|有不|[跟和].*有(?:啥|什么)区别|可言|称之为|没好货|剥|有人问|问怎么|时而|不看看|比.{2,12}更|等了|等过|证明|漏出来|赠完|放得下|回来后|全是"
    r"|(?<![请想])问能|可是|告诉我为什|店大|假的|真的是|连(?:个|一)|分明|明明|怪不得|果然|不怕|什么时候(?:是个|变|成)|难道|能不[^能]{1,5}[吗么]|(?<![是要会])不(?:就|都|正)?是.*[吗么]|(?<!能)不能.{0,8}[吗么]|(?<!会)不会.{0,8}[吗么]|不(?:应该|觉得|知道是|怕|嫌|累|要脸|吹)|还能.*(?:说什么|怎样|要求|好到)|谁(?:还|会|敢|能|家|让|给)"
    r"|(?<!没)有(?:必要|意思|这样|这么|这种|病|人性|良心|良知|天理|王法|道理|脸|谁|什么(?:用|好|意思|办法|资格|必要)|用[吗么]|意义|诚意|素质|人管|点|那么|搞|你们|你|过|关系|意见|区别吗|可比|问题[吗么]|够)"
    r"|好意思|至于|知道|懂[吗么]|明白|是[吗么]$|真的[吗么]?$|^(?:这样)?(?:好|行|对|可以|可能|不行)[吗么]$|对[吗么]$|可能[吗么]$|值得[吗么]$|容易[吗么]|开玩笑|你们(?:是|就|还|这样|这么|不|良心|都|自己|要|就是|京东|当当|以为|酒店|觉得|敢|当)"
    r"|这(?:样|么|种|也|就|都|还|叫|算|是(?:要|在|给|人|什么|怎么|为|不|说)|不|难道)|那(?:还|我|叫)|我(?:是|就|还|该|要是|会|容易|怎么|像|傻|错|多|真|在|说)|咱|你(?:是|会|敢|能想|还|说|见|信|以为|要|买|妈|敢|看|觉得|吃|想|们这|的)|您(?:说|觉得|看|见)|以为|叫.*吗|算.{0,4}吗|对得起|凭什么|何必|忽悠|骗|傻|蠢|脑|猪|狗屁|尼玛|他妈|作者|读者|人生|世界|爱情|我们|自己|大家|国家|社会|教育|历史|敢|信"
    r"|会(?:是|有|不(?!会)|好|去|再|买|这|坏|死)|要(?:我|这|是|让|脸|命)|也|都(?:是|没|不|要|会|这)|说|觉得|想象|还要|还会|还用|还(?:算|叫|是)|需要(?:我|这|那)|用得着|就|居然|竟然|简直|怀疑|是(?:在|要|给|让|吃|因为|想|为|故意|不|你|我|他|人|为了|怎|谁|什么|卖|来|假|坏|次品|有|没|用)"
    r"|老板你|这家|现在的|什么(?:人|东西|玩意|世道|态度|垃圾|都|破|鬼)|无论|不管|不论|怎么(?:说|会|能|可能|办|回事|样|这|那|想|看|就|都|也)|没(?:有)?(?:什么|啥)|带(?:来|着|这)|收(?:到|了)|送(?:来|到|的|人)|做(?:生意|人)|退步|换了|发(?:现|生|过)|用(?:过|了|的|来)|卖(?:的|不|家)"
)
"""Rhetorical, tags, quarrels: 能不好吗, 有意思吗, 好吗."""

NOT_ALONE_ZH = frozenset(["在", "人在", "有人", "有人在", "有客服", "客服在", "你好", "亲在", "还在", "在不", "好", "是", "对", "行", "可以", "能", "会", "有", "要", "真的", "老板在", "卖家在", "睡了", "有人不", "人", "还有", "可", "客服", "到了", "吃", "好了", "不", "么", "有人", "忙", "有没", "的", "了", "好不好", "满意", "喜欢", "可好", "你们", "不是", "怎么", "什么", "需要", "用", "还会", "死机", "还好", "还行", "这"])  # fmt: skip

_EN_HEAD = (
    r"(?:hi+|hey|hello|please|pls|plz|also|and|but|so|ok|okay|sir|dear|team|just|quick question|question|one question|then|now|guys|well|good (?:morning|evening|afternoon)"
    r"|thanks|thank you|there|one more thing|i (?:just )?(?:want|wanted|would like|need) to (?:know|ask|check)|i'd like to (?:know|ask)|can you (?:please )?tell me|could you (?:please )?tell me"
    r"|(?:please |pls |plz )?(?:tell|let) me (?:know )?|(?:i'm |i am |was )?just wondering|i(?:'m| am) wondering|do you know|anyone know|does anyone know|any idea|may i know|want to know|need to know|kindly|by the way|btw|if i (?:\w+ ){1,6}|[,.:;\-!/ ])*"
)
_SUBJECT = r"(?:i|we|you|u|they|it|this|that|these|those|he|she|someone|your \w+|my \w+(?: \w+)?|the \w+(?: \w+)?|this \w+|these \w+|our \w+|shipping|delivery|any \w+|\w{3,}s)"


def _en(pattern: str, confidence: float, marked: bool = False) -> Form:
    return Form(re.compile(rf"{_EN_HEAD}(?:{pattern})\W*$"), confidence, marked)


EN = (
    # do you ship to canada
    _en(rf"(?:do|does|did|don't|doesn't) {_SUBJECT} (?:guys |also |still |ever |really |have to )*(?P<ask>\w.{{2,80}}?)", 0.85),
    # can i get a refund · will it fit
    _en(rf"(?:can|could|may|will|would|should|shall|can't|cant) {_SUBJECT} (?:please |pls |plz |kindly |also |still |just |guys |be able to )*(?P<ask>\w.{{2,80}}?)", 0.85),
    # is it waterproof · are there larger sizes
    _en(rf"(?:is|are|was|were|isn't|aren't) (?:it possible to |there (?:any |an? )?|{_SUBJECT} )(?:also |still |really |possible to |able to |going to )*(?P<ask>\w.{{1,80}}?)", 0.8),
    _en(r"(?:has|have) (?P<ask>(?:my|the|your) (?!you)\w.{2,60}?)", 0.8),
    _en(r"(?P<ask>where(?:'s| is) (?:my|the) \w.{2,60}?)", 0.85),
    # how long does shipping take · when will it arrive
    _en(r"(?:how|when|where|which \w+|what (?:size|color|colour|time|kind|type|material|sizes|colors|day)) (?:long |much |many (?:\w+ )?|soon |fast |often |big |old |far )?(?:is|are|does|do|did|will|would|can|could|should|has|have|may|shall) (?:(?:i|we|you|u|they|it|this|that) )?(?:get |please )?(?P<ask>\w.{1,80}?)", 0.85),
    _en(r"how to (?P<ask>\w.{2,60}?)", 0.75),
    _en(r"how (?:much|many|long) (?P<ask>(?:for|to|before|until|time|days?|\w+ (?:does|do|is|are|can|will)) ?.{0,60}?)", 0.7, True),
    _en(r"what(?:'s| is| are) (?:the|your|its) (?P<ask>\w.{2,60}?)", 0.8),
    _en(r"why (?:is|are|was|has|have|did|does|hasn't|isn't|haven't|can't) (?P<ask>(?:my|i) (?:\w+ ){0,3}(?:order|refund|payment|account|package|parcel|delivery|money|cancell?ed|charged|coupon|cash|points|log ?in|pay|place|return|use|deposit|withdraw)\b.{0,50}?)", 0.8),
    # any discount
    _en(r"(?:any|is there any) (?P<ask>(?:discounts?|offers?|coupons?|promo|update|cashback|deal|warranty|guarantee|stores?|outlets?|plans? to|way to|other (?:colou?rs?|sizes?))\b.{0,50}?)", 0.75, True),
    _en(rf"(?:[^.?!]{{0,30}} )?(?:know|wondering|ask|me|check|idea) (?:whether|if) (?:{_SUBJECT}|there is|there are) (?:is|are|will|can|could|do|does|has|have|come|comes|ship|ships)? ?(?P<ask>\w.{{3,60}}?)", 0.65),
)  # fmt: skip

NOT_EN = re.compile(
    r"(?:can|could|would|do|will|shall|did|don't|can't) (?:you|u|we|i|anyone|they|it) (?:guys )?(?:just )?(?:believe|imagine|say|tell me|even|say|just say|talk about|love|like (?!to)|not|get any|ask for|really (?:need|want)|possibly|feel|think|see (?:what|how|why)|go wrong|ever (?:think|imagine)|mention|be (?:any|more|happier|serious|a bit|honest)|recommend (?:it|this|them|these)|buy (?:it|this|them|these)? ?again|wear (?:it|this|them)|understand|remember|want me|hear me|help$|help me$|assist me$|start)"
    r"|(?:is|are|was) (?:it|this|that|there) (?:just |only )?(?:me\b|perfect|worth it|a joke|because|really|any wonder|so hard|too much|me or|supposed|not|my imagination|anything|anyone|a scam)"
    r"|are you (?:there|kidding|serious|a bot|human|a robot|real|ok|crazy|looking|tired|ready|listening|joking|sure|mad|still there|online|available)|what(?:'s| is) (?:not|the (?:point|deal|matter|problem|big deal|world|catch|use|heck|hell))|what (?:more|else)|how (?:are you|is (?:it|this) possible|could|can (?:you|they|anyone|it|this|a|something|amazon|people)|do (?:they|you (?:do|sleep|guys do))|cute|great|did i|do i (?:love|say|begin|start)|is that|about|come|is your day|dare)"
    r"|where do i (?:start|begin)|where has this|where have you|who (?:would|wouldn't|are you|cares|knew|knows)|why (?:did|didn't|don't|would|do|can't|not) (?:i (?:wait|not|even|bother|buy|order)|they|anyone|people|you)|do(?:es)? (?:it|this|that|they) (?:make sense|get any|matter|ring)|(?:should|would|could|did|do|will) i (?:have|be|keep|wear|return it|love|like|order another|do it again|buy)|right\?|you know\?|isn't it|aren't they|don't you think"
)
"""Rhetorical, greetings, phrases: can you believe, are you there, what's not to love."""

ANSWERED_EN = re.compile(
    r"\s*(?:no\b|nope|yes\b|yep|yeah|absolutely|definitely|of course|not\b|sure\b|well\b|maybe|probably|never|heck|hell|totally|nah|but\b|it(?:'s| is| was| does)\b|only\b|kind of|because|i think|the answer|i would|i'd|you bet|apparently|exactly|honestly|meh|sort of|a little|pretty much|almost|that's|i don't|i do\b|i did|very|so\b|who knows|anyway|oh\b|if so)"
)
"""What follows a question that the writer answers himself."""
STARTS_EN = re.compile(
    rf"{_EN_HEAD}(?:do|does|did|can|could|may|will|would|should|is|are|how|when|where|what|which|why|has|have|any|whether|if|i (?:want|need|would like) to know)\b"
)
