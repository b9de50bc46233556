"""Notes 提示: what a user should know about a source as a whole, gathered batch by batch."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Ruined:
    """How many ids of one column a spreadsheet ruined."""

    ruined: int = 0
    total: int = 0
    example: str = ""


@dataclass(slots=True)
class Notes:
    """Counts over all batches of a source, told in sentences at the end.

    >>> notes = Notes(columns={("review", "customer_id"): "用户ID"})
    >>> notes.ruined_ids("review", "customer_id", ruined=2, total=3, example="1.03531E+12")
    >>> notes.sentences()[0][:42]
    '2 of 3 ids in 用户ID were ruined by a spread'
    """

    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    """(kind, field) → the column of the source it is read from."""
    day_first: dict[tuple[str, str], bool] = field(default_factory=dict)
    """(kind, field) → whether 02/03/2019 is 2 March, once a batch has shown it."""
    _ruined: dict[tuple[str, str], Ruined] = field(default_factory=dict)
    _unsure: dict[tuple[str, str], str] = field(default_factory=dict)

    def ruined_ids(self, kind: str, name: str, ruined: int, total: int, example: str) -> None:
        """Count the ids of one column of one batch, of which ``ruined`` cannot be used."""
        seen = self._ruined.setdefault((kind, name), Ruined())
        seen.ruined += ruined
        seen.total += total
        seen.example = seen.example or example

    def unsure_date(self, kind: str, name: str, example: str) -> None:
        """Remember that the order of day and month in a column had to be guessed."""
        self._unsure.setdefault((kind, name), example)

    def sentences(self) -> list[str]:
        """Return what is known so far, one sentence for each column of the source."""
        told: dict[str, str] = {}
        worst = sorted(self._ruined.items(), key=lambda item: -item[1].total)
        for key, seen in worst:
            if seen.ruined:
                column = self.columns.get(key, key[1])
                told.setdefault(f"id {column}", _ruined(column, seen))
        for key, example in self._unsure.items():
            column = self.columns.get(key, key[1])
            order = "day/month/year" if self.day_first.get(key) else "month/day/year"
            told.setdefault(
                f"date {column}",
                f"dates such as {example} in {column} do not show whether the day or the month "
                f"comes first; they were read as {order}",
            )
        return list(told.values())


def _ruined(column: str, seen: Ruined) -> str:
    were = "was" if seen.ruined == 1 else "were"
    return (
        f"{seen.ruined:,} of {seen.total:,} ids in {column} {were} ruined by a spreadsheet "
        f"({seen.example}); they are not used, rows are told apart by their content"
    )
