"""What a person decides about needs: it survives every run, and the model follows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import polars as pl

from needlens.errors import NotFound, UserError
from needlens.lm.lengths import unit
from needlens.needs import memory
from needlens.needs.centres import Centre
from needlens.needs.decided import known
from needlens.needs.groups import EVENTS, Groups
from needlens.needs.revision import offshoot, transfer
from needlens.needs.vectors import Encoder, KeptVectors, encoder
from needlens.store import Database

Decision = Literal["rename", "pin", "unpin", "reject", "restore", "merge", "unmerge", "split"]


class Decisions:
    """Takes a person's decisions about needs and writes them into the history."""

    def __init__(self, database: Database, now: datetime, encoder: Encoder | None = None) -> None:
        self._database = database
        self._now = now
        self._encoder = encoder

    def take(
        self,
        need: str,
        decision: Decision,
        *,
        zh: str = "",
        en: str = "",
        into: str = "",
        statements: Sequence[str] = (),
    ) -> str:
        """Carry out a decision by its name; return the id of the need concerned."""
        if decision == "rename":
            self.rename(need, zh, en)
        elif decision == "merge":
            self.merge(need, into)
            return into
        elif decision == "split":
            return self.split(need, statements)
        else:
            {
                "pin": self.pin,
                "unpin": self.unpin,
                "reject": self.reject,
                "restore": self.restore,
                "unmerge": self.unmerge,
            }[decision](need)
        return need

    def rename(self, need: str, zh: str, en: str) -> None:
        """Give a need other words, in Chinese and English."""
        zh, en = zh.strip(), en.strip()
        if not zh or not en:
            raise UserError("a need has a name in Chinese and one in English; give both")
        if "\n" in zh + en:
            raise UserError("the name of a need is one line")
        self._decide(need, "rename", f"{zh}\n{en}", event="renamed", detail=f"{zh} · {en}")

    def pin(self, need: str) -> None:
        """Keep a need at the head of the list; the model neither splits nor merges it."""
        self._decide(need, "pin", None, event="pinned")

    def unpin(self, need: str) -> None:
        """Let a pinned need go."""
        self._undo(need, "pin", "unpinned")

    def reject(self, need: str) -> None:
        """Show a need no more; what belongs to it goes on belonging to it."""
        self._decide(need, "reject", None, event="rejected")

    def restore(self, need: str) -> None:
        """Show a rejected need again."""
        self._undo(need, "reject", "restored")

    def merge(self, need: str, into: str) -> None:
        """Make a need part of another: what joins it from now on is that one's, too.

        Each goes on drawing what is like it, so that unlike needs can be one.
        """
        if need == into or known(self._database).merged.get(into) == need:
            raise UserError(f"{need} cannot be merged into itself; give two needs")
        for one in (need, into):
            if not self._seen(one):
                raise NotFound(f"there is no need {one!r}; `needlens needs` lists the ids")
        self._part_again(need)
        self._decide(into, "merge", need)
        self._record(need, "merged", "", into)

    def unmerge(self, need: str) -> None:
        """Make a need that a person merged into another one of its own again."""
        into = known(self._database).merged.get(need)
        if into is None:
            raise NotFound(f"{need!r} was merged into no other by a person; nothing to take back")
        self._part_again(need)
        self._record(need, "unmerged", "", into)

    def split(self, need: str, statements: Sequence[str]) -> str:
        """Make of some statements of a need one of their own; return its id.

        Raise UserError when they are not the need's, or all of it.
        """
        groups = self._groups()
        old = self._must_exist(groups, need)
        merged = known(self._database).merged
        parts = [need, *(one for one, into in merged.items() if into == need)]
        inside = groups.members.filter(pl.col("need_id").is_in(parts))
        leaving = inside.filter(pl.col("statement").is_in(list(statements)))
        if leaving.is_empty() or leaving.height == inside.height:
            raise UserError(
                f"{leaving.height} of the {inside.height} statements of {need} were named; "
                "name some of them, not all: `needlens trace ID` lists them"
            )
        leaving = leaving.sort(-pl.col("voices"), "statement", "category")
        new = offshoot(groups, old, leaving["statement"])
        vectors = self._vectors()
        for one in leaving["need_id"].unique().sort():
            some = leaving.filter(pl.col("need_id") == one)
            from_ = groups.centres.all.get(one, old)
            transfer(groups, some, from_, new, unit(vectors(some["statement"])))
        self._store(groups)
        self._part_again(new.need_id)
        self._decide(need, "split", new.need_id)
        self._decide(new.need_id, "split", need)
        return new.need_id

    def _part_again(self, need: str) -> None:
        """Take back that a need is part of another."""
        self._database.execute(
            "DELETE FROM decisions WHERE decision = 'merge' AND value = ?", [need]
        )

    def _vectors(self) -> KeptVectors:
        self._encoder = self._encoder or encoder()
        return KeptVectors(self._database, self._encoder)

    def _groups(self) -> Groups:
        vectors = self._vectors()
        assert self._encoder is not None
        return memory.remembered(self._database, self._encoder.model, self._encoder.size, vectors)

    def _must_exist(self, groups: Groups, need: str) -> Centre:
        if need not in groups.centres.all:
            raise NotFound(
                f"there is no need {need!r} that can be split; `needlens needs` lists the ids"
            )
        return groups.centres.all[need]

    def _store(self, groups: Groups) -> None:
        run = memory.last_run(self._database) + 1
        memory.remember(self._database, groups, run, self._now, by="person")

    def _decide(
        self, need: str, decision: str, value: str | None, *, event: str = "", detail: str = ""
    ) -> None:
        if event and not self._seen(need):
            raise NotFound(f"there is no need {need!r}; `needlens needs` lists the ids")
        self._forget(need, decision, value if decision in ("merge", "split") else None)
        self._database.execute(
            "INSERT INTO decisions VALUES (?, ?, ?, ?)", [need, decision, value, self._now]
        )
        if event:
            self._record(need, event, detail)

    def _undo(self, need: str, decision: str, event: str) -> None:
        rows = self._database.query(
            "SELECT 1 FROM decisions WHERE need_id = ? AND decision = ?", [need, decision]
        )
        if rows.is_empty():
            raise NotFound(f"{need!r} was not decided on so ({decision}); nothing to take back")
        self._forget(need, decision, None)
        self._record(need, event, "")

    def _forget(self, need: str, decision: str, value: str | None) -> None:
        self._database.execute(
            "DELETE FROM decisions WHERE need_id = ? AND decision = ? AND (? IS NULL OR value = ?)",
            [need, decision, value, value],
        )

    def _seen(self, need: str) -> bool:
        found = self._database.query(
            "SELECT id FROM needs WHERE id = ? UNION ALL SELECT need_id FROM members "
            "WHERE need_id = ? UNION ALL SELECT need_id FROM decisions WHERE need_id = ? LIMIT 1",
            [need, need, need],
        )
        return not found.is_empty()

    def _record(self, need: str, event: str, detail: str, other: str | None = None) -> None:
        run = memory.last_run(self._database) + 1
        row = (need, event, other, detail or None)
        events = pl.DataFrame([row], schema=EVENTS, orient="row")
        memory.record(self._database, events, "person", run, self._now)
