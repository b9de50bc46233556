"""Names of persons, only where the text says that a name follows (收件人：…, my name is …).

Source of surnames: 百家姓 and the Ministry of Public Security's yearly name reports.
"""

from __future__ import annotations

import re
from typing import ClassVar

from needlens.text.masking._recogniser import Pattern, Recogniser

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢"
    "安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路"
    "游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬"
    "師張劉陳楊黃趙吳孫馬鄭許韓馮鄧蕭蔣餘葉蘇魏呂盧薑鍾譚陸範賈韋鄒龍陶賀顧龔邵萬錢嚴湯莊聶魯紀"
)
_DOUBLE = (
    "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|端木|歐陽|司馬|諸葛|東方|尉遲"
)
_HAN = "[\u4e00-\u9fff·]"
_NAME = rf"(?:(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}](?:[\u4e00-\u9fff]{{1,2}}?|先生|女士|小姐))"
_STOP = r"(?=$|[^\u4e00-\u9fffA-Za-z]|电话|手机|联系|地址|先生|女士|收(?![\u4e00-\u9fff])|身份|银行|卡号|微信|住|号码|的(?:手机|电话|快递))"
_LABEL = r"(?:收件人|收货人|收貨人|联系人|聯络人|寄件人|发件人|收款人|持卡人|开户人|开户名|户名|姓名|真名|机主|业主|签收人|订货人|下单人|(?:收件|收货|寄件)信息)"
_WORDS = (
    r"on|in|not|the|a|an|and|or|at|to|by|of|for|is|was|it|its|also|still|never|now|so|too|all|only|very|no|yes|there|spelled|"
    r"misspelled|engraved|printed|written|embroidered|wrong|missing|incorrect|correct|here|that|this|with|as|if|but|from|just|"
    r"my|your|i|we|they|he|she|you|been|being|put|listed|required|used|associated|under|please|can|could|ordered|order|need|want"
)
_EN = r"[A-Z][a-z'’]{1,14}(?:-[A-Z][a-z]{1,14})?(?: [A-Z]\.?)?(?: (?:(?:Mc|Mac|O'|van |de )?[A-Z][a-z]{1,14})){0,2}"


class Name(Recogniser):
    """Names after a label.

    >>> {(f.start, f.end) for f in Name().find("收件人:王小明 电话")}
    {(4, 7)}
    """

    TYPE = "name"
    HINT = (
        r"(?:[收寄发]件|[收订]货|联[系络]|收款|持卡|开户|签收|下单)人|[件货]信息|户名|[姓真]名|机主|业主|我叫|名字|名叫|本人叫"
        r"|name(?:'s|:| is| on)|recipient|attn|attention:|(?:ship|deliver|addressed) to|contact(?: person)?:"
        r"|[\u4e00-\u9fff][ ,:]{1,2}1[3-9]\d"
    )
    DENIED = False
    PATTERNS: ClassVar[tuple[Pattern, ...]] = (
        Pattern(
            re.compile(
                rf"(?<![\u4e00-\u9fffA-Za-z\d])(?P<pii>{_NAME})[ ,:，]{{1,2}}(?=1[3-9]\d{{9}}(?!\d))"
            ),
            0.7,
        ),
        Pattern(
            re.compile(rf"{_LABEL}(?:姓名)?\s?(?:[:=]|是|为|叫|写的?)\s?(?P<pii>{_NAME}){_STOP}"),
            0.85,
        ),
        Pattern(re.compile(rf"{_LABEL}(?:姓名)?\s?(?P<pii>{_NAME}){_STOP}"), 0.75),
        Pattern(
            re.compile(
                rf"(?:我叫|我名叫|我的名字(?:叫|是)|本人姓名|本人叫|我名字(?:叫|是))[: ]?(?P<pii>{_NAME}){_STOP}"
            ),
            0.75,
        ),
        Pattern(
            re.compile(
                rf"(?i:my (?:full |real )?name is|my name's|my name:|recipient(?:'s)?(?: name)?(?: is|:)?|attn:?|attention:|ship to:|deliver to:"
                rf"|(?:full |customer |cardholder |card holder )?name:|name on (?:the )?card(?: is|:)|contact(?: person)?:|addressed to)"
                rf"\s?(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?(?P<pii>{_EN})(?![A-Za-z])"
            ),
            0.8,
        ),
        Pattern(
            re.compile(
                rf"(?i:my name is|my name's) (?P<pii>(?!(?:{_WORDS})(?![a-z]))[a-z]{{2,14}}(?: (?!(?:{_WORDS})(?![a-z]))[a-z]{{2,14}})?)(?![A-Za-z])"
            ),
            0.7,
        ),
    )

    def validate(self, value: str) -> bool | None:
        """Refuse words that begin like a name."""
        no_name = _NO_NAMES.fullmatch(value) or value.lower().split()[0] in _WORDS.split("|")
        return False if no_name else None


_NO_NAMES = re.compile(
    "方便|时间|电话|地址|号码|安全|高兴|单独|全部|任何|应该|成功|向我|古怪|许多|何时|何必|何况|任性|高冷|高级|高手|"
    "马上|马虎|管理|解决|简单|游客|文明|温柔|车主|别人|白色|金色|黄色|蓝色|包邮|包装|包裹|关注|关系|连忙|严重|易怒|"
    "时候|时常|华为|小米|米粉|安装|安排|从容|路过|路人|曲折|应当|费用|牛人|牛逼|毛病|万一|万能|万分|项目|季节|成都|"
    "石头|武汉|齐全|全名|全家|和气|平时|明白|段子|贺卡|农村|司机|童鞋|童年|谢谢|谢了|余额|余下|范围|范本|余生|古代|"
    "左右|左边|管用|文件"
)
"""Words that begin with a surname but are no name."""
