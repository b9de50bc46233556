"""Make the library of needs from its texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.errors import UserError
from needlens.lm.embedder import Embedder
from needlens.lm.libraries import library
from needlens.mining.library.library import Floats
from needlens.mining.library.texts import NO_NEED, NeedTexts
from needlens.mining.linear.whole import Whole

STRICTNESS = 1 / 60
"""Inverse of scikit-learn's C; chosen on the development part of the labelled set."""
CALM = -0.5
"""Log-odds of praise from which a sentence of the background is taken to want nothing."""
DOUBTFUL = 0.3
"""An angrier one is, too, when no need is recognised in it with this probability."""
VERSION = "1"


def train(texts: NeedTexts, encoder: Embedder, background: Sequence[str] = ()) -> Floats:
    """Return one row of weights and a bias for each need and, last, for none of them.

    Multinomial logistic regression on vectors of length 1 without their language's middle.
    ``background`` are sentences as customers write them, of which most want nothing: they
    teach what is no need (learning from positive and unlabelled examples: Elkan and Noto,
    KDD 2008). Those that complain and look like a need are left out. Raise UserError when
    there are fewer than two needs or no text without one, MissingExtra without scikit-learn.
    """
    _check(texts)
    unit, han = _vectors(texts.texts, encoder)
    return _trained(texts, encoder, _Placed(unit, han, _middles(unit, han)), background)


def placed(texts: NeedTexts, encoder: Embedder) -> Floats:
    """Return the vectors of texts as the model sees them."""
    unit, han = _vectors(texts.texts, encoder)
    return _without(unit, han, _middles(unit, han))


def middles(texts: NeedTexts, encoder: Embedder) -> Floats:
    """Return the mean vector of the texts in other scripts and of those in Chinese.

    A script without texts has the mean of all.
    """
    return _middles(*_vectors(texts.texts, encoder))


def write(
    texts: NeedTexts, encoder: Embedder, folder: Path, background: Sequence[str] = ()
) -> None:
    """Train and write the files of the library; raise UserError as ``train`` does."""
    _check(texts)
    unit, han = _vectors(texts.texts, encoder)
    middle = _middles(unit, han)
    weights = _trained(texts, encoder, _Placed(unit, han, middle), background)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "weights.npy", weights.astype(np.float16))
        np.save(folder / "middles.npy", middle)
        content = {
            "version": VERSION,
            "encoder": encoder.digest,
            "texts": len(texts.texts),
            "background": len(background),
            "needs": [asdict(need) for need in texts.needs],
        }
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (folder / "needs.json").write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"the library cannot be written to {folder}: {error.strerror}; give another folder"
        ) from None


class _Placed(NamedTuple):
    """Vectors of length 1, which are Chinese, and the middles of the languages."""

    unit: Floats
    han: npt.NDArray[np.bool_]
    middle: Floats


def _check(texts: NeedTexts) -> None:
    library("sklearn")
    if len(texts.needs) < 2 or NO_NEED not in texts.need:
        raise UserError(
            f"the texts speak of {len(texts.needs)} needs, and {texts.need.count(NO_NEED)} of none; "
            "give at least two needs, and texts without a need to tell them from"
        )


def _trained(
    texts: NeedTexts, encoder: Embedder, placed: _Placed, background: Sequence[str]
) -> Floats:
    places = _without(*placed)
    none = len(texts.needs)
    of = np.array([none if need == NO_NEED else need for need in texts.need])
    weights = _fitted(places, of)
    if not background:
        return weights
    more = _without(*_vectors(background, encoder), placed.middle)
    strength = np.nan_to_num(Whole().strengths(pl.Series(list(background))))
    quiet = more[(strength >= CALM) | (_most(more, weights) < DOUBTFUL)]
    return _fitted(np.vstack([places, quiet]), np.append(of, np.full(len(quiet), none)))


def _fitted(places: Floats, of: npt.NDArray[np.integer]) -> Floats:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1 / STRICTNESS, max_iter=600)
    model.fit(places, of)
    return np.column_stack([model.coef_, model.intercept_]).astype(np.float32)


def _most(places: Floats, weights: Floats) -> Floats:
    """Return the probability of the likeliest need of each row."""
    odds = places @ weights[:, :-1].T + weights[:, -1]
    odds = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray((odds / odds.sum(axis=1, keepdims=True))[:, :-1].max(axis=1))


def _vectors(texts: Sequence[str], encoder: Embedder) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return vectors of length 1, and which texts are written with Chinese characters."""
    column = pl.Series(list(texts), dtype=pl.String)
    han = column.str.contains(r"\p{Han}").to_numpy().astype(np.bool_)
    return _unit(encoder(column)), han


def _middles(unit: Floats, han: npt.NDArray[np.bool_]) -> Floats:
    parts = [unit[~han], unit[han]]
    return np.stack([(part if len(part) else unit).mean(0) for part in parts]).astype(np.float32)


def _without(unit: Floats, han: npt.NDArray[np.bool_], middle: Floats) -> Floats:
    return _unit(unit - middle[han.astype(np.int64)])


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
