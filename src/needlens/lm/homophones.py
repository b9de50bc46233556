"""Chinese characters that sound alike: what a pinyin keyboard confuses.

No pronunciation dictionary is needed: the 3,755 common characters of GB 2312 (level 1)
stand in the order of their pinyin, so the first character of each syllable parts them
into 396 groups of equal sound (tones aside, as on a keyboard). A character with several
readings is known by the one the standard files it under.
"""

from __future__ import annotations

from functools import cache

from needlens.text.folding import unify

_FIRST = (
    "啊埃鞍肮凹芭白斑邦苞杯奔崩逼鞭标鳖彬兵玻捕擦猜餐苍操厕层插拆搀昌超车郴撑吃充抽初揣川疮吹春戳疵聪凑粗蹿摧村磋"
    "搭呆耽当刀德蹬堤颠碉跌丁丢东兜都端堆墩掇蛾恩而发藩坊菲芬丰佛否夫噶该干冈篙哥给根耕工钩辜刮乖棺光瑰辊锅"
    "哈骸酣夯壕呵嘿痕哼轰喉呼花槐欢荒灰荤豁击嘉歼僵蕉揭巾荆炯揪鞠捐撅均喀开刊康考坷肯坑空抠枯夸块宽匡亏坤括"
    "垃莱蓝琅捞勒雷棱厘俩联粮撩列琳玲溜龙楼芦驴峦掠抡萝妈埋瞒芒猫么玫门萌眯棉苗蔑民明谬摸谋拇"
    "拿氖南囊挠呢馁嫩能妮蔫娘鸟捏您柠牛脓奴女暖虐挪哦欧啪拍攀乓抛呸喷砰坯篇飘撇拼乒坡扑"
    "期掐牵枪橇切钦青琼秋趋圈缺裙然瓤饶惹壬扔日戎揉茹软蕊闰若撒腮三桑搔瑟森僧莎筛珊墒梢奢砷声师收蔬刷摔栓霜谁吮说斯松搜苏酸虽孙蓑"
    "塌胎坍汤掏特藤梯天挑贴厅通偷凸湍推吞拖挖歪豌汪威瘟嗡挝巫昔瞎掀相萧楔薪星兄休墟轩靴勋"
    "压焉殃邀椰一茵英哟拥幽迂鸳曰耘匝栽咱赃遭责贼怎增扎摘瞻樟招遮珍蒸芝中舟珠抓拽专桩椎谆捉兹鬃邹租钻嘴尊昨"
)
"""The first character of each syllable, in the order of the standard."""


def homophones(character: str) -> str:
    """Return the common characters that sound like one, without itself; "" for others.

    >>> homophones("在"), homophones("遊")[:6], homophones("x")
    ('栽哉灾宰载再', '幽优悠忧尤由', '')
    """
    plain = unify(character)
    return _groups().get(plain, "").replace(plain, "")


@cache
def _groups() -> dict[str, str]:
    groups: dict[str, str] = {}
    group = ""
    for character in (*_common(), ""):
        if character in _FIRST:
            groups.update(dict.fromkeys(group, group))
            group = ""
        group += character
    return groups


def _common() -> str:
    """Return the characters of GB 2312, level 1 (rows 16 to 55), in their order."""
    codes = ((row, cell) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    last = (0xD7, 0xF9)
    return "".join(bytes(code).decode("gb2312") for code in codes if code <= last)
