"""Nothing is undocumented: commands, options, settings, records, errors, platforms, words."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import _generate
import pytest

from needlens import errors, records
from needlens.cli import app
from needlens.config import Config

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = _generate.commands(app)
MADE = _generate.MADE


def page(name):
    return (DOCS / name).read_text(encoding="utf-8")


def section(command):
    return page("cli.md").partition(f"\n## {command}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_a_section_with_an_example_and_a_help_text(command):
    assert f"needlens {command}" in section(command) or f" {command}\n" in section(command)
    assert COMMANDS[command].help
    assert f"[`{command}`](#{command})" in page("cli.md")


@pytest.mark.parametrize("command", [*COMMANDS, "needlens"])
def test_each_option_is_documented_with_a_meaning(command):
    text = page("cli.md") if command == "needlens" else section(command)
    for parameter in _generate.parameters_of(app, command):
        spelled = (
            parameter.opts[-1] if parameter.param_type_name == "option" else parameter.name.upper()
        )
        row = re.search(rf"^\| .*`{re.escape(spelled)}`.*\|$", text, re.M)
        assert row, f"{command}: {spelled} is not in docs/cli.md"
        assert parameter.help, f"{command}: {spelled} has no help text"


def test_settings_page_is_what_the_program_prints():
    assert Config().to_text().strip() in page("settings.md")


def test_each_setting_has_its_chinese_row():
    for part in fields(Config):
        for setting in fields(getattr(Config(), part.name)):
            row = rf"^\| `{part.name}\.{setting.name}` \| [^|]*[\u4e00-\u9fff]"
            assert re.search(row, page("settings.md"), re.M), f"{part.name}.{setting.name}"


@pytest.mark.parametrize("kind", records.KINDS)
def test_each_record_and_its_columns_are_on_the_page_of_records(kind):
    record = records.KINDS[kind]
    text = page("records.md").partition(f"### {record.__name__} ")[2].partition("\n### ")[0]
    assert f"table `{record.table}`" in text
    for column in record.column_names():
        assert f"| `{column}` |" in text


def columns_and_fields():
    names = {c for record in records.KINDS.values() for c in record.column_names()}
    return sorted(names | {f.name for made in MADE for f in fields(getattr(records, made))})


@pytest.mark.parametrize("name", columns_and_fields())
def test_each_column_and_field_is_a_word_with_chinese(name):
    zh, meaning = _generate.words("Columns").get(name, ("", ""))
    assert re.search(r"[\u4e00-\u9fff]", zh), f"{name} is not in docs/words.md"
    assert meaning.strip()


@pytest.mark.parametrize("name", [n for n in records.__all__ if n[0].isupper() and not n.isupper()])
def test_each_noun_of_the_records_is_a_word_with_chinese(name):
    zh, meaning = _generate.words("Things").get(name, ("", ""))
    assert re.search(r"[\u4e00-\u9fff]", zh), f"{name} is not in docs/words.md"
    assert meaning.strip()


def test_each_word_of_a_closed_set_is_in_the_glossary():
    known = _generate.words()
    for closed in (records.PROVENANCES, records.EVENT_TYPES, records.SPEAKERS):
        for word in closed:
            assert word in known or word == "customer", f"{word} is not in docs/words.md"


def test_each_title_of_a_table_on_the_screen_is_in_the_glossary():
    known = _generate.words()
    source = Path(__file__).parents[2] / "src" / "needlens" / "cli"
    titles = set()
    for file in source.glob("*.py"):
        for listed in re.findall(
            r"(?:columns = |table\(\s*[^\[\]]*?)\[((?:\s*\"[^\"]*\",?)+)\s*\]", file.read_text()
        ):
            titles |= {t for t in re.findall(r'"([^"]*)"', listed) if t}
    assert len(titles) > 20
    assert sorted(t for t in titles if t not in known) == []


def error_classes():
    return [
        e for e in vars(errors).values() if isinstance(e, type) and e.__module__ == errors.__name__
    ]


@pytest.mark.parametrize("error", error_classes(), ids=lambda e: e.__name__)
def test_each_error_is_documented(error):
    assert re.search(rf"^\| `{error.__name__}` \| {error.exit_code} \|", page("errors.md"), re.M)
    assert error.__name__ in errors.__doc__


def public_names():
    import needlens
    from needlens.shop import Shop

    verbs = [n for n in vars(Shop) if not n.startswith("_")]
    return sorted({n for n in needlens.__all__ if n[0].islower()} | set(verbs))


@pytest.mark.parametrize("name", public_names())
def test_each_verb_of_the_python_interface_is_on_its_page(name):
    assert re.search(rf"\b{name}\(", page("python.md")), f"{name} is not in docs/python.md"
