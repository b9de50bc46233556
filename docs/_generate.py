"""Bring the pages in step with the code: ``.venv/bin/python docs/_generate.py``.

Between ``<!-- generated: NAME -->`` and ``<!-- end -->`` stand the settings, the records,
the options of the commands and the errors, written from the code; in ``console`` blocks
stands what the commands print. A test compares both, so the pages cannot lag.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from inspect import cleandoc, getsource
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
PAGES = sorted([DOCS.parent / "README.md", DOCS.parent / "CONTRIBUTING.md", *DOCS.rglob("*.md")])

MADE = (
    "Opinion", "Suggestion", "Remark", "Need", "Interval", "Origins", "NeedProduct", "Evidence",
    "Finding", "Ingested", "Rejected",
)  # fmt: skip
"""What needlens makes, in the order of the page of records."""

_PART = re.compile(r"(<!-- generated: ([\w: -]+) -->\n).*?(<!-- end -->)", re.S)


def in_step(text: str) -> str:
    """Return a page with its generated parts as the code has them now."""
    return _PART.sub(lambda found: f"{found[1]}\n{_part(found[2])}\n\n{found[3]}", text)


def _part(name: str) -> str:
    what, _, which = name.partition(": ")
    return _WRITERS[what](which)


def _settings(_: str) -> str:
    from needlens.config import Config

    return f"```toml\n{Config().to_text().strip()}\n```"


def _options(command: str) -> str:
    """Return a table of the arguments and options of a command."""
    from needlens.cli import app

    parameters = parameters_of(app, command)
    rows = [
        f"| {_spelled(p)} | {_default(p)} | {_cell(getattr(p, 'help', '') or '')} |"
        for p in parameters
    ]
    return "\n".join(["| option | default | meaning |", "|---|---|---|", *rows])


def commands(app: Any) -> dict[str, Any]:
    """Return the commands of the command line by name."""
    import typer.main

    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def parameters_of(app: Any, command: str) -> list[Any]:
    """Return the parameters of a command; of the whole program for ``needlens``."""
    import typer.main

    group: Any = typer.main.get_command(app)
    found = group
    for word in command.split() if command != "needlens" else ():
        found = found.commands[word]
    return [p for p in found.params if p.name != "help"]


def _spelled(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{parameter.name.upper()}`" + (" …" if parameter.nargs == -1 else "")
    return ", ".join(f"`{spelling}`" for spelling in parameter.opts)


def _default(parameter: Any) -> str:
    value = parameter.default
    if parameter.param_type_name == "argument" and parameter.required:
        return "required"
    return "" if value in (None, False, ()) or value == [] else f"`{value}`"


def _records(_: str) -> str:
    """Return a section for each kind of record, with its columns."""
    from needlens.records import KINDS

    return "\n\n".join(_record(kind, record) for kind, record in KINDS.items())


def _record(kind: str, record: type[Any]) -> str:
    meanings = _meanings(record)
    rows = []
    for name, column in record.columns().items():
        needed = "" if column.nullable else "yes"
        meaning = _cell(meanings.get(name, ""))
        rows.append(f"| `{name}` | {_zh(name)} | {_type(column)} | {needed} | {meaning} |")
    head = _prose(record)
    tells = ", ".join(f"`{c}`" for c in record.identity())
    return "\n".join([
        f"### {record.__name__} · {_zh(record.__name__, 'Things')}",
        "",
        f"Kind `{kind}`, table `{record.table}`. {head}",
        "",
        f"The same record is one with the same {tells}."
        + (
            " A change of " + ", ".join(f"`{c}`" for c in record.watched()) + " updates it."
            if record.watched()
            else ""
        ),
        "",
        "| column | 中文 | type | required | meaning |",
        "|---|---|---|---|---|",
        *rows,
    ])  # fmt: skip


def _type(column: Any) -> str:
    name = type(column).__name__
    if name == "Enum":
        return "one of " + ", ".join(str(c) for c in column.categories)
    plain = {"String": "text", "Float64": "number", "Int64": "whole number", "Bool": "yes or no"}
    bounds = [f"≥ {column.min:g}"] if getattr(column, "min", None) is not None else []
    bounds += [f"≤ {column.max:g}"] if getattr(column, "max", None) is not None else []
    return ", ".join([plain.get(name, "time in UTC"), *bounds])


def _found(_: str) -> str:
    """Return a table for each record that needlens makes."""
    from needlens import records

    return "\n\n".join(_made(getattr(records, name)) for name in MADE)


def _made(record: type[Any]) -> str:
    assert is_dataclass(record)
    meanings = _meanings(record)
    rows = [
        f"| `{f.name}` | {_zh(f.name)} | {_cell(meanings.get(f.name, ''))} |"
        for f in fields(record)
    ]
    title = f"### {record.__name__} · {_zh(record.__name__, 'Things')}"
    head = ["| field | 中文 | meaning |", "|---|---|---|"]
    return "\n".join([title, "", _prose(record), "", *head, *rows])


def _zh(name: str, section: str = "Columns") -> str:
    return words(section).get(name, ("", ""))[0]


def _prose(record: type[Any]) -> str:
    """Return a docstring without its examples, as Markdown."""
    text = cleandoc(record.__doc__ or "").partition("\n>>>")[0].strip()
    return text.replace("``", "`")


def _meanings(record: type[Any]) -> dict[str, str]:
    """Return the docstring under each column, those of the parents included."""
    from needlens.records import Record

    found: dict[str, str] = {}
    for one in reversed(record.__mro__):
        if one is record or (isinstance(one, type) and issubclass(one, Record)):
            found |= dict(
                re.findall(
                    r'^    (\w+)(?: = dy[^\n]+|: [^\n]+)\n    """(.+?)"""',
                    getsource(one),
                    re.M | re.S,
                )
            )
    known = {name: meaning for name, (_, meaning) in words("Columns").items()}
    return known | found


_ROW = re.compile(r"^\| `?([^|`]+?)`? \| ([^|]+) \| ([^|]+) \|$", re.M)


def words(section: str = "") -> dict[str, tuple[str, str]]:
    """Return the glossary, or one section of it: word → (中文, meaning)."""
    text = (DOCS / "words.md").read_text(encoding="utf-8")
    if section:
        text = text.partition(f"## {section}")[2].partition("\n## ")[0]
    return {word: (zh, meaning) for word, zh, meaning in _ROW.findall(text)}


def _errors(_: str) -> str:
    from needlens import errors

    tree = re.search(r"^::\n\n(.*?)\n\n", errors.__doc__ or "", re.M | re.S)
    classes = [
        e for e in vars(errors).values() if isinstance(e, type) and e.__module__ == errors.__name__
    ]
    rows = [f"| `{e.__name__}` | {e.exit_code} | {_cell(e.__doc__ or '')} |" for e in classes]
    drawn = cleandoc((tree[1] if tree else "").replace("\n    ", "\n").strip())
    return "\n".join([
        "```text", drawn, "```", "", "| error | exit code | when |", "|---|---|---|", *rows,
    ])  # fmt: skip


def _platforms(_: str) -> str:
    """Return a table of the platforms that are recognised."""
    from needlens.sources.platforms import PLATFORMS, Generic

    made = [*(create(None) for create in PLATFORMS.values()), Generic(None, None)]
    rows = [f"| `{p.name}` | {p.title_zh} | {p.title_en} |" for p in made]
    return "\n".join(["| name | 中文 | what |", "|---|---|---|", *rows])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("``", "`").replace("|", r"\|")


_WRITERS: dict[str, Callable[[str], str]] = {
    "settings": _settings,
    "options": _options,
    "records": _records,
    "found": _found,
    "errors": _errors,
    "platforms": _platforms,
}


def main() -> None:
    """Rewrite every page that is not in step."""
    from consoles import refreshed

    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            new = refreshed(in_step(text), Path(folder))
        if new != text:
            page.write_text(new, encoding="utf-8")
            sys.stdout.write(f"written: {page.relative_to(DOCS.parent)}\n")


if __name__ == "__main__":
    main()
