"""Commands that read a file of texts and write a file of answers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Literal

import typer

from needlens.cli._terminal import progress, safe
from needlens.errors import SourceError, UserError

if TYPE_CHECKING:
    from needlens.mining.files.answers import Answers
    from needlens.mining.files.pipeline import Account

Input = Annotated[
    str,
    typer.Option(
        "--input",
        "-i",
        help="Texts: JSON Lines or CSV with id and text, or plain text, one a line; - is standard input.",
        show_default=False,
    ),
]
Out = Annotated[
    str, typer.Option("--out", "-o", help="File of JSON Lines to write; - is standard output.")
]
Domain = Annotated[
    str,
    typer.Option(
        help="What is spoken of: ecommerce, laptop, restaurant, cosmetics, or a TOML file."
    ),
]
Tier = Annotated[
    Literal["rule", "linear", "reader", "cascade"] | None,
    typer.Option(help="Who reads; by default the reader, without its model the rules."),
]
Model = Annotated[
    Path | None, typer.Option(help="Folder of a model other than the one that came with needlens.")
]
Format = Annotated[
    Literal["jsonl", "csv", "txt"] | None,
    typer.Option(help="What the input is, when neither its ending nor its content tells."),
]
Field = Annotated[
    list[str] | None,
    typer.Option("--field", help="FIELD=COLUMN, e.g. text=内容; fields are id, text, aspects."),
]


def answer_file(
    source: str,
    out: str,
    make: Callable[[], tuple[Answers, str]],
    format: str | None,
    encoding: str | None,
    field: list[str] | None,
) -> None:
    """Answer each text of ``source`` in ``out``, and say on stderr how many there were.

    ``make`` gives who answers and the name of the tier, once the input is known to be there.
    Raise SourceError when no text at all could be read; what was wrong is in ``out``.
    """
    from needlens.mining.files.pipeline import write
    from needlens.mining.files.source import opened, rows

    with opened(source) as (file, name), progress() as tick:
        found = rows(file, name, format=format, encoding=encoding, fields=_fields(field))
        answers, tier = make()

        def fill(target: BinaryIO) -> Account:
            return write(found, answers, target, lambda done: tick(name, done))

        account = _written(out, fill)
    where = "the output" if out == "-" else out
    if not account.read:
        fault = (
            f"all {account.failed:,} rows are faulty, see {where}"
            if account.failed
            else "it is empty"
        )
        raise SourceError(f"there is no text to read in {name}: {fault}")
    said = f"{account.read:,} texts read by the {tier}"
    if account.failed:
        said += f"; {account.failed:,} rows could not be read, {where} says why"
    sys.stderr.write(f"{safe(said)}\n")


def _fields(pairs: list[str] | None) -> dict[str, str]:
    fields = {}
    for pair in pairs or []:
        name, _, column = pair.partition("=")
        if name not in ("id", "text", "aspects") or not column:
            raise UserError(
                f"--field {pair!r} is not FIELD=COLUMN with a field of id, text, aspects; "
                "e.g. --field text=内容"
            )
        fields[name] = column
    return fields


def _written(out: str, fill: Callable[[BinaryIO], Account]) -> Account:
    """Let ``fill`` write the output: a file appears whole or not at all, a pipe as it goes."""
    from needlens.insight.export import write_whole

    if out == "-":
        account = fill(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return account
    path = Path(out)
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as device:
            return fill(device)
    accounts: list[Account] = []

    def whole(temporary: Path) -> None:
        with temporary.open("wb") as file:
            accounts.append(fill(file))

    write_whole(path.resolve(), whole)
    return accounts[0]
