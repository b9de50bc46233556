"""``needlens models``: the models of the workspace and those shipped with needlens."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from needlens.cli import _options as options
from needlens.cli._context import folder
from needlens.cli._models import as_rows, found_models, named, plain, verified
from needlens.cli._terminal import print_json, say, table
from needlens.errors import NotFound

command = typer.Typer(
    help="List, show, verify and roll back models: your own and those shipped with needlens.",
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
