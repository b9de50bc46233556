"""The command line: the same verbs as the Python API; one file per command.

Exit codes: 0 done, 2 the user can mend it, 3 the fault is ours or the machine's.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from needlens import __version__
from needlens.cli import (
    alarms,
    check,
    config,
    decide,
    demo,
    doctor,
    entities,
    evidence,
    export,
    ingest,
    intents,
    knowledge,
    label,
    mine,
    models,
    need,
    needs,
    opinions,
    opportunities,
    quarantine,
    report,
    sentiment,
    suggestions,
    topics,
    trace,
    train,
)
from needlens.cli import open as open_
from needlens.cli._terminal import safe
from needlens.errors import NeedlensError

app = typer.Typer(
    help="What customers need, mined from what they say and do, with the evidence.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    open_, ingest, check, quarantine, mine, needs, need, evidence, trace, opportunities, alarms, topics, knowledge, report,
    export, demo, doctor, config,
    opinions, sentiment, suggestions, entities, intents,
):  # fmt: skip
    app.command(name=command.__name__.rpartition(".")[2])(command.command)
app.add_typer(models.command, name="models")
app.add_typer(label.app, name="label")
app.add_typer(train.app, name="train")
app.add_typer(decide.app, name="decide")


@app.callback()
def shop(
    context: typer.Context,
    shop: Annotated[
        str | None,
        typer.Option(
            "--shop",
            "-s",
            envvar="NEEDLENS_SHOP",
            help="The workspace folder; by default the current folder, else ./my-shop.",
        ),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """What customers need, mined from what they say and do, with the evidence."""
    if version:
        sys.stdout.write(f"needlens {__version__}\n")
        raise typer.Exit
    context.obj = shop


def main() -> None:
    """Run the command line; errors come out as one sentence, never as a traceback."""
    try:
        app()
    except NeedlensError as error:
        _fail(str(error), error.exit_code)
    except KeyboardInterrupt:
        _fail(
            "stopped; what was stored so far is kept, and the same command goes on from there", 130
        )
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # the edge: whatever happens, the user gets a sentence
        if os.environ.get("NEEDLENS_DEBUG"):
            raise
        where = f"{type(error).__name__} in {_place(error)}"
        _fail(
            f"something went wrong inside needlens ({where}); what was stored before is kept. "
            "Set NEEDLENS_DEBUG=1 and run again to see the details for a report",
            3,
        )


def _fail(message: str, code: int) -> None:
    sys.stderr.write(f"needlens: {safe(message)}\n")
    sys.exit(code)


def _place(error: BaseException) -> str:
    """Name the line of ours that failed; the error's own text may hold customer data."""
    place = "unknown"
    trace = error.__traceback__
    while trace:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("needlens"):
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
