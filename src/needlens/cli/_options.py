"""Options that several commands share, declared once."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Paths = Annotated[
    list[str],
    typer.Argument(
        help="Files (CSV, TSV, XLSX, JSON Lines, JSON, Parquet, zip of these), folders, or a "
        "database URL together with --query.",
        show_default=False,
    ),
]
Platform = Annotated[
    str | None,
    typer.Option(help="Name of the platform, when the guess is wrong (needlens check shows it)."),
]
Kind = Annotated[
    str | None,
    typer.Option(
        help="What the rows are: review, product, offer, image, query, event, order, chat or post."
    ),
]
Field = Annotated[
    list[str] | None,
    typer.Option("--field", help="FIELD=COLUMN, e.g. text=内容; may be given several times."),
]
Encoding = Annotated[str | None, typer.Option(help="Encoding, when the guess is wrong, e.g. big5.")]
Delimiter = Annotated[str | None, typer.Option(help="Column separator of a text table, e.g. ';'.")]
Sheet = Annotated[str | None, typer.Option(help="Sheet of a workbook; all of them by default.")]
HeaderRow = Annotated[int | None, typer.Option(help="Row of the header, from 1.", min=1)]
Query = Annotated[str | None, typer.Option(help="One SELECT statement, for a database URL.")]
Since = Annotated[
    str | None, typer.Option(help="Only what was said since: 30d, 12w, or a date 2026-01-31.")
]
