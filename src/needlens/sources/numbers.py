"""Numbers 数: prices, counts and grades in the ways people and shops write them."""

from __future__ import annotations

import polars as pl

CURRENCIES = {
    "cny": "CNY", "rmb": "CNY", "¥": "CNY", "元": "CNY", "圆": "CNY", "块": "CNY", "人民币": "CNY",
    "yuan": "CNY", "usd": "USD", "us$": "USD", "$": "USD", "美元": "USD", "美金": "USD",
    "eur": "EUR", "€": "EUR", "欧元": "EUR", "gbp": "GBP", "£": "GBP", "英镑": "GBP",
    "hkd": "HKD", "hk$": "HKD", "港币": "HKD", "港元": "HKD", "twd": "TWD", "nt$": "TWD",
    "ntd": "TWD", "台币": "TWD", "新台币": "TWD", "jpy": "JPY", "日元": "JPY", "円": "JPY",
    "cad": "CAD", "c$": "CAD", "ca$": "CAD", "aud": "AUD", "a$": "AUD", "au$": "AUD",
    "sgd": "SGD", "s$": "SGD", "krw": "KRW", "₩": "KRW", "inr": "INR", "₹": "INR",
    "rub": "RUB", "₽": "RUB", "brl": "BRL", "r$": "BRL", "mxn": "MXN", "chf": "CHF",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN", "thb": "THB", "vnd": "VND",
    "myr": "MYR", "rm": "MYR", "idr": "IDR", "php": "PHP",
}  # fmt: skip
"""Signs, codes and words for money → ISO 4217. A bare ¥ is read as yuan, $ as US dollar."""

_MONEY = (
    r"(?i)(人民币|新台币|us\$|hk\$|nt\$|ca\$|au\$|[acsr]\$|[$€£¥₩₹₽]|"
    r"rmb|yuan|cny|usd|eur|gbp|hkd|twd|ntd|jpy|cad|aud|sgd|krw|inr|rub|brl|mxn|chf|sek|nok|dkk|"
    r"pln|thb|vnd|myr|\brm|idr|php|美元|美金|欧元|英镑|港币|港元|台币|日元|円|元|圆|块)"
)
_TIMES = {
    "万": 1e4, "w": 1e4, "亿": 1e8, "千": 1e3, "k": 1e3, "百万": 1e6, "%": 0.01, "‰": 0.001,
    "分钱": 0.01, "毫秒": 0.001, "ms": 0.001,
}  # fmt: skip
_MEASURES = r"(件|个|次|条|人|张|份|盒|瓶|台|套|只|双|箱|包|袋|本|单|位|名|笔|pcs|pc|件装|秒|s)$"
_DECIMAL_COMMA = r"^[-+]?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+),[0-9]+$"
_DECIMAL_DOT = r"^[-+]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)\.[0-9]+$"
_COMMA_GROUPS = r"^[-+]?[0-9]{1,3}(,[0-9]{3}|(,[0-9]{2,4}){2,})(\.[0-9]+)?$"
_DOT_GROUPS = r"^[-+]?[0-9]{1,3}(\.[0-9]{3}){2,}$"
_PLAIN = r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$"


def numbers(texts: pl.Series) -> pl.Series:
    """Return plain cells as Float64; what cannot be read is null.

    Thousands signs and the decimal sign are told apart cell by cell; where a cell
    leaves it open (``1.299``), the other cells of the column decide.

    >>> numbers(pl.Series(["1,299.00", "72,93", "1 299", "1.2万", "15%", "(3)", "abc"])).to_list()
    [1299.0, 72.93, 1299.0, 12000.0, 0.15, -3.0, None]
    >>> numbers(pl.Series(["1.299,00", "1.299"])).to_list()
    [1299.0, 1299.0]
    """
    bare = (
        texts.str.replace_all(r"[\s'’`]", "")
        .str.replace(r"^\((.+)\)$", "-$1")
        .str.replace_all(_MONEY, "")
        .str.replace(r"^(约|[x×*@])", "")
        .str.replace(r"\+$", "")
        .str.to_lowercase()
        .str.replace(_MEASURES, "")
    )
    unit = bare.str.extract(r"(百万|毫秒|分钱|ms|万|亿|千|[kw%‰])\+?$", 1)
    digits = bare.str.replace(r"(百万|毫秒|分钱|ms|万|亿|千|[kw%‰])\+?$", "")
    factor = unit.replace_strict(_TIMES, default=None, return_dtype=pl.Float64).fill_null(1.0)
    found = _one_notation(digits).cast(pl.Float64, strict=False)
    found = found * factor.set(found.is_null(), 1.0)
    return found.set(~found.is_finite().fill_null(True), None)


def currencies(texts: pl.Series) -> pl.Series:
    """Return the ISO 4217 code of the money signs or words in plain cells, or null.

    >>> currencies(pl.Series(["15.00 USD", "￥3", "€ 2", "7"])).to_list()
    ['USD', None, 'EUR', None]
    >>> currencies(pl.Series(["¥3", "3元"])).to_list()
    ['CNY', 'CNY']
    """
    sign = texts.str.extract(_MONEY, 1).str.to_lowercase()
    return sign.replace_strict(CURRENCIES, default=None, return_dtype=pl.String)


def _one_notation(digits: pl.Series) -> pl.Series:
    """Bring the column's ways of writing numbers to one: no groups, a decimal dot."""
    open_comma = digits.str.contains(r"^[-+]?[0-9]{1,3},[0-9]{3}$")
    open_dot = digits.str.contains(r"^[-+]?[0-9]{1,3}\.[0-9]{3}$")
    comma = digits.str.contains(_DECIMAL_COMMA)
    dot = digits.str.contains(_DECIMAL_DOT)
    continental = bool((comma & ~open_comma).any()) and not bool((dot & ~open_dot).any())
    euro = comma if continental else comma & ~open_comma
    as_euro = digits.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    no_dots = digits.str.replace_all(".", "", literal=True)
    no_commas = digits.str.replace_all(",", "", literal=True)
    dot_groups = digits.str.contains(_DOT_GROUPS) | (open_dot & pl.Series([continental]))
    frame = pl.DataFrame({
        "digits": digits, "euro": euro, "as_euro": as_euro, "no_dots": no_dots,
        "no_commas": no_commas, "dots": dot_groups,
        "commas": digits.str.contains(_COMMA_GROUPS), "plain": digits.str.contains(_PLAIN),
    })  # fmt: skip
    return frame.select(
        pl.when("euro").then("as_euro")
        .when("dots").then("no_dots")
        .when("commas").then("no_commas")
        .when("plain").then("digits")
    ).to_series()  # fmt: skip
