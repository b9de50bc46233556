"""From rows as read to clean, typed, masked records with ids; nothing is stored here.

The same steps serve ``check`` (which shows them) and ``ingest`` (which stores them):
platform → values → clean → mask → pseudonyms → ids → rules.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from needlens.config import Config
from needlens.records import KINDS, Record, Rejected, Signal
from needlens.sources.batch import ROW, Candidates, RawBatch
from needlens.sources.identity import with_ids
from needlens.sources.noise import noise_of
from needlens.sources.platforms import Platform
from needlens.sources.platforms._nested import Nested
from needlens.sources.platforms._picks import table_of
from needlens.sources.rules import check
from needlens.sources.values import typed
from needlens.text import clean, languages
from needlens.text.masking import mask_series
from needlens.text.pseudonyms import Pseudonyms

_UNNAMED = re.compile(r"column_\d+|Unnamed: \d+")


@dataclass(slots=True)
class Prepared:
    """The good records of a batch by kind, and the rows that were set aside."""

    frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    masked: dict[str, int] = field(default_factory=dict)
    """How many spans of personal data were masked, by type."""
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is known of the source so far; a later batch tells it anew."""


class Preparer:
    """Prepares the batches of one source for one platform."""

    def __init__(self, platform: Platform, config: Config, key: bytes) -> None:
        self.platform = platform
        self._config = config
        self._key = key
        self._pseudonyms = Pseudonyms(key)
        self._unread: list[str] | None = None

    def __call__(self, batch: RawBatch) -> Prepared:
        """Return the records of ``batch``; a row with any bad record is rejected whole."""
        candidates, refused = self._candidates(batch)
        done = Prepared(
            rejected=[*batch.rejected, *refused.values()], warnings=list(batch.warnings)
        )
        failures: list[pl.DataFrame] = []
        for kind, frame in candidates.items():
            if frame.is_empty():
                continue
            frame, unreadable = typed(
                kind,
                frame,
                rating_scale=self._config.ingest.rating_scale,
                time_zone=self.platform.time_zone,
                notes=self.platform.notes,
            )
            frame = self._whole(kind, frame, batch)
            done.frames[kind] = frame
            failures += [unreadable.select(ROW, "column", "reason"), check(kind, frame)]
        self._find_lost(batch, candidates, refused, done)
        self._set_aside(batch, failures, done)
        rest = self._rest(batch)
        for kind, frame in done.frames.items():
            done.frames[kind] = self._finish(kind, frame, rest, done)
        done.notes = self.platform.notes.sentences()
        return done

    def _candidates(self, batch: RawBatch) -> tuple[Candidates, dict[int, Rejected]]:
        """Return the candidates, and by row what the platform refused.

        Several documents may stand on one line, so the platform is given row numbers in
        place of lines.
        """
        numbered = replace(batch, lines=list(range(len(batch.lines))), rejected=[])
        candidates, refused = self.platform.candidates(numbered)
        return candidates, {r.line: replace(r, line=batch.lines[r.line]) for r in refused}

    def _find_lost(
        self,
        batch: RawBatch,
        candidates: Candidates,
        refused: Mapping[int, Rejected],
        done: Prepared,
    ) -> None:
        """Set aside rows in which the platform found nothing, so that none goes unaccounted."""
        used = set().union(*(frame[ROW].to_list() for frame in candidates.values()))
        for row, line in enumerate(batch.lines):
            if row not in used and row not in refused:
                reason = f"{self.platform.title_en}: nothing in this row could be used"
                done.rejected.append(
                    Rejected(batch.source, line, None, reason, raw_row(batch, row))
                )

    def _whole(self, kind: str, frame: pl.DataFrame, batch: RawBatch) -> pl.DataFrame:
        """Return the frame with all columns of the record and its texts cleaned."""
        record = KINDS[kind]
        declared = record.columns()
        missing = [name for name in declared if name not in frame.columns]
        frame = frame.with_columns(pl.lit(None, declared[n].dtype).alias(n) for n in missing)
        lines = pl.Series("line", batch.lines, dtype=pl.Int64)
        frame = frame.with_columns(pl.lit(batch.source).alias("source"), lines.gather(frame[ROW]))
        provenance = pl.col("provenance").cast(pl.String).fill_null("real")
        return frame.with_columns(provenance, *(clean(frame[c]) for c in record.masked))

    def _finish(
        self, kind: str, frame: pl.DataFrame, rest: pl.Series, done: Prepared
    ) -> pl.DataFrame:
        """Return the good records, each once, with pseudonyms and ids, masked and described."""
        record = KINDS[kind]
        declared = record.columns()
        if not issubclass(record, Signal):
            # What many rows say alike is taken from the first good one of them.
            said = [name for name in declared if name not in ("id", "line")]
            frame = frame.unique(said, keep="first", maintain_order=True)
        if "customer_id" in declared and self._config.privacy.pseudonyms:
            frame = frame.with_columns(self._pseudonyms.series(frame["customer_id"]))
        frame = with_ids(kind, frame, self._key, rest.gather(frame[ROW]))
        if self._config.privacy.mask:
            frame = _mask(record, frame, done)
        return _describe(frame).select(ROW, *declared)

    def _rest(self, batch: RawBatch) -> pl.Series:
        """Return, per row, what nobody reads of it, as text; unnamed columns are row numbers.

        It is the same text for the same cells, be they a row of a table or a document.
        """
        if batch.documents is not None and isinstance(self.platform, Nested):
            rows = [json.dumps(d, ensure_ascii=False, sort_keys=True) for d in batch.documents]
            return pl.Series(rows, dtype=pl.String)
        table = table_of(batch)
        if self._unread is None or batch.documents is not None:
            uses = self.platform.explain(replace(batch, frame=table, documents=None))
            unused = {use.column for use in uses if use.field is None}
            self._unread = sorted(c for c in unused if not _UNNAMED.fullmatch(c))
        there = set(table.columns)
        present = [c for c in self._unread if c in there]
        if not present:
            return pl.Series([None] * len(batch.lines), dtype=pl.String)
        named = [pl.concat_str(pl.lit(f"{c}\x1e"), pl.col(c)) for c in present]
        joined = pl.concat_str(named, separator="\x1f", ignore_nulls=True)
        return table.select(joined).to_series()

    def _set_aside(self, batch: RawBatch, failures: list[pl.DataFrame], done: Prepared) -> None:
        failed = pl.concat(failures) if failures else pl.DataFrame()
        if failed.is_empty():
            return
        reasons = (
            failed.unique(maintain_order=True)
            .group_by(ROW, maintain_order=True)
            .agg(pl.col("column").first(), pl.col("reason").head(3).str.join("; "))
            .sort(ROW)
        )
        bad = reasons[ROW].to_list()
        done.rejected += [
            Rejected(batch.source, batch.lines[row], column, reason, raw_row(batch, row))
            for row, column, reason in zip(bad, reasons["column"], reasons["reason"], strict=True)
        ]
        done.frames = {
            kind: frame.filter(~pl.col(ROW).is_in(bad)) for kind, frame in done.frames.items()
        }


def raw_row(batch: RawBatch, row: int) -> str:
    """Return a row as JSON text of header → cell, so that it can be read again."""
    if batch.documents is not None:
        document = batch.documents[row]
    else:
        assert batch.frame is not None
        document = {k: v for k, v in batch.frame.row(row, named=True).items() if v is not None}
    return json.dumps(document, ensure_ascii=False)


def _mask(record: type[Record], frame: pl.DataFrame, done: Prepared) -> pl.DataFrame:
    for column in record.masked:
        series, counts = mask_series(frame[column])
        frame = frame.with_columns(series.alias(column))
        for name, n in counts.items():
            done.masked[name] = done.masked.get(name, 0) + n
    return frame


def _describe(frame: pl.DataFrame) -> pl.DataFrame:
    """Fill in the language, and for reviews the noise, from the text."""
    if "language" in frame.columns:
        parts = [c for c in ("title", "text", "follow_up") if c in frame.columns]
        text = frame.select(pl.concat_str(parts, separator=" ", ignore_nulls=True)).to_series()
        frame = frame.with_columns(languages(text).cast(pl.String).alias("language"))
    if "noise" in frame.columns:
        has_follow_up = pl.col("follow_up").is_not_null()
        found = pl.when(has_follow_up).then(None).otherwise(noise_of(pl.col("text")))
        frame = frame.with_columns(
            pl.coalesce(pl.col("noise").cast(pl.String), found).alias("noise")
        )
    return frame
