"""Copies made from a seed: which pairs are near-copies is counted with plain Python sets."""

from __future__ import annotations

import random
import time
from itertools import combinations

import numpy as np
import polars as pl
import pytest

from needlens.text.duplicates import groups, signatures
from needlens.text.folding import fold

ZH = {
    "thing": [
        "屏幕",
        "电池",
        "包装",
        "物流",
        "客服",
        "颜色",
        "尺码",
        "面料",
        "做工",
        "味道",
        "价格",
        "音质",
        "按键",
        "镜头",
        "鞋底",
        "拉链",
        "说明书",
        "充电器",
    ],
    "how": ["非常", "比较", "真的", "有点", "特别", "稍微", "一直", "确实"],
    "is": [
        "满意",
        "失望",
        "结实",
        "粗糙",
        "便宜",
        "昂贵",
        "清楚",
        "模糊",
        "耐用",
        "难看",
        "舒服",
        "沉重",
        "及时",
        "缓慢",
        "热情",
        "冷淡",
    ],
    "more": [
        "下次还会再来",
        "已经推荐给同事",
        "打算申请退货",
        "孩子用了也说好",
        "比实体店划算",
        "跟图片不太一样",
        "用了两个星期",
    ],
}
EN = {
    "thing": [
        "screen",
        "battery",
        "parcel",
        "courier",
        "colour",
        "fabric",
        "zipper",
        "manual",
        "charger",
        "speaker",
        "lens",
        "keyboard",
    ],
    "how": ["really", "rather", "somewhat", "always", "hardly", "surprisingly"],
    "is": [
        "sturdy",
        "cheap",
        "blurry",
        "comfortable",
        "heavy",
        "helpful",
        "flimsy",
        "bright",
        "noisy",
        "reliable",
        "awful",
        "gorgeous",
    ],
    "more": [
        "my sister wants one",
        "sent it back twice",
        "worth the money",
        "after three weeks of use",
    ],
}


def zh(rng: random.Random) -> str:
    parts = [
        rng.choice(ZH["thing"]) + rng.choice(ZH["how"]) + rng.choice(ZH["is"])
        for _ in range(rng.randint(5, 9))
    ]
    return "，".join([*parts, rng.choice(ZH["more"])]) + "。"


def en(rng: random.Random) -> str:
    parts = [
        f"the {rng.choice(EN['thing'])} is {rng.choice(EN['how'])} {rng.choice(EN['is'])}"
        for _ in range(rng.randint(3, 6))
    ]
    return ", ".join([*parts, rng.choice(EN["more"])]) + "."


def copied(text: str, rng: random.Random) -> str:
    """Change only what does not count: signs, emoji, width, case, spaces."""
    text = text.replace("，", rng.choice(["，", ",", " ", "！", "～"]))
    wide = {c: chr(ord(c) + 0xFEE0) for c in "abcdefgh"}
    text = text.translate(str.maketrans(wide)) if rng.random() < 0.3 else text.upper()
    return text + rng.choice(["", "👍👍", "!!!", " ^_^"])


def edited(text: str, rng: random.Random) -> str:
    """Drop, repeat or replace up to three characters and perhaps add an ending."""
    letters = list(text)
    for _ in range(rng.randint(1, 3)):
        letters[rng.randrange(len(letters))] = rng.choice(["", "的", "x", "很好"])
    return "".join(letters) + rng.choice(["", "赞", "五星", "ok"])


def grams(text: str) -> set[str]:
    kept = "".join(c for c in fold(text).text if c.isalnum())
    size = 3 if any("\u3400" <= c < "\ufb00" for c in kept) else 5
    return {kept[i : i + size] for i in range(len(kept) - size + 1)}


def corpus(n: int, seed: int) -> tuple[list[str], list[int]]:
    rng = random.Random(seed)
    texts, sources = [], []
    for source in range(n):
        text = zh(rng) if source % 2 else en(rng)
        copies = [text, copied(text, rng), *(edited(text, rng) for _ in range(3))]
        texts += copies
        sources += [source] * len(copies)
    return texts, sources


def test_recall_and_precision_on_copies_and_edits() -> None:
    texts, sources = corpus(600, seed=7)
    group = groups(pl.Series(texts)).to_list()
    sets = [grams(text) for text in texts]
    near = found = 0
    for first in range(0, len(texts), 5):
        for a, b in combinations(range(first, first + 5), 2):
            if len(sets[a] & sets[b]) >= 0.8 * len(sets[a] | sets[b]):
                near += 1
                found += group[a] == group[b]
    assert near > 2_000
    assert found / near >= 0.98
    of: dict[int, set[int]] = {}
    for source, key in zip(sources, group, strict=True):
        of.setdefault(key, set()).add(source)
    pure = sum(len(members) == 1 for members in of.values())
    assert pure / len(of) >= 0.995


def test_copies_that_differ_in_signs_only_are_always_one_group() -> None:
    rng = random.Random(1)
    for make in (zh, en):
        texts = [make(rng) for _ in range(200)]
        both = groups(pl.Series(texts + [copied(text, rng) for text in texts])).to_list()
        assert both[:200] == both[200:]
    first, second = groups(pl.Series(["電池著急用，很好", "电池着急用很好！"]))
    assert first == second


def test_groups_do_not_depend_on_the_order_of_rows() -> None:
    texts, _ = corpus(150, seed=3)
    order = list(range(len(texts)))
    random.Random(5).shuffle(order)
    straight = groups(pl.Series(texts))
    shuffled = groups(pl.Series([texts[i] for i in order]))
    assert straight.gather(order).to_list() == shuffled.to_list()


def test_short_blank_and_sign_only_texts() -> None:
    texts = [
        "很好",
        "很好！",
        "很好的",
        "",
        None,
        "  ",
        "👍👍",
        "👍 👍",
        "😡",
        "质量不错啊",
        "质量不错哦",
    ]
    group = groups(pl.Series("text", texts))
    assert group.name == "text" and group.dtype == pl.UInt64 and group.null_count() == 0
    a = group.to_list()
    assert a[0] == a[1] != a[2]
    assert a[3] == a[4] == a[5] == 0
    assert a[6] == a[7] != a[8]
    assert a[9] != a[10]
    assert groups(pl.Series([], dtype=pl.String)).to_list() == []


@pytest.mark.parametrize("ending", ["", "编号{i}", "{i} thanks"])
def test_a_flood_costs_no_more_than_its_length(ending: str) -> None:
    body = (
        "这款手机真的很好用，屏幕清晰，电池耐用，拍照也不错，客服回复及时，包装完好，值得购买" * 2
    )
    flood = [body + ending.format(i=i % 97) for i in range(20_000)] + ["完全不同的一条评价内容"]
    start = time.process_time()
    group = groups(pl.Series(flood))
    assert time.process_time() - start < 5
    assert group.n_unique() == 2


def test_unlike_texts_with_a_common_beginning_stay_apart_and_are_quick() -> None:
    rng = random.Random(2)
    flood = ["这款手机真的很好用，" + zh(rng) + zh(rng) for _ in range(8_000)]
    start = time.process_time()
    assert groups(pl.Series(flood)).n_unique() > 7_990
    assert time.process_time() - start < 8


def test_signatures_are_the_same_everywhere() -> None:
    rows = signatures(pl.Series(["质量很好，物流也很快！", "Fast delivery, nice box", "好", None]))
    assert rows.shape == (4, 16) and rows.dtype == np.uint64
    assert not rows[2:].any()
    assert [int(row[0] % 1_000_003) for row in rows[:2]] == PINNED
    texts, _ = corpus(30, seed=9)
    many = pl.Series(texts * 200)
    assert (signatures(many)[-5:] == signatures(many[-5:])).all()


PINNED = [328_552, 454_689]
