"""``needlens train``: models of your own, from your own texts."""

from __future__ import annotations

import typer

from needlens.cli.train import encoder, intents, library, reader

app = typer.Typer(
    help="Train models on your own texts (encoder and reader: extra needlens[train]).",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command(name="encoder")(encoder.command)
app.command(name="intents")(intents.command)
app.command(name="reader")(reader.command)
app.command(name="library")(library.command)
