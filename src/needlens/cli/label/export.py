"""``needlens label export``: the most useful sentences to label, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from needlens.cli._context import shop
from needlens.cli._terminal import say
from needlens.errors import UserError

if TYPE_CHECKING:
    import polars as pl

    from needlens.shop import Shop


def command(
    context: typer.Context,
    out: Annotated[
        str, typer.Argument(help="File to write: .csv, .xlsx, .jsonl, or .json for Label Studio.")
    ],
    n: Annotated[int, typer.Option("-n", help="How many sentences.", min=1)] = 200,
    random: Annotated[
        bool,
        typer.Option("--random", help="Draw by lot: to measure quality, not to learn from."),
    ] = False,
    per_customer: Annotated[
        int | None,
        typer.Option(help="Most sentences of one customer; a twentieth of -n by default.", min=1),
    ] = None,
) -> None:
    """Write the sentences that teach a model most, with what was read in them, to be corrected."""
    from needlens.labels import choose, sample

    with shop(context, read_only=True) as opened:
        found = opened.unlabelled()
        if found.is_empty():
            raise UserError("there is no sentence to label; ingest texts and run: needlens mine")
        if random:
            chosen = sample(found, n, per_customer=per_customer)
        else:
            known = opened.labels()["text"]
            chosen = choose(found, n, per_customer=per_customer, labelled=known)
        written = _write(chosen, Path(out), opened)
    why = ", ".join(
        f"{k} {v:,}"
        for v, k in sorted(chosen.group_by("why").len().select("len", "why").rows(), reverse=True)
    )
    say(f"{chosen.height:,} of {found.height:,} sentences written to {out} ({why})")
    for path, what in written:
        say(f"{what}: {path}")


def _write(chosen: pl.DataFrame, out: Path, opened: Shop) -> list[tuple[Path, str]]:
    """Write the file in the form of its ending; return what else was written."""
    from needlens.insight.export import export
    from needlens.labels.studio import config, tasks
    from needlens.labels.table import as_rows, as_table

    ending = out.suffix.lower()
    if ending == ".json":
        interface = out.with_suffix(".xml")
        _text(out, tasks(chosen))
        _text(interface, config(opened.domain()))
        return [(interface, "labelling interface, to paste into Label Studio's settings")]
    if ending not in (".csv", ".xlsx", ".jsonl"):
        raise UserError(
            f"cannot tell the format of {out.name!r} by its ending; "
            "known: .csv, .xlsx, .jsonl, .json (Label Studio)"
        )
    export(as_rows(chosen) if ending == ".jsonl" else as_table(chosen), out)
    return []


def _text(path: Path, text: str) -> None:
    from needlens.insight.export import write_whole

    def write(part: Path) -> None:
        part.write_text(text, encoding="utf-8")

    write_whole(path, write)
