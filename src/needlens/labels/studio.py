"""Sentences → tasks for Label Studio, with what the tier read as predictions.

The format is Label Studio's own JSON (https://labelstud.io/guide/predictions): regions on
the text, a relation from each aspect to what is said of it, and for each region its
category, valence and arousal. They stand on the words of opinion; of an opinion that is
only implied on the aspect; when both are, on a region ``Implied`` over the whole sentence.
"""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import quoteattr

import polars as pl

from needlens.mining import Domain

SPAN, CATEGORY, VALENCE, AROUSAL = "span", "category", "valence", "arousal"
ASPECT, OPINION, IMPLIED = "Aspect", "Opinion", "Implied"
_SHOWN = ("text", "kind", "signal_id", "start", "end", "why", "uncertainty")


def tasks(sentences: pl.DataFrame) -> str:
    """Return chosen sentences as JSON that Label Studio imports.

    >>> chosen = pl.DataFrame({"kind": ["review"], "signal_id": ["r-1"], "start": [0], "end": [4],
    ...     "text": ["物流太慢"], "opinions": [[{"aspect": "物流", "aspect_start": 0, "aspect_end": 2,
    ...     "category": "LOGISTICS#SPEED", "opinion": "太慢", "opinion_start": 2, "opinion_end": 4,
    ...     "valence": 2.4, "arousal": 6.0, "confidence": 0.8}]]})
    >>> [task] = json.loads(tasks(chosen))
    >>> task["data"]["text"], [r["type"] for r in task["predictions"][0]["result"]]
    ('物流太慢', ['labels', 'labels', 'choices', 'number', 'number', 'relation'])
    """
    return json.dumps([_task(row) for row in sentences.to_dicts()], ensure_ascii=False, indent=1)


def config(domain: Domain) -> str:
    """Return the labelling interface (XML) for the categories of a domain, to paste once."""
    choices = "\n".join(
        f"      <Choice value={quoteattr(f'{c.id} {c.name_zh} {c.name_en}')} alias={quoteattr(c.id)}/>"
        for c in domain.categories.values()
    )
    return _CONFIG.format(
        choices=choices,
        valence=_number(VALENCE, "valence 1–9: 1 very negative, 5 neither, 9 very positive"),
        arousal=_number(AROUSAL, "arousal 1–9: 1 calm, 9 excited"),
    )


def _number(name: str, title: str) -> str:
    return (
        f'    <Header value="{title}" size="5"/>\n'
        f'    <Number name="{name}" toName="text" perRegion="true" min="1" max="9" step="0.01"/>'
    )


_CONFIG = """<View>
  <Relations>
    <Relation value="about"/>
  </Relations>
  <Labels name="span" toName="text">
    <Label value="Aspect" background="#1677ff" hotkey="1"/>
    <Label value="Opinion" background="#fa8c16" hotkey="2"/>
    <Label value="Implied" background="#8c8c8c" hotkey="3"/>
  </Labels>
  <Text name="text" value="$text" granularity="symbol"/>
  <View visibleWhen="region-selected">
    <Choices name="category" toName="text" perRegion="true" choice="single" layout="select">
{choices}
    </Choices>
{valence}
{arousal}
  </View>
</View>
"""


def _task(row: dict[str, Any]) -> dict[str, Any]:
    opinions = row.get("opinions") or []
    result = [item for i, one in enumerate(opinions) for item in _regions(i, one, row["text"])]
    least = min((o["confidence"] for o in opinions if o.get("confidence") is not None), default=0.0)
    version = row.get("version") or "needlens"
    prediction = {"model_version": version, "score": round(least, 4), "result": result}
    data = {k: row[k] for k in _SHOWN if k in row}
    return {"data": data, "predictions": [prediction] if result else []}


def _regions(i: int, one: dict[str, Any], text: str) -> list[dict[str, Any]]:
    """Return the regions, values and relation of one opinion."""
    spans = [
        (label, f"{label[0].lower()}{i}", one[f"{term}_start"], one[f"{term}_end"])
        for label, term in ((ASPECT, "aspect"), (OPINION, "opinion"))
        if one[term] is not None
    ] or [(IMPLIED, f"i{i}", 0, len(text))]
    result = []
    for label, id_, start, end in spans:
        place = {"start": start, "end": end, "text": text[start:end]}
        result.append(_result(id_, SPAN, "labels", place | {"labels": [label]}))
    # `place` and `id_` are those of the last span: the opinion's, if it is written.
    result.append(_result(id_, CATEGORY, "choices", place | {"choices": [one["category"]]}))
    for name in (VALENCE, AROUSAL):
        if one[name] is not None:
            result.append(_result(id_, name, "number", place | {"number": one[name]}))
    if len(spans) == 2:
        ends = {"from_id": spans[0][1], "to_id": spans[1][1]}
        result.append({"type": "relation", "direction": "right", "labels": ["about"], **ends})
    return result


def _result(id_: str, name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": id_, "from_name": name, "to_name": "text", "type": kind, "value": value}
