"""Postal addresses: chains of Chinese levels, English street lines, postcodes.

A Chinese address is read level by level (省 市 区 街道 路 号 小区 栋 单元 室); levels that
follow one another are a chain, and a chain is masked when it is detailed enough to find
a door. A region alone (浙江省杭州市) is no personal data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from needlens.text.masking._found import Found
from needlens.text.masking._recogniser import Pattern, Recogniser

_N = r"(?:\d{1,5}[A-Za-z]?(?:-\d{1,5}){0,2}|[一二三四五六七八九十百零〇两]{1,5}|[A-Za-z]\d{0,3}|[甲乙丙丁])"
_C = r"(?:[\u4e00-\u9fff](?<![我你他她它们的了在到住寄送是把给请叫与从址改为為去往被让就也很这那吗呢吧啊]))"
_PROVINCE = (
    "北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|"
    "陕西|甘肃|青海|台湾|臺灣|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_ESTATE = (
    "小区|花园|公寓|家园|新村|广场|大厦|花苑|雅苑|名苑|佳苑|嘉苑|家苑|华府|名府|公馆|名邸|豪庭|新城|社区|校区|大学|学院|宿舍|"
    "中心|名都|别墅|山庄|御园|华庭|御府|雅居|名城|湾|苑|城|园|府|庭|轩|郡|邨|庄"
)
_ROADS = (
    r"(?:大道|大街|胡同|公路|街道办|(?<![一半走上下铁网线套思有这那电出问带老管通道回来])路|街|巷)"
)
_LEVELS = re.compile(
    rf"(?P<province>(?:{_PROVINCE})(?:壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)?(?: [\u4e00-\u9fff]{{2,4}}(?= ))?)"
    rf"|(?P<town>{_C}{{1,6}}?(?:街道|镇|乡)(?![\u4e00-\u9fff]?[下愁]))"
    rf"|(?P<city>{_C}{{1,5}}?(?:市|自治州|盟)(?![场面值]))"
    rf"|(?P<district>{_C}{{1,5}}?(?:新区|开发区|高新区|区|县|旗)(?!别|分|域|间))"
    rf"|(?P<road>{_C}{{1,6}}?{_ROADS}(?:[东西南北中]?(?:一|二|三|四|\d)?段|[东西南北中](?![\u4e00-\u9fff]))?)"
    rf"|(?P<village>{_C}{{1,5}}?(?:村|屯)(?:{_N}[组社队])?)"
    rf"|(?P<unit>{_N}(?:单元|门(?![口前外卡])))"
    rf"|(?P<building>{_N}(?:号楼|号院|栋|幢|座|楼栋|#楼|号门)|(?<=[城园苑区湾庭府号期墅寓厦])\d{{1,2}}-(?:\d{{1,2}}-)?\d{{3,4}}(?![\d.室-]))"
    rf"|(?P<room>(?:{_N}(?:层|楼)){{0,1}}(?:\d{{1,5}}(?:-\d{{1,4}})?|{_N})(?:室(?!.厅)|房(?!间|[一二两\d]厅)|户(?!型|外))|(?<=[元栋幢座楼])\d{{3,4}}(?!\d|元|块))"
    rf"|(?P<floor>{_N}(?:层|楼|期|区))"
    rf"|(?P<lane>{_N}弄)"
    rf"|(?P<number>(?:{_N}[组队])?{_N}号(?:之\d)?(?!线|机|电池|色|[才到发下收买签]))"
    rf"|(?P<estate>{_C}{{2,7}}?(?:{_ESTATE}))"
)
_CHAIN_HINT = (
    r"[省市区县旗盟镇乡道路街巷同村屯弄段号楼栋幢座元门层期邨庄城园府庭轩郡苑湾心墅邸馆厦场寓队社组学院舍东西南北中]"
    r"[ ,·-]{0,2}[\da-z零〇一二两三四五六七八九十百甲乙丙丁-]{1,8}(?:[号栋幢座门室房户楼组]|单元)|[城园苑区湾庭府号期墅寓厦]\d{1,3}-\d{1,3}|[元栋幢座楼]\d{3}"
    r"|[省市].{0,6}[市区县旗].{0,8}[镇乡路街村道巷]"
)
_POINTS = {"building": 2, "unit": 2, "room": 2, "floor": 0}
_STREETLIKE = {"road", "lane", "village", "estate", "town"}
_LEAD = re.compile(r"(?:还有|位于|地处|坐落|就是|附近|邮寄|对面|改|老家|新(?!疆))+")
_CHINESE = re.compile(_CHAIN_HINT)
_NEAR = re.compile(
    r"地址|住址|住在|我住|家住|家在|收货|收件|寄到|寄往|寄去|寄回|送到|送去|送往|搬到|位于|发到|发往|派送|配送|改到|改成|上门|门牌"
)
_STREET = r"(?:(?:[NSEW]{1,2}\.?|North|South|East|West|Old|Upper|Lower|\d{1,3}(?:st|nd|rd|th)|[A-Z][A-Za-z'’]+\.?) ){1,4}"
_SURE_WORDS = "Street|St(?! [A-Z])|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Terrace|Crescent|Parkway|Pkwy|Highway|Hwy"
_VAGUE_WORDS = "St|Drive|Dr|Court|Ct|Place|Pl|Way|Close|Square|Sq|Circle|Cir|Trail|Trl|Gardens|Grove|Hill|Row|Mews|Walk|Plaza"
_LOWER_WORDS = "street|avenue|ave|road|rd|boulevard|blvd|lane|drive|court|place|terrace|crescent|st"
_SURE = rf"(?:{_SURE_WORDS}|(?i:street|avenue|ave|road|rd))(?![A-Za-z])\.?"
_VAGUE = rf"(?:{_VAGUE_WORDS})(?![A-Za-z])\.?"
_FLAT = r"(?:,? ?(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Room|No|#)\.? ?#?[A-Za-z]?\d{0,5}[A-Za-z]?(?![A-Za-z\d]))"
_STATE = r"(?:A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY])"
_UK = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?![A-Za-z\d])"
_TAIL = rf"(?:,? [A-Z][A-Za-z]+(?: [A-Z][a-z]+)?,? (?:{_STATE}(?: \d{{5}}(?:-\d{{4}})?)?|{_UK})(?![A-Za-z\d]))"
_HOUSE = rf"(?<![A-Za-z\d.$£€¥-])(?:{_FLAT},? )?\d{{1,5}}[A-Za-z]?(?:-\d{{1,4}})? "
_LOWER = rf"(?:{_LOWER_WORDS})(?![A-Za-z])"


class Address(Recogniser):
    """Where a person lives or gets parcels.

    >>> {(f.start, f.end) for f in Address().find("寄到杭州市西湖区文三路478号3栋502室,谢谢")}
    {(2, 21)}
    """

    TYPE = "address"
    HINT = (
        rf"{_CHAIN_HINT}|邮编|邮政编码|zip|post ?code|postal|p\.? ?o\.? ?box|(?-i:[A-Z]{{2}}),? \d{{5}}"
        rf"|\d[a-z]? (?:(?-i:[A-Z])[a-z'’.]* |\d{{1,3}}[a-z]{{2}} ){{1,4}}(?:{_VAGUE_WORDS}|{_LOWER_WORDS}|ln|parkway|pkwy|highway|hwy)"
        rf"|\d[a-z]? (?:[a-z]+ ){{1,3}}(?:{_LOWER_WORDS})(?:[^a-z]|$)"
    )
    CONTEXT = r"address|\blive|living|deliver|ship|send|sent|mail|moved|home|house|located|resid|come to|pick up"
    BEFORE = 40
    DENIED = False
    PATTERNS: ClassVar[tuple[Pattern, ...]] = (
        Pattern(re.compile(_HOUSE + _STREET + _SURE + _FLAT + "?" + _TAIL + "?"), 0.7),
        Pattern(re.compile(_HOUSE + _STREET + _VAGUE + _FLAT + "?"), 0.1),
        Pattern(re.compile(_HOUSE + _STREET + _VAGUE + _FLAT + "?" + _TAIL), 0.9),
        Pattern(
            re.compile(
                _HOUSE
                + r"(?:(?!(?:and|this|the|an?|of|to|in|on|for|from|or|more|other|best|years?|hours?|days?|times?|stars?|min|minutes?|way|mile|blocks?) )[a-z]+ ){1,3}"
                + _LOWER
                + _FLAT
                + "?",
                re.I,
            ),
            0.1,
        ),
        Pattern(re.compile(r"(?<![A-Za-z])(?i:p\.? ?o\.? ?box) \d{1,6}(?!\d)"), 0.8),
        Pattern(
            re.compile(
                rf"(?<![A-Za-z\d])(?:[A-Z][a-z]+,? )?{_STATE},? \d{{5}}(?:-\d{{4}})?(?![A-Za-z\d-])"
            ),
            0.7,
        ),
        Pattern(
            re.compile(
                r"(?i:邮编|邮政编码|zip(?: code|code)?|post ?code|postal code)(?i:号码|是|为|is|[: ]){0,3}"
                rf"(?P<pii>\d{{5,6}}(?:-\d{{4}})?|{_UK})(?![A-Za-z\d])"
            ),
            0.8,
        ),
    )

    def find(self, text: str) -> Iterator[Found]:
        """Yield English lines and postcodes, then Chinese chains."""
        yield from super().find(text)
        if not _CHINESE.search(text):
            return
        chain: list[re.Match[str]] = []
        for level in _LEVELS.finditer(text):
            if chain and not _adjoin(text, chain[-1].end(), level.start()):
                yield from _chain(text, chain)
                chain = []
            chain.append(level)
        yield from _chain(text, chain)


def _adjoin(text: str, end: int, start: int) -> bool:
    return start == end or (start - end <= 2 and not text[end:start].strip(" ,-·"))


def _chain(text: str, chain: list[re.Match[str]]) -> Iterator[Found]:
    """Yield the chain when its levels lead to a door."""
    kinds = [str(level.lastgroup) for level in chain]
    points = sum(_POINTS.get(kind, 1) for kind in set(kinds))
    door = not {"building", "unit", "room"}.isdisjoint(kinds)
    if any(a in _STREETLIKE and b == "number" for a, b in pairwise(kinds)):
        door, points = True, points + 1
    if points < 3:
        return
    start, end = chain[0].start(), chain[-1].end()
    near = bool(_NEAR.search(text[max(0, start - 12) : start + 4]))
    if door or (near and points >= 4):
        if lead := _LEAD.match(text, start, chain[0].end()):
            start = lead.end()
        yield Found("address", start, end, 0.9 if near else 0.75)
