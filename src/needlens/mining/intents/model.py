"""A shop's own intents: which of them a text has, and whether it has any."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from needlens.errors import ModelError, NotFound
from needlens.lm.embedder import Embedder
from needlens.mining.intents.certainty import Certainty
from needlens.mining.intents.features import Features
from needlens.mining.intents.linear import Linear
from needlens.mining.intents.ngrams import SIZE, hashed
from needlens.text.folding import fold_series

Floats = npt.NDArray[np.float32]

FORMAT = 1
SETTINGS = "intents.json"
_ARRAYS = ("centre", "weights", "middles")
_RANKED = 5
_AT_ONCE = 8_192
"""Texts that have rows at the same time, which bounds the memory."""


@dataclass(frozen=True, slots=True)
class IntentModel:
    """The intents a shop gave examples of, on the frozen encoder; see ``training.train``."""

    names: tuple[str, ...]
    features: Features
    linear: Linear
    certainty: Certainty
    embedder: Embedder

    def __call__(self, texts: Sequence[str] | pl.Series, threshold: float = 0.5) -> pl.DataFrame:
        """Return a row for each text: ``intent, probability, in_scope, ranked``.

        ``intent`` is the likeliest one, whether or not the text is ``in_scope``;
        ``ranked`` holds the five likeliest as (intent, probability). ``in_scope`` is
        whether the probabilities of all intents sum to ``threshold`` or more: a higher
        one sends more texts to people. A blank text is never in scope.
        """
        likely = self.probabilities(texts)
        order = np.argsort(-likely, axis=1, kind="stable")[:, :_RANKED]
        top = np.take_along_axis(likely, order, axis=1)
        ranked = pl.DataFrame(
            {
                "row": np.repeat(np.arange(len(likely)), order.shape[1]),
                "intent": np.array(self.names, dtype=object)[order.ravel()],
                "probability": top.ravel(),
            },
            schema={"row": pl.Int64, "intent": pl.String, "probability": pl.Float32},
        )
        return (
            ranked.group_by("row", maintain_order=True)
            .agg(
                pl.col("intent").first().alias("intent"),
                pl.col("probability").first().alias("probability"),
                pl.struct("intent", "probability").alias("ranked"),
            )
            .with_columns(pl.Series("in_scope", likely.sum(axis=1) >= threshold))
            .select("intent", "probability", "in_scope", "ranked")
        )

    def probabilities(self, texts: Sequence[str] | pl.Series) -> Floats:
        """Return the probability of each intent, shape (n, intents), in the order of ``names``.

        What a row lacks to 1 is the probability that the text has none of the intents.
        """
        column = texts if isinstance(texts, pl.Series) else pl.Series(texts, dtype=pl.String)
        folded = fold_series(column.cast(pl.String)).fill_null("").str.strip_chars()
        likely = np.zeros((len(folded), len(self.names)), dtype=np.float32)
        said = (folded != "").arg_true().to_numpy()
        for start in range(0, len(said), _AT_ONCE):
            places = said[start : start + _AT_ONCE]
            likely[places] = self._likely(folded.gather(places))
        return likely

    def _likely(self, folded: pl.Series) -> Floats:
        rows = self.features(self.embedder(folded), hashed(folded.to_list()))
        return self.certainty.probabilities(self.linear.margins(rows), self.linear.nearness(rows))

    def save(self, folder: Path) -> None:
        """Write ``intents.json`` and three ``.npy`` files into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays = (
            np.stack([self.features.mean, self.features.spread]),
            self.linear.weights,
            self.linear.middles,
        )
        for name, array in zip(_ARRAYS, arrays, strict=True):
            np.save(folder / f"{name}.npy", array.astype(np.float32), allow_pickle=False)
        settings = {
            "format": FORMAT,
            "intents": self.names,
            "certainty": asdict(self.certainty),
            "encoder": self.embedder.digest,
        }
        text = json.dumps(settings, ensure_ascii=False, indent=1)
        (folder / SETTINGS).write_text(text + "\n", encoding="utf-8")


def load(folder: Path, embedder: Embedder) -> IntentModel:
    """Read a model that ``save`` wrote; ``embedder`` must be the one it was trained on.

    Raise NotFound when there is none, ModelError when it is damaged, from a newer needlens
    or trained on another encoder.
    """
    settings = _settings(folder)
    if settings.get("encoder") != embedder.digest:
        raise ModelError(
            f"{folder.name} was trained on another encoder than the one at hand; "
            "train it again: needlens train intents"
        )
    try:
        names = tuple(str(name) for name in settings["intents"])
        certainty = Certainty(**{k: float(v) for k, v in settings["certainty"].items()})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{folder.name}/{SETTINGS} is damaged; train the model again") from error
    columns = embedder.size + SIZE
    shapes = ((2, embedder.size), (columns + 1, len(names)), (len(names), columns))
    centre, weights, middles = (
        _array(folder / f"{name}.npy", shape) for name, shape in zip(_ARRAYS, shapes, strict=True)
    )
    return IntentModel(
        names, Features(centre[0], centre[1]), Linear(weights, middles), certainty, embedder
    )


def _settings(folder: Path) -> dict[str, Any]:
    path = folder / SETTINGS
    if not path.is_file():
        raise NotFound(
            f"there is no intent model in {str(folder)!r}; make one: "
            "needlens train intents --data examples.csv"
        )
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
        form = settings["format"]
    except (ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{folder.name}/{SETTINGS} is damaged; train the model again") from error
    if form != FORMAT:
        raise ModelError(
            f"{folder.name} is of format {form}, this needlens reads {FORMAT}; "
            "update needlens or train the model again"
        )
    return dict(settings)


def _array(path: Path, shape: tuple[int, ...]) -> Floats:
    try:
        array = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise ModelError(f"{path.name} is missing or damaged; train the model again") from error
    if array.shape != shape or array.dtype != np.float32 or not np.isfinite(array).all():
        raise ModelError(
            f"{path.name} holds {array.dtype} {array.shape}, expected finite float32 {shape}; "
            "train the model again"
        )
    return np.asarray(array)
