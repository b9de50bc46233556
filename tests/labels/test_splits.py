"""Splits do not leak; a random one of the same records does."""

import random
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from needlens.errors import UserError
from needlens.labels import leaks, split

THINGS = (["杯子", "台灯", "枕头", "毛巾", "书包", "雨伞", "手套", "地毯", "水壶", "帽子", "闹钟", "风扇"],
          ["kettle", "lamp", "pillow", "towel", "backpack", "umbrella", "glove", "carpet", "bottle", "clock"])  # fmt: skip
PARTS = (
    ["用了{n}天就坏了", "比图片上小了{n}厘米", "味道过了{n}天才散", "等了{n}天才收到", "第{n}次买了"],
    ["broke after {n} days", "is {n} inches smaller than shown", "came {n} days late",
     "was worth every one of the {n} dollars", "is my purchase number {n}"],
)  # fmt: skip
ENDS = (["，有点失望", "，家里人都喜欢", "，客服也没给说法", "，下次再看看", "，朋友推荐的"],
        [", a bit sad", " and my family loves it", ", nobody replied", ", we shall see"])  # fmt: skip


def reviews(n=2000, seed=11):
    """Reviews by 600 customers in two languages; a sixth are copies, some with small changes."""
    rng = random.Random(seed)
    rows = []
    for i in range(n):
        side = rng.randrange(2)
        if rows and rng.random() < 1 / 6:
            text = rng.choice(rows)["text"] + rng.choice(["", "！", "~", " 👍"])
        else:
            number = rng.randrange(10, 100_000)
            part, end = rng.choice(PARTS[side]).format(n=number), rng.choice(ENDS[side])
            text = f"{rng.choice(THINGS[side])}{' ' * side}{part}{end} {rng.randrange(10**6)}"
        rows.append({
            "id": f"r{i:04}", "text": text, "label": rng.choice("好中差"),
            "customer_id": f"c{rng.randrange(600)}" if rng.random() < 0.7 else None,
            "at": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=rng.randrange(10**5)),
        })  # fmt: skip
    return pl.DataFrame(rows)


@pytest.fixture(scope="module")
def table():
    return reviews()


def parts(table, where):
    return [table.filter(where == name) for name in ("train", "dev", "test")]


def test_nothing_leaks_between_the_splits(table):
    train, dev, test = parts(table, split(table, copies=False))
    assert min(train.height, dev.height, test.height) > 50
    for one, other in ((train, dev), (train, test), (dev, test)):
        assert not leaks(one, other), str(leaks(one, other))


def test_nothing_leaks_when_copies_are_kept(table):
    own = table.with_columns(pl.when(pl.col("customer_id") < "c2").then("customer_id"))
    train, dev, test = parts(own, split(own, {"train": 0.5, "dev": 0.25, "test": 0.25}))
    assert min(train.height, dev.height, test.height) > 100
    assert not leaks(train, test) and not leaks(train, dev) and not leaks(dev, test)


def test_a_random_split_of_the_same_leaks(table):
    mixed = table.sample(fraction=1, shuffle=True, seed=1)
    found = leaks(mixed[:1600], mixed[1600:])
    assert found
    assert len(found.exact) > 20 and len(found.customers) > 100
    assert "400 records" in str(found)


@pytest.mark.parametrize(
    ("planted", "kind"),
    [
        ("物流很慢，包装也破了，不会再来", "exact"),
        ("物流很慢 包裝也破了 不會再來！", "exact"),
        ("物流很慢，包装也破了，不会再来了", "near"),
        ("The strap snapped after a single week of use", "exact"),
        ("The strap snapped after a single week of use :(", "exact"),
        ("The strap snapped after a single week of use, twice", "near"),
    ],
)
def test_a_planted_leak_is_found(planted, kind):
    train = pl.DataFrame({
        "id": ["1", "2", "3"],
        "text": [
            "物流很慢，包装也破了，不会再来", "The strap snapped after a single week of use", "",
        ],
    })  # fmt: skip
    test = pl.DataFrame({"id": ["8", "9"], "text": [planted, "  "]})
    found = leaks(train, test)
    assert getattr(found, kind) == ("8",)
    assert len(found.exact) + len(found.near) == 1 and found.customers == ()


def test_a_planted_customer_is_found():
    train = pl.DataFrame({"id": ["1"], "text": ["颜色很正"], "customer_id": ["甲"]})
    test = pl.DataFrame(
        {"id": ["2", "3"], "text": ["有点小了", "还行吧"], "customer_id": ["甲", None]}
    )
    assert leaks(train, test).customers == ("2",)


def test_shares_are_met_approximately(table):
    alone = table.with_columns(customer_id=pl.lit(None, dtype=pl.String))
    where = split(alone, {"train": 0.6, "dev": 0.3, "test": 0.1})
    found = where.value_counts(normalize=True)
    for name, share in (("train", 0.6), ("dev", 0.3), ("test", 0.1)):
        assert abs(found.filter(split=name)["proportion"].item() - share) < 0.05


def test_order_and_new_records_of_their_own_move_nothing(table):
    alone = table.with_columns(customer_id=pl.lit(None, dtype=pl.String))
    before = dict(zip(alone["id"], split(alone), strict=True))
    shuffled = alone.sample(fraction=1, shuffle=True, seed=2)
    assert dict(zip(shuffled["id"], split(shuffled), strict=True)) == before
    # Later records: by the rule, groups keep their oldest member, and so their place.
    later = reviews(300, seed=99).with_columns(
        id=pl.lit("n") + pl.col("id"), at=pl.col("at").dt.offset_by("1y"),
        customer_id=pl.lit(None, dtype=pl.String),
    )  # fmt: skip
    after = dict(
        zip(*(pl.concat([alone, later])["id"], split(pl.concat([alone, later]))), strict=True)
    )
    assert all(after[id_] == where for id_, where in before.items())


def test_known_records_never_move_and_who_ties_them_is_left_out():
    old = pl.DataFrame({
        "id": ["1", "2"],
        "text": ["灯罩碎了，店家补发了一个新的", "Fits my old kettle base perfectly"],
        "customer_id": ["甲", "乙"],
    })  # fmt: skip
    known = {"1": "train", "2": "test"}
    bridge = pl.DataFrame({
        "id": ["3", "4", "5"],
        "text": ["灯罩碎了，店家补发了一个新的！", "Another text by the same person", "与谁都无关的一句话"],
        "customer_id": ["乙", "甲", "丙"],
    })  # fmt: skip
    where = split(pl.concat([old, bridge]), known=known)
    assert where.to_list()[:4] == ["train", "test", None, None]
    assert where[4] in ("train", "dev", "test")
    apart = split(pl.concat([old, bridge[1:]]), known=known)
    assert apart.to_list()[:3] == ["train", "test", "train"]


def test_stratified_shares(table):
    own = table.with_columns(
        label=pl.when(pl.int_range(pl.len()) % 20 == 0).then(pl.lit("rare")).otherwise("label")
    )
    where = split(own, stratify="label", copies=False)
    kept = own.with_columns(where).drop_nulls("split")
    for value in ("rare", "好", "差"):
        some = kept.filter(label=value)
        assert abs((some["split"] == "test").mean() - 0.1) < 0.04, value
    train, _, test = parts(own, where)
    assert not leaks(train, test)


def test_another_salt_makes_another_split(table):
    assert (split(table, copies=False) != split(table, copies=False, salt="b")).sum() > 100


def test_blank_texts_and_unknown_customers_tie_nobody():
    frame = pl.DataFrame(
        {"id": [str(i) for i in range(400)], "text": [None, "", " ", "。"] * 100},
        schema_overrides={"text": pl.String},
    )
    where = split(frame.filter(pl.col("text") != "。"), {"a": 0.5, "b": 0.5})
    assert 0.35 < (where == "a").mean() < 0.65


@pytest.mark.parametrize(
    ("frame", "shares", "says"),
    [
        ({"text": ["好"]}, {"a": 1.0}, "columns id and text"),
        ({"id": ["1", "1"], "text": ["好", "差"]}, {"a": 1.0}, "an id of their own"),
        ({"id": ["1"], "text": ["好"]}, {"a": 0.5, "b": 0.6}, "come to 1"),
        ({"id": ["1"], "text": ["好"]}, {"a": 1.5, "b": -0.5}, "above 0"),
    ],
)
def test_what_cannot_be_split(frame, shares, says):
    with pytest.raises(UserError, match=says):
        split(pl.DataFrame(frame), shares)
