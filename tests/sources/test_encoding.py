"""The encoding of real-looking shop files, and of files that try to look like another."""

from __future__ import annotations

import io
import random

import pytest

from needlens.errors import SourceError
from needlens.sources.encoding import codec_of, detect, sample

SIMPLIFIED = [
    "订单编号,商品名称,评价内容,评价时间",
    "8801,保温杯500ml,杯子质量不错，保温效果也好，就是盖子有点紧,2024-03-05",
    "8802,运动鞋,鞋子穿着很舒服，物流也快，客服态度一般,2024-03-06",
    "8803,充电宝,收到就坏了，要求退换，等了三天没人理,2024-03-07",
    "8804,连衣裙,颜色和图片一样，码数偏小，建议买大一码,2024-03-08",
]
TRADITIONAL = [
    "訂單編號,商品名稱,評價內容,評價時間",
    "8801,保溫杯,杯子品質不錯，保溫效果也很好，就是蓋子有點緊,2024-03-05",
    "8802,運動鞋,鞋子穿起來很舒服，出貨也快，客服態度普通,2024-03-06",
    "8803,行動電源,收到就壞了，要求退換貨，等了三天沒有人理會,2024-03-07",
]


@pytest.mark.parametrize(
    ("lines", "codec", "name"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (["id,text", "1,good", "2,bad"], "utf-16-le", "utf-16-le"),
        (["id,text", "1,good"], "ascii", "utf-8"),
    ],
)
def test_without_a_mark_the_text_tells(lines, codec, name):
    found = detect("\n".join(lines).encode(codec))
    assert (found.name, found.certain) == (name, True)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(codec):
    found = detect("评价,good".encode(codec))
    assert found.certain
    assert found.name.startswith(codec[:5])


def test_big5_and_gb18030_are_told_apart_by_everyday_characters_even_in_short_files():
    rng = random.Random(7)
    for _ in range(100):
        cells = [cell for line in SIMPLIFIED[1:] for cell in line.split(",")[1:3]]
        text = "\n".join(rng.sample(cells, 2))
        assert detect(text.encode("gbk")).name == "gb18030", text
        cells = [cell for line in TRADITIONAL[1:] for cell in line.split(",")[1:3]]
        text = "\n".join(rng.sample(cells, 2))
        assert detect(text.encode("big5")).name == "big5", text


def test_other_scripts():
    western = (
        "Produit,Avis\n1,Très bon café à un prix doux\n2,Größe fällt klein aus, schöne Qualität"
    )
    assert detect(western.encode("cp1252")).name == "cp1252"
    assert not detect(western.encode("cp1252")).certain
    japanese = (
        "商品,レビュー\n1,とても使いやすいです。買ってよかった\n2,サイズが小さいので交換しました"
    )
    assert detect(japanese.encode("shift_jis")).name == "shift_jis"
    korean = "상품,리뷰\n1,배송이 빠르고 품질이 좋아요\n2,사이즈가 작아서 교환했어요"
    assert detect(korean.encode("euc_kr")).name == "euc_kr"


def test_one_broken_line_does_not_turn_utf8_into_something_else():
    lines = [line.encode() for line in SIMPLIFIED]
    lines[2] = lines[2][:20] + b"\xff\xfe" + lines[2][20:]
    found = detect(b"\n".join(lines))
    assert (found.name, found.certain) == ("utf-8", False)


def test_one_broken_line_does_not_turn_gb18030_into_something_else():
    lines = [line.encode("gbk") for line in SIMPLIFIED]
    lines[2] += b"\xff\xff"
    assert detect(b"\n".join(lines)).name == "gb18030"


def test_noise_is_a_guess():
    assert not detect(random.Random(1).randbytes(5000)).certain


def test_nothing_and_a_lone_mark():
    assert detect(b"").name == "utf-8"
    assert detect(b"\xef\xbb\xbf").name == "utf-8"


def test_the_sample_of_a_large_file_reaches_its_end():
    head = b"id,text\n" + b"1,plain words only\n" * 250_000
    raw = head + "2,物流很快，质量也不错\n".encode("gbk") * 1000
    assert detect(raw[: 1 << 20]).name == "utf-8"
    taken = sample(io.BytesIO(raw))
    assert len(taken) <= 3 << 20
    assert detect(taken).name == "gb18030"


def test_labels_mean_what_their_writers_mean():
    assert codec_of("GBK") == codec_of("gb2312") == "gb18030"
    assert codec_of("latin-1") == "cp1252"


@pytest.mark.parametrize("name", ["utf-88", "hex", "idna", "utf-7", "", "中文"])
def test_an_unknown_label_is_a_sentence(name):
    with pytest.raises(SourceError, match="unknown encoding"):
        codec_of(name)


def test_nul_bytes_do_not_turn_gb18030_into_utf16():
    lines = [*SIMPLIFIED, "9,长" + "长" * 200_000]
    raw = "\n".join(lines).encode("gb18030").replace(b"2024", b"20\x0024")
    assert detect(raw).name == "gb18030"


def test_nul_characters_in_utf16_do_not_hide_it():
    raw = "\n".join(SIMPLIFIED).replace("2024-03-05", "2024\x00").encode("utf-16-be")
    assert detect(raw).name == "utf-16-be"


def test_few_characters_beyond_ascii():
    lines = ["id,price,date", *(f"{i},19.9,2024-03-05" for i in range(50))]
    assert detect("\n".join([*lines, "51,￥5,x"]).encode("gbk")).name == "gb18030"
    assert detect("\n".join([*lines, "评价,好"]).encode() + b"\n52,\xff\xfe,x").name == "utf-8"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_long_line_whose_end_tells(codec):
    text = "id,text\n1," + "plain words " * 500 + "，质量很好，物流也快\n"
    assert detect(text.encode(codec) + b"\n2,\xff\n").name == codec
