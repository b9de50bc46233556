"""The shape of a recogniser: patterns, context words and a check, as in Presidio.

A pattern proposes a span with a prior probability; ``validate`` confirms or refuses it
by a check digit or a date; a context word nearby raises the probability of what is
left. Source: Microsoft Presidio, "Supported recognizers", pattern recogniser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, NamedTuple

from needlens.text.masking._fold import FILLER
from needlens.text.masking._found import Found

ACCEPTED = 0.5
"""A span at least this probable is masked."""
BOOST = 0.45
"""What a context word adds."""
SURE = 0.99
"""The probability of a span that ``validate`` confirms."""

_DENY = re.compile(
    r"(?:订单|单据|货号|型号|款号|款式|批号|编号|编码|条码|条形码|序列号|发票号?|版本|会员号|学号|工号|备案号|"
    r"(?<![a-z])(?:order|orders|sku|isbn|issn|ean|upc|gtin|barcode|asin|item|model|part|serial|s/?n|imei"
    r"|invoice|lot|batch|version|ver|ref|reference|article|style|product|coupon|firmware))"
    r"(?:号码|编号|编码|代码|号|条码|串码|no(?![a-z])|nr|numbers?|num|code|id|was|is|are|[#:.=是为\s(\"'/-])*$",
    re.I,
)


class Pattern(NamedTuple):
    """One way of writing it; group ``pii`` is the span to mask, if not the whole match."""

    regex: re.Pattern[str]
    probability: float


class Recogniser:
    """Finds one type of personal data in folded text; one subclass per type."""

    TYPE: ClassVar[str]
    HINT: ClassVar[str]
    """A cheap regex (Rust and Python syntax) that every text with a match satisfies."""
    PATTERNS: ClassVar[tuple[Pattern, ...]]
    CONTEXT: ClassVar[str] = r"(?!)"
    """Regex of words that make a doubtful match likely when they stand close by."""
    BEFORE: ClassVar[int] = 24
    """How far back a context word may stand, in characters."""
    AFTER: ClassVar[int] = 0
    """How far behind a context word may stand, in characters."""
    DENIED: ClassVar[bool] = True
    """Whether a word such as 订单号 or SKU right before refuses the match."""

    def __init__(self) -> None:
        self._hint = re.compile(self.HINT, re.I)
        self._context = re.compile(self.CONTEXT, re.I | re.A)

    def possible(self, text: str) -> bool:
        """Tell by a cheap look whether folded ``text`` can hold a match."""
        return self._hint.search(text) is not None

    def validate(self, value: str) -> bool | None:
        """Return True when ``value`` proves itself, False when it cannot be, else None."""
        return None

    def find(self, text: str) -> Iterator[Found]:
        """Yield what is found in folded ``text``."""
        for pattern in self.PATTERNS:
            for match in pattern.regex.finditer(text):
                start, end = match.span("pii" if "pii" in match.re.groupindex else 0)
                probability = self._probability(text, start, end, pattern.probability)
                if probability >= ACCEPTED:
                    yield Found(self.TYPE, start, end, probability)

    def _probability(self, text: str, start: int, end: int, prior: float) -> float:
        valid = self.validate(text[start:end])
        if valid is False:
            return 0.0
        before = text[max(0, start - self.BEFORE) : start].rpartition(FILLER)[2]
        if self.DENIED and _DENY.search(before):
            return 0.0
        if valid:
            return SURE
        after = text[end : end + self.AFTER].partition(FILLER)[0]
        near = self._context.search(before) or (after and self._context.search(after))
        return min(prior + BOOST, SURE) if near else prior
