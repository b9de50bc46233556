"""Made-up personal data in the forms people write it, from a random generator."""

from __future__ import annotations

import random
import re

from needlens.text.masking.bank_card import luhn
from needlens.text.masking.id_card import check_digit


def words(text: str) -> list[str]:
    return text.split()


FULL = str.maketrans("0123456789@.", "０１２３４５６７８９＠．")


def digits(rng: random.Random, n: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(n))


def mobile(rng: random.Random) -> str:
    prefix = rng.choice(
        words(
            "130 131 133 135 136 137 138 139 147 150 151 155 158 159 166 173 177 180 185 186 188 189 191 198 199"
        )
    )
    return prefix + digits(rng, 8)


def phone_zh(rng: random.Random) -> str:
    m = mobile(rng)
    landline = (
        rng.choice(words("010 021 0571 0755 028 020")) + "-" + rng.choice("2568") + digits(rng, 7)
    )
    forms = [m] * 6 + [
        f"{m[:3]} {m[3:7]} {m[7:]}",
        f"{m[:3]}-{m[3:7]}-{m[7:]}",
        f"+86 {m}",
        f"+86-{m[:3]}-{m[3:7]}-{m[7:]}",
        f"0086{m}",
        f"86{m}",
        m.translate(FULL),
        m.translate(str.maketrans("0123456789", "零一二三四五六七八九")),
        m.translate(str.maketrans("0123456789", "零幺二三四五六七八九")),
        landline,
        f"({landline.split('-')[0]}){landline.split('-')[1]}",
        f"{landline}转{digits(rng, 3)}",
        f"400-{digits(rng, 3)}-{digits(rng, 4)}",
        f"09{digits(rng, 2)}-{digits(rng, 3)}-{digits(rng, 3)}",
    ]
    return rng.choice(forms)


def phone_en(rng: random.Random) -> str:
    a, b, c = (
        rng.choice(["212", "415", "303", "646", "917", "206"]),
        rng.choice("2345678") + digits(rng, 2),
        digits(rng, 4),
    )
    forms = [
        f"({a}) {b}-{c}", f"{a}-{b}-{c}", f"{a}.{b}.{c}", f"{a} {b} {c}", f"+1 {a} {b} {c}", f"+1-{a}-{b}-{c}", f"1-{a}-{b}-{c}",
        f"+1{a}{b}{c}", f"07{digits(rng, 3)} {digits(rng, 6)}", f"07{digits(rng, 9)}", f"+44 7{digits(rng, 3)} {digits(rng, 6)}",
        f"+44 (0)20 7{digits(rng, 3)} {digits(rng, 4)}", f"020 7{digits(rng, 3)} {digits(rng, 4)}", f"+49 171 {digits(rng, 7)}",
        f"+33 6 {digits(rng, 2)} {digits(rng, 2)} {digits(rng, 2)} {digits(rng, 2)}", f"+86 {mobile(rng)}", f"+65 9{digits(rng, 3)} {digits(rng, 4)}",
    ]  # fmt: skip
    return rng.choice(forms)


def resident_id(rng: random.Random) -> str:
    region = rng.choice(
        ["110101", "310104", "330106", "440305", "510107", "420111", "320583", "610113", "350203"]
    )
    born = f"{rng.randint(1950, 2012)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    first = region + born + digits(rng, 3)
    return first + check_digit(first)


def id_zh(rng: random.Random) -> str:
    n = resident_id(rng)
    forms = [n] * 6 + [
        n.lower(),
        f"{n[:6]} {n[6:14]} {n[14:]}",
        f"{n[:6]}-{n[6:14]}-{n[14:]}",
        n.translate(FULL),
    ]
    return rng.choice([*forms, n[:6] + n[8:17]])


def id_en(rng: random.Random) -> str:
    ssn = f"{rng.randint(100, 665)}-{rng.randint(10, 99)}-{rng.randint(1000, 9999)}"
    return rng.choice([ssn, ssn, resident_id(rng)])


def card(rng: random.Random) -> str:
    first = rng.choice(
        ["622202", "621700", "622848", "621661", "4532", "4716", "5424", "5188", "6011"]
    )
    length = rng.choice([16, 19]) if first.startswith("62") else 16
    body = first + digits(rng, length - 1 - len(first))
    return next(body + d for d in "0123456789" if luhn(body + d))


def bank(rng: random.Random) -> str:
    n = card(rng)
    fours = re.findall(".{1,4}", n)
    return rng.choice(
        [n, n, n, " ".join(fours), " ".join(fours), "-".join(fours), n.translate(FULL)]
    )


def iban(rng: random.Random) -> str:
    bban = "WEST" + digits(rng, 14)
    number = "".join(str(int(c, 36)) for c in bban + "GB00")
    text = f"GB{98 - int(number) % 97:02}{bban}"
    return rng.choice([text, " ".join(re.findall(".{1,4}", text))])


def bank_en(rng: random.Random) -> str:
    return rng.choice(
        [bank(rng), bank(rng), bank(rng), iban(rng), f"37{digits(rng, 0)}" + amex(rng)[2:]]
    )


def amex(rng: random.Random) -> str:
    body = "37" + digits(rng, 12)
    return next(body + d for d in "0123456789" if luhn(body + d))


LOCALS = words(
    "lilei han.meimei wang_xm zhao88 sunny.day mary.jones tom-b k.chen xiaoyu1990 88215530 order.help a_b_c jdoe99"
)
DOMAINS = words(
    "qq.com 163.com gmail.com outlook.com sina.com.cn foxmail.com mail.example.org yahoo.co.uk company-post.net 126.com"
)


def email(rng: random.Random) -> str:
    local, domain = rng.choice(LOCALS), rng.choice(DOMAINS)
    forms = [f"{local}@{domain}"] * 7 + [
        f"{local}＠{domain}", f"{local}@{domain}".translate(FULL), f"{local} @ {domain}", f"{local}(at){domain}",
        f"{local} [at] {domain.replace('.', ' [dot] ')}", f"{local}+shop@{domain}", f"{local.upper()}@{domain.upper()}",
    ]  # fmt: skip
    return rng.choice(forms)


def email_zh(rng: random.Random) -> str:
    local = rng.choice(LOCALS)
    return rng.choice([email(rng)] * 6 + [f"{local}艾特qq点com", f"{local}@163点com"])


def email_en(rng: random.Random) -> str:
    return rng.choice(
        [email(rng)] * 8 + [f"{rng.choice(LOCALS)} at {rng.choice(['gmail', 'outlook'])} dot com"]
    )


CITIES = [
    ("浙江省", "杭州市", "西湖区"), ("江苏省", "苏州市", "姑苏区"), ("广东省", "深圳市", "南山区"), ("四川省", "成都市", "武侯区"),
    ("湖北省", "武汉市", "洪山区"), ("", "上海市", "徐汇区"), ("", "北京市", "海淀区"), ("河南省", "郑州市", "金水区"),
    ("福建省", "厦门市", "思明区"), ("陕西省", "西安市", "雁塔区"), ("山东省", "青岛市", "市南区"), ("湖南省", "长沙市", "岳麓区"),
    ("广西", "南宁市", "青秀区"), ("新疆", "乌鲁木齐市", "天山区"), ("浙江", "宁波", "鄞州区"), ("", "重庆市", "渝北区"),
]  # fmt: skip
ROADS = words(
    "文三路 人民路 中山北路 建设大道 解放街 学院路 长江西路 和平巷 龙阳大道 科技南十二路 花园路 东风东路 迎宾大道"
)
ESTATES = words(
    "阳光花园 万科城 翠湖小区 金色家园 碧水湾 东方名城 玉兰苑 水岸新村 锦绣华府 星河公寓"
)


def address_zh(rng: random.Random) -> str:
    province, city, district = rng.choice(CITIES)
    road, estate = rng.choice(ROADS), rng.choice(ESTATES)
    n, b, u, r = (
        rng.randint(1, 999),
        rng.randint(1, 30),
        rng.randint(1, 4),
        rng.randint(1, 28) * 100 + rng.randint(1, 6),
    )
    forms = [
        f"{province}{city}{district}{road}{n}号{estate}{b}栋{u}单元{r}室",
        f"{province}{city}{district}{road}{n}号",
        f"{city}{district}{road}{n}号{b}号楼{r}",
        f"{district}{estate}{b}幢{u}单元{r}",
        f"{road}{n}弄{b}号{r}室",
        f"{estate}{b}栋{u}单元{r}室",
        f"{province} {city} {district} {road} {n}号 {estate} {b}-{u}-{r}室",
        f"{province}{city}{district}桃源街道{road}{n}号{b}座{r}",
        f"{province}{city}安平县石桥镇柳树村{n}号",
        f"{city}{district}{road}与{rng.choice(ROADS)}交叉口{estate}{b}号楼{u}单元{r}室"[
            len(city) :
        ],
        f"{city}{district}{road}{'一二三四五六七八九'[n % 9]}号院{b}号楼{u}门{r}室",
        f"{road}{n}号",
    ]
    return rng.choice(forms).replace("与", "")


STREETS = words("Maple Oak Baker Church Washington Sunset Cedar Victoria Elm Highland Park Lincoln")
TOWNS = [
    ("Springfield", "IL", "62704"),
    ("Austin", "TX", "78701"),
    ("Portland", "OR", "97205"),
    ("Denver", "CO", "80203"),
]


def address_en(rng: random.Random) -> str:
    n, street, (town, state, code) = rng.randint(2, 4999), rng.choice(STREETS), rng.choice(TOWNS)
    forms = [
        f"{n} {street} Street", f"{n} {street} Ave, Apt {n % 40 + 1}B, {town}, {state} {code}", f"{n} {street} Rd, {town}, {state} {code}",
        f"{n} N {street} Blvd", f"{n} {street} Drive, {town}, {state} {code}", f"Flat {n % 9 + 1}, {n % 200} {street} Road, London NW{n % 9 + 1} 6XE",
        f"{n} {street} Lane, {town}, {state}", f"{n} West {n % 90 + 10}th St, Apt {n % 30}", f"P.O. Box {n}", f"{n} {street.upper()} St.",
    ]  # fmt: skip
    return rng.choice(forms)


def wechat(rng: random.Random) -> str:
    return rng.choice(
        [
            f"lily_{digits(rng, 3)}",
            f"wxid{digits(rng, 5)}",
            f"xiaomei{digits(rng, 4)}",
            f"a{digits(rng, 7)}",
            f"chen-hui{digits(rng, 2)}",
        ]
    )


def qq(rng: random.Random) -> str:
    return rng.choice("123456789") + digits(rng, rng.randint(5, 9))


def parcel(rng: random.Random) -> str:
    return rng.choice([
        f"SF{digits(rng, 13)}", f"YT{digits(rng, 13)}", f"JDVB{digits(rng, 11)}", f"ZTO{digits(rng, 12)}", f"JT{digits(rng, 13)}",
        f"1Z{digits(rng, 3)}AA{digits(rng, 11)}", f"94{digits(rng, 20)}",
    ])  # fmt: skip


def parcel_said(rng: random.Random) -> str:
    return rng.choice(
        [f"77{digits(rng, 13)}", f"43{digits(rng, 13)}", digits(rng, 12), parcel(rng)]
    )


def name_zh(rng: random.Random) -> str:
    return rng.choice("王李张刘陈杨赵黄周吴欧").replace("欧", "欧阳") + rng.choice(
        words("伟 芳 小明 丽娟 志强 梓涵 雨 建国 秀英 海燕 思远")
    )


def name_en(rng: random.Random) -> str:
    return f"{rng.choice(words('John Mary Carlos Priya Emily David Fatima Wei'))} {rng.choice(words('Smith Johnson Garcia Patel Brown Lee Hassan Miller'))}"


MAKERS = {
    "phone": (phone_zh, phone_en), "id-card": (id_zh, id_en), "bank-card": (bank, bank_en), "email": (email_zh, email_en),
    "address": (address_zh, address_en), "wechat": (wechat, wechat), "qq": (qq, qq), "parcel": (parcel, parcel),
    "parcel-said": (parcel_said, parcel_said), "name": (name_zh, name_en), "mobile": (lambda r: mobile(r), lambda r: mobile(r)),
}  # fmt: skip
