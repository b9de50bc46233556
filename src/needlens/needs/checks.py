"""A small sample for people to check: what corrects the sizes of needs.

Two questions: is this piece of evidence right, and which needs does this text hold, of
texts drawn at random. See ``powered``.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from needlens.errors import UserError
from needlens.needs.powered import CHECKED, corrected
from needlens.store import Database, results

SAMPLE = pl.Schema(
    {
        "question": pl.String(),  # evidence | text
        "need_id": pl.String(),
        "need": pl.String(),  # its statement, zh · en
        "kind": pl.String(),
        "signal_id": pl.String(),
        "text": pl.String(),
        "quote": pl.String(),
        "right": pl.String(),  # to fill in for evidence: yes or no
        "holds": pl.String(),  # to fill in for texts: ids of needs, or none
    }
)
_YES = frozenset("yes y true 1 x 是 对 √".split())
_NO = frozenset("no n false 0 否 不 错 ×".split())
_NONE = frozenset("none - 无 没有 /".split())
_NEED = re.compile(r"n-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Checked:
    """The account of a checked file: rows kept, rows left open, rows refused with a reason."""

    evidence: int
    texts: int
    open: int
    refused: tuple[tuple[int, str], ...]


def sample(database: Database, per_need: int = 5, texts: int = 200) -> pl.DataFrame:
    """Return rows to check (columns SAMPLE): evidence of each shown need, texts at random.

    Drawn by a hash of the ids, so that the same shop gives the same sample and earlier
    answers are not drawn again.
    """
    evidence = database.query(
        f"""
        SELECT 'evidence' AS question, b.need_id, concat(n.statement_zh, ' · ', n.statement_en) AS need,
               b.kind, b.signal_id, t.text, b.quote, '' AS "right", '' AS holds
        FROM (SELECT DISTINCT ON (need_id, signal_id) * FROM belongs
              ORDER BY need_id, signal_id, valence NULLS FIRST, start) b
        JOIN needs n ON n.id = b.need_id JOIN ({_texts()}) t USING (kind, signal_id)
        WHERE NOT EXISTS (SELECT 1 FROM verdicts v WHERE v.need_id = b.need_id
                          AND v.signal_id = b.signal_id AND v.read)
        QUALIFY row_number() OVER (PARTITION BY b.need_id ORDER BY md5(b.signal_id || b.need_id)) <= ?
        ORDER BY b.need_id, md5(b.signal_id || b.need_id)
        """,
        [per_need],
    )
    drawn = database.query(
        f"""
        SELECT 'text' AS question, '' AS need_id, '' AS need, kind, signal_id, text, '' AS quote,
               '' AS "right", '' AS holds FROM ({_texts()}) t
        WHERE NOT EXISTS (SELECT 1 FROM drawn d WHERE d.signal_id = t.signal_id)
        ORDER BY md5('drawn' || signal_id) LIMIT ?
        """,
        [texts],
    )
    return pl.concat([evidence, drawn]).select(SAMPLE.names())


def take(database: Database, path: Path, annotator: str = "person") -> Checked:
    """Store the answers of a checked file (CSV as ``sample`` gives it); return the account.

    A row without an answer is open. Raise UserError when the file cannot be read.
    """
    rows = _rows(path)
    refused: list[tuple[int, str]] = []
    verdicts: list[tuple[str, str, str, bool, bool]] = []
    texts: list[tuple[str, str]] = []
    waiting = 0
    for line, row in enumerate(rows, start=2):
        answer = (row["right"] if row["question"] == "evidence" else row["holds"]).strip().lower()
        if not answer:
            waiting += 1
        elif row["question"] == "evidence" and answer in _YES | _NO:
            verdicts.append((row["need_id"], row["kind"], row["signal_id"], answer in _YES, True))
        elif row["question"] == "text" and (answer in _NONE or _NEED.search(answer)):
            texts.append((row["kind"], row["signal_id"]))
            verdicts += [
                (need, row["kind"], row["signal_id"], True, False)
                for need in _NEED.findall(answer)
            ]
        else:
            wanted = "yes or no" if row["question"] == "evidence" else "ids of needs, or none"
            refused.append((line, f"{answer[:20]!r} is no answer; give {wanted}"))
    _store(database, verdicts, texts, annotator)
    evidence = sum(read for *_, read in verdicts)
    return Checked(evidence, len(texts), waiting, tuple(refused))


def checked(database: Database, demand: pl.DataFrame) -> tuple[pl.DataFrame, float, float]:
    """Return what is known of needs (columns CHECKED), and texts drawn and in all.

    ``demand``: need_id, demand, evidence_count. A need that a text was said to hold and that
    was read in it is not missed.
    """
    counts = database.query(
        """
        SELECT v.need_id, count(*) FILTER (v.read)::DOUBLE AS checked,
               count(*) FILTER (v.read AND v."right")::DOUBLE AS "right",
               count(*) FILTER (NOT v.read AND b.need_id IS NULL)::DOUBLE AS missed
        FROM verdicts v LEFT JOIN (SELECT DISTINCT need_id, kind, signal_id FROM belongs) b
             ON b.need_id = v.need_id AND b.kind = v.kind AND b.signal_id = v.signal_id
        GROUP BY v.need_id
        """
    )
    drawn = database.query("SELECT count(DISTINCT signal_id)::DOUBLE AS n FROM drawn")["n"][0]
    texts = database.query(f"SELECT count(*)::DOUBLE AS n FROM ({_texts()})")["n"][0]
    table = (
        demand.select("need_id", "demand", signals=pl.col("evidence_count").cast(pl.Float64))
        .join(counts, on="need_id", how="left", maintain_order="left")
        .select(pl.col(name).fill_null(0).cast(kind) if name != "need_id" else name
                for name, kind in CHECKED.items())
    )  # fmt: skip
    return table, float(drawn), float(texts)


def resized(database: Database, table: pl.DataFrame) -> pl.DataFrame:
    """Return the measures of needs with the demand that people's checks tell.

    Without any check the table is as it was: the interval then speaks of sampling alone.
    """
    known, drawn, texts = checked(database, table)
    if not known["checked"].sum() and not drawn:
        return table
    sizes = corrected(known, drawn, texts)
    return table.drop("demand", "demand_low", "demand_high").join(
        sizes, on="need_id", maintain_order="left"
    )


def _texts() -> str:
    """Return the SQL of all texts: kind, signal_id, text."""
    parts = [f"SELECT '{kind}' AS kind, * FROM ({sql})" for kind, sql in results.TEXTS.items()]
    parts.append("SELECT 'query' AS kind, id AS signal_id, text FROM queries")
    return " UNION ALL ".join(parts)


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in SAMPLE if name not in (reader.fieldnames or ())]
            if missing:
                raise UserError(f"{path.name} lacks the columns {', '.join(missing)}")
            return [{name: row.get(name) or "" for name in SAMPLE} for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(
            f"{path.name} cannot be read ({type(error).__name__}); give the CSV file that "
            "`needlens label needs` wrote, filled in and saved as UTF-8"
        ) from None


def _store(
    database: Database,
    verdicts: list[tuple[str, str, str, bool, bool]],
    texts: list[tuple[str, str]],
    annotator: str,
) -> None:
    now = datetime.now(UTC)
    given = pl.DataFrame(
        verdicts,
        schema={
            "need_id": pl.String, "kind": pl.String, "signal_id": pl.String,
            "right": pl.Boolean, "read": pl.Boolean,
        },
        orient="row",
    )  # fmt: skip
    looked = pl.DataFrame(texts, schema={"kind": pl.String, "signal_id": pl.String}, orient="row")
    with database.transaction():
        database.execute(
            "DELETE FROM verdicts WHERE (need_id, kind, signal_id, read) IN "
            "(SELECT need_id, kind, signal_id, read FROM given)",
            given=given,
        )
        database.execute(
            'INSERT INTO verdicts SELECT need_id, kind, signal_id, "right", read, ?, ? FROM given',
            [annotator, now],
            given=given,
        )
        database.execute("INSERT INTO drawn SELECT kind, signal_id, ?, ? FROM looked",
                         [annotator, now], looked=looked)  # fmt: skip
