"""Single recognisers: what each must mask, and what it must leave."""

from __future__ import annotations

import pytest

from needlens.text.masking import find, mask

MASKED = [
    ("我电话是 138-0013-8000", "我电话是 ⟨phone⟩"),
    ("１３８００１３８０００可以打", "⟨phone⟩可以打"),
    ("打幺三八零零幺三八零零零", "打⟨phone⟩"),
    ("壹叁捌零零壹叁捌零零零", "⟨phone⟩"),
    ("①③⑧⓪⓪①③⑧⓪⓪⓪", "⟨phone⟩"),
    ("(+86)13800138000找我", "(⟨phone⟩找我"),
    ("13800138000/13900139000都可以", "⟨phone⟩/⟨phone⟩都可以"),
    ("13\u200b800138000", "⟨phone⟩"),
    ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "⟨phone⟩\ufe0f\u20e3"),
    ("座机88886666", "座机⟨phone⟩"),
    ("0571-88886666转801", "⟨phone⟩"),
    ("WhatsApp +852 9123 4567", "WhatsApp ⟨phone⟩"),
    ("Phone:4155550132", "Phone:⟨phone⟩"),
    ("ring 020 7946 0958 or 07911 123456", "ring ⟨phone⟩ or ⟨phone⟩"),
    ("身份证号110101199003070038", "身份证号⟨id-card⟩"),
    ("身份證字號A123456789", "身份證字號⟨id-card⟩"),
    ("护照号E12345678", "护照号⟨id-card⟩"),
    ("My SSN is 123-45-6789.", "My SSN is ⟨id-card⟩."),
    ("National Insurance number AB123456C", "National Insurance number ⟨id-card⟩"),
    ("卡号6222 0210 0111 6245 702", "卡号⟨bank-card⟩"),
    ("4111 1111 1111 1111", "⟨bank-card⟩"),
    ("amex 3782 822463 10005", "amex ⟨bank-card⟩"),
    ("工行6222021001116245703", "工行⟨bank-card⟩"),
    ("IBAN DE89 3704 0044 0532 0130 00", "IBAN ⟨bank-card⟩"),
    ("我的邮箱123456@qq.com呢", "我的邮箱⟨email⟩呢"),
    ("abc ＠ qq．com", "⟨email⟩"),
    ("邮箱是zhangsan艾特163点com", "邮箱是⟨email⟩"),
    ("john.smith at gmail dot com", "⟨email⟩"),
    ("vx:zhangsan88", "vx:⟨wechat⟩"),
    ("薇❤abc_123", "薇❤⟨wechat⟩"),
    ("加V: lucky_mm", "加V: ⟨wechat⟩"),
    ("加扣扣1234567890", "加扣扣⟨qq⟩"),
    ("Q:12345678", "Q:⟨qq⟩"),
    ("EMS EE123456784CN", "EMS EE123456784CN"),
    ("EMS EE473124829CN", "EMS ⟨parcel⟩"),
    ("1Z999AA10123456784 lost", "⟨parcel⟩ lost"),
    ("快递单号：773012345678901", "快递单号：⟨parcel⟩"),
    ("北京市朝阳区建国路88号SOHO现代城3号楼1805", "⟨address⟩SOHO⟨address⟩"),
    ("寄到翻斗大街翻斗花园二号楼1001室谢谢", "寄到⟨address⟩谢谢"),
    ("臺北市信義區市府路45號", "⟨address⟩"),
    ("221B Baker Street, London NW1 6XE", "⟨address⟩"),
    ("ship to 12 old mill lane please", "ship to ⟨address⟩ please"),
    ("邮编310000", "邮编⟨address⟩"),
    ("收件人:欧阳娜娜", "收件人:⟨name⟩"),
    ("张三，13800138000", "⟨name⟩，⟨phone⟩"),
    ("My name is Sarah Connor and it broke", "My name is ⟨name⟩ and it broke"),
    ("my IP is 8.8.4.4", "my IP is ⟨ip⟩"),
]

LEFT = [
    "小米手机4999", "1,299.00元", "iPhone 15 Pro Max 256G", "RTX4090 24GB", "6P/7P都能用", "AD-2600", "2019-05-20 12:30:45", "20190520",
    "2019.05.20-2019.06.01", "买了3件，37码", "SKU 12345678", "1234567890", "99.9%", "5.0星", "v10.0.19041.1", "1.2.3.4版本", "9787111213826",
    "978-7-111-21382-6", "6901234567892", "4006381333931", "订单号1234567890123456", "订单号13800138000", "order 4111111111111111", "10086 客服", "95588发的短信",
    "尾号6789", "一百三十八块", "看了一路18号才到", "他家住3楼", "两室一厅", "我住1716房间", "北京市朝阳区", "广东省深圳市发货", "南京路步行街很热闹", "64 GB USB Flash Drive",
    "size 10 st", "my name is not on it", "deliver to store", "联系人方便时打给我", "我叫了车", "QQ音乐30天", "QQ糖500克", "微信iPhone15登录", "wechat is great", "wx5000mAh",
    "@customer_service", "it's at amazon.com", "wait at target dot com", "SN:13800138000", "2-3-4-5 7 8 9 10", "192.168.1.1 router, ip 192.168.0.1",
    "cuts 3 rd of my time", "13 14 15 16 17 18 码都有货",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_masked(text, expected):
    assert mask(text) == expected


@pytest.mark.parametrize("text", LEFT)
def test_left_alone(text):
    assert mask(text) == text


def test_a_right_check_digit_is_surer_than_a_wrong_one():
    right, wrong = find("身份证110101199003070038")[0], find("身份证110101199003070039")[0]
    assert right.probability > wrong.probability >= 0.5
    assert find("110101199013070038") == []
