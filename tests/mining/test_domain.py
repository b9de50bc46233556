"""The domain file: what it must cover, and how its faults are told."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from needlens.errors import DomainError
from needlens.mining import Domain, opinions, suggestions

SMALL = """\
format = 1
name_zh = "书店"
name_en = "book shop"
general = "BOOK#GENERAL"

[entities.BOOK]
name_zh = "书"
name_en = "book"
zh = "绘本，小說"
en = "picture book"

[attributes]
GENERAL = { name_zh = "整体", name_en = "overall" }
PLOT = { name_zh = "情节", name_en = "plot" }

[categories."BOOK#GENERAL"]
name_zh = "整体"
name_en = "overall"
better_zh = "更好的书"
better_en = "a better book"

[categories."BOOK#PLOT"]
name_zh = "情节"
name_en = "plot"
better_zh = "更精彩的情节"
better_en = "a better plot"
zh = "情节"
en = "plot"

[[opinions]]
valence = 7
arousal = 6
zh = "精彩，好看"
en = "gripping"
en_adjectives = "fine"

[[opinions]]
valence = 3
arousal = 5
with = ["BOOK#PLOT"]
zh = "慢"
en = "runs … slow"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "books.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_domain_is_read_and_used(tmp_path: Path) -> None:
    domain = Domain.load(write(tmp_path, SMALL))
    assert (domain.id, domain.name("BOOK#PLOT"), domain.name("BOOK#PLOT", "en")) == (
        "books",
        "情节",
        "plot",
    )
    found = opinions("小说情节很精彩，但是情节慢", domain)
    assert [(o.aspect, o.category, o.polarity) for o in found] == [
        ("小说情节", "BOOK#PLOT", "positive"),
        ("情节", "BOOK#PLOT", "negative"),
    ]
    assert opinions("a gripping plot", domain)[0].category == "BOOK#PLOT"
    assert opinions("慢", domain) == []
    assert opinions("屏幕很漂亮", domain) == []
    assert suggestions("希望情节能再紧凑一点", domain)[0].category == "BOOK#PLOT"


def test_the_version_changes_with_the_file(tmp_path: Path) -> None:
    first = Domain.load(write(tmp_path, SMALL))
    again = Domain.load(write(tmp_path, SMALL))
    other = Domain.load(write(tmp_path, SMALL.replace("valence = 7", "valence = 7.5")))
    assert first.version == again.version != other.version
    assert opinions("精彩", first)[0].version == first.version


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name_en = \"plot\"\nbetter", "nmae_en = \"plot\"\nbetter", "line 24: .* did you mean name_en"),
        ("better_en = \"a better plot\"", "", "better_en is missing"),
        ("valence = 7", "valence = 11", "line 31: .* from 1 to 9, not 11"),
        ("arousal = 5", "arousal = \"calm\"", "arousal must be a number"),
        ("with = [\"BOOK#PLOT\"]", "with = [\"BOOK#PLOTS\"]", "did you mean BOOK#PLOT"),
        ("with = [\"BOOK#PLOT\"]", "category = \"BOOK#POLT\"", "did you mean BOOK#PLOT"),
        ("[categories.\"BOOK#PLOT\"]", "[categories.\"BOOK-PLOT\"]", "ENTITY#ATTRIBUTE"),
        ("[categories.\"BOOK#PLOT\"]", "[categories.\"BOKO#PLOT\"]", "'BOKO' is not in"),
        ("format = 1", "format = 2", "line 1: format must be 1"),
        ("general = \"BOOK#GENERAL\"", "general = \"BOOK#ALL\"", "line 4: there is no category"),
        ("name_zh = \"书店\"", "", "name_zh is missing"),
        ("zh = \"慢\"\nen = \"runs … slow\"", "", "no words"),
        ("zh = \"慢\"", "zh = [\"慢\"]", "separated by commas"),
        ("format = 1", "format = = 1", "not valid TOML"),
        ("[attributes]", "[atributes]", "did you mean attributes"),
    ],
)  # fmt: skip
def test_faults_are_told_with_line_and_hint(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in SMALL
    with pytest.raises(DomainError, match=message):
        Domain.load(write(tmp_path, SMALL.replace(old, new)))


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="known: cosmetics, ecommerce"):
        Domain.load("ecomerce")
    with pytest.raises(DomainError, match="cannot read"):
        Domain.load(tmp_path / "missing.toml")
    path = tmp_path / "gbk.toml"
    path.write_bytes("name_zh = '电商'".encode("gb18030"))
    with pytest.raises(DomainError, match="UTF-8"):
        Domain.load(path)


def test_a_copy_of_the_shipped_file_gives_the_same_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    raw = resources.files("needlens.domains").joinpath("ecommerce.toml").read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert Domain.load(path).opinion_words.keys() == Domain.load().opinion_words.keys()


def test_the_shipped_domain_covers_what_a_shop_hears() -> None:
    domain = Domain.load()
    wanted = (
        "PRODUCT: GENERAL QUALITY WORKMANSHIP DURABILITY APPEARANCE COLOUR MATERIAL SIZE COMFORT "
        "PERFORMANCE BATTERY SCREEN SOUND CAMERA HEAT NOISE SOFTWARE USABILITY SMELL TASTE "
        "FRESHNESS EFFECT WEIGHT QUANTITY COMPLETENESS CONTENT AUTHENTICITY DESCRIPTION SAFETY; "
        "PRICE: LEVEL VALUE PROMOTION; LOGISTICS: SPEED CARE COST COURIER; PACKAGING: GENERAL; "
        "SERVICE: ATTITUDE RESPONSE; AFTER_SALES: RETURN WARRANTY; SHOP: STOCK INVOICE; "
        "ROOM: GENERAL HYGIENE QUIET; HOTEL: LOCATION BREAKFAST"
    )
    for part in wanted.split("; "):
        entity, attributes = part.split(": ")
        for attribute in attributes.split():
            assert f"{entity}#{attribute}" in domain.categories
    for category in domain.categories.values():
        assert category.entity in domain.entities and category.attribute in domain.attributes
        assert category.better_zh and category.better_en
    chinese = [w for w in domain.opinion_words if not w.isascii()]
    assert len(chinese) >= 700
    assert len(domain.opinion_words) - len(chinese) >= 600
