"""``needlens label import``: corrected sentences into the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._context import shop
from needlens.cli._terminal import print_json, say, table
from needlens.cli.label.agreement import show_agreement

if TYPE_CHECKING:
    from needlens.labels import Agreement, Imported

_SHOWN = 20


def command(
    context: typer.Context,
    path: Annotated[
        str, typer.Argument(help="A corrected .csv, .xlsx or .jsonl, or Label Studio's JSON.")
    ],
    annotator: Annotated[
        str, typer.Option(help="Who labelled, where the file does not say.")
    ] = "person",
    source: Annotated[
        str, typer.Option(help="Where the labels come from: person, rule, llm or click.")
    ] = "person",
    all_rows: Annotated[
        bool, typer.Option("--all", help="Take rows that are not marked as checked, too.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Check corrected sentences and store them; rows that cannot be used are written beside."""
    from needlens.labels import agreement

    with shop(context) as opened:
        done = opened.import_labels(path, annotator=annotator, source=source, checked=all_rows)
        agreed = agreement(opened.labels())
    beside = _write_refused(done, Path(path)) if done.refused else None
    if json:
        print_json(_account(done, beside, agreed))
    else:
        _show(done, beside, agreed)


def _write_refused(done: Imported, path: Path) -> Path:
    """Write the refused rows beside the file, in its own form."""
    from needlens.insight.export import export, write_whole
    from needlens.labels.importing import refused_table, refused_text

    if done.form in ("table", ""):
        ending = ".xlsx" if path.suffix.lower() == ".xlsx" else ".csv"
        return export(refused_table(done.refused), path.with_name(f"{path.stem}.refused{ending}"))
    ending = ".json" if done.form == "studio" else ".jsonl"

    def write(part: Path) -> None:
        part.write_text(refused_text(done.refused, done.form), encoding="utf-8")

    return write_whole(path.with_name(f"{path.stem}.refused{ending}"), write)


def _account(done: Imported, beside: Path | None, agreed: Agreement) -> dict[str, object]:
    return {
        "added": done.kept.added,
        "replaced": done.kept.replaced,
        "duplicate": done.kept.duplicate,
        "pending": done.pending,
        "refused": [{"line": one.line, "reason": one.reason} for one in done.refused],
        "refused_file": str(beside) if beside else None,
        "agreement": agreed,
    }


def _show(done: Imported, beside: Path | None, agreed: Agreement) -> None:
    kept = done.kept
    say(
        f"{kept.added:,} labels added, {kept.replaced:,} replaced, {kept.duplicate:,} known already"
    )
    if done.pending:
        say(
            f"{done.pending:,} sentences are not marked as checked (an x in `checked`, or submitted "
            "in Label Studio) and were left; --all takes them, too"
        )
    if beside:
        shown = done.refused[:_SHOWN]
        table(
            f"{len(done.refused):,} rows refused; the first {len(shown)}",
            ["line", "reason"],
            [(one.line, one.reason) for one in shown],
        )
        say(f"they are in {beside}: mend them and import that file")
    show_agreement(agreed)
