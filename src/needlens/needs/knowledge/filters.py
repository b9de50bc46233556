"""Rules that a candidate reason must pass before it is judged at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from needlens.lm.lengths import unit
from needlens.needs.concepts import lexicon, terms
from needlens.needs.knowledge.contradictions import contradicts
from needlens.needs.knowledge.generic import empty, generic
from needlens.needs.statement_form import form_fault
from needlens.needs.vectors import Encoder
from needlens.text.folding import fold

FAULTS = ("form", "generic", "repeats", "names", "contradicts", "same")
_NEAR = 0.95
"""Reasons of one pair whose vectors are as near as this, in both languages, are one."""
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_NAME = re.compile(r"(?<=\s)[A-Z][\w-]*|\b\w+[A-Z]\w*|\b[A-Z]{2,}\b")
_FAMILY = re.compile("亲(?=[戚人友子属])|(?<=[父母双])亲|请(?=客)")
"""亲 and 请 that are no word to the reader: 走亲戚, 请客."""
_LONGEST_ZH = 16
_MOST_WORDS = 9
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def faults(candidates: pl.DataFrame, encoder: Encoder) -> pl.Series:
    """Return why each candidate (columns CANDIDATES) is refused, '' when it is not.

    ``form``: not a short phrase of its language, or it has addresses, markup, words to the
    reader; ``generic``: it holds for anything; ``repeats``: all its words are those of the
    pair; ``names``: a name or number that the pair has not; ``contradicts``: for somebody
    or some time the pair is not for, or the two languages disagree; ``same``: the pair has
    this reason already.
    """
    found = [_fault(row) for row in candidates.iter_rows(named=True)]
    return pl.Series("fault", _without_same(candidates, found, encoder), dtype=pl.String)


def _fault(row: Mapping[str, Any]) -> str:
    zh, en, pair = row["object_zh"], row["object_en"], f"{row['head_text']} {row['other_text']}"
    long = len(zh) > _LONGEST_ZH or len(en.split()) > _MOST_WORDS
    if long or form_fault(_FAMILY.sub("家", zh), "zh") or form_fault(en, "en"):
        return "form"
    if generic(zh, en):
        return "generic"
    if repeats(zh, pair) or repeats(en, pair):
        return "repeats"
    if invents(zh, en, pair):
        return "names"
    return "contradicts" if contradicts(row["relation"], zh, en, pair) else ""


def repeats(phrase: str, pair: str) -> bool:
    """Say whether a phrase has no word of content that the pair has not.

    Only a pair in the language of the phrase can be repeated.

    >>> repeats("骑行开车", "冰袖 骑行开车薄款"), repeats("怕晒黑", "冰袖 骑行开车薄款")
    (True, False)
    """
    said, known = fold(phrase).text, fold(pair).text
    if re.search(r"[a-z]", said) and not re.search(r"[\u4e00-\u9fff]", said):
        return not (terms(said) - lexicon().plain) - terms(known)
    bare = re.sub(r"[^\u4e00-\u9fff]", "", said)
    return bool(bare) and all(c in known for c in bare)


def invents(zh: str, en: str, pair: str) -> bool:
    """Say whether a reason has a name or a number that the pair has not.

    >>> invents("配荣耀手机", "with a Honor phone", "手机壳"), invents("过年", "New Year", "春联")
    (True, False)
    """
    known = fold(pair).text
    words = {w for w in _LATIN.findall(zh) if len(w) > 1} | set(_NAME.findall(en))
    named = {word.lower() for word in words} - empty().capitals
    numbers = {*_NUMBER.findall(fold(zh).text), *_NUMBER.findall(en)}
    return any(word.removesuffix("'s") not in known for word in named | numbers)


def _without_same(candidates: pl.DataFrame, found: list[str], encoder: Encoder) -> list[str]:
    """Call the later of two reasons of a pair that mean the same ``same``."""
    zh, en = (unit(encoder(candidates[name])) for name in ("object_zh", "object_en"))
    seen: dict[tuple[str, str, str], list[int]] = {}
    keys = candidates.select("kind", "head", "other").rows()
    for i, key in enumerate(keys):
        if found[i]:
            continue
        earlier = seen.setdefault(key, [])
        near = (np.minimum(zh[earlier] @ zh[i], en[earlier] @ en[i]) > _NEAR) if earlier else ()
        if any(near):
            found[i] = "same"
        else:
            earlier.append(i)
    return found
