"""``needlens train library``: make the library of needs from its texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from needlens.cli._terminal import say


def command(
    data: Annotated[Path, typer.Option(help="The folder of the texts (.jsonl).")],
    out: Annotated[Path, typer.Option(help="The folder to write the library into.")],
) -> None:
    """Learn to recognise needs from texts that say which need they speak of; a minute.

    The library that comes with needlens is made from benchmarks/needs/training.
    """
    from needlens.lm.embedder import Embedder
    from needlens.lm.libraries import library
    from needlens.lm.shipped import shipped
    from needlens.mining.library.library import ENCODER
    from needlens.mining.library.texts import read
    from needlens.mining.library.training import write

    library("sklearn")  # where it is missing, this says so in a sentence
    texts = read(data)
    write(texts, Embedder(shipped(ENCODER)), out)
    say(f"{len(texts.needs):,} needs from {len(texts.texts):,} texts: {out}")
