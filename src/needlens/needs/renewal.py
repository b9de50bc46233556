"""One pass over all that is stored: the needs of the shop, as they are now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import polars as pl

from needlens.config import NeedsConfig
from needlens.needs import memory, stored
from needlens.needs.checks import resized
from needlens.needs.columns import DERIVED, EXPRESSIONS
from needlens.needs.context import in_context
from needlens.needs.decided import applied, known
from needlens.needs.induction import Belonging, Memory, belonging, summed
from needlens.needs.names import KNOWN, CategoryName
from needlens.needs.vectors import Encoder, KeptVectors, encoder, likeness_of, recogniser
from needlens.store import Database


class Needs:
    """The needs of one shop: found, remembered and counted.

    ``names`` are the words of each category and of each need of the library, ``general``
    the category of the product as a whole, ``wording`` puts needs (with their evidence)
    into words, ``models`` is where the shop keeps a library of its own. Nothing is stored
    when the database is open for reading only.
    """

    def __init__(
        self,
        database: Database,
        names: Mapping[str, CategoryName],
        config: NeedsConfig,
        *,
        general: str = "",
        encoder: Encoder | None = None,
        now: datetime | None = None,
        wording: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame] | None = None,
        models: Path | None = None,
    ) -> None:
        self._database = database
        self._names = names
        self._config = config
        self._general = general
        self._encoder = encoder
        self._now = now or datetime.now(UTC)
        self._wording = wording
        self._models = models

    def renew(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Find, count and store the needs; return them with the evidence kept (see induce)."""
        with self._database.transaction():
            memory_ = self._memory(keep=True)
            found = self._belonging(memory_, None, keep=True)
            run = memory.last_run(self._database) + 1
            memory.remember(self._database, memory_.groups, run, self._now)
            needs, evidence = self.counted(found)
            stored.replace(self._database, needs, evidence, found.frame)
        return needs, evidence

    def since(self, since: datetime | None) -> Belonging:
        """Return which expression belongs to which need, of those from ``since`` on."""
        return self._belonging(self._memory(keep=False), since, keep=False)

    def counted(self, found: Belonging) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return needs and evidence (see induce)."""
        needs, evidence = summed(
            found, self._names, self._config, self._now, resized=partial(resized, self._database)
        )
        needs = in_context(self._database, needs, found.frame)
        if self._wording is not None:
            needs = self._wording(needs, evidence)
        return applied(self._database, needs), evidence

    def _memory(self, *, keep: bool) -> Memory:
        encoder_ = self._encoder or encoder(self._models)
        vectors = KeptVectors(self._database, encoder_, keep=keep)
        groups = memory.remembered(self._database, encoder_.model, encoder_.size, vectors)
        if not groups.space.n.any():
            words = [
                word
                for category, name in self._names.items()
                if not category.startswith(KNOWN)
                for word in name.words()
            ]
            groups.learn(pl.Series(words, dtype=pl.String), vectors)
        return Memory(
            groups,
            vectors,
            known(self._database),
            likeness_of(encoder_.model),
            recogniser(encoder_.model, self._models),
        )

    def _belonging(self, memory_: Memory, since: datetime | None, *, keep: bool) -> Belonging:
        expressions = gathered(
            self._database, self._config.min_evidence, since=since, now=self._now, keep=keep
        )
        return belonging(
            expressions, self._names, self._config, general=self._general, memory=memory_
        )


def gathered(
    database: Database,
    min_voices: float,
    *,
    since: datetime | None = None,
    now: datetime | None = None,
    keep: bool = False,
) -> pl.DataFrame:
    """Return what customers said, searched for and did (columns EXPRESSIONS and DERIVED).

    With ``keep``, what took long to find is stored for the next time.
    """
    from needlens.needs.behaviour import acted
    from needlens.needs.queries import searched

    columns = {**EXPRESSIONS, **DERIVED}
    parts = [
        stored.expressions(database, since),
        searched(database, since),
        acted(database, min_voices, since, now, keep=keep),
    ]
    return pl.concat(
        part.with_columns(
            pl.lit(None).alias(name) for name in columns if name not in part.columns
        ).select(pl.col(name).cast(kind) for name, kind in columns.items())
        for part in parts
    )
