"""Dates 时间: moments in the ways exports write them, brought to UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import polars as pl

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No shop's data is older; an earlier moment is a misread number or an empty value."""

AHEAD = timedelta(days=2)
"""How far a clock may run ahead; a later moment is an error of the source."""

_Y = r"(?<y>[0-9]{4})"
_YEAR_FIRST = rf"^{_Y}[-/.年](?<m>[0-9]{{1,2}})(?:[-/.月](?<d>[0-9]{{1,2}})日?)?月?"
_COMPACT = rf"^{_Y}(?<m>[0-9]{{2}})(?<d>[0-9]{{2}})"
_COMPACT_CLOCK = r"(?:T?(?<h>[0-9]{2})(?<mi>[0-9]{2})(?<s>[0-9]{2})?)?"
_CLOCK = (
    r"(?:(?:[T,]|\s)*(?<half>上午|下午|凌晨|中午|晚上|早上)?(?<h>[0-9]{1,2})[:时点](?<mi>[0-9]{1,2})?"
    r"(?:[:分](?<s>[0-9]{1,2})?(?:[.,](?<f>[0-9]{1,9}))?)?[分秒]?\s*(?<half2>(?i:[ap]\.?m\.?))?)?"
)
_ZONE = r"\s*(?<z>Z|UTC|GMT|(?:UTC|GMT)?[-+][0-9]{2}:?[0-9]{2}|[-+][0-9]{2})?$"
_NUMBERS = r"^(?<a>[0-9]{1,2})[-/.](?<b>[0-9]{1,2})[-/.](?<y>[0-9]{4}|[0-9]{2})"
_EPOCH = r"^([0-9]{9,19})(?:\.[0-9]+)?$"
_SERIAL = r"^([0-9]{5})(\.[0-9]+)?$"
_WORDED = (
    "%d %b %Y %H:%M:%S", "%d %b %Y %H:%M", "%d %b %Y", "%b %d %Y %H:%M:%S", "%b %d %Y %H:%M",
    "%b %d %Y %I:%M:%S %p", "%b %d %Y %I:%M %p", "%b %d %Y", "%d %B %Y", "%B %d %Y",
    "%B %d %Y %H:%M:%S", "%B %d %Y %I:%M %p", "%d %b %y", "%a %b %d %H:%M:%S %Y",
)  # fmt: skip
_PARTS = ("y", "m", "d", "h", "mi", "s", "f", "half", "half2", "z")


@dataclass(frozen=True, slots=True)
class Dates:
    """A column of moments, and what had to be decided to read it."""

    values: pl.Series
    """Datetime in microseconds, UTC; what cannot be read is null."""
    day_first: bool | None
    """Whether 02/03/2019 is 2 March; None when the column holds no such dates."""
    guessed: str | None
    """An example that could be read either way, when no other cell decides."""


def dates(texts: pl.Series, time_zone: str = "UTC", day_first: bool | None = None) -> Dates:
    """Return plain cells as moments; those without an offset are in ``time_zone``.

    Year-first, compact, worded (RFC 2822) and Chinese dates, epochs in seconds,
    milli-, micro- and nanoseconds, spreadsheet serials, and day/month/year or
    month/day/year: which of the two, the whole column decides; ``day_first`` says it
    when it does not.

    >>> cells = pl.Series(["2019年2月20日 16时13分", "1550650380", "43516.5", "20/02/2019", "soon"])
    >>> [str(at)[:16] for at in dates(cells, "Asia/Shanghai").values]
    ['2019-02-20 08:13', '2019-02-20 08:13', '2019-02-20 04:00', '2019-02-19 16:00', 'None']
    """
    texts = texts.str.replace(r"\s*(~|至|到| - )\s*[0-9].*$", "").str.replace(r"\.0+$", "")
    calendar, found_first, guessed = _calendar(texts, day_first)
    found = _moment(calendar, time_zone)
    for other in (_epochs, _serials, _worded):
        left = found.is_null() & texts.is_not_null()
        if not left.any():
            break
        more = other(texts.set(~left, None), time_zone)
        found = found.zip_with(more.is_null(), more)
    return Dates(found.alias(texts.name), found_first, guessed)


def _calendar(
    texts: pl.Series, day_first: bool | None
) -> tuple[pl.DataFrame, bool | None, str | None]:
    """Return the parts of the dates that are written in figures."""
    year_first = texts.str.extract_groups(_YEAR_FIRST + _CLOCK + _ZONE).struct.unnest()
    compact = texts.str.extract_groups(_COMPACT + _COMPACT_CLOCK + "$").struct.unnest()
    numbers = texts.str.extract_groups(_NUMBERS + _CLOCK + _ZONE).struct.unnest()
    found_first, guessed = _order(texts, numbers, day_first)
    first, second = ("d", "m") if found_first else ("m", "d")
    plausible = compact["y"].cast(pl.Int32, strict=False).is_between(1990, 2099).fill_null(False)
    parts = [
        year_first.with_columns(
            pl.col("d").fill_null(pl.when(pl.col("m").is_not_null()).then(pl.lit("1")))
        ),
        compact.with_columns(pl.when(plausible).then(pl.col(c)).alias(c) for c in compact.columns),
        _swapped(numbers.rename({"a": first, "b": second})),
    ]
    merged = pl.DataFrame(
        {part: _first_of([p[part] for p in parts if part in p.columns]) for part in _PARTS}
    )
    return merged, found_first if numbers["a"].is_not_null().any() else None, guessed


def _order(
    texts: pl.Series, numbers: pl.DataFrame, day_first: bool | None
) -> tuple[bool, str | None]:
    """Decide whether the day comes first, and return an example if that is a guess."""
    a, b = numbers["a"].cast(pl.Int32, strict=False), numbers["b"].cast(pl.Int32, strict=False)
    day_votes, month_votes = int((a > 12).sum()), int((b > 12).sum())
    if day_votes != month_votes:
        return day_votes > month_votes, None
    open_ones = a.is_not_null() & (a <= 12) & (b <= 12) & (a != b)
    if day_first is not None or not open_ones.any():
        return bool(day_first), None
    example = texts.filter(open_ones).first()
    dotted = texts.filter(open_ones).str.contains(r"^[0-9]+\.").all()
    return dotted, None if dotted else str(example)


def _swapped(numbers: pl.DataFrame) -> pl.DataFrame:
    """Swap day and month where only the other order is a date; write years in full."""
    month, year = pl.col("m").cast(pl.Int32, strict=False), pl.col("y").cast(pl.Int32, strict=False)
    swap = month > 12
    return numbers.with_columns(
        pl.when(swap).then("d").otherwise("m").alias("m"),
        pl.when(swap).then("m").otherwise("d").alias("d"),
        pl.when(year < 100).then((year + 2000).cast(pl.String)).otherwise("y").alias("y"),
    )


def _first_of(columns: list[pl.Series]) -> pl.Series:
    return (
        pl.DataFrame({str(i): c for i, c in enumerate(columns)})
        .select(pl.coalesce(pl.all()))
        .to_series()
    )


def _moment(parts: pl.DataFrame, time_zone: str) -> pl.Series:
    """Return UTC moments from columns of figures; 31 February and hour 25 are null."""
    hour = pl.col("h").cast(pl.Int32, strict=False).fill_null(0)
    half = pl.coalesce("half", "half2").str.to_lowercase().str.replace_all(".", "", literal=True)
    late = half.is_in(["下午", "晚上", "中午", "pm"]).fill_null(False)
    early = half.is_in(["上午", "凌晨", "早上", "am"]).fill_null(False)
    hour = (
        pl.when(late & (hour < 12))
        .then(hour + 12)
        .when(early & (hour == 12))
        .then(0)
        .otherwise(hour)
    )
    midnight = (hour == 24) & (pl.col("mi").cast(pl.Int32, strict=False).fill_null(0) == 0)
    stamp = pl.format(
        "{}-{}-{} {}:{}:{}.{}", "y", _two("m"), _two("d"),
        pl.when(midnight).then(pl.lit("00")).otherwise(hour.cast(pl.String).str.zfill(2)),
        _two("mi"), _two("s"), pl.col("f").fill_null("0").str.pad_end(6, "0").str.head(6),
    )  # fmt: skip
    naive = stamp.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", strict=False)
    naive = pl.when(midnight).then(naive + timedelta(days=1)).otherwise(naive)
    local = naive.dt.replace_time_zone(
        time_zone, ambiguous="earliest", non_existent="null"
    ).dt.convert_time_zone("UTC")
    zoned = (naive - _offset()).dt.replace_time_zone("UTC")
    return parts.select(pl.when(pl.col("z").is_null()).then(local).otherwise(zoned)).to_series()


def _two(part: str) -> pl.Expr:
    return pl.col(part).fill_null("0").str.zfill(2)


def _offset() -> pl.Expr:
    """Return how far ahead of UTC the zone at the end of a cell is."""
    zone = pl.col("z").str.replace("^(UTC|GMT)", "")
    sign = pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
    hours = zone.str.extract(r"[-+]([0-9]{2})", 1).cast(pl.Int32, strict=False).fill_null(0)
    minutes = (
        zone.str.extract(r"[-+][0-9]{2}:?([0-9]{2})", 1).cast(pl.Int32, strict=False).fill_null(0)
    )
    return pl.duration(minutes=sign * (hours * 60 + minutes))


def _epochs(texts: pl.Series, time_zone: str) -> pl.Series:
    """Return moments from seconds, milli-, micro- or nanoseconds since 1970."""
    digits = texts.str.extract(_EPOCH, 1)
    length = digits.str.len_chars()
    count = digits.cast(pl.Int64, strict=False)
    frame = pl.DataFrame({"n": count, "l": length})
    micros = (
        pl.when(pl.col("l") <= 10).then(pl.col("n") * 1_000_000)
        .when(pl.col("l") <= 13).then(pl.col("n") * 1_000)
        .when(pl.col("l") <= 16).then(pl.col("n"))
        .otherwise(pl.col("n") // 1_000)
    )  # fmt: skip
    return frame.select(micros.cast(pl.Datetime("us", "UTC"))).to_series()


def _serials(texts: pl.Series, time_zone: str) -> pl.Series:
    """Return moments from spreadsheet serials: days since the end of 1899."""
    matched = texts.set(~texts.str.contains(_SERIAL).fill_null(False), None)
    days = matched.cast(pl.Float64, strict=False)
    # Serials carry rounding noise below a second; the source meant whole seconds.
    seconds = (days * 86_400).round().cast(pl.Int64, strict=False)
    naive = (seconds * 1_000_000).cast(pl.Duration("us")) + pl.Series([datetime(1899, 12, 30)])
    return naive.dt.replace_time_zone(
        time_zone, ambiguous=pl.Series(["earliest"]), non_existent="null"
    ).dt.convert_time_zone("UTC")


def _worded(texts: pl.Series, time_zone: str) -> pl.Series:
    """Return moments from dates with month names, as in mail headers."""
    tidy = (
        texts.str.replace(r"\s*\([^)]*\)$", "")
        .str.replace(r"^(?i)(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", "")
        .str.replace_all(",", " ", literal=True)
        .str.replace(r"([0-9])(st|nd|rd|th)\b", "$1")
        .str.replace_all(r"\s+", " ")
        .str.replace(r"(?i)\b(sept)\b", "Sep")
        .str.replace_all(r"([A-Za-z])\.", "$1")
    )
    zone = tidy.str.extract(r"((?:UTC|GMT)?[-+][0-9]{2}:?[0-9]{2}|\bZ|UTC|GMT)$", 1)
    bare = tidy.str.replace(r"\s*((?:UTC|GMT)?[-+][0-9]{2}:?[0-9]{2}|\bZ|UTC|GMT)$", "")
    frame = pl.DataFrame({"t": bare, "z": zone}).with_columns(
        naive=pl.coalesce(
            pl.col("t").str.to_datetime(f, time_unit="us", strict=False) for f in _WORDED
        )
    )
    local = (
        pl.col("naive")
        .dt.replace_time_zone(time_zone, ambiguous="earliest", non_existent="null")
        .dt.convert_time_zone("UTC")
    )
    zoned = (pl.col("naive") - _offset()).dt.replace_time_zone("UTC")
    return frame.select(pl.when(pl.col("z").is_null()).then(local).otherwise(zoned)).to_series()
