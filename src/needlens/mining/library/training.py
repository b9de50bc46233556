"""Make the library of needs from its texts: the encoder, and a direction for each need."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from needlens.errors import UserError
from needlens.lm.embedder import Embedder
from needlens.lm.lengths import unit
from needlens.lm.libraries import library
from needlens.lm.told import NO_NEED, Told
from needlens.mining.library.library import LONGEST, VERSION, Floats, bare
from needlens.mining.library.texts import NeedTexts
from needlens.mining.linear.whole import Whole

if TYPE_CHECKING:
    from needlens.lm.need_encoder import NeedRecipe

PRAISE = 0.0
"""Log-odds of praise above which a sentence of the background is taken to want nothing."""


def make(
    texts: NeedTexts,
    background: Sequence[str],
    vocabulary: Path,
    folder: Path,
    recipe: NeedRecipe | None = None,
    keep: Path | None = None,
) -> None:
    """Train on texts of needs and of none, and write the library into ``folder``.

    ``background`` are sentences as customers write them: those that praise teach what wants
    nothing. ``vocabulary`` is the folder of a model whose words are taken over. With
    ``keep``, the folder of another library, its encoder stays as it is and only what tells
    the needs apart is learnt: minutes instead of an hour. Raise UserError when there are
    fewer than two needs or no text that wants none, MissingExtra without PyTorch.
    """
    library("torch")
    from needlens.lm import need_encoder, need_heads

    if len(texts.needs) < 2 or all(texts.wants):
        raise UserError(
            f"the texts speak of {len(texts.needs)} needs, and {texts.wants.count(False)} want none; "
            "give at least two needs, and texts that want nothing to tell them from"
        )
    texts = replace(texts, texts=_bare(texts.texts))
    quiet = praise(_bare(background))
    told = Told(
        [*texts.texts, *quiet],
        [*texts.need, *[NO_NEED] * len(quiet)],
        [*texts.wants, *[False] * len(quiet)],
        len(texts.needs),
    )
    if keep is None:
        recipe = recipe or need_encoder.NeedRecipe()
        middle = need_encoder.make(recipe, told, vocabulary, folder)[1].centre()
    else:
        middle = _kept(keep, folder, need_encoder.VOCABULARY)
    vectors = Embedder(folder, limit=LONGEST)(pl.Series(told.texts, dtype=pl.String))
    weights = need_heads.fit(unit(unit(vectors) - middle), told)
    np.save(folder / "weights.npy", weights.astype(np.float16))
    np.save(folder / "middle.npy", middle)
    content = {
        "version": VERSION,
        "texts": len(texts.texts),
        "background": len(quiet),
        "needs": [asdict(one) for one in texts.needs],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / "needs.json").write_text(text + "\n", encoding="utf-8")


def _kept(library: Path, folder: Path, vocabulary: Sequence[str]) -> Floats:
    """Copy the encoder of another library into ``folder``; return its middle."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*vocabulary, "embedder.onnx", "middle.npy"):
        copyfile(library / name, folder / name)
    middle: Floats = np.load(folder / "middle.npy", allow_pickle=False)
    return middle


def _bare(texts: Sequence[str]) -> list[str]:
    """Return texts without full stops at their ends, lest these tell what wants nothing."""
    return bare(pl.Series(list(texts), dtype=pl.String)).to_list()


def praise(background: Sequence[str]) -> list[str]:
    """Return the sentences of a background that are taken to want nothing: those that praise."""
    column = pl.Series(list(background), dtype=pl.String)
    if column.is_empty():
        return []
    strength = pl.Series(np.nan_to_num(Whole().strengths(column)))
    return column.filter(strength > PRAISE).to_list()
