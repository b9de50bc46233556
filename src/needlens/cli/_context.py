"""Which shop a command works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from needlens.errors import NotFound, UserError

if TYPE_CHECKING:
    from needlens.shop import Shop
    from needlens.sources import Reading

DEFAULT_FOLDER = "my-shop"


def folder(context: typer.Context) -> Path:
    """Return the workspace: --shop, else NEEDLENS_SHOP, else here, else ./my-shop."""
    if context.obj:
        return Path(context.obj)
    return Path() if Path("needlens.toml").is_file() else Path(DEFAULT_FOLDER)


def keeper(context: typer.Context, out: Path | None, what: str) -> Path:
    """Return the workspace that is to keep ``what``; it must be there unless ``out`` is named."""
    where = folder(context)
    if out is None and not (where / "needlens.toml").is_file():
        raise NotFound(
            f"{where} is no needlens workspace to keep {what} in; say where with --out FOLDER"
        )
    return where


@contextmanager
def shop(context: typer.Context, *, read_only: bool = False) -> Iterator[Shop]:
    """Open the command's shop and close it afterwards."""
    from needlens.shop import Shop

    where = folder(context)
    if not (where / "needlens.toml").is_file():
        raise NotFound(
            f"{where} is no needlens workspace; make one with `needlens open {where}`, "
            "or say where it is with --shop FOLDER"
        )
    with Shop.open(where, read_only=read_only) as opened:
        yield opened


def reading(
    platform: str | None,
    kind: str | None,
    field: list[str] | None,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    header_row: int | None,
    query: str | None,
) -> Reading:
    """Gather the options of ingest and check into one value."""
    from needlens.sources import Reading, ReadOptions

    fields = {}
    for pair in field or []:
        name, equals, column = pair.partition("=")
        if not equals or not name or not column:
            raise UserError(f"--field {pair!r} is not FIELD=COLUMN, e.g. --field text=内容")
        fields[name.strip()] = column.strip()
    options = ReadOptions(
        encoding=encoding, delimiter=delimiter, sheet=sheet, header_row=header_row
    )
    return Reading(options=options, platform=platform, kind=kind, fields=fields, query=query)
