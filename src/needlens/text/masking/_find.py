"""Run all recognisers over one text until nothing is left to find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from needlens.text.masking._fold import FILLER, INVISIBLE, fold
from needlens.text.masking._found import Found
from needlens.text.masking._recogniser import Recogniser
from needlens.text.masking.address import Address
from needlens.text.masking.bank_card import BankCard
from needlens.text.masking.email import Email
from needlens.text.masking.id_card import IdCard
from needlens.text.masking.ip import IP
from needlens.text.masking.name import Name
from needlens.text.masking.parcel import Parcel
from needlens.text.masking.phone import Phone
from needlens.text.masking.qq import QQ
from needlens.text.masking.wechat import WeChat

RECOGNISERS: tuple[Recogniser, ...] = (
    Email(),
    IdCard(),
    BankCard(),
    Parcel(),
    WeChat(),
    QQ(),
    Phone(),
    Address(),
    Name(),
    IP(),
)
"""All recognisers; of two equal claims to a span the earlier one wins."""


def find(text: str, first: Sequence[Recogniser] = RECOGNISERS) -> list[Found]:
    """Return the personal data in ``text`` in order of place, without overlaps.

    ``first`` are the recognisers that can match at all, when the caller knows.

    >>> find("电话１３８ ００１３ ８０００，邮箱 a.li@qq.com")
    [Found(type='phone', start=2, end=15, probability=0.99), Found(type='email', start=19, end=30, probability=0.99)]
    """
    if INVISIBLE.search(text):
        return _without_invisible(text, first)
    folded = fold(text)
    if first is RECOGNISERS:
        first = [r for r in RECOGNISERS if r.possible(folded)]
    found: list[Found] = []
    new = _once(folded, first)
    while new:
        found += new
        folded = _blank(folded, new)
        new = _once(folded, [r for r in RECOGNISERS if r.possible(folded)])
    return sorted(found, key=lambda f: f.start)


def replace(text: str, found: Iterable[Found]) -> str:
    """Return ``text`` with a placeholder for each of ``found`` (in order of place)."""
    parts, done = [], 0
    for f in found:
        parts += [text[done : f.start], f"⟨{f.type}⟩"]
        done = f.end
    return "".join([*parts, text[done:]])


def _once(folded: str, recognisers: Sequence[Recogniser]) -> list[Found]:
    """Return the most probable claims that do not overlap; longer ones win a tie."""
    claims = [f for recogniser in recognisers for f in recogniser.find(folded)]
    claims.sort(key=lambda f: (-f.probability, f.start - f.end))
    taken = bytearray(len(folded))
    kept: list[Found] = []
    for claim in claims:
        if 1 not in taken[claim.start : claim.end]:
            taken[claim.start : claim.end] = b"\x01" * (claim.end - claim.start)
            kept.append(claim)
    return sorted(kept, key=lambda f: f.start)


def _blank(folded: str, found: Sequence[Found]) -> str:
    """Return ``folded`` with all of ``found`` (in order) filled, at its old length."""
    parts, done = [], 0
    for f in found:
        parts += [folded[done : f.start], FILLER * (f.end - f.start)]
        done = f.end
    return "".join([*parts, folded[done:]])


def _without_invisible(text: str, first: Sequence[Recogniser]) -> list[Found]:
    places = [i for i, c in enumerate(text) if not INVISIBLE.match(c)]
    return [
        Found(f.type, places[f.start], places[f.end - 1] + 1, f.probability)
        for f in find(INVISIBLE.sub("", text), first)
    ]
