"""The file ``current`` of a model: the version in use, then those in use before it."""

from __future__ import annotations

from pathlib import Path

from needlens.errors import ModelError
from needlens.lm.durable import replace_text

CURRENT = "current"
_REMEMBERED = 50


def is_version(text: str) -> bool:
    """Say whether a text is a version of the registry: a whole number from 1."""
    return text.isascii() and text.isdecimal() and text[0] != "0" and len(text) < 10


def history(home: Path) -> list[str]:
    """Return the version in use and those before it; empty when there is no pointer.

    Raise ModelError when the pointer is damaged.
    """
    path = home / CURRENT
    try:
        lines = path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []
    except UnicodeDecodeError:
        lines = []
    if not lines or not all(is_version(line) for line in lines):
        raise ModelError(
            f"{path} does not name a version; choose one: "
            f"needlens models rollback {home.name} --to VERSION"
        )
    return lines


def known_history(home: Path) -> list[str]:
    """Return the history, empty when the pointer is damaged: whoever writes it anew mends it."""
    try:
        return history(home)
    except ModelError:
        return []


def point(home: Path, versions: list[str]) -> None:
    """Put the first of ``versions`` in use; a reader sees the old pointer or the new one."""
    replace_text(home / CURRENT, "\n".join(versions[:_REMEMBERED]) + "\n")
