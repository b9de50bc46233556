"""The one way needlens makes HTML: templates with escaping that cannot be forgotten."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from needlens.insight.numbers import Two, number
from needlens.insight.visible import visible
from needlens.insight.words import WORDS


def render(template: str, **values: Any) -> str:
    """Return a template of this package filled with ``values``, all of them escaped.

    The page may carry only the style and the script that ship with needlens: their
    hashes are in its content security policy, and nothing may be loaded.
    """
    style, script = _file("style.css"), _file("script.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    page: str = (
        _environment()
        .get_template(template)
        .render(
            # our own files, not data: no reader's text is ever in them
            style=Markup(style),
            script=Markup(script),
            policy=policy,
            **values,
        )
    )
    return page


def both(text: Two | str | float) -> Markup:
    """Return the Chinese and the English text, of which the page shows one.

    >>> both(Two("声量", "demand"))
    Markup('<span class="zh" lang="zh-CN">声量</span><span class="en" lang="en">demand</span>')
    >>> both("<b>")
    Markup('&lt;b&gt;')
    """
    two = number(text) if isinstance(text, int | float) else text
    if isinstance(two, str):
        return escape(visible(two))
    two = Two(visible(two.zh), visible(two.en))
    if two.zh == two.en:
        return escape(two.zh)
    return Markup(
        '<span class="zh" lang="zh-CN">{}</span><span class="en" lang="en">{}</span>'
    ).format(two.zh, two.en)


def worded(key: str, **values: Any) -> Two:
    """Return a text of WORDS with its ``{…}`` filled in, in both languages.

    >>> worded("pieces", n=12)
    Two(zh='12 条原话', en='12 sentences')
    """
    zh, en = WORDS[key]
    return Two(zh.format(**_in(0, values)), en.format(**_in(1, values)))


def _in(language: int, values: dict[str, Any]) -> dict[str, str]:
    twos = {
        name: number(value) if isinstance(value, int | float) else value
        for name, value in values.items()
    }
    return {
        name: value[language] if isinstance(value, Two) else str(value)
        for name, value in twos.items()
    }


def _words(key: str, **values: Any) -> Markup:
    return both(worded(key, **values))


def _seen(value: Any) -> Any:
    """Rid everything a template prints of characters that hide or reorder text."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("needlens.insight"),
        autoescape=True,
        finalize=_seen,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(t=_words, worded=worded, number_of=number)
    environment.filters["both"] = both
    return environment


@cache
def _file(name: str) -> str:
    return (files("needlens.insight") / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
