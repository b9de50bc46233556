"""Keep a library of needs that a shop made as a version among its models."""

from __future__ import annotations

import json
from pathlib import Path

from needlens.lm import registry
from needlens.lm.card import Card, TrainedOn
from needlens.lm.stored import Stored
from needlens.mining.library.library import PACKAGE

_KINDS = (".onnx", ".npy", ".json")


def publish(root: Path, folder: Path) -> Stored:
    """Make the library in ``folder`` the one in use under ``root``, the shop's models."""
    files = {path.name: path for path in sorted(folder.iterdir()) if path.suffix in _KINDS}
    content = json.loads((folder / "needs.json").read_text(encoding="utf-8"))
    return registry.publish(root, PACKAGE, files, _card(len(content["needs"]), content["texts"]))


def _card(needs: int, texts: int) -> Card:
    return Card(
        title="The shop's needs · 店铺需求库",
        purpose="Recognises which of the shop's needs a text speaks of, and whether anything is "
        "wanted.\n识别文本说的是店铺的哪条需求，以及是否想要。\n"
        f"{needs} needs · 条需求",
        base="multilingual-e5-small (fine-tuned; vocabulary of reader-zh-en)",
        base_licence="MIT",
        licence="the shop's own · 店铺自有",
        data=(
            TrainedOn(
                "the shop's texts of needs · 店铺需求例句", "own · 自有", texts,
                "texts that want a need, speak of one, or want nothing",
            ),
        ),
        measured=(),
        limits="Not measured. Trace some sentences (`needlens trace`) and check a sample "
        "(`needlens label needs`) before numbers are relied on.\n"
        "尚未评测；使用前请抽查（needlens trace、needlens label needs）。",
        made_with="needlens train library",
        main_file="embedder.onnx",
    )  # fmt: skip
