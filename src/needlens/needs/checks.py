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
from needlens.needs.stored import every_text
from needlens.store import Database

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
_YES = frozenset({"yes", "y", "true", "1", "x", "是", "对", "√"})
_NO = frozenset({"no", "n", "false", "0", "否", "不", "错", "×"})
_NONE = frozenset({"none", "-", "无", "没有", "/"})
_NEED = re.compile(r"n-[0-9a-f]{12}")
_WEIGHTS = f"""
    SELECT kind, signal_id, coalesce(v.weight, 1) * coalesce(s.factor, 1) AS weight
    FROM ({every_text()}) LEFT JOIN voices v USING (kind, signal_id)
    LEFT JOIN suspicions s USING (kind, signal_id)"""


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
        JOIN needs n ON n.id = b.need_id JOIN ({every_text()}) t USING (kind, signal_id)
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
               '' AS "right", '' AS holds FROM ({every_text()}) t
        WHERE NOT EXISTS (SELECT 1 FROM drawn d
                          WHERE d.kind = t.kind AND d.signal_id = t.signal_id)
        ORDER BY md5('drawn' || signal_id) LIMIT ?
        """,
        [texts],
    )
    return pl.concat([evidence, drawn]).select(SAMPLE.names())


def take(database: Database, path: Path, annotator: str = "person") -> Checked:
    """Store the answers of a checked file (CSV as ``sample`` gives it); return the account.

    A row without an answer is open; of two answers to one question the later counts, in the
    file and over files. Raise UserError when the file cannot be read.
    """
    rows = _rows(path)
    needs, signals = _known(database, rows)
    refused: list[tuple[int, str]] = []
    verdicts: dict[tuple[str, str, str], bool] = {}
    texts: dict[tuple[str, str], list[str]] = {}
    waiting = 0
    for line, row in enumerate(rows, start=2):
        reads = row["question"] == "evidence"
        answer = (row["right"] if reads else row["holds"]).strip().lower()
        if fault := _fault(row, answer, needs, signals):
            refused.append((line, fault))
        elif not answer:
            waiting += 1
        elif reads:
            verdicts[row["need_id"], row["kind"], row["signal_id"]] = answer in _YES
        else:
            texts[row["kind"], row["signal_id"]] = _NEED.findall(answer)
    _store(database, verdicts, texts, annotator)
    return Checked(len(verdicts), len(texts), waiting, tuple(refused))


def _fault(
    row: dict[str, str], answer: str, needs: frozenset[str], signals: frozenset[tuple[str, str]]
) -> str:
    """Return why a row cannot be taken, '' when it can."""
    question = row["question"]
    if question not in ("evidence", "text"):
        return f"{question[:20]!r} is no question; it is evidence or text, as in the sample"
    if (row["kind"], row["signal_id"]) not in signals:
        return f"there is no text {row['signal_id'][:40]!r}; leave kind and signal_id as they were"
    named = [row["need_id"]] if question == "evidence" else _NEED.findall(answer)
    if unknown := [one for one in named if one not in needs]:
        return f"there is no need {unknown[0][:40]!r}; `needlens needs` lists the ids"
    if question == "evidence" and answer and answer not in _YES | _NO:
        return f"{answer[:20]!r} is no answer; give yes or no"
    if question == "text" and answer and answer not in _NONE and not named:
        return f"{answer[:20]!r} is no answer; give ids of needs, or none"
    return ""


def _known(
    database: Database, rows: list[dict[str, str]]
) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Return the ids of all needs, and which of the texts in ``rows`` (kind, id) there are."""
    needs = database.query(
        "SELECT id FROM needs UNION SELECT need_id FROM belongs UNION SELECT need_id FROM decisions"
    )
    asked = pl.DataFrame({name: [row[name] for row in rows] for name in ("kind", "signal_id")},
                         schema={"kind": pl.String, "signal_id": pl.String})  # fmt: skip
    signals = database.query(
        f"SELECT kind, signal_id FROM ({every_text()}) SEMI JOIN asked USING (kind, signal_id)",
        asked=asked,
    )
    return frozenset(needs["id"]), frozenset(signals.iter_rows())


def checked(database: Database, demand: pl.DataFrame) -> tuple[pl.DataFrame, float, float]:
    """Return what is known of needs (columns CHECKED), and texts drawn and in all.

    ``demand``: need_id, demand, evidence_count. Texts count by the weight of their voice,
    here as there: a copied or suspicious one that is right adds little, and one that was
    missed would have added little. A need that a text was said to hold and that was read in
    it is not missed.
    """
    counts = database.query(
        f"""
        SELECT v.need_id, sum(w.weight) FILTER (v.read) AS checked,
               sum(w.weight) FILTER (v.read AND v."right") AS "right",
               sum(w.weight) FILTER (NOT v.read AND b.need_id IS NULL) AS missed
        FROM verdicts v LEFT JOIN (SELECT DISTINCT need_id, kind, signal_id FROM belongs) b
             ON b.need_id = v.need_id AND b.kind = v.kind AND b.signal_id = v.signal_id
        JOIN ({_WEIGHTS}) w ON w.kind = v.kind AND w.signal_id = v.signal_id
        GROUP BY v.need_id
        """
    )
    weights = database.query(
        f"""
        SELECT need_id, avg(coalesce(weight, 1)) AS weight
        FROM (SELECT DISTINCT need_id, kind, signal_id FROM belongs)
        LEFT JOIN ({_WEIGHTS}) USING (kind, signal_id) GROUP BY need_id
        """
    )
    drawn = database.query("SELECT count(DISTINCT signal_id)::DOUBLE AS n FROM drawn")["n"][0]
    texts = database.query(f"SELECT count(*)::DOUBLE AS n FROM ({every_text()})")["n"][0]
    table = (
        demand.join(weights, on="need_id", how="left", maintain_order="left")
        .with_columns(signals=pl.col("evidence_count") * pl.col("weight").fill_null(1.0))
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
    verdicts: dict[tuple[str, str, str], bool],
    texts: dict[tuple[str, str], list[str]],
    annotator: str,
) -> None:
    """Store verdicts (need, kind, signal: right) and the needs that texts (kind, signal) hold."""
    held = {(need, *text): True for text, needs in texts.items() for need in needs}
    given = pl.concat([_answers(verdicts, read=True), _answers(held, read=False)])
    looked = pl.DataFrame(list(texts), schema=["kind", "signal_id"], orient="row").cast(pl.String)
    now = datetime.now(UTC)
    with database.transaction():
        database.execute(
            "DELETE FROM verdicts WHERE read AND (need_id, kind, signal_id) IN "
            "(SELECT need_id, kind, signal_id FROM given WHERE read)",
            given=given,
        )
        for again in ("verdicts WHERE NOT read AND", "drawn WHERE"):
            database.execute(
                f"DELETE FROM {again} (kind, signal_id) IN (SELECT kind, signal_id FROM looked)",
                looked=looked,
            )
        database.execute(
            'INSERT INTO verdicts SELECT need_id, kind, signal_id, "right", read, ?, ? FROM given',
            [annotator, now],
            given=given,
        )
        database.execute(
            "INSERT INTO drawn SELECT kind, signal_id, ?, ? FROM looked",
            [annotator, now],
            looked=looked,
        )


def _answers(answers: dict[tuple[str, str, str], bool], *, read: bool) -> pl.DataFrame:
    schema = dict.fromkeys(("need_id", "kind", "signal_id"), pl.String()) | {"right": pl.Boolean()}
    rows = [(*key, right) for key, right in answers.items()]
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(read=pl.lit(value=read))
