"""``needlens train library``: make the library of needs from its texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from needlens.cli._terminal import say
from needlens.errors import NotFound


def command(
    data: Annotated[Path, typer.Option(help="The folder of the texts (.jsonl).")],
    out: Annotated[Path, typer.Option(help="The folder to write the library into.")],
    background: Annotated[
        Path | None,
        typer.Option(help="Sentences as customers write them, one a line: most want nothing."),
    ] = None,
    epochs: Annotated[int, typer.Option(help="How often the texts are seen.", min=1)] = 5,
) -> None:
    """Learn to recognise needs from texts that say which need they speak of.

    Takes forty minutes on two cores for sixty thousand texts. The library that comes with
    needlens is made from benchmarks/needs/training; the same command goes on after an
    interruption.
    """
    from needlens.lm.libraries import library
    from needlens.lm.shipped import shipped
    from needlens.mining.library.texts import read
    from needlens.mining.library.training import make

    library("torch")  # where it is missing, this says so in a sentence
    from needlens.lm.need_encoder import NeedRecipe, lasting

    if background and not background.is_file():
        raise NotFound(f"{background} is no file; give a text file with one sentence a line")
    texts = read(data)
    around = background.read_text(encoding="utf-8").splitlines() if background else []
    sentences = [line for line in around if line.strip()]
    make(texts, sentences, shipped("reader-zh-en"), out, lasting(NeedRecipe(), epochs))
    say(f"{len(texts.needs):,} needs from {len(texts.texts):,} texts: {out}")
