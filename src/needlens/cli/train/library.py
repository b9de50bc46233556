"""``needlens train library``: make the library of needs from its texts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from needlens.cli._context import keeper
from needlens.cli._terminal import say
from needlens.errors import NotFound


def command(
    context: typer.Context,
    data: Annotated[Path, typer.Option(help="The folder of the texts (.jsonl).")],
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the library; by default a new version in the workspace."),
    ] = None,
    background: Annotated[
        Path | None,
        typer.Option(help="Sentences as customers write them, one a line: most want nothing."),
    ] = None,
    keep_encoder: Annotated[
        bool,
        typer.Option(
            "--keep-encoder",
            help="Keep the encoder of the library in use and learn only to tell the needs apart.",
        ),
    ] = False,
    epochs: Annotated[int, typer.Option(help="How often the texts are seen.", min=1)] = 5,
) -> None:
    """Learn to recognise needs from texts that say which need they speak of.

    Takes an hour on two cores for eighty thousand texts; the same command goes on after an
    interruption. With --keep-encoder it takes some minutes. The library that comes with
    needlens is made from benchmarks/needs/training; one kept in the workspace is used in its
    place from the next `needlens mine` on. Delete models/needs-zh-en there to go back to the
    one that comes along.
    """
    from needlens.lm.libraries import library
    from needlens.lm.shipped import shipped
    from needlens.mining.library.keeping import publish
    from needlens.mining.library.library import folder_of
    from needlens.mining.library.texts import read
    from needlens.mining.library.training import make

    library("torch")  # where it is missing, this says so in a sentence
    from needlens.lm.need_encoder import NeedRecipe, lasting

    if background and not background.is_file():
        raise NotFound(f"{background} is no file; give a text file with one sentence a line")
    shop = keeper(context, out, "the library")
    texts = read(data)
    around = background.read_text(encoding="utf-8").splitlines() if background else []
    sentences = [line for line in around if line.strip()]
    place = out or shop / "training" / "library"
    kept = folder_of(shop / "models") if keep_encoder else None
    if keep_encoder and kept is None:
        raise NotFound("there is no library of needs whose encoder could be kept; leave that out")
    make(texts, sentences, shipped("reader-zh-en"), place, lasting(NeedRecipe(), epochs), kept)
    where = str(out)
    if out is None:
        where = f"{publish(shop / 'models', place).stamp}, in use"
        shutil.rmtree(place)
    say(f"{len(texts.needs):,} needs from {len(texts.texts):,} texts: {where}")
