"""Which models there are, and how they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from needlens.errors import NeedlensError, NotFound

MACHINE = "this machine"
"""Where the weights of language models are kept: once for all shops."""


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the workspace, one shipped with needlens (read only), or weights of an LLM."""

    name: str
    folders: dict[str, Path]
    """Folder by version; of weights the file."""
    in_use: str | None
    kept_in: str
    remark: str


@dataclass(frozen=True, slots=True)
class Check:
    """What came out of checking one version."""

    model: str
    version: str
    found: str
    ok: bool


def found_models(root: Path | None) -> list[Model]:
    """Return the models under ``root``, the shipped ones, and the weights on this machine.

    Their files are not checked.
    """
    from needlens.lm import registry
    from needlens.lm.shipped import installed

    names = registry.names(root) if root else []
    own = [_own(root, name) for name in names] if root else []
    shipped = [_shipped(name, folder, names) for name, folder in installed().items()]
    return own + shipped + _weights()


def _own(root: Path, name: str) -> Model:
    from needlens.lm import registry

    folders = {version: root / name / version for version in registry.versions(root, name)}
    try:
        in_use, remark = registry.current(root, name), ""
    except NeedlensError as error:
        return Model(name, folders, None, "workspace", str(error))
    if in_use not in folders:
        remark = f"version {in_use} is missing; needlens models rollback {name} --to VERSION"
    return Model(name, folders, in_use, "workspace", remark)


def _shipped(name: str, folder: Path, own: Sequence[str]) -> Model:
    from needlens.lm.manifest import Manifest

    remark = "not used: the workspace has its own" if name in own else ""
    try:
        version = Manifest.read(folder).version
    except NeedlensError as error:
        version, remark = "?", str(error)
    return Model(name, {version: folder}, version, "package", remark)


def _weights() -> list[Model]:
    from needlens.lm.weights import WEIGHTS, folder

    there = [(one, folder() / one.file) for one in WEIGHTS.values()]
    return [
        Model(one.name, {one.sha256[:12]: path}, one.sha256[:12], MACHINE, one.base)
        for one, path in there
        if path.is_file()
    ]


def named(models: Sequence[Model], name: str | None) -> list[Model]:
    """Return the models of that name, all for None; raise NotFound when there is none."""
    chosen = [model for model in models if name in (None, model.name)]
    if not chosen and name is not None:
        known = ", ".join(sorted({model.name for model in models})) or "none"
        raise NotFound(f"there is no model {name!r}; there are: {known}")
    return chosen


def plain(model: Model) -> dict[str, Any]:
    """Return a model for ``--json``."""
    made, size = _facts(model)
    return {
        "name": model.name,
        "in_use": model.in_use,
        "versions": list(model.folders),
        "bytes": size,
        "created_at": made,
        "kept_in": model.kept_in,
        "remark": model.remark,
    }


def as_rows(models: Sequence[Model]) -> list[tuple[object, ...]]:
    """Return a row of the table for each model."""
    rows: list[tuple[object, ...]] = []
    for model in models:
        made, size = _facts(model)
        mega = None if size is None else f"{size / 1e6:.1f}"
        versions = ", ".join(model.folders)
        rows.append(
            (
                model.name,
                model.in_use,
                versions,
                mega,
                made and made.date(),
                model.kept_in,
                model.remark or None,
            )
        )
    return rows


def _facts(model: Model) -> tuple[Any, int | None]:
    """Return when the version in use was made, and its bytes."""
    from needlens.lm.manifest import Manifest

    if model.kept_in == MACHINE:
        (path,) = model.folders.values()
        facts = path.stat()
        return datetime.fromtimestamp(facts.st_mtime, UTC).replace(microsecond=0), facts.st_size
    try:
        manifest = Manifest.read(model.folders[model.in_use or ""])
    except (KeyError, NeedlensError):
        return None, None
    return manifest.created_at, manifest.size


def verified(models: Sequence[Model]) -> list[Check]:
    """Check every file of every version."""
    from needlens.lm import registry
    from needlens.lm.weights import check, known

    checks = []
    for model in models:
        if model.in_use is None or model.in_use not in model.folders:
            checks.append(Check(model.name, model.in_use or "?", model.remark, False))
        for version, folder in model.folders.items():
            try:
                if model.kept_in == MACHINE:
                    check(folder, known(model.name))
                    found = f"{model.name}@{version}"
                elif model.kept_in == "workspace":
                    found = registry.find(model.name, folder.parent.parent, version).stamp
                else:
                    found = registry.load(folder).stamp
                ok = True
            except NeedlensError as error:
                found, ok = str(error), False
            checks.append(Check(model.name, version, found, ok))
    return checks
