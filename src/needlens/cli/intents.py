"""``needlens intents``: which of the shop's own intents each text in a file has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from needlens.cli import _files as files
from needlens.cli import _options as options
from needlens.cli._context import folder

if TYPE_CHECKING:
    from needlens.mining.files.answers import Answers

Model = Annotated[
    str,
    typer.Option(
        "--model",
        "-m",
        help="Folder that `needlens train intents --out` wrote, or the name of a model of "
        "the workspace.",
    ),
]
Threshold = Annotated[
    float,
    typer.Option(help="In scope from this probability on; higher refuses more.", min=0, max=1),
]
Encoder = Annotated[
    Path | None,
    typer.Option(help="Folder of the encoder; by default the one that came with needlens."),
]


def command(
    context: typer.Context,
    input: files.Input,
    model: Model = "intents",
    out: files.Out = "-",
    threshold: Threshold = 0.5,
    encoder: Encoder = None,
    format: files.Format = None,
    field: files.Field = None,
    encoding: options.Encoding = None,
) -> None:
    """Tell the intent of each text, the five likeliest, and whether it has any of them.

    Intents are the shop's own: make a model with `needlens train intents`.
    """

    def make() -> tuple[Answers, str]:
        from needlens.mining.intents.answers import Intents
        from needlens.mining.intents.encoder import encoder as opened
        from needlens.mining.intents.keeping import find

        found, stored = find(model, folder(context) / "models", opened(encoder))
        return Intents(found, threshold), f"model {stored.stamp}"

    files.answer_file(input, out, make, format, encoding, field)
