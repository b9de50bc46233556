"""Clean text on the way in: entities, tags, invisible characters, whitespace, NFC."""

from __future__ import annotations

import html
import re

import polars as pl

from needlens.text.folding import Folded, fold, fold_series

__all__ = ["Folded", "clean", "fold", "fold_series"]

# Without the semicolon only names that no ordinary text or URL contains by chance.
_ENTITIES = re.compile(
    r"&(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};"
    r"|(?:nbsp|hellip|quot|ldquo|rdquo|mdash|middot)(?:；|(?![A-Za-z0-9=;])))"
)
_SURROGATES = re.compile(
    r"&#(?:(5[56][0-9]{3})|[xX]([dD][89abAB][0-9a-fA-F]{2}));"
    r"&#(?:(5[67][0-9]{3})|[xX]([dD][c-fC-F][0-9a-fA-F]{2}));"
)
_DOUBLED = re.compile(r"&amp;(?=#|[A-Za-z])")

_BLOCK = "br|p|div|li|ul|ol|tr|table|tbody|h[1-6]|hr|blockquote|section|article|dl|dt|dd|pre"
_INLINE = (
    "a|abbr|b|big|body|button|center|code|del|em|font|form|head|html|i|iframe|img|input|ins|"
    "label|link|mark|meta|s|script|small|span|strike|strong|style|sub|sup|svg|td|th|title|tt|u|"
    "video|audio|object|embed|option|select|textarea"
)
# A known name, then either nothing or attributes (a "=" proves them): 'a <b and c> d' stays.
_REST = r"(?:\s*/?|\s[^<>]*=[^<>]*)>"
_UNSEEN = r"(?is)<(?:script|style)\b[^<>]*>.*?</(?:script|style)\s*>|<!--.*?-->"
_BLOCK_TAG = rf"(?i)\s*</?(?:{_BLOCK}){_REST}\s*"
_INLINE_TAG = rf"(?i)</?(?:{_INLINE}){_REST}"

_MODIFIER = r"[\x{FE0E}\x{FE0F}\x{1F3FB}-\x{1F3FF}]*"
_EMOJI = rf"\p{{Extended_Pictographic}}{_MODIFIER}"
_KEPT = rf"({_EMOJI}(?:\x{{200D}}{_EMOJI})+|\x{{1F3F4}}[\x{{E0020}}-\x{{E007E}}]+\x{{E007F}})"
_INVISIBLE = (
    r"[\x00-\x08\x0E-\x1F\x7F-\x84\x86-\x9F\x{AD}\x{34F}\x{61C}\x{180E}\x{200B}-\x{200F}"
    r"\x{202A}-\x{202E}\x{2060}-\x{206F}\x{FEFF}\x{FFF9}-\x{FFFB}\x{E0000}-\x{E0FFF}]"
)
# Four spaces, or two of full width, are how shop exports flatten a line break.
_FLAT = r"[\x20\x{A0}]{4,}|[\x20\x{A0}]*\x{3000}[\x20\x{A0}]*\x{3000}\s*"
_LINE = r"[\r\n\x0B\x0C\x{85}\x{2028}\x{2029}]"
_LINES = rf"\s*{_LINE}\s*"
_SPACES = r"[^\S\n]{2,}|[^\S\n ]"


def clean(series: pl.Series) -> pl.Series:
    r"""Clean a String column for storing; case, script and emoji stay as written.

    HTML entities are decoded (also when encoded twice, also emoji written as two
    surrogates), tags and comments removed (``<3``, ``a < b`` and ``<书名>`` are not
    tags), block tags become line breaks, zero-width, bidirectional and control
    characters go (an emoji joined by ZWJ stays one), runs of spaces become one space
    (four and more are a flattened line break), runs of line breaks one, characters are
    composed (NFC). A text with nothing left becomes null.

    >>> clean(pl.Series(["<p>质量&hellip;</p>不错<br/>I &amp;lt;3 it", " \u200b "])).to_list()
    ['质量…\n不错\nI <3 it', None]
    """
    column = _decode(series.cast(pl.String)).to_frame("text")
    text = pl.col("text")
    tagged = text.str.contains("<", literal=True)
    untagged = (
        text.str.replace_all(_UNSEEN, "")
        .str.replace_all(_BLOCK_TAG, "\n")
        .str.replace_all(_INLINE_TAG, "")
    )
    return (
        _where(column, tagged, untagged)
        .pipe(_where, text.str.contains(_INVISIBLE), _visible(text))
        .pipe(_where, text.str.contains(_FLAT), text.str.replace_all(_FLAT, "\n"))
        .pipe(_where, text.str.contains(_LINE), text.str.replace_all(_LINES, "\n"))
        .pipe(_where, text.str.contains(_SPACES), text.str.replace_all(_SPACES, " "))
        .select(text.str.strip_chars().str.normalize("NFC"))
        .select(pl.when(text.str.len_bytes() > 0).then(text).alias(series.name))
        .to_series()
    )


def _visible(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(rf"{_KEPT}|{_INVISIBLE}", "${1}")


def _where(frame: pl.DataFrame, condition: pl.Expr, then: pl.Expr) -> pl.DataFrame:
    """Compute ``then`` only for the rows that need it: most texts need little cleaning."""
    rows = frame.select(condition.fill_null(False).arg_true()).to_series()
    if rows.is_empty():
        return frame
    changed = frame[rows].select(then).to_series()
    return frame.to_series().scatter(rows, changed).to_frame("text")


def _decode(series: pl.Series) -> pl.Series:
    rows = series.str.contains("&[#A-Za-z]").fill_null(False).arg_true()
    if rows.is_empty():
        return series
    return series.clone().scatter(rows, [_decoded(text) for text in series.gather(rows)])


def _decoded(text: str) -> str:
    once = _DOUBLED.sub("&", text)
    return _ENTITIES.sub(_entity, _SURROGATES.sub(_surrogates, once))


def _entity(match: re.Match[str]) -> str:
    return html.unescape(match[0].rstrip("；").rstrip(";") + ";")


def _surrogates(match: re.Match[str]) -> str:
    high = int(match[1]) if match[1] else int(match[2], 16)
    low = int(match[3]) if match[3] else int(match[4], 16)
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return match[0]
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
