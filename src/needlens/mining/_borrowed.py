"""Opinion words that one domain takes over from another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from needlens.mining._domain_file import DomainFile, Group


def borrowed(lender: DomainFile, file: DomainFile) -> Iterator[Group]:
    """Yield the opinion words of ``lender`` with the categories of ``file``.

    The [aliases] of ``file`` say what a category or an entity of the lender is called
    there. Words that mean a category without such a name, or that hold only beside
    things without one, are left out: 好吃 means nothing about a laptop.
    """
    names = {lender.data["general"]: file.data["general"], **file.data.get("aliases", {})}
    for group in lender.opinions():
        category = names.get(group.category, "")
        category = names.get(category, category)
        beside = tuple(
            dict.fromkeys(own for name in group.beside for own in _own(name, names, file))
        )
        if bool(category) == bool(group.category) and bool(beside) == bool(group.beside):
            yield replace(group, category=category, beside=beside)


def _own(name: str, names: dict[str, str], file: DomainFile) -> Iterator[str]:
    """Yield what a thing of the lender is called: a whole entity or attribute, or a category."""
    target = names.get(name, "")
    entity, _, attribute = target.partition("#")
    if not target:
        if "#" not in name and name in file.nouns():
            yield name
    elif "#" not in name:
        yield entity
    elif attribute and attribute != "GENERAL":
        yield attribute
    else:
        yield entity if target != file.data["general"] else target
