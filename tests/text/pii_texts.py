"""Own texts with and without personal data, labelled, from a seed.

Every template belongs to one of two halves: ``tune`` was looked at while the recognisers
were written, ``held`` was not; the numbers of the halves come from different seeds.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from text.pii_values import MAKERS, digits


@dataclass(frozen=True)
class Labelled:
    """A text and its personal data as (type, start, end)."""

    text: str
    spans: tuple[tuple[str, int, int], ...] = ()


SLOT = re.compile(r"\{([a-z-]+)\}")


def fill(template: str, rng: random.Random) -> Labelled:
    """Put values into the slots of ``template`` and label them."""
    english = not re.search(r"[\u4e00-\u9fff]", SLOT.sub("", template))
    parts: list[str] = []
    spans: list[tuple[str, int, int]] = []
    done = at = 0
    for slot in SLOT.finditer(template):
        parts.append(template[done : slot.start()])
        at += len(parts[-1])
        parts.append(MAKERS[slot[1]][english](rng))
        kind = {"parcel-said": "parcel", "mobile": "phone"}.get(slot[1], slot[1])
        spans.append((kind, at, at + len(parts[-1])))
        at += len(parts[-1])
        done = slot.end()
    return Labelled("".join([*parts, template[done:]]), tuple(spans))


def texts(templates: dict[str, list[str]], n: int, seed: int) -> list[Labelled]:
    """Return at least ``n`` texts, as many of each type as the templates allow, from ``seed``."""
    rng = random.Random(seed)
    made = []
    for some in templates.values():
        made += [fill(some[i % len(some)], rng) for i in range(n // len(templates) + 1)]
    return made


def clean(templates: list[str], n: int, seed: int) -> list[Labelled]:
    """Return ``n`` texts without personal data but full of numbers."""
    rng = random.Random(seed)
    return [Labelled(_numbers(templates[i % len(templates)], rng)) for i in range(n)]


def _numbers(template: str, rng: random.Random) -> str:
    year, month, day = rng.randint(2015, 2025), rng.randint(1, 12), rng.randint(1, 28)
    dates = {
        "date": rng.choice([f"{year}-{month:02}-{day:02}", f"{year}年{month}月{day}日", f"{year}/{month}/{day}"]),
        "date2": f"{month}月{day}号", "time": f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}",
        "ymd": f"{year}{month:02}{day:02}", "ymd2": f"{year}-{month:02}-{day:02}", "us": f"{month:02}/{day:02}/{year}", "h": str(rng.randint(150, 190)),
    }  # fmt: skip

    def value(slot: re.Match[str]) -> str:
        name = slot[1]
        return (
            dates[name]
            if name in dates
            else str(rng.randint(1, 9)) + digits(rng, int(name[1:]) - 1)
        )

    return re.sub(r"\{(\w+)\}", value, template)


def score(
    labelled: list[Labelled], found: list[list[tuple[str, int, int]]]
) -> tuple[dict[str, tuple[int, int]], int, int]:
    """Return hits and total per type, false positives, and all masked spans.

    A labelled span is hit when everything but its spaces and signs is masked; a masked
    span is false when less than half of it is personal data.
    """
    hits: dict[str, tuple[int, int]] = {}
    false = masked = 0
    for item, spans in zip(labelled, found, strict=True):
        covered = {i for _, start, end in spans for i in range(start, end)}
        personal = {i for _, start, end in item.spans for i in range(start, end)}
        for kind, start, end in item.spans:
            hit = all(i in covered for i in range(start, end) if item.text[i].isalnum())
            n, total = hits.get(kind, (0, 0))
            hits[kind] = (n + hit, total + 1)
        masked += len(spans)
        false += sum(2 * sum(i in personal for i in range(s, e)) < e - s for _, s, e in spans)
    return hits, false, masked
