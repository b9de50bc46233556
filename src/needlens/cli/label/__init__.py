"""``needlens label``: sentences out to be labelled, corrected ones in."""

from __future__ import annotations

import typer

from needlens.cli.label import agreement, export, import_, needs

app = typer.Typer(
    help="Sentences out to be labelled, corrected ones in, and how far annotators agree.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command(name="export")(export.command)
app.command(name="import")(import_.command)
app.command(name="agreement")(agreement.command)
app.command(name="needs")(needs.export)
app.command(name="verdicts")(needs.take)
