"""The domains beside ecommerce: their inventories, and that the rules read by them at once."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

from needlens.errors import DomainError
from needlens.mining import Domain, opinions, suggestions

DATA = Path(os.environ.get("NEEDLENS_DATA", Path(__file__).parents[3] / "shared" / "data"))
CLOUDS = """\
format = 1
name_zh = "茶馆"
name_en = "tea house"
general = "茶"
opinions_from = "ecommerce"

[entities."茶"]
name_zh = "茶"
name_en = "tea"
zh = "茶，龙井"
en = "tea"

[entities."价格"]
name_zh = "价格"
name_en = "price"
zh = "价格"
en = "price"

[entities.VALUE]
name_zh = "性价比"
name_en = "value for money"
zh = "性价比"

[aliases]
"PRICE#LEVEL" = "价格"
"PRICE#VALUE" = "VALUE#GENERAL"
"VALUE#GENERAL" = "价格"

[categories."茶"]
name_zh = "茶"
name_en = "tea"
better_zh = "更好的茶"
better_en = "better tea"

[categories."价格"]
name_zh = "价格"
name_en = "price"
better_zh = "更低的价格"
better_en = "lower prices"

[[opinions]]
valence = 7.5
arousal = 5
zh = "回甘，贵气"
en = "fragrant"
"""


def found(text: str, domain: str) -> list[tuple[str | None, str, str]]:
    return [(o.aspect, o.category, o.polarity) for o in opinions(text, domain)]


@pytest.mark.parametrize(
    ("domain", "text", "expected"),
    [
        ("laptop", "這台筆電的螢幕很清晰，但是風扇太吵，CP值很高", [
            ("筆電的螢幕", "DISPLAY#OPERATION_PERFORMANCE", "positive"),
            ("風扇", "FANS_COOLING#OPERATION_PERFORMANCE", "negative"),
            ("CP值", "LAPTOP#PRICE", "positive")]),
        ("laptop", "The keyboard is great but the battery life is terrible", [
            ("keyboard", "KEYBOARD#GENERAL", "positive"),
            ("battery life", "BATTERY#OPERATION_PERFORMANCE", "negative")]),
        ("laptop", "it is lightweight and blazing fast", [
            (None, "LAPTOP#PORTABILITY", "positive"),
            (None, "LAPTOP#OPERATION_PERFORMANCE", "positive")]),
        ("restaurant", "牛肉软嫩，菜的价格偏高，服务态度很差，停车方便", [
            ("牛肉", "FOOD#QUALITY", "positive"), ("菜的价格", "FOOD#PRICES", "negative"),
            ("服务态度", "SERVICE#GENERAL", "negative"), ("停车", "LOCATION#GENERAL", "positive")]),
        ("restaurant", "The pizza was delicious but portions are small and prices are high", [
            ("pizza", "FOOD#QUALITY", "positive"), ("portions", "FOOD#STYLE_OPTIONS", "negative"),
            ("prices", "RESTAURANT#PRICES", "negative")]),
        ("cosmetics", "面膜味道很香，补水效果很好，物流很慢，是正品", [
            ("面膜味道", "气味", "positive"), ("补水效果", "功效", "positive"),
            ("物流", "物流", "negative"), (None, "真伪", "positive")]),
        ("cosmetics", "the texture is sticky but shipping was fast", [
            ("texture", "使用体验", "negative"), ("shipping", "物流", "positive")]),
    ],
)  # fmt: skip
def test_the_rules_read_by_a_shipped_domain_at_once(
    domain: str, text: str, expected: list[tuple[str | None, str, str]]
) -> None:
    assert found(text, domain) == expected


def test_a_suggestion_gets_a_category_of_the_domain() -> None:
    assert suggestions("希望电池续航能再长一点", "laptop")[0].category.startswith("BATTERY#")
    assert suggestions("建议包装换成泵头瓶", "cosmetics")[0].category == "包装"


@pytest.mark.parametrize(("name", "n"), [("laptop", 141), ("restaurant", 14), ("cosmetics", 13)])
def test_an_inventory_is_whole_and_named_in_both_languages(name: str, n: int) -> None:
    domain = Domain.load(name)
    assert len(domain.categories) == n
    for language in ("zh", "en"):
        names = [domain.name(category, language) for category in domain.categories]
        assert len(set(names)) >= n - 1 and all(names)
    assert all(target in domain.categories for target in domain.aliases.values())
    assert {c.entity for c in domain.categories.values()} <= domain.entities.keys()


def test_the_inventories_are_those_of_the_training_data() -> None:
    if not (DATA / "dimabsa").is_dir():
        pytest.skip("the corpora are not here; NEEDLENS_DATA may say where")
    for name in ("laptop", "restaurant"):
        ids: set[str] = set()
        for path in (DATA / "dimabsa").glob(f"*_{name}_train_alltasks.jsonl"):
            for line in path.read_text(encoding="utf-8").splitlines():
                ids |= {quad["Category"] for quad in json.loads(line)["Quadruplet"]}
        assert ids == Domain.load(name).categories.keys()
    with (DATA / "zhijiang_cup" / "Train_labels.csv").open(encoding="utf-8-sig") as lines:
        ids = {row["Categories"] for row in csv.DictReader(lines)}
    assert ids == Domain.load("cosmetics").categories.keys()


def test_a_category_may_be_an_entity_alone_and_words_may_be_borrowed(tmp_path: Path) -> None:
    path = tmp_path / "tea.toml"
    path.write_text(CLOUDS, encoding="utf-8")
    domain = Domain.load(path)
    assert domain.categories["价格"].attribute == "GENERAL"
    assert (domain.attributes, domain.aliases["PRICE#VALUE"]) == ({}, "价格")
    read = [
        (o.aspect, o.category, o.polarity) for o in opinions("龙井很棒，价格高，性价比高", domain)
    ]
    assert read == [
        ("龙井", "茶", "positive"),
        ("价格", "价格", "negative"),
        ("性价比", "价格", "positive"),
    ]
    assert opinions("fragrant tea", domain)[0].valence > 7
    assert opinions("很便宜", domain)[0].category == "价格"
    assert opinions("物流很快", domain) == []  # nothing here is called like that


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('from = "ecommerce"', 'from = "shops"', "line 5: .* must be ecommerce"),
        ('[categories."价格"]', '[categories."价钱"]', "ENTITY#ATTRIBUTE or one of"),
        ('"VALUE#GENERAL" = "价格"', '"VALUE#GENERAL" = "钱"', "no category '钱'"),
    ],
)
def test_faults_of_such_a_file_are_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "tea.toml"
    path.write_text(CLOUDS.replace(old, new), encoding="utf-8")
    with pytest.raises(DomainError, match=message):
        Domain.load(path)


def test_the_thing_itself_does_not_take_over_a_more_specific_aspect() -> None:
    assert [o.category for o in opinions("商品物流速度很快")] == ["LOGISTICS#SPEED"]
