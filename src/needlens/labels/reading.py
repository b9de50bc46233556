"""A file of labels → drafts, whichever of the three forms it has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from needlens.errors import SourceError
from needlens.labels.draft import Draft, Drafts, Row, refusals
from needlens.labels.studio_results import drafts_of_task, is_task
from needlens.sources import RawBatch
from needlens.sources.readers import read as read_batches

TERMS = ("aspect", "aspect_start", "aspect_end", "category", "opinion", "opinion_start",
         "opinion_end", "valence", "arousal")  # fmt: skip
_SAYING = ("aspect", "category", "opinion", "valence")
"""A row of a table in which these are empty says that there is no opinion."""
_SENTENCE = ("kind", "signal_id", "start", "end", "text", "annotator", "source", "at")
_YES = frozenset(
    {"x", "1", "1.0", "yes", "y", "true", "ok", "done", "✓", "√", "是", "对", "已核对"}
)


def read(path: Path, *, checked: bool = False) -> Drafts:
    """Read a table (CSV, XLSX), JSON Lines or a JSON export of Label Studio, by its content.

    Rows with an empty ``checked`` are counted as pending: what a tier proposed and nobody
    looked at is not a label. Without such a column, or with ``checked``, all rows count. Raise SourceError when
    the file holds none of the three.
    """
    drafts = Drafts("")
    table: list[tuple[int, Row]] = []
    for batch in read_batches(path):
        drafts.refused += refusals(batch.rejected)
        if batch.frame is not None:
            _known_columns(batch, path)
            drafts.form = "table"
            table += zip(batch.lines, batch.frame.to_dicts(), strict=True)
        for line, document in zip(batch.lines, batch.documents or [], strict=False):
            _add_document(drafts, line, document)
    drafts.drafts += _gathered(table)
    if not checked:
        looked_at = [d for d in drafts.drafts if _is_checked(d.rows)]
        drafts.pending += len(drafts.drafts) - len(looked_at)
        drafts.drafts = looked_at
    if not drafts.form and not drafts.refused:
        raise SourceError(f"{path} is empty; give a file with labels")
    return drafts


def _known_columns(batch: RawBatch, path: Path) -> None:
    assert batch.frame is not None
    missing = {"signal_id", "category", "valence"} - set(batch.frame.columns)
    if missing:
        raise SourceError(
            f"{path} has no column {', '.join(sorted(missing))}; a table of labels is one that "
            "`needlens label export` wrote, one row an opinion"
        )


def _add_document(drafts: Drafts, line: int, document: Row) -> None:
    if is_task(document):
        drafts.form = "studio"
        found = list(drafts_of_task(document, line))
        drafts.drafts += found
        drafts.pending += not found
        return
    drafts.form = drafts.form or "rows"
    opinions = document.get("opinions")
    draft = Draft([line], [document], {k: document.get(k) for k in _SENTENCE})
    if isinstance(opinions, list) and all(isinstance(o, dict) for o in opinions):
        draft.opinions = [(0, {k: o.get(k) for k in TERMS}) for o in opinions]
    else:
        draft.fault = "it has no list `opinions`; an empty list says that there is none"
    drafts.drafts.append(draft)


def _is_checked(rows: list[Row]) -> bool:
    return any(
        "checked" not in row or str(row["checked"] or "").strip().casefold() in _YES for row in rows
    )


def _gathered(table: list[tuple[int, Row]]) -> Iterator[Draft]:
    """Yield a draft for the rows of each sentence and annotator."""
    found: dict[tuple[Any, ...], Draft] = {}
    for line, row in table:
        key = tuple(
            row.get(k) for k in ("kind", "signal_id", "start", "end", "annotator", "source")
        )
        draft = found.setdefault(key, Draft([], [], {k: row.get(k) for k in _SENTENCE}))
        draft.lines.append(line)
        draft.rows.append(row)
        opinion = {k: row.get(k) for k in TERMS}
        if any(opinion[k] for k in _SAYING):
            draft.opinions.append((len(draft.rows) - 1, opinion))
    yield from found.values()
