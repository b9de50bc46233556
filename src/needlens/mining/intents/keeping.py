"""Keep an intent model with its card: as a version in the workspace or in a folder of its own."""

from __future__ import annotations

import math
import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from needlens.errors import UserError
from needlens.lm import registry
from needlens.lm.card import Card, Measured, TrainedOn
from needlens.lm.contents import fill, sources_of
from needlens.lm.embedder import Embedder
from needlens.lm.manifest import MANIFEST
from needlens.lm.stored import Stored
from needlens.mining.intents.checking import Outcome
from needlens.mining.intents.examples import Examples
from needlens.mining.intents.model import SETTINGS, IntentModel, load

NAME = "intents"


def publish(root: Path, name: str, model: IntentModel, card: Card) -> Stored:
    """Make a model the version in use of ``name`` under ``root`` (the workspace's models)."""
    with TemporaryDirectory() as folder:
        model.save(Path(folder))
        return registry.publish(root, name, Path(folder), card)


def write(folder: Path, model: IntentModel, card: Card) -> Stored:
    """Write a model into a folder of its own; an intent model that was there is replaced.

    Raise UserError when there is anything else in the folder.
    """
    if folder.exists() and not _replaceable(folder):
        raise UserError(
            f"{str(folder)!r} holds something else than an intent model; name a new one"
        )
    folder = folder.resolve()
    beside = folder.with_name(f".new-{folder.name}")
    shutil.rmtree(beside, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as saved:
        model.save(Path(saved))
        fill(beside, sources_of(Path(saved)), card, NAME, "1", datetime.now(UTC))
    if folder.exists():
        shutil.rmtree(folder)
    beside.rename(folder)
    return registry.load(folder)


def find(model: str, root: Path | None, embedder: Embedder) -> tuple[IntentModel, Stored]:
    """Return a model by the folder that ``write`` made, else by its name under ``root``.

    Every file is checked against the manifest. Raise NotFound or ModelError.
    """
    folder = Path(model)
    if (folder / MANIFEST).is_file() or root is None or not (root / model).is_dir():
        stored = registry.load(folder)
    else:
        stored = registry.find(model, root)
    return load(stored.folder, embedder), stored


def card_of(examples: Examples, outcome: Outcome) -> Card:
    """Return what people must know of a model that learnt from ``examples``."""
    n, outside = len(examples.texts), int((examples.intents < 0).sum())
    return Card(
        title="Intents of the shop · 店铺意图",
        purpose="Tells which of the shop's intents a message has, or that it has none of them.\n"
        "判断一条消息属于店铺的哪个意图，或不属于任何意图。\n"
        f"{len(examples.names)} intents: {', '.join(_one_line(name) for name in examples.names)}",
        base="the encoder of reader-zh-en (multilingual-e5-small), unchanged",
        base_licence="MIT",
        licence="the shop's own · 店铺自有",
        data=(TrainedOn("the shop's examples · 店铺例句", "own · 自有", n, _used_for(outside)),),
        measured=tuple(_measured(outcome)),
        limits="Measured on examples kept aside, which are more alike than real messages are: "
        "expect less. A message with two intents gets the likelier one.\n"
        "在留出的例句上测得；真实消息比例句更多样，效果会低一些。一句多意图时只取更可能的一个。",
        made_with="needlens train intents",
        main_file="weights.npy",
    )


def _used_for(outside: int) -> str:
    return f"intents; {outside} of them out of scope" if outside else "intents"


def _one_line(name: str) -> str:
    return " ".join(name.split())


def _measured(outcome: Outcome) -> list[Measured]:
    kept = "examples kept aside · 留出例句"
    rows = (
        ("intent", kept, "accuracy", outcome.right, outcome.known),
        ("scope", f"{kept}, in scope", "accepted", outcome.kept, outcome.asked),
        ("scope", f"{kept}, out of scope or of another intent", "refused",
         outcome.refused, outcome.foreign),
    )  # fmt: skip
    return [
        Measured(task, part, metric, good / n, *_interval(good, n), n)
        for task, part, metric, good, n in rows
        if n
    ]


def _interval(good: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    share, extra = good / n, z * z / n
    middle = (share + extra / 2) / (1 + extra)
    half = z * math.sqrt(share * (1 - share) / n + extra / 4 / n) / (1 + extra)
    return middle - half, middle + half


def _replaceable(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    return not any(folder.iterdir()) or all(
        (folder / name).is_file() for name in (SETTINGS, MANIFEST)
    )
