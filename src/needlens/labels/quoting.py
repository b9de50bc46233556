"""Where a quoted term stands in a sentence, in spite of what editors do to white space."""

from __future__ import annotations

import re

from needlens.labels.draft import Unusable

Span = tuple[int, int]
NOWHERE: Span = (-1, -1)
"""Of a term that is only implied."""

_SKIPPED = r"[\s'\"`‘’“”＇＂]*"
_ARMOUR = re.compile(
    rf"^'+(?={_SKIPPED}[=+\-@＝＋－＠﹢﹣﹦﹫−\t\r\n])|(?<=[;\t\r\n])'+(?=[=+\-@＝＋－＠])"
)


class NotQuoted(Unusable):
    """A term does not stand in the sentence where it should; the message says so."""


def unarmoured(cell: str) -> str:
    """Return a cell without the apostrophes that keep a spreadsheet from running it.

    >>> unarmoured("'-好评"), unarmoured("'tis"), unarmoured("很好;'=1")
    ('-好评', "'tis", '很好;=1')
    """
    return _ARMOUR.sub("", cell)


def same_but_blanks(one: str, other: str) -> bool:
    r"""Whether two texts differ in white space at most.

    >>> same_but_blanks("物流 太慢\n", "物流太慢"), same_but_blanks("slow", "Slow")
    (True, False)
    """
    return one == other or "".join(one.split()) == "".join(other.split())


def located(text: str, quote: str | None, start: int | None, end: int | None, given: str) -> Span:
    """Return the span of ``quote`` in ``text``; raise NotQuoted.

    ``given`` is the sentence as the file has it: the same text, or with other white space.
    Offsets are right when they quote the term in ``text`` or in ``given``, as characters or
    as UTF-16 units (older versions of Label Studio). Without offsets the term must occur
    once. When white space was changed, the occurrence nearest to the offset is meant.

    >>> located("物流太慢，客服也慢", "慢", 8, 9, "物流太慢，客服也慢")
    (8, 9)
    >>> located("很好 😀 物流慢", "物流", 6, 8, "很好 😀 物流慢")
    (5, 7)
    >>> located("物流太慢", "太慢", 3, 5, "物流 太慢")
    (2, 4)
    """
    if not quote:
        return NOWHERE
    if start is None or start < 0 or end is None:
        return _only(text, quote)
    for first, last in ((start, end), _from_utf16(text, start, end)):
        if text[first:last] == quote:
            return first, last
    found = _loosely(text, quote)
    if found and (given != text or same_but_blanks(text[start:end], quote)):
        before = len("".join(given[:start].split()))
        return min(found, key=lambda span: abs(len("".join(text[: span[0]].split())) - before))
    raise NotQuoted(
        f"{quote!r} does not stand at {start}–{end}, where the sentence has {text[start:end]!r}; "
        "mend the offsets, or leave them empty and they are looked up"
    )


def _only(text: str, quote: str) -> Span:
    exact = [m.start() for m in re.finditer(f"(?={re.escape(quote)})", text)]
    found = [(at, at + len(quote)) for at in exact] or _loosely(text, quote)
    if not found:
        raise NotQuoted(f"{quote!r} does not stand in the sentence; quote it as it is written")
    if len(found) > 1:
        raise NotQuoted(f"{quote!r} stands in the sentence {len(found)} times; give its offsets")
    return found[0]


def _loosely(text: str, quote: str) -> list[Span]:
    """Return the places of a quote when white space does not count."""
    solid = [i for i, character in enumerate(text) if not character.isspace()]
    compact = "".join(text[i] for i in solid)
    wanted = "".join(quote.split())
    if not wanted:
        return []
    starts = [m.start() for m in re.finditer(f"(?={re.escape(wanted)})", compact)]
    return [(solid[at], solid[at + len(wanted) - 1] + 1) for at in starts]


def _from_utf16(text: str, start: int, end: int) -> Span:
    raw = text.encode("utf-16-le", "surrogatepass")
    first = len(raw[: 2 * start].decode("utf-16-le", "replace"))
    return first, first + len(raw[2 * start : 2 * end].decode("utf-16-le", "replace"))
