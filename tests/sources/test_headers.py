"""Headers: folded, found below titles, and mapped to the right fields."""

import re
from pathlib import Path

import polars as pl
import pytest

from needlens.sources.batch import RawBatch
from needlens.sources.headers import find_header, is_personal, normalise_header
from needlens.sources.platforms import choose

SETS = Path(__file__).parent / "fixtures" / "header_sets.txt"


def header_sets():
    """Return (name, main kind, {column: expected}) for each set of the fixture."""
    found = []
    for line in SETS.read_text(encoding="utf-8").splitlines():
        if line.startswith("="):
            name, kind = re.fullmatch(r"= (.+) \[(\w+)\]", line).groups()
            found.append((name, kind, {}))
        elif " -> " in line and not line.startswith("#"):
            column, expected = line.rsplit(" -> ", 1)
            found[-1][2][column] = expected
    return found


def judge(name, kind, expected):
    """Return (columns, columns mapped right, wrong ones that carry no warning)."""
    frame = pl.DataFrame(schema=dict.fromkeys(expected, pl.String))
    batch = RawBatch("export.csv", [], frame)
    uses = choose(batch).explain(batch)
    right, silent = 0, []
    for column, wanted in expected.items():
        got = [use for use in uses if use.column == column]
        doubt = wanted.endswith("?")
        field = wanted.rstrip("?")
        place = (None, None) if field == "-" else tuple(f"{kind}.{field}".rsplit(".", 2)[-2:])
        if field.count("."):
            place = tuple(field.split("."))
        fits = [use for use in got if (use.kind, use.field) == place]
        if fits and (not doubt or not fits[0].certain):
            right += 1
        elif any(use.field and use.certain for use in got) or (fits and doubt):
            silent.append((name, column, wanted, [(u.kind, u.field, u.note) for u in got]))
    return len(expected), right, silent


def test_there_are_sixty_sets_and_forty_renamed_ones():
    names = [name for name, _, _ in header_sets()]
    assert sum(not name.startswith("renamed") for name in names) >= 60
    assert sum(name.startswith("renamed") for name in names) == 40


def test_columns_are_mapped_right_and_no_wrong_one_without_a_warning():
    judged = [judge(*one) for one in header_sets()]
    columns, right = sum(j[0] for j in judged), sum(j[1] for j in judged)
    assert [wrong for j in judged for wrong in j[2]] == []
    assert right >= 0.95 * columns


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("价格（元）", "价格", "元"),
        ("價格(元)", "价格", "元"),
        ("销售额（万元）", "销售额", "万元"),
        ("Price ($)", "price", "usd"),
        ("\ufeff *Ｒｅｖｉｅｗ　Text* ", "reviewtext", ""),
        ("評價 內容", "评价内容", ""),
        ("review_text", "reviewtext", ""),
        ("商品名称(必填)", "商品名称", ""),
    ],
)
def test_headers_fold_to_one_spelling(text, name, unit):
    assert normalise_header(text)[:2] == (name, unit)


def test_the_header_may_stand_below_titles_notes_and_blank_rows():
    titles = [["商品数据报表", "", ""], ["统计周期：2026-10-01至2026-10-31"], [], []]
    header = ["统计日期", "商品ID", "商品访客数", "支付金额"]
    assert find_header([*titles, header, ["2026-10-01", "1", "1,024", "9.9"]]) == 4
    assert (
        find_header([["Reviews of October"], ["exported by", "x"], ["Rating", "Review Text"]]) == 2
    )


def test_data_without_a_header_have_none():
    assert find_header([["1", "很好用，会再买", "2026-10-01"], ["2", "太慢", "2026-10-02"]]) == -1
    assert find_header([["17850", "6", "2.55"], ["17851", "8", "2.75"]]) == -1
    assert find_header([]) == -1
    assert find_header([[], ["", ""]]) == -1


def test_unknown_names_are_a_header_when_values_of_another_shape_stand_below():
    assert find_header([["alpha", "beta"], ["1", "2026-10-01"], ["2", "2026-10-02"]]) == 0
    assert find_header([["甲", "乙"], ["3.5", "12"], ["4", "9"]]) == 0


def test_one_known_column_is_enough_for_a_table_of_one():
    assert find_header([["评论"], ["很好"], ["不错"]]) == 0
    assert find_header([["review"], ["good"], ["bad"]]) == 0


def test_a_review_that_names_columns_is_not_a_header():
    rows = [["评价内容", "评分"], ["价格 数量 都对，物流快！", "5"], ["好评", "5"]]
    assert find_header(rows) == 0


@pytest.mark.parametrize(
    "text", ["收货人手机", "Buyer Phone Number", "邮箱地址", "first_name", "IP地址"]
)
def test_personal_columns_are_known(text):
    assert is_personal(normalise_header(text))


@pytest.mark.parametrize(
    "text", ["手机型号", "商品名称", "是否手机订单", "iPhone case", "product_name"]
)
def test_columns_about_phones_are_not_personal(text):
    assert not is_personal(normalise_header(text))
