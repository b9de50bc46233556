"""Label Studio's export → drafts: regions and relations become opinions again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from needlens.labels.draft import Draft, Row, Unusable
from needlens.labels.studio import ASPECT, IMPLIED, OPINION, SPAN

_VALUES = {"choices": "choices", "number": "number", "rating": "rating", "taxonomy": "taxonomy"}


@dataclass(slots=True)
class _Region:
    """A marked span with what was said of it."""

    label: str
    start: Any
    end: Any
    quote: Any
    said: dict[str, Any] = field(default_factory=dict)


def is_task(document: Row) -> bool:
    """Whether a JSON object is a task of Label Studio."""
    return isinstance(document.get("data"), dict) and (
        "annotations" in document or "predictions" in document or "completions" in document
    )


def drafts_of_task(task: Row, line: int) -> Iterator[Draft]:
    """Yield a draft for each finished annotation of a task; predictions are none.

    An aspect related to several opinions, or the other way round, makes one opinion for
    each relation. The category is that of the opinion's region, else of the aspect's.
    """
    data = task["data"]
    for annotation in task.get("annotations") or task.get("completions") or []:
        if not isinstance(annotation, dict) or annotation.get("was_cancelled"):
            continue
        sentence = {k: data.get(k) for k in ("kind", "signal_id", "start", "end", "text")}
        sentence["annotator"] = _annotator(annotation.get("completed_by"))
        sentence["at"] = annotation.get("updated_at") or annotation.get("created_at")
        draft = Draft([line], [task], sentence)
        try:
            text = str(data.get("text") or "")
            draft.opinions = [(0, row) for row in _opinions(annotation.get("result") or [], text)]
        except Unusable as fault:
            draft.fault = str(fault)
        yield draft


def _annotator(who: Any) -> str | None:
    if isinstance(who, dict):
        who = who.get("email") or who.get("username") or who.get("id")
    return f"user {who}" if isinstance(who, int) else who


def _opinions(result: list[Row], text: str) -> Iterator[Row]:
    regions = _regions(result, text)
    related: set[str] = set()
    for item in result:
        if item.get("type") != "relation":
            continue
        ends = [regions.get(str(item.get(k))) for k in ("from_id", "to_id")]
        by_label = {region.label: region for region in ends if region is not None}
        if set(by_label) != {ASPECT, OPINION}:
            raise Unusable("a relation must join one Aspect and one Opinion; remove it or mend it")
        related |= {str(item["from_id"]), str(item["to_id"])}
        yield _opinion(by_label[ASPECT], by_label[OPINION])
    for id_, region in regions.items():
        if id_ in related:
            continue
        if region.label == ASPECT and not region.said:
            raise Unusable(
                f"the aspect {region.quote!r} has no opinion: draw a relation to its words, or "
                "give the aspect a category and a valence when they are only implied"
            )
        yield _opinion(
            region if region.label == ASPECT else None, region if region.label == OPINION else None,
            region,
        )  # fmt: skip


def _regions(result: list[Row], text: str) -> dict[str, _Region]:
    """Gather regions by id: their label from ``labels``, the rest from the other tags."""
    if not all(isinstance(item, dict) for item in result):
        raise Unusable("its result is not a list of objects; export it from Label Studio as JSON")
    regions: dict[str, _Region] = {}
    marked = [item for item in result if isinstance(item.get("value"), dict)]
    for item in marked:
        labels = item["value"].get("labels")
        if item.get("from_name") == SPAN or item.get("type") == "labels":
            label = labels[0] if isinstance(labels, list) and labels else None
            if label not in (ASPECT, OPINION, IMPLIED):
                raise Unusable(f"a region is labelled {label!r}; known: Aspect, Opinion, Implied")
            regions[str(item.get("id"))] = _region(label, item["value"], text)
    for item in marked:
        key = _VALUES.get(str(item.get("type")))
        region = regions.get(str(item.get("id")))
        if key and region:
            region.said[str(item.get("from_name"))] = _single(item["value"].get(key))
    return regions


def _region(label: str, value: Row, text: str) -> _Region:
    start, end, quote = value.get("start"), value.get("end"), value.get("text")
    if not isinstance(start, int) or not isinstance(end, int) or start >= end:
        raise Unusable(f"the region {label} from {start} to {end} marks no words; mark it again")
    # Some versions export no text with a region.
    return _Region(label, start, end, quote or text[start:end])


def _single(value: Any) -> Any:
    """Return the one value of a choice or number; of a path in a taxonomy its last part."""
    while isinstance(value, list):
        value = value[-1] if value else None
    return value


def _opinion(aspect: _Region | None, opinion: _Region | None, alone: _Region | None = None) -> Row:
    row: Row = {}
    for term, region in (("aspect", aspect), ("opinion", opinion)):
        row[term] = region.quote if region else None
        row[f"{term}_start"] = region.start if region else -1
        row[f"{term}_end"] = region.end if region else -1
    for name in ("category", "valence", "arousal"):
        tellers = [region for region in (opinion, aspect, alone) if region is not None]
        row[name] = next((r.said[name] for r in tellers if r.said.get(name) is not None), None)
    return row
