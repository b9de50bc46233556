"""More training texts from the ones there are; labelled spans keep pointing at their words.

Three ways to say it differently (synonyms, keyboard slips, homophones) and one to say
it anew (back-translation). Wei and Zou 2019; Sennrich et al. 2016.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from needlens.errors import UserError
from needlens.lm.homophones import homophones
from needlens.text.segment import words

Span = tuple[int, int]


class Labelled(NamedTuple):
    """A text and the spans in it that labels refer to, as character offsets."""

    text: str
    spans: tuple[Span, ...] = ()


class Edit(NamedTuple):
    """Characters ``start`` to ``end`` of a text become ``new``."""

    start: int
    end: int
    new: str


Edits = Callable[[str, np.random.Generator], Iterable[Edit]]
"""Proposes changes to a text, in reading order, none overlapping another."""


def rewrite(labelled: Labelled, edits: Iterable[Edit], *, inside: bool = True) -> Labelled:
    """Return the text with the edits made, and its spans where their words now are.

    An edit across the border of a span is not made; with ``inside`` false, none that
    touches a span is. Spans outside the text, such as (-1, -1) for what is only
    implied, stay as they are.

    >>> rewrite(Labelled("电池很耐用，屏幕好", ((0, 2), (6, 8))), [Edit(0, 2, "电瓶儿")])
    Labelled(text='电瓶儿很耐用，屏幕好', spans=((0, 3), (7, 9)))
    >>> rewrite(Labelled("the battery is good", ((4, 11),)), [Edit(9, 14, "")])
    Labelled(text='the battery is good', spans=((4, 11),))
    """
    made = [edit for edit in edits if _allowed(edit, labelled.spans, inside)]
    pieces: list[str] = []
    done = 0
    for edit in made:
        pieces += (labelled.text[done : edit.start], edit.new)
        done = edit.end
    pieces.append(labelled.text[done:])
    return Labelled("".join(pieces), tuple(_moved(span, made) for span in labelled.spans))


def augment(
    texts: Sequence[Labelled], propose: Edits, *, seed: int = 0, inside: bool = True
) -> list[Labelled]:
    """Return each text as ``propose`` changes it; the same for the same seed.

    ``propose`` is :func:`synonyms`, :func:`sound_alikes` or
    :func:`needlens.lm.typing_slips.typing_slips` with its share of changed words.
    """
    return [
        rewrite(one, propose(one.text, np.random.default_rng((seed, i))), inside=inside)
        for i, one in enumerate(texts)
    ]


def synonyms(table: Mapping[str, Sequence[str]], share: float = 0.1) -> Edits:
    """Propose another word for about ``share`` of the words that ``table`` knows.

    Whole words only: 充电 is not changed because 电 has synonyms.

    >>> swap = synonyms({"耐用": ["经用"], "good": ["fine"]}, share=1)
    >>> augment([Labelled("电池耐用, Good!", ((2, 4),))], swap)
    [Labelled(text='电池经用, Fine!', spans=((2, 4),))]
    """

    def propose(text: str, chance: np.random.Generator) -> Iterable[Edit]:
        for start, word in _placed(text):
            others = table.get(word.lower(), ())
            if others and chance.random() < share:
                new = others[int(chance.integers(len(others)))]
                new = new.capitalize() if word[0].isupper() else new
                yield Edit(start, start + len(word), new)

    return propose


def sound_alikes(share: float = 0.1, known: Iterable[str] = ()) -> Edits:
    """Propose a character of the same sound for about ``share`` of the Chinese ones.

    ``known`` texts, when given, limit the choice to the characters in them, each as
    likely as it is common there: people type what their keyboard offers first.

    >>> augment([Labelled("再买", ())], sound_alikes(1, known=["在麦"]))
    [Labelled(text='在麦', spans=())]
    """
    counts: dict[str, int] = {}
    for text in known:
        for character in text:
            counts[character] = counts.get(character, 0) + 1

    def propose(text: str, chance: np.random.Generator) -> Iterable[Edit]:
        drawn = chance.random(len(text)) < share
        for at in np.flatnonzero(drawn):
            others = homophones(text[at])
            weights = np.array([counts.get(c, 0) if counts else 1 for c in others], dtype=float)
            if weights.sum():
                pick = chance.choice(len(others), p=weights / weights.sum())
                yield Edit(int(at), int(at) + 1, others[pick])

    return propose


def back_translated(
    texts: Sequence[Labelled],
    translate: Callable[[list[str]], Sequence[str | None]],
    *,
    batch: int = 20,
) -> list[Labelled | None]:
    """Return each text as ``translate`` says it anew; None where that cannot be used.

    ``translate`` sends texts to another language and back, by whatever means: a model
    by URL, a service. Its answer is not trusted: it must be a text of a third to three
    times the length, not the same, and hold the words of every labelled span exactly
    once, in the same order.
    """
    anew: list[Labelled | None] = []
    for start in range(0, len(texts), batch):
        some = texts[start : start + batch]
        answers = list(translate([one.text for one in some]))
        if len(answers) != len(some):
            raise UserError(
                f"translate returned {len(answers)} texts for {len(some)}; it must return one each"
            )
        anew += [_checked(one, answer) for one, answer in zip(some, answers, strict=True)]
    return anew


def _checked(one: Labelled, answer: object) -> Labelled | None:
    if not isinstance(answer, str):
        return None
    new = " ".join(answer.split())
    if new == one.text or not len(one.text) / 3 <= len(new) <= len(one.text) * 3:
        return None
    spans: list[Span] = []
    for start, end in one.spans:
        quote = one.text[start:end] if start >= 0 else ""
        if quote and new.count(quote) != 1:
            return None
        at = new.index(quote) if quote else start
        spans.append((at, at + len(quote)) if quote else (start, end))
    before = sorted(range(len(spans)), key=lambda i: one.spans[i])
    after = sorted(range(len(spans)), key=lambda i: spans[i])
    return Labelled(new, tuple(spans)) if before == after else None


def _placed(text: str) -> Iterable[tuple[int, str]]:
    at = 0
    for word in words(text):
        at = text.index(word, at)
        yield at, word
        at += len(word)


def _allowed(edit: Edit, spans: Sequence[Span], inside: bool) -> bool:
    return all(_respects(edit, span, inside) for span in spans)


def _respects(edit: Edit, span: Span, inside: bool) -> bool:
    start, end = span
    if edit.end <= start or edit.start >= end:
        return True
    emptied = not edit.new and (edit.start, edit.end) == span
    return inside and start <= edit.start and edit.end <= end and not emptied


def _moved(span: Span, edits: Sequence[Edit]) -> Span:
    if span[0] < 0:
        return span
    start, end = span
    for edit in edits:
        grown = len(edit.new) - (edit.end - edit.start)
        before = edit.end <= span[0]
        start += grown if before else 0
        end += grown if before or edit.start < span[1] else 0
    return start, end
