"""How the columns of one unknown table are read: which picks, and with which doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from needlens.errors import SourceError
from needlens.records import KINDS
from needlens.sources.platforms._flat import chosen_fields
from needlens.sources.platforms._kinds import TABLES, kind_of, nothing_fits
from needlens.sources.platforms._meanings import Meaning, meanings
from needlens.sources.platforms._picks import Pick
from needlens.sources.platforms._platform import ColumnUse

NEEDS = {
    "review": "text|rating|follow_up|title", "order": "order_id|quantity|amount|external_id",
    "product": "product_id", "chat": "text", "query": "text", "event": "type", "post": "text",
    "offer": "product_id price|stock|list_price", "image": "url",
}  # fmt: skip
"""Fields without which a row holds no record of a kind."""

MULTIPLE = {"image": "url"}


class Plan:
    """How the columns of one table are read: the picks, and what is shown of them."""

    def __init__(self, frame: pl.DataFrame, fields: Mapping[str, str], kind: str | None) -> None:
        self.found = meanings(frame)
        self.columns = frame.columns
        self._fields = fields
        self.kind = kind or kind_of([m.name for m in self.found], fields) or ""
        if not self.kind:
            raise SourceError(nothing_fits(self.columns))
        self.doubts: dict[tuple[str, str], str] = {}
        main = self._pick(self.kind, TABLES[self.kind].fields)
        self.picks = [main, *self._further(main)]
        self.uses = self._uses()

    @property
    def empty(self) -> str:
        """Why a row is rejected that holds no record of the main kind."""
        main = self.picks[0]
        names = [name for group in NEEDS[self.kind].split() for name in group.split("|")]
        columns = [c for name in names if (c := main.columns.get(name))]
        if len(columns) < 2:
            return f"no {self.kind} in this row: {''.join(columns)} is empty"
        listed = f"{', '.join(columns[:-1])} and {columns[-1]}"
        return f"no {self.kind} in this row: of {listed} too little is filled in"

    def joined(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the table with ``:region``: the province and the city in one cell."""
        parts = [c for m in ("province", "city") if (c := self._best(m, frozenset()))]
        if len(parts) < 2 or ":region" not in self.picks[0].columns.values():
            return frame
        region = pl.concat_str(parts, separator=" ", ignore_nulls=True).replace("", None)
        return frame.with_columns(region.alias(":region"))

    def _pick(self, kind: str, fields: Mapping[str, str], *, first: bool = True) -> Pick:
        chosen = chosen_fields(self._fields, kind, self.columns, first=first)
        columns, taken = dict(chosen), set(chosen.values())
        for place in range(max(len(m.split()) for m in fields.values())):
            for name, wanted in fields.items():
                wants = wanted.split()
                if name in columns or place >= len(wants):
                    continue
                column = self._best(wants[place], frozenset(taken))
                if column is None:
                    continue
                columns[name] = column
                taken.add(column)
                self._doubt(kind, name, column, wants, place)
        if (
            "region" in columns.keys() - chosen.keys()
            and self._best("province", frozenset())
            and self._best("city", frozenset())
        ):
            columns["region"] = ":region"
        titled = self._best("product_title", frozenset())
        if titled is None and kind in ("order", "product", "offer"):
            titled = (
                columns.get("title")
                or self._best("title", frozenset())
                or self._best("name", frozenset())
            )
        return Pick(kind, columns, NEEDS[kind], titled_by=titled if "product_id" in KINDS[kind].columns() else None,
                    several=MULTIPLE.get(kind))  # fmt: skip

    def _best(self, meaning: str, taken: frozenset[str]) -> str | None:
        fitting = [m for m in self.found if m.name == meaning and m.column not in taken]
        return min(fitting, key=lambda m: m.rank).column if fitting else None

    def _doubt(self, kind: str, name: str, column: str, wants: Sequence[str], place: int) -> None:
        meaning = next(m for m in self.found if m.column == column)
        if not meaning.certain:
            self.doubts[kind, name] = meaning.note
        elif meaning.name in ("customer", "type", "id", "name") or (
            place and meaning.name not in _PLAIN
        ):
            self.doubts[kind, name] = f"read as {name} for want of a clearer column"

    def _further(self, main: Pick) -> list[Pick]:
        """Return the picks of the kinds that come along with the main one."""
        found = [self._along(kind, main) for kind in TABLES[self.kind].also]
        same = {n: c for n, c in main.columns.items() if n == "product_id"}
        return [replace(p, along=True, columns={**p.columns, **same}) for p in found if p]

    def _along(self, kind: str, main: Pick) -> Pick | None:
        fields = dict(TABLES[kind].fields)
        if kind == "product":
            title = main.titled_by
            fields = {
                n: fields[n] for n in ("product_id", "brand", "department", "category", "tags")
            }
            fields |= {"product_id": "product_id sku", "tags": "tags", "category": "category"}
            pick = self._pick(kind, fields, first=False)
            columns = {**({"title": title} if title else {}), **pick.columns}
            if title:
                self._doubt(kind, "title", title, ["product_title"], 0)
            if not title and not (columns.get("product_id") and columns.keys() - {"product_id"}):
                return None
            return replace(
                pick,
                columns=columns,
                titled_by=title,
                needs="product_id title|brand|department|category|tags",
            )
        if kind == "image" and self.kind == "review":
            fields |= {"url": "review_image image_url", "product_id": "product_id"}
        pick = self._pick(kind, fields, first=False)
        if kind == "offer" and not pick.columns.keys() & {"price", "stock", "list_price"}:
            return None
        if kind == "image" and "url" not in pick.columns:
            return None
        return pick

    def _uses(self) -> list[ColumnUse]:
        by_column: dict[str, list[ColumnUse]] = {column: [] for column in self.columns}
        for pick in self.picks:
            for name, column in pick.columns.items():
                sources = [column]
                if column == ":region":
                    sources = [c for m in ("province", "city") if (c := self._best(m, frozenset()))]
                doubt = self.doubts.get((pick.kind, name), "")
                for source in sources:
                    by_column[source].append(ColumnUse(source, pick.kind, name, not doubt, doubt))
        return [
            use
            for meaning in self.found
            for use in by_column[meaning.column] or [self._unused(meaning)]
        ]

    def _unused(self, meaning: Meaning) -> ColumnUse:
        if not meaning.name:
            return ColumnUse(meaning.column, None, None, True, meaning.note)
        rival = self._best(meaning.name, frozenset())
        if rival and rival != meaning.column:
            return ColumnUse(
                meaning.column, None, None, True, f"not used: {rival} is taken instead"
            )
        return ColumnUse(
            meaning.column,
            None,
            None,
            True,
            f"not used: {_AN.get(self.kind, 'a')} {self.kind} has no place for it",
        )


_PLAIN = frozenset((
    "time", "order_time", "paid_time", "title", "text", "product_title", "sku", "session_id", "city", "region", "country",
))  # fmt: skip
"""Meanings that may stand for a field without a doubt though another is looked for first."""

_AN = dict.fromkeys(("order", "event", "offer", "image"), "an")
