"""The opportunities report as a file: .html, .xlsx or .md by its ending."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from needlens.errors import UserError
from needlens.insight.export import write_whole
from needlens.insight.facts import Facts
from needlens.insight.opportunities.finding import Report
from needlens.insight.opportunities.markdown import markdown
from needlens.insight.opportunities.page import page
from needlens.insight.opportunities.sheets import write_tables

ENDINGS = (".html", ".xlsx", ".md")


def write(
    report: Report, facts: Facts, path: Path | str, language: Literal["zh", "en"] | None = None
) -> Path:
    """Write the report and return its path.

    HTML holds both languages and shows that of its reader; a workbook and Markdown are in
    ``language``, or in the one most of the needs were brought up in. The file appears
    whole or not at all. Raise UserError for another ending or a place that cannot be
    written.
    """
    path = checked(Path(path))
    tongue = language or report.language

    def fill(part: Path) -> None:
        if path.suffix.lower() == ".xlsx":
            write_tables(report, facts, part, tongue)
        elif path.suffix.lower() == ".md":
            part.write_text(markdown(report, facts, tongue), encoding="utf-8")
        else:
            part.write_text(page(report, facts), encoding="utf-8")

    return write_whole(path, fill)


def checked(path: Path) -> Path:
    """Return the path; raise UserError when its ending says no format we write."""
    if path.suffix.lower() not in ENDINGS:
        known = ", ".join(ENDINGS)
        raise UserError(f"cannot tell the format of {path.name!r} by its ending; known: {known}")
    return path
