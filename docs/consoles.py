"""The examples in the pages, run for real: blocks of commands and of Python.

A page's ``console`` blocks (lines ``$ needlens …`` with what they print) run in order in
one fresh folder that holds the files of ``docs/examples``; its ``pycon`` blocks run there
too. ``_generate.py`` puts the real output into the pages, and a test compares.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parent
SHOWN_FOLDER = "/home/li"
KEY = "3b" * 32
"""A fixed key, so that pseudonyms in the examples are the same in every run."""

_BLOCK = re.compile(r"^```(console|pycon)\n(.*?)^```$", re.M | re.S)
_VERSION = re.compile(r"version [0-9a-f]{12}\)")
"""Of the domain: it changes with every word in it, and the pages need not."""
_PSEUDONYM = re.compile(r"\bc-[0-9a-f]{16}\b")


def refreshed(text: str, folder: Path) -> str:
    """Return a page with the output of each command as it is now, run in ``folder``."""
    with _inside(folder):
        return _BLOCK.sub(lambda found: _block(found[1], found[2], folder), text)


def doctests(text: str, name: str, folder: Path) -> list[str]:
    """Run a page's Python examples in ``folder``; return what was not as shown."""
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    complaints = io.StringIO()
    blocks = "\n\n".join(body for kind, body in _BLOCK.findall(text) if kind == "pycon")
    test = doctest.DocTestParser().get_doctest(blocks, {}, name, name, 0)
    with _inside(folder):
        runner.run(test, out=complaints.write)
    return [complaints.getvalue()] if runner.failures else []


def _block(kind: str, body: str, folder: Path) -> str:
    if kind == "pycon":
        return f"```pycon\n{body}```"
    commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
    shown = "\n".join(f"$ {command}\n{_output(command, folder)}" for command in commands)
    return f"```console\n{shown.rstrip()}\n```"


def _output(command: str, folder: Path) -> str:
    """Return what a needlens command prints, with the folder's name made plain."""
    words = shlex.split(command)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        _run(words)
    text = printed.getvalue().replace(str(folder.resolve()), SHOWN_FOLDER)
    text = _VERSION.sub("version …)", text)
    if words[1] == "check":
        text = _same_pseudonyms(text)
    return "".join(line.rstrip() + "\n" for line in text.strip("\n").splitlines())


def _same_pseudonyms(text: str) -> str:
    """Number the pseudonyms: without a workspace ``check`` makes new ones in every run."""
    names: dict[str, str] = {}
    return _PSEUDONYM.sub(
        lambda found: names.setdefault(found[0], f"c-{len(names) + 1:016x}"), text
    )


def _run(words: list[str]) -> None:
    if words[0] != "needlens":
        raise ValueError(f"only needlens commands are run, not {words[0]!r}")
    from needlens.cli import main

    given, sys.argv = sys.argv, words
    try:
        main()
    except SystemExit as stop:
        if stop.code:
            sys.stdout.write(f"(exit {stop.code})\n")
    finally:
        sys.argv = given


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """Work in ``folder``, with the example files and a fixed key."""
    shutil.copytree(DOCS / "examples", folder, dirs_exist_ok=True)
    before, environ = Path.cwd(), dict(os.environ)
    os.chdir(folder)
    os.environ["NEEDLENS_KEY"] = KEY
    for name in [n for n in os.environ if n.startswith("NEEDLENS_") and n != "NEEDLENS_KEY"]:
        del os.environ[name]
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.clear()
        os.environ.update(environ)
