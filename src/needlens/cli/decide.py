"""``needlens decide``: what a person decides about needs; the model follows."""

from __future__ import annotations

from typing import Annotated

import typer

from needlens.cli._context import shop
from needlens.cli._terminal import say

app = typer.Typer(
    help="Rename, merge, split, pin or reject a need, or take that back. Decisions survive "
    "every run, and the model follows them; `needlens need ID` shows the history.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Need = Annotated[str, typer.Argument(help="The id of a need, as `needlens needs` shows it.")]


@app.command()
def rename(
    context: typer.Context,
    need: Need,
    zh: Annotated[str, typer.Option(help="Its name in Chinese.")],
    en: Annotated[str, typer.Option(help="Its name in English.")],
) -> None:
    """Give a need other words, in Chinese and English."""
    with shop(context) as opened:
        opened.decide(need, "rename", zh=zh, en=en)
    say(f"{need} is called {zh} · {en}")


@app.command()
def pin(context: typer.Context, need: Need) -> None:
    """Keep a need at the head of the list; the model neither splits nor merges it."""
    with shop(context) as opened:
        opened.decide(need, "pin")
    say(f"{need} is pinned")


@app.command()
def unpin(context: typer.Context, need: Need) -> None:
    """Let a pinned need go."""
    with shop(context) as opened:
        opened.decide(need, "unpin")
    say(f"{need} is no longer pinned")


@app.command()
def reject(context: typer.Context, need: Need) -> None:
    """Show a need no more; what belongs to it goes on belonging to it."""
    with shop(context) as opened:
        opened.decide(need, "reject")
    say(f"{need} is rejected and no longer shown")


@app.command()
def restore(context: typer.Context, need: Need) -> None:
    """Show a rejected need again."""
    with shop(context) as opened:
        opened.decide(need, "restore")
    say(f"{need} is shown again")


@app.command()
def merge(
    context: typer.Context,
    need: Need,
    into: Annotated[str, typer.Argument(help="The need it becomes a part of.")],
) -> None:
    """Make a need part of another: what would have joined it joins that one."""
    with shop(context) as opened:
        opened.decide(need, "merge", into=into)
    say(f"{need} is part of {into} now")


@app.command()
def unmerge(context: typer.Context, need: Need) -> None:
    """Make a need that was merged into another one of its own again."""
    with shop(context) as opened:
        opened.decide(need, "unmerge")
    say(f"{need} is a need of its own again")


@app.command()
def split(
    context: typer.Context,
    need: Need,
    statement: Annotated[
        list[str],
        typer.Option(
            "--statement", help="A statement of the need, as `needlens trace` shows it; repeat."
        ),
    ],
) -> None:
    """Make of some statements of a need one of their own; later ones like them follow."""
    with shop(context) as opened:
        new = opened.decide(need, "split", statements=statement)
    say(f"new need: {new}")
