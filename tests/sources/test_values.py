"""Values: text becomes numbers, moments, ids and choices; what cannot is told in a sentence."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlens.records import KINDS
from needlens.sources.dates import dates
from needlens.sources.ids import ids, ruined
from needlens.sources.notes import Notes
from needlens.sources.numbers import numbers
from needlens.sources.values import typed


def read(kind, name, cells, **options):
    """Return the values and the failures of one field."""
    frame = pl.DataFrame({"row": range(len(cells)), name: pl.Series(cells, dtype=pl.String)})
    good, failed = typed(kind, frame, **options)
    return good[name].to_list(), failed


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("１，２９９．００", 1299.0),
        ("1,299.00", 1299.0),
        ("1.299,00", 1299.0),
        ("1 299", 1299.0),
        ("1\u00a0299,5", 1299.5),
        ("1'299.00", 1299.0),
        ("1,234,567", 1234567.0),
        ("1.234.567", 1234567.0),
        ("72,93", 72.93),
        ("12.5%", 0.125),
        ("¥99", 99.0),
        ("￥1,299.00", 1299.0),
        ("99元", 99.0),
        ("人民币 99.5 元", 99.5),
        ("$15.00", 15.0),
        ("15.00 USD", 15.0),
        ("€ 7,50", 7.5),
        ("NT$ 1,200", 1200.0),
        ("1.2万", 12000.0),
        ("3.5亿", 3.5e8),
        ("1.2w+", 12000.0),
        ("2.5k", 2500.0),
        ("-3", -3.0),
        ("(3)", -3.0),
        ("（3.5）", -3.5),
        ("−3", -3.0),
        ("-¥3.00", -3.0),
        ("¥-3", -3.0),
        ("2 件", 2.0),
        ("x2", 2.0),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("007", 7.0),
    ],
)
def test_numbers_as_people_write_them(cell, value):
    assert read("order", "amount", [cell])[0] == [pytest.approx(value)]


def test_a_column_of_decimal_commas_decides_what_a_dot_is():
    assert numbers(pl.Series(["1.299", "12,50"])).to_list() == [1299.0, 12.5]
    assert numbers(pl.Series(["1.299", "12.50"])).to_list() == [1.299, 12.5]
    assert numbers(pl.Series(["72,93", "545.00", "1,299"])).to_list() == [72.93, 545.0, 1299.0]


@pytest.mark.parametrize("cell", ["-", "--", "null", "N/A", "无", "暂无", "", "  ", "NaN", "/"])
def test_words_for_nothing_are_null_and_no_failure(cell):
    values, failed = read("offer", "price", [cell])
    assert values == [None]
    assert failed.is_empty()


@pytest.mark.parametrize(
    ("kind", "name", "cell", "reason"),
    [
        ("offer", "price", "abc", "price 'abc' is not a number"),
        ("offer", "price", "10-20", "price '10-20' is not a number"),
        ("offer", "price", "面议", "price '面议' is not a number"),
        ("offer", "stock", "2.5", "stock '2.5' is not a whole number"),
        ("offer", "stock", "1e30", "stock '1e30' is not a whole number"),
        ("order", "amount", "9e999", "amount '9e999' is not a number"),
        ("review", "at", "昨天", "at '昨天' is not a date"),
        ("review", "at", "2019-02-31", "at '2019-02-31' is not a date"),
        ("review", "at", "1970-01-01", "at '1970-01-01' is before 1990"),
        ("review", "at", "2999-01-01", "at '2999-01-01' is in the future"),
        ("review", "rating", "五毛", "rating '五毛' is not a rating"),
        ("review", "has_image", "maybe", "has_image 'maybe' is not yes or no"),
        ("chat", "speaker", "路人", "speaker is none of customer, agent, bot"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(kind, name, cell, reason):
    values, failed = read(kind, name, ["", cell])
    assert values == [None, None]
    assert failed.to_dicts() == [{"row": 1, "column": name, "reason": reason, "value": cell}]


def test_a_rating_above_the_scale_says_how_to_mend_it():
    values, failed = read("review", "rating", ["8"])
    assert values == [None]
    assert "set ingest.rating_scale" in failed["reason"][0]
    assert read("review", "rating", ["8"], rating_scale=10)[0] == [4.0]


@pytest.mark.parametrize(
    ("cell", "grade"),
    [
        ("5星", 5.0), ("4 星", 4.0), ("5分", 5.0), ("★★★★☆", 4.0), ("⭐⭐⭐", 3.0), ("4.5/5", 4.5),
        ("9/10", 4.5), ("4.5 out of 5 stars", 4.5), ("好评", 5.0), ("中评", 3.0), ("差评", 1.0),
        ("五星", 5.0), ("4,5", 4.5), ("80%", 4.0), ("3.0", 3.0), ("非常满意", 5.0), ("4 stars", 4.0),
    ],
)  # fmt: skip
def test_ratings(cell, grade):
    assert read("review", "rating", [cell])[0] == [pytest.approx(grade)]


def test_booleans_and_whole_numbers():
    yes_no = ["是", "否", "有", "无", "true", "FALSE", "1", "0", "Y", "n", "-"]
    expected = [True, False, True, False, True, False, True, False, True, False, None]
    assert read("review", "has_image", yes_no)[0] == expected
    assert read("review", "helpful_votes", ["3.0", "1,024", "1.2万"])[0] == [3, 1024, 12000]


def test_the_currency_comes_from_the_price_or_its_column():
    frame = pl.DataFrame({"row": [0, 1, 2], "price": ["15.00 USD", "￥9", "7"]})
    assert typed("offer", frame)[0]["currency"].to_list() == ["USD", "CNY", None]
    given = frame.with_columns(currency=pl.Series([None, "eur", "gbp"]))
    assert typed("offer", given)[0]["currency"].to_list() == ["USD", "EUR", "GBP"]


CHINA = datetime(2019, 2, 20, 8, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2019/2/20 16:13", CHINA),
        ("2019-02-20 16:13:00", CHINA),
        ("2019.2.20 16:13", CHINA),
        ("2019年2月20日 16时13分", CHINA),
        ("2019年2月20日 16:13:00", CHINA),
        ("2019年02月20日 下午4:13", CHINA),
        ("２０１９－０２－２０　１６：１３", CHINA),
        ("2019-02-20T16:13:00+08:00", CHINA),
        ("2019-02-20T08:13:00Z", CHINA),
        ("2019-02-20T08:13:00.000Z", CHINA),
        ("2019-02-20 08:13:00 UTC", CHINA),
        ("2019-02-20 03:13:00-0500", CHINA),
        ("20190220161300", CHINA),
        ("201902201613", CHINA),
        ("20190220", datetime(2019, 2, 19, 16, tzinfo=UTC)),
        ("2019-02-20", datetime(2019, 2, 19, 16, tzinfo=UTC)),
        ("2019-02-20 ~ 2019-02-26", datetime(2019, 2, 19, 16, tzinfo=UTC)),
        ("2019年2月", datetime(2019, 1, 31, 16, tzinfo=UTC)),
        ("1550650380", CHINA),
        ("1550650380000", CHINA),
        ("1550650380000.0", CHINA),
        ("1550650380000000", CHINA),
        ("1550650380000000000", CHINA),
        ("43516.67569", datetime(2019, 2, 20, 8, 13, tzinfo=UTC)),
        ("02/20/2019 16:13", CHINA),
        ("20/02/2019 16:13", CHINA),
        ("2/20/2019 4:13 PM", CHINA),
        ("Wed, 20 Feb 2019 16:13:00 +0800", CHINA),
        ("Wed, 20 Feb 2019 08:13:00 GMT", CHINA),
        ("20 Feb 2019 16:13", CHINA),
        ("February 20, 2019 4:13 PM", CHINA),
        ("Wed Feb 20 2019 16:13:00 GMT+0800 (China Standard Time)", CHINA),
        ("2019-02-20 24:00", datetime(2019, 2, 20, 16, tzinfo=UTC)),
    ],
)
def test_dates_as_exports_write_them(cell, moment):
    values, failed = read("review", "at", [cell], time_zone="Asia/Shanghai")
    assert failed["reason"].to_list() == []
    assert abs(values[0] - moment) < timedelta(minutes=1)


def test_naive_times_are_utc_unless_told_and_no_date_is_null():
    assert read("review", "at", ["2019-02-20 16:13"])[0] == [
        datetime(2019, 2, 20, 16, 13, tzinfo=UTC)
    ]
    values, failed = read("review", "at", ["0000-00-00 00:00:00", "0001-01-01T00:00:00Z"])
    assert values == [None, None]
    assert failed.is_empty()


def test_the_column_decides_whether_the_day_comes_first():
    assert dates(pl.Series(["01/02/2019", "20/02/2019"])).values[0].month == 2
    assert dates(pl.Series(["01/02/2019", "02/20/2019"])).values[0].month == 1
    assert dates(pl.Series(["1.2.2019"])).values[0].month == 2


def test_a_guess_about_day_and_month_is_told_and_an_earlier_batch_helps():
    notes = Notes(columns={("order", "at"): "下单日期"})
    read("order", "at", ["03/02/2019"], notes=notes)
    assert notes.sentences() == [
        "dates such as 03/02/2019 in 下单日期 do not show whether the day or the month comes "
        "first; they were read as month/day/year"
    ]
    seen = Notes()
    read("order", "at", ["23/02/2019"], notes=seen)
    assert read("order", "at", ["03/02/2019"], notes=seen)[0][0].month == 2
    assert seen.sentences() == []


def test_ids_lose_their_wrappers():
    cells = ["\t9001", "'17", '="0042"', "17850.0", " ８８ ", "‘a-1", "-", "0x1F", "a.0"]
    assert ids(pl.Series(cells)).to_list() == [
        "9001",
        "17",
        "0042",
        "17850",
        "88",
        "a-1",
        None,
        "0x1F",
        "a.0",
    ]


def test_ids_that_a_spreadsheet_ruined_are_null_and_counted():
    notes = Notes(columns={("review", "customer_id"): "用户ID"})
    cells = ["1.03531E+12", "1.0358E+12", "103531234567"]
    values, failed = read("review", "customer_id", cells, notes=notes)
    assert values == [None, None, "103531234567"]
    assert failed.is_empty()
    read("review", "customer_id", ["1.03531E+12"] * 678 + ["9"] * 1044, notes=notes)
    assert notes.sentences() == [
        "680 of 1,725 ids in 用户ID were ruined by a spreadsheet (1.03531E+12); "
        "they are not used, rows are told apart by their content"
    ]


def test_rounded_long_ids_are_ruined_and_exact_ones_are_not():
    rounded = pl.Series(["1234567890123450000", "2234567890123450000", "3234567890123450000"])
    assert ruined(rounded).all()
    exact = pl.Series([str(1234567890123456000 + i) for i in range(1, 200)])
    assert not ruined(exact).any()
    assert ids(pl.Series(["1.0353123456789E+13"])).to_list() == ["10353123456789"]


def test_a_ruined_id_that_a_record_needs_is_a_failure():
    values, failed = read("product", "product_id", ["1.03531E+12"])
    assert values == [None]
    assert failed["reason"].to_list() == [
        "product_id '1.03531E+12' was ruined by a spreadsheet and cannot be used"
    ]


def test_nobody_is_not_a_customer():
    assert read("review", "customer_id", ["匿名用户", "Anonymous", "c-1"])[0] == [None, None, "c-1"]


def test_what_a_person_wrote_stays_but_a_dash_in_another_field_is_nothing():
    assert read("review", "text", ["无", " 好 ", ""])[0] == ["无", "好", None]
    assert read("order", "after_sales", ["-", "退款成功"])[0] == [None, "退款成功"]


def test_words_of_events_speakers_and_provenance():
    acts = ["pv", "fav", "加购", "buy", "add_to_cart", "Product Viewed", "退货"]
    assert read("event", "type", acts[:5])[0] == ["view", "favourite", "cart", "purchase", "cart"]
    assert read("chat", "speaker", ["买家", "客服", "Agent", "机器人"])[0] == [
        "customer",
        "agent",
        "agent",
        "bot",
    ]
    assert read("review", "provenance", ["real", "Simulated"])[0] == ["real", "simulated"]


def test_an_empty_frame_has_the_types_of_the_record():
    frame = pl.DataFrame(
        schema={"row": pl.UInt32, "at": pl.String, "price": pl.String, "stock": pl.String}
    )
    good, failed = typed("offer", frame)
    declared = KINDS["offer"].columns()
    assert [good[c].dtype for c in ("at", "price", "stock")] == [
        declared[c].dtype for c in ("at", "price", "stock")
    ]
    assert failed.is_empty()


CELLS = st.lists(
    st.one_of(
        st.none(),
        st.text(max_size=24),
        st.from_regex(r"[-\d.,/: eE+年月日%万]{0,20}", fullmatch=True),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(cells=CELLS)
def test_no_text_ever_breaks_it_and_none_is_lost_in_silence(cells):
    for kind, record in KINDS.items():
        names = [
            n for n in record.columns() if n not in ("id", "source", "line", "language", "noise")
        ]
        if kind not in ("offer", "event", "review"):
            continue
        frame = pl.DataFrame({
            "row": pl.Series(range(len(cells)), dtype=pl.UInt32),
            **{n: pl.Series(cells, dtype=pl.String) for n in names},
        })  # fmt: skip
        good, failed = typed(kind, frame)
        assert good.height == len(cells)
        assert set(failed["row"]) <= set(range(len(cells)))


def test_random_numbers_survive_every_notation():
    values = [0.01, 3.5, 12.0, 999.99, 1234.5, 1234567.89]
    for style in ("{:,.2f}", "{:.2f}", "¥{:,.2f}", "{:,.2f} USD"):
        assert numbers(pl.Series([style.format(v) for v in values])).to_list() == pytest.approx(
            values
        )
    euro = [f"{v:,.2f}".translate(str.maketrans(",.", ".,")) for v in values]
    assert numbers(pl.Series(euro)).to_list() == pytest.approx(values)
