"""The pages are in step with the code: what is generated, and what they print."""

from __future__ import annotations

from pathlib import Path

import _generate
import consoles
import pytest

ROOT = Path(__file__).parents[2]
PAGES = _generate.PAGES
AGAIN = "run .venv/bin/python docs/_generate.py and look at what has changed"


def name_of(page):
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_generated_parts_are_as_the_code_has_them(page):
    text = page.read_text(encoding="utf-8")
    assert _generate.in_step(text) == text, AGAIN


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_print_what_the_page_shows(page, tmp_path):
    text = page.read_text(encoding="utf-8")
    assert consoles.refreshed(text, tmp_path) == text, AGAIN


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_python_examples_give_what_the_page_shows(page, tmp_path):
    assert not consoles.doctests(page.read_text(encoding="utf-8"), page.name, tmp_path)
