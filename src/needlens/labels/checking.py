"""Drafts → labels: compared with the workspace's own text and the domain's taxonomy."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from needlens.labels.draft import Draft, Refused, Row, Unusable, number, whole
from needlens.labels.label import SOURCES, Label, LabelledOpinion
from needlens.labels.quoting import NotQuoted, Span, located, same_but_blanks, unarmoured
from needlens.mining import Domain

Texts = Mapping[tuple[str, str], str]
"""(kind, signal id) → the signal's text."""


@dataclass(frozen=True, slots=True)
class Checker:
    """Makes labels of drafts; ``annotator`` and ``source`` hold where a draft names none."""

    domain: Domain
    texts: Texts
    annotator: str
    now: datetime
    source: str = "person"

    def label(self, draft: Draft) -> Label:
        """Return the label a draft stands for; raise Unusable with the reason.

        A sentence is taken as a whole: with one bad opinion none of its opinions is used,
        as a sentence that lacks an opinion would teach that there is none.
        """
        if draft.fault:
            raise Unusable(draft.fault)
        given = draft.sentence
        kind, signal_id = self._signal(given)
        start, end, text = _sentence(given, self.texts[kind, signal_id])
        written = str(given.get("text") or text)
        opinions = []
        for row_number, row in draft.opinions:
            try:
                opinions.append(self._opinion(row, text, written))
            except Unusable as fault:
                raise Unusable(str(fault), row_number) from None
        source = str(given.get("source") or self.source)
        if source not in SOURCES:
            raise Unusable(f"the source {source!r} is unknown; known: {', '.join(SOURCES)}")
        annotator = str(given.get("annotator") or self.annotator).strip()
        at = _moment(given.get("at")) or self.now
        return Label(
            kind, signal_id, start, end, text, _distinct(opinions), annotator, source, at
        )  # fmt: skip

    def _signal(self, given: Row) -> tuple[str, str]:
        signal_id = str(given.get("signal_id") or "").strip()
        if not signal_id:
            raise Unusable("it has no signal_id, so it is not known which text it is about")
        kind = str(given.get("kind") or "").strip()
        known = [key for key in self.texts if key[1] == signal_id] if not kind else []
        key = known[0] if known else (kind, signal_id)
        if key not in self.texts:
            raise Unusable(f"there is no text {signal_id!r} in this workspace")
        return key

    def _opinion(self, row: Row, text: str, written: str) -> LabelledOpinion:
        aspect = _term(row, "aspect", text, written)
        opinion = _term(row, "opinion", text, written)
        valence = _strength(row, "valence")
        if valence is None:
            raise Unusable("an opinion has no valence; give a number from 1 to 9")
        return LabelledOpinion(
            text[slice(*aspect)] if aspect[0] >= 0 else None,
            *aspect,
            self._category(row.get("category")),
            text[slice(*opinion)] if opinion[0] >= 0 else None,
            *opinion,
            valence,
            _strength(row, "arousal"),
        )

    def _category(self, given: object) -> str:
        """Return the id of a category given by id, alias or name."""
        text = str(given or "").strip()
        known = self.domain.known(text) or self.domain.known(text.partition(" ")[0])
        if known:
            return known
        names = _names(self.domain)
        if text.casefold() in names:
            return names[text.casefold()]
        if not text:
            raise Unusable("an opinion has no category; give one of the domain's")
        near = difflib.get_close_matches(text.casefold(), names, n=1, cutoff=0.0)[0]
        raise Unusable(
            f"the domain {self.domain.id} has no category {text!r}; "
            f"the nearest is {names[near]}"
        )  # fmt: skip


def refused(draft: Draft, fault: Unusable) -> list[Refused]:
    """Return all rows of a draft with the reason; its good rows are told why they wait."""
    waits = "another opinion of the same sentence was refused"
    return [
        Refused(line, str(fault) if fault.row in (None, i) else waits, row)
        for i, (line, row) in enumerate(zip(draft.lines, draft.rows, strict=True))
    ]


def _names(domain: Domain) -> dict[str, str]:
    ids = {c.casefold(): c for c in domain.categories}
    names = {
        name.casefold(): c.id for c in domain.categories.values() for name in (c.name_zh, c.name_en)
    }
    return names | ids


def _sentence(given: Row, signal: str) -> tuple[int, int, str]:
    """Return start, end and text of the sentence; the stored text is the one that counts."""
    start, end = whole(given.get("start"), "start"), whole(given.get("end"), "end")
    written = str(given.get("text") or "")
    if start is not None and end is not None:
        if not 0 <= start < end <= len(signal):
            raise Unusable(
                f"there is no sentence at {start}–{end}; the text has {len(signal)} characters"
            )
        text = signal[start:end]
        if written and not any(same_but_blanks(w, text) for w in (written, unarmoured(written))):
            raise Unusable(
                "the text of the sentence was changed; labels must be about the text as it is stored"
            )
        return start, end, text
    if not written.strip():
        raise Unusable(
            "it has neither start and end nor a text, so it is not known which sentence it is"
        )
    start, end = _tried(signal, written, None, None, signal)
    return start, end, signal[start:end]


def _term(row: Row, term: str, text: str, written: str) -> Span:
    quote = row.get(term)
    if quote is not None and not isinstance(quote, str):
        quote = str(quote)
    if quote is not None and quote.strip() in ("", "NULL"):
        quote = None
    start, end = (whole(row.get(f"{term}_{side}"), f"{term}_{side}") for side in ("start", "end"))
    return _tried(text, quote, start, end, written)


def _tried(text: str, quote: str | None, start: int | None, end: int | None, given: str) -> Span:
    try:
        return located(text, quote, start, end, given)
    except NotQuoted:
        plain = unarmoured(quote or "")
        if plain == quote:
            raise
        return located(text, plain, start, end, given)


def _strength(row: Row, name: str) -> float | None:
    value = number(row.get(name), name)
    if value is not None and not 1 <= value <= 9:
        raise Unusable(f"{name} {value:g} is not between 1 and 9")
    return value


def _moment(given: object) -> datetime | None:
    """Return a moment of a file in UTC; one without a zone is taken for UTC."""
    text = str(given or "").strip()
    if not text:
        return None
    try:
        at = datetime.fromisoformat(re.sub(r"(?<=\.\d{6})\d+", "", text))
    except ValueError:
        raise Unusable(f"at {text!r} is not a time such as 2026-01-31T12:00:00Z") from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _distinct(opinions: list[LabelledOpinion]) -> tuple[LabelledOpinion, ...]:
    """Return opinions in the order of the sentence, each once."""
    key = {id(o): (o.opinion_start, o.aspect_start, o.category) for o in opinions}
    return tuple(dict.fromkeys(sorted(opinions, key=lambda o: key[id(o)])))
