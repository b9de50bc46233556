"""``needlens label needs`` and ``verdicts``: a small sample that corrects the sizes of needs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from needlens.cli._context import shop
from needlens.cli._terminal import say


def export(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help="The CSV file to write.")],
    per_need: Annotated[
        int, typer.Option(help="Pieces of evidence of each need to check.", min=0)
    ] = 5,
    texts: Annotated[
        int, typer.Option(help="Texts drawn at random, to find what was missed.", min=0)
    ] = 200,
) -> None:
    """Write a sample to check: is the evidence right, which needs does a text hold.

    Fill in ``right`` (yes, no) or ``holds`` (ids of needs, or none), then:
    ``needlens label verdicts FILE``.
    """
    from needlens.errors import UserError
    from needlens.insight import export as write

    if out.suffix.lower() != ".csv":
        raise UserError(f"the sample is a CSV file, {out.name!r} is none; give e.g. to-check.csv")
    with shop(context, read_only=True) as opened:
        rows = opened.sample_needs(per_need, texts)
    write(rows, out)
    say(f"{rows.height:,} rows written to {out}; fill in `right` or `holds`, then:")
    say(f"needlens label verdicts {out}")


def take(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file, filled in.")],
    annotator: Annotated[str, typer.Option(help="Who checked it.")] = "person",
) -> None:
    """Take the checked sample in: the sizes of needs and their intervals are corrected by it."""
    with shop(context) as opened:
        found = opened.take_verdicts(file, annotator)
    say(
        f"{found.evidence:,} pieces of evidence and {found.texts:,} texts checked, "
        f"{found.open:,} rows still open, {len(found.refused):,} refused"
    )
    for line, why in found.refused[:20]:
        say(f"  line {line}: {why}")
