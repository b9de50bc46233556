"""Nested platforms: JSON documents that each expand to records of several kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from needlens.records import Rejected
from needlens.sources.batch import Candidates, RawBatch
from needlens.sources.notes import Notes
from needlens.sources.platforms._platform import PERSONAL_NOTE, UNKNOWN_NOTE, ColumnUse
from needlens.sources.platforms._rows import frames_of, reject, reject_unused, with_channel

Document = Mapping[str, Any]
Expanded = Iterator[tuple[str, Mapping[str, Any]]]
"""(kind, field → value) for each record of a document."""


class Unusable(Exception):
    """A document holds no record; the message is the reason shown to the user."""


class Nested:
    """A platform of JSON documents; a subclass says how one is recognised and expanded."""

    name = ""
    title_zh = ""
    title_en = ""
    channel = ""
    time_zone = "UTC"
    uses: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Path of a document (``properties.query``) → kind and field, for ``explain``."""
    personal: ClassVar[tuple[str, ...]] = ()
    """Paths that hold personal data and are not taken."""

    def __init__(self) -> None:
        self.notes = Notes()

    def fits(self, document: Document) -> bool:
        """Return whether a document is of this format."""
        raise NotImplementedError

    def expand(self, document: Document) -> Expanded:
        """Yield the records of a document; raise Unusable when there is nothing in it."""
        raise NotImplementedError

    def score(self, sample: RawBatch) -> float:
        """Return 0.95 times the share of documents that fit."""
        documents = (sample.documents or [])[:200]
        return 0.95 * sum(map(self.fits, documents)) / len(documents) if documents else 0.0

    def explain(self, sample: RawBatch) -> list[ColumnUse]:
        """Return what becomes of each path that occurs in the sample."""
        seen = dict.fromkeys(
            path for document in (sample.documents or [])[:200] for path in _paths(document)
        )
        return [self._use(path) for path in seen]

    def candidates(self, batch: RawBatch) -> tuple[Candidates, list[Rejected]]:
        """Return the records of a batch, and the documents that hold none."""
        records: list[tuple[int, str, Mapping[str, Any]]] = []
        rejected = []
        for row, document in enumerate(batch.documents or []):
            try:
                records += [(row, kind, values) for kind, values in self.expand(document)]
            except Unusable as reason:
                rejected.append(reject(batch, row, str(reason)))
        frames = {k: with_channel(k, f, self.channel) for k, f in frames_of(records).items()}
        return frames, reject_unused(
            batch, frames.values(), rejected, f"{self.title_en}: the document holds no record"
        )

    def _use(self, path: str) -> ColumnUse:
        kind, name = self.uses.get(path, (None, None))
        last = path.rpartition(".")[2]
        note = ""
        if kind is None:
            private = path in self.personal or last in self.personal
            note = PERSONAL_NOTE if private else UNKNOWN_NOTE
        return ColumnUse(path, kind, name, True, note)


def _paths(document: Document, above: str = "") -> Iterator[str]:
    for name, value in document.items():
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict):
            yield from _paths(inner, f"{above}{name}.")
        else:
            yield f"{above}{name}"


def first(document: Any, *names: str) -> Any:
    """Return the first value that is there and not empty, of several names.

    >>> first({"a": "", "b": 0}, "a", "b", "c")
    0
    """
    if isinstance(document, Mapping):
        for name in names:
            if document.get(name) not in (None, "", [], {}):
                return document[name]
    return None


def items(value: Any) -> list[Document]:
    """Return the objects of a value that may be one object, a list of them or nothing."""
    found: Iterable[Any] = value if isinstance(value, list) else [value]
    return [item for item in found if isinstance(item, Mapping)]
