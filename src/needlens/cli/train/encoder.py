"""``needlens train encoder``: let an encoder read the shop's own texts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._context import folder, shop
from needlens.cli._terminal import print_json, progress, say

if TYPE_CHECKING:
    from needlens.lm.run import Run
    from needlens.lm.settings import TrainingConfig

_LEFT = ("run.json", "model.safetensors", "checkpoint.safetensors", "best.safetensors")


Base = Annotated[
    str,
    typer.Option(
        help="Encoder to start from: e5-small, a folder with config.json, model.safetensors and "
        "tokenizer.json, or the id of one on a model hub, owner/name."
    ),
]
Texts = Annotated[
    str | None,
    typer.Option(help="A file of texts (JSON Lines, CSV, plain text) instead of the shop's own."),
]
Out = Annotated[
    Path | None,
    typer.Option(help="Folder for the encoder; by default training/encoder in the workspace."),
]
Layers = Annotated[
    int | None,
    typer.Option(help="Keep so many of its layers, evenly spread; all by default.", min=1),
]
Epochs = Annotated[int, typer.Option(help="How often the texts are read.", min=1)]
Rate = Annotated[float, typer.Option(help="The highest learning rate.")]
BatchSize = Annotated[int, typer.Option(help="Texts in a batch.", min=1)]
Accumulate = Annotated[int, typer.Option(help="Batches for each step.", min=1)]
Length = Annotated[int, typer.Option(help="Tokens read of each text.", min=8)]
Bf16 = Annotated[bool, typer.Option("--bf16", help="Multiply matrices in bfloat16.")]
Seed = Annotated[int, typer.Option(help="Where chance begins.", min=0)]
Threads = Annotated[int, typer.Option(help="Processor threads; 0: as many as there are.", min=0)]
Anew = Annotated[
    bool, typer.Option("--anew", help="Forget an earlier run in the folder and begin again.")
]


def command(
    context: typer.Context,
    base: Base = "e5-small",
    texts: Texts = None,
    out: Out = None,
    layers: Layers = None,
    epochs: Epochs = 1,
    learning_rate: Rate = 5e-5,
    batch_size: BatchSize = 32,
    accumulate: Accumulate = 1,
    length: Length = 128,
    bf16: Bf16 = False,
    seed: Seed = 0,
    threads: Threads = 0,
    anew: Anew = False,
    json: options.Json = False,
) -> None:
    """Continue an encoder's pretraining on the shop's texts: hidden words, no labels needed.

    The same command goes on after an interruption. Under torchrun several processes share
    the work.
    """
    from needlens.lm.settings import TrainingConfig

    home = out or folder(context) / "training" / "encoder"
    config = TrainingConfig(
        epochs=epochs, learning_rate=learning_rate, head_learning_rate=max(learning_rate, 5e-4),
        accumulate=accumulate, bf16=bf16, seed=seed, threads=threads,
    )  # fmt: skip
    found = _file_texts(texts) if texts else _shop_texts(context)
    if anew:
        _forget(home)
    run = _train(found, base, home, config, layers, batch_size, length)
    if run is None:
        return
    if json:
        print_json({"encoder": str(home / "encoder"), "texts": len(found)} | run.facts())
        return
    best = run.best or run.evaluations[-1]
    say(
        f"{len(found):,} texts, {run.steps:,} steps in {run.seconds:,.0f} s; of the hidden words "
        f"in held-out texts {best.metrics['right']:.1%} named right (loss {best.metrics['loss']:.2f})"
    )
    say(f"encoder: {home / 'encoder'}")


def _train(
    texts: list[str],
    base: str,
    home: Path,
    config: TrainingConfig,
    layers: int | None,
    batch_size: int,
    length: int,
) -> Run | None:
    """Train and write the encoder; None in the processes that only help."""
    from needlens.lm.base import load
    from needlens.lm.encoders import save_encoder
    from needlens.lm.layers import keep_layers
    from needlens.lm.parallel import join
    from needlens.lm.pretraining import PretrainingConfig, pretrain

    start = load(base)
    tokeniser = start.tokeniser(length)
    encoder = keep_layers(start.encoder, layers) if layers else start.encoder
    with progress() as tick:
        run = pretrain(
            encoder, tokeniser, texts, config, home,
            pretraining=PretrainingConfig(batch_size=batch_size), progress=tick,
        )  # fmt: skip
    if not join().first:
        return None
    save_encoder(encoder, tokeniser, home / "encoder")
    return run


def _shop_texts(context: typer.Context) -> list[str]:
    with shop(context, read_only=True) as opened:
        return [text for frame in opened.texts() for text in frame["text"]]


def _file_texts(path: str) -> list[str]:
    from needlens.mining.files.source import opened, rows

    with opened(path) as (file, name):
        return [row.text for row in rows(file, name) if row.text]


def _forget(home: Path) -> None:
    for name in _LEFT:
        (home / name).unlink(missing_ok=True)
    shutil.rmtree(home / "tensorboard", ignore_errors=True)
