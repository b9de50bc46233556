"""Offsets must quote; only white space is forgiven."""

import pytest

from needlens.labels.quoting import NotQuoted, located, unarmoured


@pytest.mark.parametrize(
    ("text", "quote", "start", "end", "given", "span"),
    [
        ("物流太慢", "太慢", 2, 4, None, (2, 4)),
        ("the zip broke", "zip", 4, 7, None, (4, 7)),
        ("物流太慢", None, -1, -1, None, (-1, -1)),
        ("物流太慢", "太慢", None, None, None, (2, 4)),
        ("物流 太慢", "太慢", 2, 4, "物流太慢", (3, 5)),
        ("slow,  very slow", "very slow", 6, 15, "slow, very slow", (7, 16)),
        ("slow\n  then slow", "slow", 10, 14, "slow then slow", (12, 16)),
        ("慢 物流慢 客服慢", "慢", 6, 7, "慢物流慢客服慢", (8, 9)),
        ("质量 很好", "质量很好", 0, 5, None, (0, 5)),
        ("好😀慢", "慢", 3, 4, None, (2, 3)),
        ("a 😀😀 b slow", "slow", 9, 13, None, (7, 11)),
    ],
)
def test_found(text, quote, start, end, given, span):
    assert located(text, quote, start, end, given or text) == span
    if quote:
        assert "".join(text[slice(*span)].split()) == "".join(quote.split())


@pytest.mark.parametrize(
    ("text", "quote", "start", "end", "says"),
    [
        ("物流太慢", "太慢", 1, 3, "does not stand at 1–3"),
        ("物流太慢", "太快", 2, 4, "has '太慢'"),
        ("so slow", "fast", None, None, "quote it as it is written"),
        ("慢，物流慢", "慢", None, None, "2 times; give its offsets"),
        ("物流太慢", "太慢", 200, 400, "does not stand"),
    ],
)
def test_refused(text, quote, start, end, says):
    with pytest.raises(NotQuoted, match=says):
        located(text, quote, start, end, text)


@pytest.mark.parametrize("text", ["=很好", "-5 stars", "@home", "好;=1+1", "'quoted'", "it's fine"])
def test_what_the_export_puts_in_comes_out_again(text):
    import polars as pl

    from needlens.insight._cells import disarmed

    assert unarmoured(pl.select(disarmed(pl.Series([text]))).to_series()[0]) == text


def test_armour_put_on_twice_comes_off():
    assert unarmoured("''=很好") == "=很好"
