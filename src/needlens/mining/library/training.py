"""Make the library of needs from its texts: the encoder, and a direction for each need."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from needlens.errors import UserError
from needlens.lm.embedder import Embedder
from needlens.lm.lengths import unit
from needlens.lm.libraries import library
from needlens.mining.library.library import bare
from needlens.mining.library.texts import NO_NEED, NeedTexts
from needlens.mining.linear.whole import Whole

if TYPE_CHECKING:
    from needlens.lm.need_encoder import NeedRecipe

CALM = -0.5
"""Log-odds of praise from which a sentence of the background is taken to want nothing."""
DOUBTFUL = 0.3
"""An angrier one is, too, when no need is recognised in it with this probability."""
STRICTNESS = 1 / 60
"""Inverse of scikit-learn's C of the model that looks through the background."""
VERSION = "1"


def make(
    texts: NeedTexts,
    background: Sequence[str],
    vocabulary: Path,
    folder: Path,
    recipe: NeedRecipe | None = None,
) -> None:
    """Train on texts of needs and of none, and write the library into ``folder``.

    ``background`` are sentences as customers write them, of which most want nothing: they
    teach what is no need (learning from positive and unlabelled examples: Elkan and Noto,
    KDD 2008). Those that complain and look like a need are left out. ``vocabulary`` is the
    folder of a model whose words are taken over. Raise UserError when there are fewer than
    two needs or no text without one, MissingExtra without PyTorch and scikit-learn.
    """
    library("torch")
    library("sklearn")
    from needlens.lm import need_encoder

    if len(texts.needs) < 2 or NO_NEED not in texts.need:
        raise UserError(
            f"the texts speak of {len(texts.needs)} needs, and {texts.need.count(NO_NEED)} of none; "
            "give at least two needs, and texts without a need to tell them from"
        )
    none = len(texts.needs)
    need = [none if one == NO_NEED else one for one in texts.need]
    texts = replace(texts, texts=_bare(texts.texts))
    quiet = calm(texts, need, _bare(background), Embedder(vocabulary))
    _, model = need_encoder.make(
        recipe or need_encoder.NeedRecipe(),
        [*texts.texts, *quiet],
        [*need, *[none] * len(quiet)],
        none + 1,
        vocabulary,
        folder,
    )
    weights, middle = model.weights()
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


def _bare(texts: Sequence[str]) -> list[str]:
    """Return texts without full stops at their ends, lest these tell what wants nothing."""
    return bare(pl.Series(list(texts), dtype=pl.String)).to_list()


def calm(
    texts: NeedTexts, need: Sequence[int], background: Sequence[str], encoder: Embedder
) -> list[str]:
    """Return the sentences of a background that are taken to want nothing."""
    if not background:
        return []
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1 / STRICTNESS, max_iter=150)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # near enough to look through a background with
        model.fit(unit(encoder(list(texts.texts))), list(need))
    column = pl.Series(list(background), dtype=pl.String)
    likeliest = model.predict_proba(unit(encoder(column)))[:, :-1].max(axis=1)
    strength = np.nan_to_num(Whole().strengths(column))
    return column.filter(pl.Series((strength > CALM) | (likeliest < DOUBTFUL))).to_list()
